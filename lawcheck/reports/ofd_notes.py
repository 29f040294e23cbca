"""The filed OFD file itself with terms in red, findings in yellow and their words as notes (GB/T 33190-2016, 15).

Marks go into annotation files; of the parts that the file had only those change that must name them.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from lawcheck.cells import xml_text
from lawcheck.document import Block, Box, Span, around
from lawcheck.errors import UnreadableFile
from lawcheck.readers import OfdPlace, ofd_places
from lawcheck.reports.annotate import comment_lines, in_reading_order, red_spans
from lawcheck.reports.comments import AUTHOR
from lawcheck.reports.masking import Mask
from lawcheck.reports.package import parse_xml, part_key
from lawcheck.reviewing import Review

__all__ = ["annotate_ofd"]

_STAMP = (1980, 1, 1, 0, 0, 0)  # the zero of zip time: equal input gives equal bytes
_RED, _YELLOW = "255 0 0", "255 230 0"
_ALPHA = "90"  # of 255: the characters below stay readable
# Where a note about the whole document stands: the corner of its first page, in millimetres.
_CORNER = (8.0, 8.0, 14.0, 14.0)
_SIGNED = "原文件带有电子签章。本文件是加注释的副本，签章只对原文件有效，请以原文件为准。"
_PICTURE = "本页是图片或者图形，没有文字层，没有审查，请人工查看。"
_MAX_ID = re.compile(rb"(<(?:[\w.-]+:)?MaxUnitID\s*>)\s*\d+\s*(<)")
_ID = re.compile(rb"\bID\s*=\s*[\"'](\d{1,9})[\"']")
# What stands behind the annotations in a Document.xml.
_BEHIND = re.compile(rb"<(?:[\w.-]+:)?(?:CustomTags|Attachments|Extensions)[\s>/]")
_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)")


class _Mark(NamedTuple):
    """One annotation of one page: boxes to colour, the words of the note."""

    page: int
    boxes: tuple[Box, ...]
    colour: str
    words: str


def annotate_ofd(data: bytes, review: Review) -> bytes:
    """``data``, the OFD file that ``review`` is about, with a note on the exact place of each finding.

    Pages that are pictures say so; a file with electronic seals says that they hold for the original only. Equal
    input gives equal bytes. Raises :class:`UnreadableFile`: E602 when ``data`` is another file than the reviewed one.
    """
    source = review.document.source
    actual = hashlib.sha256(data).hexdigest()
    if source.sha256 and actual != source.sha256:
        raise UnreadableFile("E602", name=source.name, actual=actual, expected=source.sha256)
    places = {place.number: place for place in ofd_places(data, source.name)}
    marks = [mark for mark in _marks(review) if mark.page in places]
    package = _Archive(data)
    if package.signed:
        marks.insert(0, _Mark(1, (_CORNER,), _YELLOW, _SIGNED))
    _Writer(package, review).write([(places[mark.page], mark) for mark in marks])
    return package.to_bytes()


# -- what is marked ------------------------------------------------------------------------------------------------


def _marks(review: Review) -> Iterator[_Mark]:
    source, mask = review.document.source, Mask(review)
    for problem in source.problems:
        if problem.code == "P250" and (found := re.search(r"\d+", problem.message.partition("第")[2])):
            yield _Mark(int(found[0]), (_CORNER,), _YELLOW, _PICTURE)
    for span in red_spans(review):
        yield from _on_pages(source.blocks_in(span), span, _RED, "")
    for finding in in_reading_order(review):
        words = "\n".join(mask.clean(line) for line in comment_lines(finding))
        found_marks = list(_on_pages(source.blocks_in(finding.span), finding.span, _YELLOW, words))
        yield from found_marks or [_Mark(1, (_CORNER,), _YELLOW, words)]


def _on_pages(blocks: Sequence[Block], span: Span, colour: str, words: str) -> Iterator[_Mark]:
    """A mark on each page that the span touches; its words stand on the first of them."""
    boxes: dict[int, list[Box]] = {}
    for block in blocks:
        place = block.provenance
        if place.box and place.page:
            boxes.setdefault(place.page, []).append(_part_of(block, place.box, span))
    for number, (page, found) in enumerate(boxes.items()):
        yield _Mark(page, tuple(found), colour, words if number == 0 else "")


def _part_of(block: Block, box: Box, span: Span) -> Box:
    """The part of a line's box that the characters of the span take up."""
    widths = [1.0 if char > "\u2e7f" or char == "\u2014" else 0.5 for char in block.content]
    total = sum(widths) or 1.0
    start, end = max(span.start - block.start, 0), max(span.end - block.start, 0)
    left, top, right, bottom = box
    scale = (right - left) / total
    return left + scale * sum(widths[:start]), top, left + scale * sum(widths[:end]), bottom


# -- how it is written ---------------------------------------------------------------------------------------------


class _Archive:
    """The entries of the zip file in their order, changed or added ones apart."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {part_key(info.filename): info.filename for info in self._zip.infolist()}
        self._changed: dict[str, bytes] = {}

    @property
    def signed(self) -> bool:
        """Whether the file carries electronic signatures or seals."""
        return b"Signatures>" in self.read("OFD.xml")

    def has(self, part: str) -> bool:
        return part_key(part) in self._names or part in self._changed

    def read(self, part: str) -> bytes:
        name = self._names.get(part_key(part), part)
        return self._changed[name] if name in self._changed else self._zip.read(name)

    def write(self, part: str, content: bytes) -> None:
        self._changed[self._names.get(part_key(part), part)] = content

    def xml_parts(self) -> Iterator[bytes]:
        """The bytes of every XML part."""
        return (self._zip.read(name) for key, name in self._names.items() if key.endswith(".xml"))

    def to_bytes(self) -> bytes:
        if not self._changed:
            return self._zip.fp.read() if self._zip.fp and not self._zip.fp.seek(0) else b""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as out:
            for info in self._zip.infolist():
                out.writestr(info, self._changed.pop(info.filename, b"") or self._zip.read(info))
            for name, content in self._changed.items():
                fresh = zipfile.ZipInfo(name, _STAMP)
                fresh.compress_type = zipfile.ZIP_DEFLATED
                out.writestr(fresh, content)
        return buffer.getvalue()


class _Writer:
    """Turns marks into annotation files and names them in the parts that must know them."""

    def __init__(self, package: _Archive, review: Review) -> None:
        self._package = package
        self._day = review.as_of.isoformat()
        ids = [int(number) for part in package.xml_parts() for number in _ID.findall(part)]
        self._last_id = max(ids, default=0)
        self._fresh: set[str] = set()

    def write(self, marks: Sequence[tuple[OfdPlace, _Mark]]) -> None:
        """Write the marks, page by page."""
        by_page: dict[OfdPlace, list[_Mark]] = {}
        for place, mark in marks:
            by_page.setdefault(place, []).append(mark)
        by_document: dict[str, list[OfdPlace]] = {}
        for place, found in sorted(by_page.items()):
            by_document.setdefault(place.document, []).append(self._write_page(place, found))
        for document, places in by_document.items():
            self._name_them(document, places)

    def _write_page(self, place: OfdPlace, marks: Sequence[_Mark]) -> OfdPlace:
        """The annotations of one page; returns the place with the name of its annotation file."""
        space = _namespace(self._package.read(place.document))
        elements = [self._element(mark, space) for mark in marks]
        if place.annotations:
            content = _insert(self._package.read(place.annotations), elements)
            self._package.write(place.annotations, content)
            return place
        root = etree.Element(f"{{{space}}}PageAnnot", nsmap={"ofd": space})
        root.extend(elements)
        name = self._free(place.document, f"Annots/Page_{place.number}/lawcheck.xml")
        self._package.write(name, _serialise(root))
        self._fresh.add(name)
        return place._replace(annotations=name)

    def _element(self, mark: _Mark, space: str) -> etree._Element:
        prefix = f"{{{space}}}"
        annotation = etree.Element(f"{prefix}Annot", {
            "ID": self._next_id(), "Type": "Highlight", "Creator": AUTHOR, "LastModDate": self._day,
            "Subtype": "Highlight", "Print": "true",
        }, nsmap={"ofd": space})  # fmt: skip
        if mark.words:
            etree.SubElement(annotation, f"{prefix}Remark").text = xml_text(mark.words)
        outer = around(mark.boxes)
        appearance = etree.SubElement(annotation, f"{prefix}Appearance", Boundary=_box(outer))
        for box in mark.boxes:
            self._rectangle(appearance, (box[0] - outer[0], box[1] - outer[1], *_extent(box)), mark.colour)
        return annotation

    def _rectangle(self, parent: etree._Element, place: tuple[float, ...], colour: str) -> None:
        x, y, width, height = place
        space = etree.QName(parent).namespace
        shape = etree.SubElement(parent, f"{{{space}}}PathObject", {
            "ID": self._next_id(), "Boundary": _box((x, y, x + width, y + height)),
            "Stroke": "false", "Fill": "true", "Alpha": _ALPHA,
        })  # fmt: skip
        etree.SubElement(shape, f"{{{space}}}FillColor", Value=colour)
        w, h = _length(width), _length(height)
        etree.SubElement(shape, f"{{{space}}}AbbreviatedData").text = f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C"

    def _next_id(self) -> str:
        self._last_id += 1
        return str(self._last_id)

    def _name_them(self, document: str, places: Sequence[OfdPlace]) -> None:
        """List new annotation files; let the document name the list and know the highest ID."""
        content = self._package.read(document)
        space = _namespace(content)
        fresh = [place for place in places if place.annotations in self._fresh]
        entries = [_entry(place, space) for place in fresh]
        listing = places[0].listing
        if entries and listing:
            self._package.write(listing, _insert(self._package.read(listing), entries))
        elif entries:
            root = etree.Element(f"{{{space}}}Annotations", nsmap={"ofd": space})
            root.extend(entries)
            name = self._free(document, "Annots/lawcheck.xml")
            self._package.write(name, _serialise(root))
            pointer = etree.Element(f"{{{space}}}Annotations", nsmap={"ofd": space})
            pointer.text = "/" + name
            content = _insert(content, [pointer], _BEHIND)
        self._package.write(document, _MAX_ID.sub(rb"\g<1>%d\2" % self._last_id, content, count=1))

    def _free(self, document: str, wanted: str) -> str:
        """A name beside the document that the package does not hold yet."""
        path = posixpath.join(posixpath.dirname(document), wanted)
        stem, _, extension = path.rpartition(".")
        names = (path if n == 1 else f"{stem}_{n}.{extension}" for n in range(1, 10_000))
        return next(name for name in names if not self._package.has(name))


def _entry(place: OfdPlace, space: str) -> etree._Element:
    page = etree.Element(f"{{{space}}}Page", nsmap={"ofd": space})
    page.set("PageID", place.page_id)
    etree.SubElement(page, f"{{{space}}}FileLoc").text = "/" + place.annotations
    return page


def _insert(content: bytes, elements: Sequence[etree._Element], before: re.Pattern[bytes] | None = None) -> bytes:
    """The XML with elements added at the end of its root (or before a child), every other byte as it was."""
    declared = _ENCODING.match(content)
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        return _insert_parsed(content, elements)
    found = before.search(content) if before else None
    at = found.start() if found else content.rfind(b"</")
    added = b"".join(etree.tostring(element, encoding="UTF-8") for element in elements)
    candidate = content[:at] + _without_known_prefix(added, content) + content[at:]
    try:
        parse_xml(candidate)
    except etree.XMLSyntaxError:
        return _insert_parsed(content, elements)
    return candidate


def _without_known_prefix(added: bytes, content: bytes) -> bytes:
    """The elements without a declaration that the root already has: simple readers take it for an attribute."""
    space = parse_xml(content).nsmap.get("ofd")
    return added.replace(f' xmlns:ofd="{space}"'.encode(), b"") if space else added


def _insert_parsed(content: bytes, elements: Sequence[etree._Element]) -> bytes:
    """The same for encodings and forms in which bytes cannot be inserted: an empty root, UTF-16."""
    root = parse_xml(content)
    root.extend(elements)
    return _serialise(root)


def _namespace(content: bytes) -> str:
    return etree.QName(parse_xml(content)).namespace or "http://www.ofdspec.org/2016"


def _serialise(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _extent(box: Box) -> tuple[float, float]:
    return max(box[2] - box[0], 0.5), max(box[3] - box[1], 0.5)


def _box(box: Box) -> str:
    """``x y width height``, as the standard writes boxes."""
    return " ".join(_length(value) for value in (box[0], box[1], *_extent(box)))


def _length(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
