"""What was sent, read: containers opened, the text found and parsed, every file with its role, nothing lost on the way."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from lawcheck.document import Document, SourceText, parse
from lawcheck.errors import LawcheckError, UnreadableFile
from lawcheck.laws import DocumentKind
from lawcheck.procedure import MANIFEST, Facts, Materials, read_facts, read_materials
from lawcheck.readers import (
    Filing as ReadFiling,
)
from lawcheck.readers import (
    PackedFile,
    Role,
    guess_role,
    main_text,
    read_guarded,
    sniff,
    unpack,
    zip_entries,
)

__all__ = ["Part", "ReadPackage", "Sent", "page_of", "read_package"]


class Sent(NamedTuple):
    """An upload: its row, name and bytes, and the role that the filer gave it ("" = by name and content)."""

    upload_id: int
    name: str
    data: bytes
    role: str = ""


class Part(NamedTuple):
    """A file of the package, the upload that it came in, and its format."""

    upload_id: int
    file: PackedFile
    format: str


@dataclass(frozen=True)
class ReadPackage:
    """A package as far as it could be read. ``problems``: by upload, why it could not be opened; ``trouble``: why there is no
    ``document`` (no text, several, unreadable)."""

    parts: tuple[Part, ...]
    problems: Mapping[int, LawcheckError]
    text: Part | None = None
    document: Document | None = None
    facts: Facts | None = None
    materials: Materials | None = None
    sources: Mapping[str, SourceText] = field(default_factory=dict)
    trouble: LawcheckError | None = None


class _Reader:
    """``read_guarded``, each content once: roles, text and materials all ask for the same files."""

    def __init__(self) -> None:
        self.read: dict[str, SourceText | UnreadableFile] = {}

    def __call__(self, path: Any, *, data: bytes | None = None, name: str | None = None) -> SourceText:
        key = sha256(data or b"").hexdigest()
        if key not in self.read:
            try:
                self.read[key] = read_guarded(path, data=data, name=name)
            except UnreadableFile as error:
                self.read[key] = error
        found = self.read[key]
        if isinstance(found, UnreadableFile):
            raise found
        return found


def read_package(sent: Sequence[Sent], told: Mapping[str, Any], roles: Mapping[str, str]) -> ReadPackage:
    """Read a package. ``told`` are fields of the manifest that the filer typed (they win); ``roles`` roles that a person
    gave to files, by the SHA-256 of their bytes.

    >>> held = read_package([Sent(1, "某市停车条例.txt", "某市停车条例\\n第一条　甲。\\n".encode())], {}, {})
    >>> held.document.title, [(part.file.name, part.file.role.value) for part in held.parts]
    ('某市停车条例', [('某市停车条例.txt', '正式文本')])
    """
    reader = _Reader()
    parts, problems, manifest = _open(sent, reader)
    parts = tuple(_given(part, roles) for part in parts)
    names = "、".join(one.name for one in sent) or "-"
    problems |= _unread(parts, reader)
    try:
        text = _text(parts, names)
        source = reader(text.file.name, data=text.file.data, name=PurePosixPath(text.file.name).name)
    except UnreadableFile as error:
        read = any(part.upload_id not in problems for part in parts)
        return ReadPackage(parts, problems, trouble=error if read or not problems else next(iter(problems.values())))
    document = parse(source)
    merged = _merged(manifest, told)
    others = tuple(part.file for part in parts if part is not text)
    raw = json.dumps(merged, ensure_ascii=False).encode()
    held = read_materials(ReadFiling(source, text.file.data, text.file, others, True, raw), reader=reader)
    seen = {part.file.name: reader.read.get(sha256(part.file.data).hexdigest()) for part in parts}
    sources = {name: words for name, words in seen.items() if isinstance(words, SourceText)}
    return ReadPackage(parts, problems, text, document, _facts(document, merged), held, sources)


def page_of(source: SourceText | None, shown: str) -> int | None:
    """The page on which ``shown`` stands, where the format has pages."""
    words = "".join(shown.split())
    if source is None or not words:
        return None
    for block in source.blocks:
        if words[:24] in "".join(block.text.split()):
            return block.provenance.page
    return None


def _open(sent: Sequence[Sent], reader: _Reader) -> tuple[tuple[Part, ...], dict[int, LawcheckError], dict[str, Any]]:
    parts: list[Part] = []
    problems: dict[int, LawcheckError] = {}
    manifest: dict[str, Any] = {}
    for one in sent:
        try:
            found = unpack(one.name, data=one.data, reader=reader)
            manifest |= _manifest(one)
        except UnreadableFile as error:
            problems[one.upload_id] = error
            continue
        parts += [_part(one, file, reader) for file in found]
    return tuple(parts), problems, manifest


def _part(one: Sent, file: PackedFile, reader: _Reader) -> Part:
    """A single file gets the role that the filer chose, else the one that its name or words tell."""
    if file.how == "only":
        file = guess_role(file._replace(role=Role.OTHER, how=""), reader=reader)
    if one.role and file.how != "manifest":
        file = file._replace(role=Role(one.role), how="user")
    return Part(one.upload_id, file, sniff(file.data) if file.data else "")


def _given(part: Part, roles: Mapping[str, str]) -> Part:
    wanted = roles.get(sha256(part.file.data).hexdigest())
    return part._replace(file=part.file._replace(role=Role(wanted), how="user")) if wanted else part


def _unread(parts: Sequence[Part], reader: _Reader) -> dict[int, LawcheckError]:
    """Uploads that are one file, which cannot be read."""
    counts = Counter(part.upload_id for part in parts)
    found: dict[int, LawcheckError] = {}
    for part in parts:
        if counts[part.upload_id] == 1:
            try:
                reader(part.file.name, data=part.file.data, name=PurePosixPath(part.file.name).name)
            except UnreadableFile as error:
                found[part.upload_id] = error
    return found


def _manifest(one: Sent) -> dict[str, Any]:
    if sniff(one.data) != "zip":
        return {}
    raw = dict(zip_entries(one.data, one.name)).get(MANIFEST, b"{}")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _text(parts: Sequence[Part], names: str) -> Part:
    """The part that is the text: as :func:`lawcheck.readers.main_text` finds it; a single readable file is it."""
    files = [part.file for part in parts]
    if not any(file.role is Role.TEXT for file in files):
        rest = [part for part in parts if part.file.role is Role.OTHER and part.file.data]
        if len(rest) == 1:
            return rest[0]
    chosen = [part for part in parts if part.file.role is Role.TEXT and part.file.how == "user"]
    if len(chosen) == 1:
        return chosen[0]
    text = main_text(files, names)
    return next(part for part in parts if part.file is text)


def _merged(manifest: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed wins over the manifest of the package, field by field."""
    merged = dict(manifest)
    for name, value in told.items():
        held = merged.get(name)
        merged[name] = {**held, **value} if isinstance(held, dict) and isinstance(value, dict) else value
    return merged


def _facts(document: Document, manifest: Mapping[str, Any]) -> Facts:
    told = manifest.get("document") if isinstance(manifest.get("document"), dict) else {}
    kind, place = (str((told or {}).get(name) or "") for name in ("kind", "territory"))
    known = {member.value for member in DocumentKind}
    return read_facts(document, kind=DocumentKind(kind) if kind in known else None, territory=place or None)


def told_day(manifest: Mapping[str, Any], name: str) -> date | None:
    """A day that the filer typed."""
    told = manifest.get("document")
    value = told.get(name) if isinstance(told, Mapping) else None
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
