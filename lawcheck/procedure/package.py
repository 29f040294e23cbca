"""The electronic filing package: originals, structured text, and a manifest that names every file with its hash.

A zip file: ``manifest.json`` (schema: ``docs/schema/package.schema.json``), ``originals/`` as they were filed and
``text/`` with the document as Akoma Ntoso and JSON. Equal input gives equal bytes.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from lxml import etree

from lawcheck.document import Document, SourceText, parse
from lawcheck.errors import UnreadableFile, UsageError
from lawcheck.laws import kind_label
from lawcheck.messages import render
from lawcheck.procedure.facts import Facts
from lawcheck.procedure.reading import read_facts
from lawcheck.readers import PackedFile, Role, read, sniff
from lawcheck.references import ReferenceKind, find_references
from lawcheck.resources import schema_dir
from lawcheck.writers import write

__all__ = ["MANIFEST", "PackageFault", "build_package", "check_package", "schema_faults"]

MANIFEST = "manifest.json"
SCHEMA_ID = "urn:lawcheck:schema:package:1"
STRUCTURED = Role.STRUCTURED.value
# What every filing must hold besides the text (法规规章备案审查条例 第八条).
_MATERIALS = (Role.REPORT, Role.EXPLANATION)
_STAMP = (1980, 1, 1, 0, 0, 0)  # the zero of zip time
_FIELDS = ("filer", "document", "relation", "basis", "consultation", "fair_competition", "variation_note", "contacts", "signature")  # fmt: skip
_REPEALS = re.compile(r"《([^《》]{2,60})》同时废止")
_AMENDS = re.compile(r"关于修改《([^《》]{2,60})》")
_IMPLEMENTS = re.compile(r"实施《([^《》]{2,60})》")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')

Read = Callable[..., SourceText]


class PackageFault(NamedTuple):
    """Something wrong with a package: message code, the path it concerns (or nothing), the message in Chinese."""

    code: str
    path: str
    message: str


# -- building ------------------------------------------------------------------------------------------------------


def build_package(
    files: Sequence[PackedFile], *, details: Mapping[str, Any] | None = None, text: PackedFile, reader: Read = read
) -> bytes:
    """The package of ``files``, of which ``text`` is the text of the document.

    ``details`` are fields of the manifest that no text tells (``filer``, ``consultation`` …) or that replace what was
    read from it (``{"document": {"field": "城市管理"}}``). Raises ``UnreadableFile`` when the text cannot be read and
    ``UsageError`` E271 when a detail does not fit the schema.
    """
    entries = dict(_originals(files, text))
    path = next(iter(entries))
    document = parse(reader(path, data=text.data, name=PurePosixPath(path).name))
    roles = {path: file.role.value for path, file in entries.items()}
    contents = {path: file.data for path, file in entries.items()} | _structured(document)
    listed = [_entry(path, data, roles.get(path, STRUCTURED), reader) for path, data in contents.items()]
    manifest = _manifest(document, listed, details or {})
    faults = schema_faults(manifest)
    if faults:
        raise UsageError("E271", detail="；".join(faults))
    return _pack({MANIFEST: _json(manifest)} | contents)


def _originals(files: Sequence[PackedFile], text: PackedFile) -> Iterator[tuple[str, PackedFile]]:
    """The text first, then the others by role and name; names inside ``originals/`` are unique."""
    order = {role: number for number, role in enumerate(Role)}
    rest = [_other(file) for file in files if file is not text]
    others = sorted(rest, key=lambda file: (order[file.role], file.name))
    used: set[str] = set()
    for file in (text._replace(role=Role.TEXT), *others):
        if file.data:
            yield _free_path(file.name, used), file


def _other(file: PackedFile) -> PackedFile:
    """A file beside the text: there is only one 正式文本."""
    return file._replace(role=Role.OTHER) if file.role in (Role.TEXT, Role.STRUCTURED) else file


def _free_path(name: str, used: set[str]) -> str:
    path = PurePosixPath(_UNSAFE.sub("_", PurePosixPath(name.replace("\\", "/")).name) or "_")
    wanted, number = f"originals/{path}", 2
    while wanted in used:
        wanted, number = f"originals/{path.stem}（{number}）{path.suffix}", number + 1
    used.add(wanted)
    return wanted


def _structured(document: Document) -> dict[str, bytes]:
    return {"text/document.akn.xml": write(document, "akn"), "text/document.json": write(document, "json")}


def _entry(path: str, data: bytes, role: str, reader: Read) -> dict[str, Any]:
    pages = _pages(path, data, reader) if role == Role.TEXT else None
    return {
        "path": path,
        "role": role,
        "format": sniff(data),
        "bytes": len(data),
        "sha256": _hash(data),
        "pages": pages,
    }


def _pages(path: str, data: bytes, reader: Read) -> int | None:
    """The number of pages of a format that has them, as far as text stands on them."""
    blocks = reader(path, data=data).blocks
    return max((block.provenance.page or 0 for block in blocks), default=0) or None


def _manifest(document: Document, files: list[dict[str, Any]], details: Mapping[str, Any]) -> dict[str, Any]:
    unknown = [key for key in details if key not in _FIELDS]
    if unknown:
        raise UsageError("E271", detail="、".join(f"没有“{key}”这一项" for key in unknown))
    facts = read_facts(document)
    read_from_text: dict[str, Any] = {
        "filer": "", "document": _described(facts), "relation": _relation(document), "basis": _basis(document),
        "consultation": None, "fair_competition": None, "variation_note": "", "contacts": [], "signature": None,
    }  # fmt: skip
    fields = {key: _merged(value, details.get(key)) for key, value in read_from_text.items()}
    head = {"schema": SCHEMA_ID, "schema_version": "1.0", "package_id": _package_id(files)}
    return head | {key: fields[key] for key in ("filer", "document", "relation")} | {"files": files} | fields


def _merged(value: Any, given: Any) -> Any:
    if given is None:
        return value
    return value | given if isinstance(value, dict) and isinstance(given, dict) else given


def _described(facts: Facts) -> dict[str, Any]:
    return {
        "kind": facts.kind.value, "kind_name": kind_label(facts.kind), "title": facts.title,
        "document_no": facts.document_no, "maker": facts.maker, "territory": facts.territory,
        "adopted": _day(facts.adopted), "approved": _day(facts.approved), "published": _day(facts.published),
        "effective": _day(facts.effective), "expires": None, "articles": facts.articles,
        "characters": facts.characters, "field": "", "keywords": [],
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _relation(document: Document) -> dict[str, list[str]]:
    return {
        "amends": _titles(_AMENDS, document.title),
        "repeals": _titles(_REPEALS, document.source.text),
        "implements": _titles(_IMPLEMENTS, document.title),
    }


def _titles(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(pattern.findall(text)))


def _basis(document: Document) -> list[dict[str, Any]]:
    """The laws that the first article names; their versions are for a person to say."""
    first = document.articles[0].full_text if document.articles else document.preamble
    kinds = (ReferenceKind.TITLE, ReferenceKind.EXTERNAL)
    titles = [found.address.law for found in find_references(first) if found.kind in kinds and found.address.law]
    return [{"title": title, "version": "", "articles": []} for title in dict.fromkeys(titles)]


def _package_id(files: Iterable[Mapping[str, Any]]) -> str:
    lines = sorted(f"{file.get('sha256')} {file.get('path')}\n" for file in files)
    return f"lawcheck-{_hash(''.join(lines).encode('utf-8', 'replace'))[:32]}"


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _pack(contents: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in contents.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16  # the same on every system
            archive.writestr(info, data)
    return buffer.getvalue()


# -- checking ------------------------------------------------------------------------------------------------------


def check_package(entries: Mapping[str, bytes], *, reader: Read = read) -> tuple[PackageFault, ...]:
    """Everything that is wrong with a package, given its entries by name (``lawcheck.readers.zip_entries``).

    >>> [fault.code for fault in check_package({"a.txt": b"x"})]
    ['M270']
    """
    raw = entries.get(MANIFEST)
    if raw is None:
        return (_fault("M270", MANIFEST),)
    try:
        manifest = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return (_fault("M271", MANIFEST, detail=error),)
    faults = [_fault("M272", MANIFEST, detail=detail) for detail in schema_faults(manifest)]
    listed = _listed(manifest)
    faults += _file_faults(listed, entries)
    faults += _role_faults(listed)
    if not faults:
        faults += _text_faults(manifest, listed, entries, reader)
    return tuple(faults)


def _fault(code: str, path: str = "", **details: object) -> PackageFault:
    message = render(code, "zh", path=path, **details).partition("] ")[2]
    return PackageFault(code, path, message)


def _listed(manifest: object) -> list[dict[str, Any]]:
    """The entries of the manifest that can be compared at all."""
    files = manifest.get("files") if isinstance(manifest, dict) else None
    rows = files if isinstance(files, list) else []
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("path"), str)]


def _file_faults(listed: Sequence[Mapping[str, Any]], entries: Mapping[str, bytes]) -> Iterator[PackageFault]:
    paths = [row["path"] for row in listed]
    for path in sorted({path for path in paths if paths.count(path) > 1}):
        yield _fault("M278", path, count=paths.count(path))
    for row in listed:
        data = entries.get(row["path"])
        if data is None:
            yield _fault("M273", row["path"])
        else:
            yield from _content_faults(row, data)
    yield from (_fault("M274", name) for name in entries if name not in paths and name != MANIFEST)


def _content_faults(row: Mapping[str, Any], data: bytes) -> Iterator[PackageFault]:
    actual = {"sha256": _hash(data), "bytes": len(data), "format": sniff(data) if data else ""}
    for field, code in (("sha256", "M275"), ("bytes", "M276"), ("format", "M277")):
        if row.get(field) != actual[field]:
            yield _fault(code, row["path"], expected=row.get(field), actual=actual[field])


def _role_faults(listed: Sequence[Mapping[str, Any]]) -> Iterator[PackageFault]:
    roles = [str(row.get("role")) for row in listed]
    if roles.count(Role.TEXT) != 1:
        yield _fault("M279", count=roles.count(Role.TEXT))
    yield from (_fault("M280", role=role.value) for role in _MATERIALS if role.value not in roles)
    if roles.count(STRUCTURED) < 2:
        yield _fault("M283")


def _text_faults(
    manifest: Mapping[str, Any], listed: Sequence[Mapping[str, Any]], entries: Mapping[str, bytes], reader: Read
) -> Iterator[PackageFault]:
    """Whether identity, title and structured text are those of the text itself."""
    expected = _package_id(listed)
    if manifest["package_id"] != expected:
        yield _fault("M281", MANIFEST, expected=manifest["package_id"], actual=expected)
    path = next(row["path"] for row in listed if row["role"] == Role.TEXT)
    try:
        source = reader(path, data=entries[path], name=PurePosixPath(path).name)
    except UnreadableFile as error:
        yield _fault("M285", path, detail=error.text("zh"))
        return
    document = parse(source)
    if document.title and manifest["document"]["title"] != document.title:
        yield _fault("M284", path, expected=manifest["document"]["title"], actual=document.title)
    for row in listed:
        if row["role"] == STRUCTURED:
            yield from _structure_faults(row["path"], entries[row["path"]], path, document)


def _structure_faults(path: str, data: bytes, text: str, document: Document) -> Iterator[PackageFault]:
    """JSON must hold the very text, Akoma Ntoso must be what the program writes for it."""
    if path.endswith(".json"):
        detail = _json_difference(data, document)
    else:
        detail = "" if _akn_text(data) == _akn_text(write(document, "akn")) else "Akoma Ntoso 的文字不同"
    if detail:
        yield _fault("M282", path, text=text, detail=detail)


def _json_difference(data: bytes, document: Document) -> str:
    try:
        held = json.loads(data)
        held_text, held_hash = held["source"]["text"], held["source"]["sha256"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return f"JSON：{error}"
    if held_hash != document.source.sha256:
        return "出自另一个文件"
    return "" if held_text == document.source.text else "文字不同"


def _akn_text(data: bytes) -> str:
    """The words of the document without blanks and metadata; nothing when it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return ""
    for meta in list(root.iter("{*}meta")):
        meta.clear()
    return "".join("".join(map(str, root.itertext())).split())


# -- schema --------------------------------------------------------------------------------------------------------

_REASONS: Mapping[str, Callable[[Any], str]] = {
    "required": lambda error: f"缺少“{_missing(error)}”",
    "additionalProperties": lambda error: f"有规定以外的项（{_extra(error)}）",
    "enum": lambda error: f"“{error.instance}”不是允许的值（{'、'.join(map(str, error.validator_value))}）",
    "const": lambda error: f"应为“{error.validator_value}”，现为“{error.instance}”",
    "type": lambda error: f"类型应为 {error.validator_value}",
    "pattern": lambda error: f"“{error.instance}”格式不对，应符合 {error.validator_value}",
    "minLength": lambda _error: "不能为空",
    "minItems": lambda _error: "不能为空",
    "minimum": lambda error: f"{error.instance} 小于 {error.validator_value}",
}


def schema_faults(manifest: object) -> list[str]:
    """What of ``manifest`` does not agree with the published schema, in Chinese, by place.

    >>> schema_faults({"schema": "x"})[-1]
    'schema：应为“urn:lawcheck:schema:package:1”，现为“x”'
    """
    errors = sorted(_validator().iter_errors(manifest), key=lambda error: (list(map(str, error.path)), error.message))
    return [_said(error) for error in errors]


def _said(error: Any) -> str:
    place = "/".join(map(str, error.absolute_path))
    reason = _REASONS.get(error.validator, lambda found: str(found.message))(error)
    return f"{place}：{reason}" if place else reason


def _missing(error: Any) -> str:
    return "、".join(
        name for name in error.validator_value if name not in error.instance and f"'{name}'" in error.message
    )


def _extra(error: Any) -> str:
    return "、".join(name for name in error.instance if name not in error.schema.get("properties", {}))


@cache
def _validator() -> Any:
    import jsonschema  # slow to import, needed only here

    schema = json.loads((schema_dir() / "package.schema.json").read_text("utf-8"))
    return jsonschema.Draft202012Validator(schema)
