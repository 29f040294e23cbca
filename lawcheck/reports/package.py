"""An Office file as its zip parts: every part that nobody touches is written back byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from lawcheck.errors import UnreadableFile

__all__ = ["Package", "Relationship", "pack", "parse_xml", "part_key"]

_STAMP = (1980, 1, 1, 0, 0, 0)  # the zero of zip time: equal input gives equal bytes
_MAX_BYTES = 300_000_000  # the reader accepts less; this only stops a bomb that never went through it
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"{{{_PACKAGE}/content-types}}"
_RELS = f"{{{_PACKAGE}/relationships}}"
# A file of ISO 29500 Strict differs only in these names: it is worked on as Transitional and written back as Strict.
_STRICT = tuple(
    (f"http://purl.oclc.org/ooxml/{name}".encode(), f"http://schemas.openxmlformats.org/{usual}".encode())
    for name, usual in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("drawingml/picture", "drawingml/2006/picture"),
    )
)
_NO_RELATIONSHIPS = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()


class Relationship(NamedTuple):
    """One line of a ``.rels`` part; ``target`` is the name of a part, or the address of something outside."""

    rel_id: str
    type: str
    target: str


class Package:
    """The parts of a Word file by name, in the order of the file.

    Raises :class:`UnreadableFile` (E601) when the bytes are not such a package.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.parts = self._unzip(data)
        self._trees: dict[str, etree._Element] = {}
        self._edited: set[str] = set()
        self._names = {part_key(part): part for part in self.parts}
        self.main = self._main_part()
        self.strict = any(strict in self.parts[self.main] for strict, _ in _STRICT[:1])

    def fail(self, cause: str) -> UnreadableFile:
        """The error to raise when the file cannot be annotated because of ``cause``."""
        return UnreadableFile("E601", name=self.name, cause=cause)

    def tree(self, part: str) -> etree._Element:
        """The root element of an XML part, for reading."""
        if part not in self._trees:
            if part not in self.parts:
                raise self.fail(f"缺少 {part}")
            try:
                self._trees[part] = parse_xml(_usual(self.parts[part]))
            except etree.XMLSyntaxError as error:
                raise self.fail(f"{part} 不是完整的 XML（{error}）") from error
        return self._trees[part]

    def find(self, part: str) -> str | None:
        """The name of a part as the file writes it; names of parts ignore case."""
        return self._names.get(part_key(part))

    def edit(self, part: str) -> etree._Element:
        """The root element of an XML part, for changing: :meth:`to_bytes` writes it."""
        self._edited.add(part)
        return self.tree(part)

    def add(self, part: str, content: bytes, content_type: str) -> None:
        """Add a part and declare its type."""
        self.parts[part] = content
        etree.SubElement(
            self.edit("[Content_Types].xml"), f"{_TYPES}Override", PartName=f"/{part}", ContentType=content_type
        )

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """What ``part`` points at."""
        rels, base = _rels_name(part), posixpath.dirname(part)
        if rels not in self.parts:
            return ()
        return tuple(
            Relationship(rel.get("Id", ""), rel.get("Type", ""), _resolve(base, rel.get("Target", "")))
            for rel in self.tree(rels).iter(f"{_RELS}Relationship")
        )

    def relate(self, part: str, kind: str, target: str) -> None:
        """Let ``part`` point at the part ``target``."""
        rels = _rels_name(part)
        self.parts.setdefault(rels, _NO_RELATIONSHIPS)
        used = {rel.rel_id for rel in self.relationships(part)}
        number = next(n for n in range(1, len(used) + 2) if f"rId{n}" not in used)
        etree.SubElement(
            self.edit(rels),
            f"{_RELS}Relationship",
            Id=f"rId{number}",
            Type=kind,
            Target=posixpath.relpath(target, posixpath.dirname(part) or "."),
        )

    def to_bytes(self) -> bytes:
        """The zip file; only parts asked for with :meth:`edit` are written anew."""
        return pack(self.parts | {part: self._written(part) for part in self._edited})

    def _written(self, part: str) -> bytes:
        content = _serialise(self._trees[part])
        return _strict(content) if self.strict else content

    def _unzip(self, data: bytes) -> dict[str, bytes]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(info.file_size for info in archive.infolist()) > _MAX_BYTES:
                    raise self.fail("解压后过大")
                return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
            raise self.fail("不是 .docx 文件，或者文件已加密、已损坏") from error

    def _main_part(self) -> str:
        targets = [rel.target for rel in self.relationships("") if rel.type.endswith("/officeDocument")]
        found = [part for target in (*targets, "word/document.xml") if (part := self.find(target))]
        if not found or "[Content_Types].xml" not in self.parts:
            raise self.fail("不是 Word 文件")
        return found[0]


def parse_xml(content: bytes) -> etree._Element:
    """Parse without entities, DTD or network; raises ``etree.XMLSyntaxError``.

    >>> parse_xml(b"<a><b/></a>").tag
    'a'
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=False)
    return etree.fromstring(content, parser)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of ``parts`` in their order, with fixed times.

    >>> pack({"a.txt": b"x"}) == pack({"a.txt": b"x"})
    True
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def _usual(content: bytes) -> bytes:
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    return content


def _strict(content: bytes) -> bytes:
    for strict, usual in _STRICT:
        content = content.replace(usual, strict)
    return content


def part_key(part: str) -> str:
    """The name under which a part of a zip package is found, however the file spells it."""
    return part.replace("\\", "/").lstrip("/").lower()


def _serialise(tree: etree._Element) -> bytes:
    return etree.tostring(tree.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def _rels_name(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")


def _resolve(base: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
