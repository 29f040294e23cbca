"""The safety gate before anything inside a zip package is parsed, and the parsing itself.

Nothing is written to disk and no external relationship is followed. Limits, each with its reason:
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from lawcheck.errors import UnreadableFile

__all__ = ["DamagedPartError", "Package", "Relation"]

# All entries together, as the archive declares them: the largest real filing measured unpacks to 12 MB.
MAX_UNZIPPED = 200_000_000
# One XML part: the Civil Code (234 pages) has 1.8 MB; lxml needs about 12 times the bytes, so 30 MB stay under 500 MB.
MAX_PART = 30_000_000
# Tags of one part, opening and closing counted, about 150 bytes of memory each (the Civil Code has 60,000).
MAX_TAGS = 2_500_000
# Paragraphs of one part, cells included: 3,000 pages of 30 lines, read in 4 to 10 s. The Civil Code has 2,700.
MAX_PARAGRAPHS = 100_000
# A Word file has dozens of entries, with many pictures some hundreds.
MAX_ENTRIES = 10_000
# XML of Word shrinks 10 to 40 times; a thousandfold is a bomb. Small entries may shrink more by chance.
MAX_RATIO = 200
RATIO_APPLIES_FROM = 2_000_000
# libxml2 itself stops at 256 levels when huge_tree is off; our walkers recurse no deeper than the tree.
MAX_DEPTH = 256

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,  # unknown compression
    RuntimeError,  # encrypted entries
)
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO 29500 Strict and the usual Transitional files differ only in these names.
_STRICT_ROOT = b"http://purl.oclc.org/ooxml/"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", b"http://schemas.openxmlformats.org/drawingml/2006/picture"),
)
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")


class Relation(NamedTuple):
    """A relationship: the last word of its type (``header``), its target, whether the target lies outside, its id."""

    kind: str
    target: str
    external: bool
    rel_id: str = ""


class DamagedPartError(ValueError):
    """A part that cannot be parsed; callers decide whether the file can do without it."""


def _too_large(size: str, unit_zh: str, unit_en: str) -> dict[str, str]:
    return {"detail_zh": f"{size} {unit_zh}".strip(), "detail": f"{size} {unit_en}".strip()}


class Package:
    """An opened and checked OOXML package.

    Raises :class:`~lawcheck.errors.UnreadableFile` E109 (broken zip), E110 (zip bomb), E113 (DTD), E114 (nesting),
    E116 (a needed part twice), E117 (too large).
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise UnreadableFile("E109", name=name, part_zh="", part_en="", detail=error) from error
        self._check_sizes()
        self.ignored = tuple(info.filename for info in self._archive.infolist() if _unsafe(info.filename))

    def _check_sizes(self) -> None:
        entries = self._archive.infolist()
        total = sum(info.file_size for info in entries)
        if len(entries) > MAX_ENTRIES:
            raise UnreadableFile(
                "E110", name=self.name, **_too_large(f"{len(entries)} > {MAX_ENTRIES}", "个部件", "entries")
            )
        if total > MAX_UNZIPPED:
            raise UnreadableFile("E110", name=self.name, **_too_large(f"{total:,} > {MAX_UNZIPPED:,}", "字节", "bytes"))
        for info in entries:
            if info.file_size > max(RATIO_APPLIES_FROM, info.compress_size * MAX_RATIO):
                raise UnreadableFile("E110", name=self.name, **_too_large(f"{info.filename} > {MAX_RATIO} : 1", "", ""))

    @cached_property
    def _entries(self) -> Mapping[str, list[zipfile.ZipInfo]]:
        """Entries by normal name; OPC names ignore case, some writers use backslashes."""
        found: dict[str, list[zipfile.ZipInfo]] = {}
        for info in self._archive.infolist():
            if not _unsafe(info.filename):
                found.setdefault(_key(info.filename), []).append(info)
        return found

    @property
    def encrypted(self) -> bool:
        """Whether an entry needs a password."""
        return any(info.flag_bits & 1 for info in self._archive.infolist())

    def has(self, part: str) -> bool:
        """Whether the package holds ``part``."""
        return _key(part) in self._entries

    def xml(self, part: str, trim: Callable[[bytes], bytes] | None = None) -> etree._Element:
        """The root of an XML part; Strict namespaces come out as Transitional. Raises :class:`DamagedPartError`.

        ``trim`` may take out of the bytes what the caller does not need; that is neither checked nor parsed.
        """
        data = _as_utf8(self._bytes(part))
        data = trim(data) if trim else data
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnreadableFile("E113", name=self.name, part=part)
        if data.count(b"<") > MAX_TAGS:
            raise UnreadableFile("E117", name=self.name, detail=f"{part}: {data.count(b'<'):,} > {MAX_TAGS:,} tags")
        if _STRICT_ROOT in data:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return self._parse(data, part)

    def bytes_of(self, part: str) -> bytes:
        """The content of a part, at most 30 MB. Raises :class:`DamagedPartError`."""
        return self._bytes(part)

    def _bytes(self, part: str) -> bytes:
        entries = self._entries.get(_key(part), [])
        if len(entries) > 1:
            raise UnreadableFile("E116", name=self.name, part=part)
        if not entries:
            raise DamagedPartError("missing")
        if entries[0].file_size > MAX_PART:
            raise UnreadableFile(
                "E117", name=self.name, detail=f"{part}: {entries[0].file_size:,} > {MAX_PART:,} bytes"
            )
        try:
            return self._archive.read(entries[0])  # reads no more than the declared size
        except _BROKEN as error:
            raise DamagedPartError(str(error)) from error

    def _parse(self, data: bytes, part: str) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if "depth" in str(error):
                raise UnreadableFile("E114", name=self.name, part=part, limit=MAX_DEPTH) from error
            raise DamagedPartError(str(error)) from error

    def check_paragraphs(self, count: int, part: str) -> None:
        """Refuse (E117) a part with more paragraphs than can be read in reasonable time."""
        if count > MAX_PARAGRAPHS:
            raise UnreadableFile("E117", name=self.name, detail=f"{part}: {count:,} > {MAX_PARAGRAPHS:,} paragraphs")

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of ``part`` (``""`` for the package), targets resolved to part names."""
        folder, _, base = part.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels".lstrip("/")
        if not self.has(rels):
            return ()
        return tuple(_relations(self.xml(rels), folder))


def _relations(root: etree._Element, folder: str) -> Iterator[Relation]:
    for element in root.iter(_RELATIONS):
        kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
        external = element.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        yield Relation(kind, target, external, element.get("Id", ""))


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _unsafe(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or ":" in parts[0]


def _as_utf8(data: bytes) -> bytes:
    """UTF-16 parts as UTF-8, so that the checks on bytes see them."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        return data
    encoding = "utf-16" if data[0] in (0xFF, 0xFE) else ("utf-16-le" if data[0] else "utf-16-be")
    try:
        return _DECLARATION.sub("", data.decode(encoding)).encode()
    except UnicodeError as error:
        raise DamagedPartError(str(error)) from error
