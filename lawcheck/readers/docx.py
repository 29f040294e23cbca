"""Word files (docx, docm, dotx, dotm), read as a person sees them with all tracked changes accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree

from lawcheck.document import Block, Provenance, SourceText, Span
from lawcheck.errors import UnreadableFile
from lawcheck.readers.assembly import TextBuilder
from lawcheck.readers.chunks import MAX_DEPTH_OF_CHUNKS, read_chunk
from lawcheck.readers.flow import ARTICLE_START
from lawcheck.readers.numbering import Numbering
from lawcheck.readers.package import DamagedPartError, Package, Relation
from lawcheck.readers.styles import (
    NumberRef,
    ParagraphStyle,
    Properties,
    Styles,
    paragraph_properties,
    to_int,
    without_table_styles,
)
from lawcheck.readers.wordml import VAL, P, ParagraphScan, W, iter_paragraphs, scan_paragraph, word_value

__all__ = ["read_docx"]

TABLE, ROW, CELL = W + "tbl", W + "tr", W + "tc"
# Containers that only wrap blocks, rows or cells.
_WRAPPERS = {W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHUNK = W + "altChunk"
_MARK_GONE = {W + "del", W + "moveFrom"}
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Parts beside the main document, in the order in which their text follows the body, and the Provenance.part of each.
_ASIDES = {
    "footnotes": "footnote",
    "endnotes": "endnote",
    "header": "header",
    "footer": "footer",
    "comments": "comment",
}
# External targets that a reader of the file would see or load; plain hyperlinks are only addresses.
_HARMLESS = {"hyperlink"}
_ALIGNED = {"center": "centered", "right": "right", "end": "right"}
_EXCERPT = 40


class _Place(NamedTuple):
    """Where the walker stands: table coordinates, and whether inside a table of contents."""

    table: int | None = None
    row: int | None = None
    column: int | None = None
    toc: bool = False


def read_docx(data: bytes, name: str) -> SourceText:
    """Read a Word file.

    Body blocks come first, then text boxes, footnotes, endnotes, headers, footers and comments, each with its
    ``Provenance.part``, the part's name in the package, and the index of its paragraph as :func:`iter_paragraphs`
    counts. Numbers that Word generates are ``number`` blocks before their paragraph. Raises
    :class:`~lawcheck.errors.UnreadableFile`.
    """
    return _read(data, name, depth=0)


def _read(data: bytes, name: str, *, depth: int) -> SourceText:
    """``depth``: how many files this one is inserted in."""
    package = Package(data, name)
    main = _main_part(package)
    root = _main_root(package, main)
    reader = _Reader(package, main, depth)
    reader.part(root, "body", main)
    reader.out.adopt(reader.chunk_asides)
    for relation, part in reader.asides():
        reader.aside(relation, part)
    reader.closing_notes()
    source = reader.out.build(data, "docx")
    if not source.text.strip():
        shown = reader.pictures
        raise UnreadableFile(
            "E105",
            name=name,
            pictures_zh=f"（只有 {shown} 幅图片，可能是扫描件）" if shown else "",
            pictures_en=f" (only {shown} pictures, perhaps a scan)" if shown else "",
        )
    return source


def _main_part(package: Package) -> str:
    try:
        found = [r.target for r in package.relations("") if r.kind == "officeDocument" and not r.external]
    except DamagedPartError:
        found = []
    part = next(iter(found), "word/document.xml")
    if not package.has(part) and package.has("word/document.xml"):
        return "word/document.xml"
    if not package.has(part):
        raise UnreadableFile("E115", name=package.name, part=part)
    return part


def _main_root(package: Package, part: str) -> etree._Element:
    try:
        root = package.xml(part)
    except DamagedPartError as error:
        zh, en = f"其中的 {part}", f" its {part}"
        raise UnreadableFile("E109", name=package.name, part_zh=zh, part_en=en, detail=error) from error
    body = root.find(W + "body")
    if body is None:
        raise UnreadableFile("E115", name=package.name, part=f"{part}: w:body")
    return root


class _Reader:
    """Carries the state of one file: text so far, numbering, table counter, what to note at the end."""

    def __init__(self, package: Package, main: str, depth: int) -> None:
        self.package, self.main, self.depth = package, main, depth
        self.out = TextBuilder(package.name)
        self.pictures = 0
        self.tables = 0
        self.comments = 0
        self.embedded: list[str] = []
        self.chunk_asides: list[Block] = []
        self.relations = self._relations()
        self.styles = Styles(self._related("styles", without_table_styles))
        self.numbering = Numbering(self._related("numbering"), self.styles)

    def _relations(self) -> tuple[Relation, ...]:
        try:
            return self.package.relations(self.main)
        except DamagedPartError as error:
            self.out.note("P204", part=f"{self.main} (rels)", detail=error)
            return ()

    def _related(self, kind: str, trim: Callable[[bytes], bytes] | None = None) -> etree._Element | None:
        """The root of the part of this kind; a missing one is normal, a broken one is noted."""
        folder = self.main.rpartition("/")[0]
        part = next((r.target for r in self.relations if r.kind == kind and not r.external), f"{folder}/{kind}.xml")
        return self._load(part, trim) if self.package.has(part) else None

    def _load(self, part: str, trim: Callable[[bytes], bytes] | None = None) -> etree._Element | None:
        try:
            return self.package.xml(part, trim)
        except DamagedPartError as error:
            self.out.note("P204", part=part, detail=error)
            return None

    def asides(self) -> Iterator[tuple[str, str]]:
        """(kind, part name) of headers, notes and so on, each part once, in the order of ``_ASIDES``."""
        seen: set[str] = set()
        for kind in _ASIDES:
            for relation in self.relations:
                if relation.kind == kind and not relation.external and relation.target not in seen:
                    seen.add(relation.target)
                    yield kind, relation.target

    def aside(self, kind: str, part: str) -> None:
        """Read one part beside the main document."""
        root = self._load(part)
        if root is None:
            return
        if kind == "comments":
            self.comments += len(root)
        self.part(root, _ASIDES[kind], part)

    def part(self, root: etree._Element, kind: str, name: str) -> None:
        """Read a whole part, then the text boxes anchored in it."""
        _Part(self, root, kind, name).read()

    def insert(self, key: str) -> None:
        """The file that ``w:altChunk`` with this relationship inserts; one that cannot be read is noted."""
        part = next((r.target for r in self.relations if r.rel_id == key and not r.external), "")
        chunk = None
        if part and self.depth < MAX_DEPTH_OF_CHUNKS:
            chunk = read_chunk(self._content(part), part, docx=self._inner, tables=self.tables)
        if chunk is None:
            self.embedded.append(part or key)
            return
        start = self.out.position
        self.out.adopt(chunk.body, chunk.problems)
        if chunk.body and not chunk.body[-1].separator:
            self.out.end_last("\n")
        self.out.note("P218", Span(start, self.out.position), part=part)
        self.chunk_asides.extend(chunk.asides)
        self.tables += chunk.tables

    def _inner(self, data: bytes, name: str) -> SourceText:
        return _read(data, name, depth=self.depth + 1)

    def _content(self, part: str) -> bytes:
        try:
            return self.package.bytes_of(part)
        except DamagedPartError:
            return b""

    def closing_notes(self) -> None:
        """Problems that concern the file as a whole."""
        note = self.out.note
        if self.comments:
            note("P208", count=self.comments)
        if self.pictures:
            note("P213", count=self.pictures)
        for part in self.embedded:
            note("P209", part=part)
        if self.package.ignored:
            note("P205", entries="、".join(self.package.ignored[:3]))
        outside = [r.target for r in self.relations if r.external and r.kind not in _HARMLESS]
        if outside:
            note("P206", targets="、".join(target[:_EXCERPT] for target in outside[:3]))


class _Part:
    """Walks one part of the package."""

    def __init__(self, reader: _Reader, root: etree._Element, kind: str, name: str) -> None:
        self.reader, self.root, self.kind, self.name = reader, root, kind, name
        self.out = reader.out
        self.index = {p: i for i, p in enumerate(iter_paragraphs(root))}
        reader.package.check_paragraphs(len(self.index), name)
        self.boxes: list[etree._Element] = []

    def read(self) -> None:
        start = self.root.find(W + "body")
        for story in _stories(self.root if start is None else start):
            self.blocks(story, _Place())
        self.kind = "textbox"
        for box in self.boxes:  # grows while boxes inside boxes are met
            self.blocks(box, _Place())

    def blocks(self, container: etree._Element, place: _Place) -> None:
        """Paragraphs and tables of a container, in order."""
        for child in container:
            tag = child.tag
            if tag == P:
                self.paragraph(child, place)
            elif tag == TABLE:
                self.table(child, place)
            elif tag in _WRAPPERS:
                self.blocks(child, place._replace(toc=place.toc or _is_contents(child)))
            elif tag == _MC + "AlternateContent":
                self.blocks(_first_branch(child), place)
            elif tag == _CHUNK:
                self._chunk(child)

    def _chunk(self, element: etree._Element) -> None:
        """Only the main part has its relationships at hand; elsewhere inserted files do not occur."""
        key = element.get(_REL_ID, "")
        if self.kind == "body":
            self.reader.insert(key)
        else:
            self.reader.embedded.append(key)

    # -- paragraphs -----------------------------------------------------------------------------------------------

    def paragraph(self, element: etree._Element, place: _Place, *, cell: bool = False) -> bool:
        """One block, with its number before it; returns whether anything was written."""
        scan = scan_paragraph(element)
        self.boxes.extend(scan.boxes)
        self.reader.pictures += scan.pictures
        own = paragraph_properties(element)
        text, gone = scan.text, bool(own.mark & _MARK_GONE)
        if gone and not text:
            return False  # deleted as a whole
        style = self.reader.styles.get(own.style)
        provenance = Provenance(self.kind, self.index[element], *place[:3], name=self.name)
        label = self._number(_reference(own.number, style.number), provenance)
        if self.kind != "body" and not cell and not (text.strip() or label):
            return False  # blank lines of headers and notes say nothing
        hint = "toc" if place.toc or scan.contents else _hint(own, style)
        kind = "cell" if cell else "paragraph"
        span = self.out.add(text, "" if gone else "\n", kind=kind, provenance=provenance, hint=hint)
        self._notes(scan, span, "P202" if gone else "P201" if scan.revised or own.mark else "")
        return True

    def _number(self, ref: NumberRef, provenance: Provenance) -> str:
        if ref.num_id is None:
            return ""
        if not self.reader.numbering.knows(ref):
            here = self.out.position
            self.out.note("P203", Span(here, here), number=ref.num_id)
        label = self.reader.numbering.label(ref)
        if label:
            self.out.add(label, "", kind="number", provenance=provenance)
        return label

    def _notes(self, scan: ParagraphScan, span: Span, revision: str) -> None:
        if revision:
            self.out.note(revision, span)
        if scan.hidden.strip():
            self.out.note("P207", span, text=scan.hidden[:_EXCERPT])

    # -- tables ---------------------------------------------------------------------------------------------------

    def table(self, element: etree._Element, place: _Place) -> None:
        """Rows of cells; a frame or a layout table is read as ordinary paragraphs."""
        number = self.reader.tables
        self.reader.tables += 1
        rows = list(_unwrapped(element, ROW))
        if any(row.find(f"{W}trPr/{W}{change}") is not None for row in rows for change in ("ins", "del")):
            self.out.note("P215", Span(self.out.position, self.out.position))
        rows = [row for row in rows if row.find(f"{W}trPr/{W}del") is None]
        layout = _is_layout(rows)
        for index, row in enumerate(rows):
            cells = list(_columns(row))
            for position, (column, cell) in enumerate(cells):
                where = place._replace(table=number, row=index, column=column)
                if layout:
                    self.blocks(cell, where)
                else:
                    self._cell(cell, where, "\n" if position == len(cells) - 1 else "\t")

    def _cell(self, cell: etree._Element, place: _Place, separator: str) -> None:
        """The paragraphs of a cell, those of tables inside it included, joined by blanks."""
        written = False
        for paragraph in _cell_paragraphs(cell):
            if written:
                self.out.end_last(" ")
            written = self.paragraph(paragraph, place, cell=True) or written
        if written:
            self.out.end_last(separator)
            return
        where = Provenance(self.kind, None, *place[:3], name=self.name)
        self.out.add("", separator, kind="cell", provenance=where)


def _stories(root: etree._Element) -> list[etree._Element]:
    """The containers of blocks: the root itself, or its notes and comments (separator lines left out)."""
    notes = [child for child in root if child.tag in (W + "footnote", W + "endnote", W + "comment")]
    return [n for n in notes if n.get(W + "type") in (None, "normal")] if notes else [root]


def _first_branch(element: etree._Element) -> etree._Element:
    chosen = element.find(_MC + "Choice")
    fallback = element.find(_MC + "Fallback")
    return chosen if chosen is not None else fallback if fallback is not None else element


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def _hint(own: Properties, style: ParagraphStyle) -> str:
    level = style.outline if own.outline is None else own.outline
    if style.kind:
        return style.kind
    if level is not None and 0 <= level <= 8:  # 9 is body text
        return "heading"
    return _ALIGNED.get(own.alignment or style.alignment, "")


def _reference(own: NumberRef, inherited: NumberRef) -> NumberRef:
    """The list and level of a paragraph: its own, completed from its style."""
    level = inherited.level if own.level is None else own.level
    if own.num_id is not None:
        return NumberRef(own.num_id, level)
    return NumberRef(inherited.num_id, level, inherited.styles if own.level is None else ())


def _unwrapped(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Children of this tag, looking through content controls and the like."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child, tag)


def _columns(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """(grid column, cell) of a row, spans counted, deleted cells left out."""
    column = to_int(word_value(row, "trPr/gridBefore")) or 0
    for cell in _unwrapped(row, CELL):
        if cell.find(f"{W}tcPr/{W}cellDel") is None:
            yield column, cell
        column += max(to_int(word_value(cell, "tcPr/gridSpan")) or 1, 1)


def _is_layout(rows: list[etree._Element]) -> bool:
    """A table of one cell, or one with a cell that holds several articles."""
    cells = [cell for row in rows for cell in _unwrapped(row, CELL)]
    return len(cells) == 1 or any(_holds_articles(cell) for cell in cells)


def _holds_articles(cell: etree._Element) -> bool:
    if cell.find(_CHUNK) is not None:
        return True  # an inserted file is text, whatever frame it stands in
    paragraphs = cell.findall(P)
    if len(paragraphs) < 2:
        return False
    return sum(bool(ARTICLE_START.match(scan_paragraph(p).text)) for p in paragraphs) > 1


def _cell_paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag == P:
            yield child
        elif child.tag in _WRAPPERS or child.tag in (TABLE, ROW, CELL):
            yield from _cell_paragraphs(child)
        elif child.tag == _MC + "AlternateContent":
            yield from _cell_paragraphs(_first_branch(child))
