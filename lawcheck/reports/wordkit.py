"""What a report in Word is built of: styles near GB/T 9704, sections, paragraphs, tables."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple
from zipfile import ZipFile

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from lawcheck.cells import xml_text
from lawcheck.reports.differences import Piece
from lawcheck.reports.package import pack
from lawcheck.reports.runs import SPACE

__all__ = ["Cell", "WordReport"]

_SONG_TITLE, _HEI, _KAI, _FANG, _SONG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"
_LATIN = "Times New Roman"
_LINE = Pt(28.95)  # 22 lines on the 225 mm of a page


class _Style(NamedTuple):
    """Font, size in points, bold, alignment, first line indent in characters, space before and after in points."""

    name: str
    font: str
    size: float
    bold: bool = False
    align: WD_ALIGN_PARAGRAPH | None = None
    indent: int = 0
    before: float = 0
    after: float = 0
    exact: bool = True


_STYLES = (
    _Style("Normal", _FANG, 16, indent=2),
    _Style("Title", _SONG_TITLE, 22, align=WD_ALIGN_PARAGRAPH.CENTER, before=0, after=14, exact=False),
    _Style("Heading 1", _HEI, 16, indent=2, before=10),
    _Style("Heading 2", _KAI, 16, indent=2, before=4),
    _Style("Heading 3", _FANG, 16, bold=True, indent=2, before=6),
    _Style("Footer", _SONG, 14, exact=False),
)
_OWN_STYLES = (
    _Style("副标题", _KAI, 16, align=WD_ALIGN_PARAGRAPH.CENTER, after=10, exact=False),
    _Style("提示", _FANG, 14, before=2, after=6, exact=False),
    _Style("要点", _FANG, 12, before=2, after=6, exact=False),
    _Style("表格文字", _FANG, 10.5, exact=False),
    _Style("表头", _HEI, 10.5, align=WD_ALIGN_PARAGRAPH.CENTER, exact=False),
    _Style("小表文字", _FANG, 9, exact=False),
    _Style("小表头", _HEI, 9, align=WD_ALIGN_PARAGRAPH.CENTER, exact=False),
)


class Cell(NamedTuple):
    """A table cell: paragraphs of pieces; ``mark`` says how differing characters look (``ins`` or ``del``),
    ``keep`` keeps its row on one page with the next."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    mark: str = "ins"
    span: int = 1
    bold: bool = False
    keep: bool = False

    @classmethod
    def of(cls, *lines: str, bold: bool = False, span: int = 1) -> Cell:
        """A cell of plain lines.

        >>> Cell.of("甲").paragraphs
        ((Piece(text='甲', quoted=False, differs=False),),)
        """
        return cls(tuple((Piece(line),) for line in lines), bold=bold, span=span)

    @classmethod
    def text(cls, pieces: Sequence[Piece], mark: str = "ins", *, head: Sequence[str] = ()) -> Cell:
        """A cell of marked text, its lines as paragraphs, below the lines of ``head``.

        >>> len(Cell.text([Piece("甲：\\n（一）"), Piece("乙", differs=True)]).paragraphs)
        2
        """
        return cls((*((Piece(line),) for line in head), *_lines(pieces)), mark)


def _lines(pieces: Iterable[Piece]) -> tuple[tuple[Piece, ...], ...]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(piece._replace(text=part))
    return tuple(tuple(line) for line in lines)


class WordReport:
    """A growing Word file; :meth:`to_bytes` gives equal bytes for equal content."""

    def __init__(self, title: str, day: date) -> None:
        self._document: Any = docx.Document()
        self._stamp = datetime.combine(day, time(), UTC)
        self._set_up(title)
        self._ids = {style.name: str(style.style_id) for style in self._document.styles}  # looked up thousands of times
        self._end = self._document.element.body[-1]  # the properties of the last section

    def _set_up(self, title: str) -> None:
        for style in _STYLES:
            _apply(self._document.styles[style.name], style)
        for style in _OWN_STYLES:
            own = self._document.styles.add_style(style.name, 1)
            own.base_style = None
            _apply(own, style)
        language = next(self._document.styles.element.iter(qn("w:lang")))
        language.set(qn("w:eastAsia"), "zh-CN")
        self._document.settings.odd_and_even_pages_header_footer = True
        section = self._document.sections[0]
        _portrait(section)
        _page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        _page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
        properties = self._document.core_properties
        properties.title, properties.author, properties.last_modified_by = xml_text(title), "lawcheck", "lawcheck"
        properties.comments, properties.revision, properties.language = "", 1, "zh-CN"
        properties.created = properties.modified = self._stamp

    def paragraph(self, text: str | Sequence[Piece], style: str = "Normal", *, mark: str = "ins") -> None:
        """A paragraph in the named style."""
        element = self._paragraph(style)
        for piece in (Piece(text),) if isinstance(text, str) else text:
            _add_run(element, piece, mark)

    def heading(self, text: str, level: int) -> None:
        """A heading of level 1 to 3."""
        self.paragraph(text, f"Heading {level}")

    def labelled(self, label: str, text: str, style: str = "Normal") -> None:
        """A paragraph that begins with a bold label."""
        element = self._paragraph(style)
        _add_run(element, Piece(label), "ins", bold=True)
        _add_run(element, Piece(text), "ins")

    def table(self, widths: Sequence[float], rows: Iterable[Sequence[Cell]], *, header: Sequence[str] = (),
              small: bool = False, borders: bool = True, flowing: bool = False) -> None:  # fmt: skip
        """A table with columns of ``widths`` millimetres; the header is repeated on every page. The rows of a
        ``flowing`` one go on over the page, so that long texts leave no blank."""
        body, head = ("小表文字", "小表头") if small else ("表格文字", "表头")
        table = _table_shell(widths, borders)
        if header:
            _add_row(
                table, [Cell.of(name)._replace(keep=True) for name in header], widths, self._ids[head], header=True
            )
        for row in rows:
            _add_row(table, row, widths, self._ids[body], flowing=flowing)
        self._end.addprevious(table)

    def gap(self) -> None:
        """A thin empty paragraph, so that two tables do not grow together."""
        _put(self._paragraph("小表文字")[0], "w:spacing", line="120", lineRule="exact")

    def landscape(self) -> None:
        """Begin a new section in landscape A4."""
        _landscape(self._document.add_section(WD_SECTION.NEW_PAGE))

    def only_landscape(self) -> None:
        """The whole file in landscape A4."""
        _landscape(self._document.sections[0])

    def portrait(self) -> None:
        """Begin a new section in portrait A4."""
        _portrait(self._document.add_section(WD_SECTION.NEW_PAGE))

    def to_bytes(self) -> bytes:
        """The finished file."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        with ZipFile(buffer) as archive:
            return pack({info.filename: archive.read(info) for info in archive.infolist()})

    def _paragraph(self, style: str) -> Any:
        paragraph = OxmlElement("w:p")
        _put(etree.SubElement(paragraph, qn("w:pPr")), "w:pStyle", val=self._ids[style])
        self._end.addprevious(paragraph)
        return paragraph


def _apply(target: Any, style: _Style) -> None:
    font, layout = target.font, target.paragraph_format
    font.name, font.size, font.bold, font.italic = _LATIN, Pt(style.size), style.bold, False
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = target.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [key for key in fonts.attrib if "heme" in str(key)]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), style.font)
    fonts.set(qn("w:hint"), "eastAsia")  # “ ” · — are Chinese here
    layout.alignment = style.align
    layout.space_before, layout.space_after = Pt(style.before), Pt(style.after)
    layout.keep_with_next = style.name.startswith("Heading") or None
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if style.exact else WD_LINE_SPACING.SINGLE
    if style.exact:
        layout.line_spacing = _LINE
    _indent(target, style)
    for border in target.element.pPr.findall(qn("w:pBdr")):
        target.element.pPr.remove(border)


def _indent(target: Any, style: _Style) -> None:
    """Two characters, told in characters so that it follows the font size; Word wants the twips as well."""
    target.paragraph_format.first_line_indent = Pt(style.size * style.indent)
    target.element.pPr.ind.set(qn("w:firstLineChars"), str(100 * style.indent))


def _portrait(section: Any) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)


def _landscape(section: Any) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(22), Mm(20)


def _page_number(paragraph: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, outside on both sides of the sheet."""
    paragraph.alignment = align
    _add_run(paragraph._p, Piece("— "), "ins")
    field = etree.SubElement(paragraph._p, qn("w:fldSimple"))
    field.set(qn("w:instr"), "PAGE")
    _add_run(field, Piece("1"), "ins")
    _add_run(paragraph._p, Piece(" —"), "ins")


def _add_run(parent: Any, piece: Piece, mark: str, *, bold: bool = False) -> None:
    """A run with its marks; the order of the properties is that of the schema."""
    run = etree.SubElement(parent, qn("w:r"))
    marks = _marks(piece, mark, bold)
    if marks:
        properties = etree.SubElement(run, qn("w:rPr"))
        for tag, attributes in marks:
            child = etree.SubElement(properties, qn(tag))
            for name, value in attributes.items():
                child.set(qn(name), value)
    for number, line in enumerate(xml_text(piece.text).split("\n")):
        if number:
            etree.SubElement(run, qn("w:br"))
        text = etree.SubElement(run, qn("w:t"))
        text.set(SPACE, "preserve")
        text.text = line


def _marks(piece: Piece, mark: str, bold: bool) -> list[tuple[str, dict[str, str]]]:
    marks: list[tuple[str, dict[str, str]]] = [("w:b", {})] if bold else []
    if piece.differs:
        marks += [("w:strike", {})] if mark == "del" else []
        marks.append(("w:color", {"w:val": "C00000"}))
        marks += [("w:u", {"w:val": "single"})] if mark == "ins" else []
    if piece.quoted:
        marks.append(("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "FFF0A8"}))
    return marks


def _table_shell(widths: Sequence[float], borders: bool) -> Any:
    table = OxmlElement("w:tbl")
    properties = etree.SubElement(table, qn("w:tblPr"))
    _put(properties, "w:tblW", w=_twips(sum(widths)), type="dxa")
    if borders:
        edges = etree.SubElement(properties, qn("w:tblBorders"))
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
            _put(edges, f"w:{edge}", val="single", sz="4", space="0", color="7F7F7F")
    _put(properties, "w:tblLayout", type="fixed")
    margins = etree.SubElement(properties, qn("w:tblCellMar"))
    for side, room in (("top", "40"), ("left", "85"), ("bottom", "40"), ("right", "85")):
        _put(margins, f"w:{side}", w=room, type="dxa")
    grid = etree.SubElement(table, qn("w:tblGrid"))
    for width in widths:
        _put(grid, "w:gridCol", w=_twips(width))
    return table


def _add_row(table: Any, cells: Sequence[Cell], widths: Sequence[float], style: str, *, header: bool = False,
             flowing: bool = False) -> None:  # fmt: skip
    row = etree.SubElement(table, qn("w:tr"))
    properties = etree.SubElement(row, qn("w:trPr"))
    if not flowing:
        _put(properties, "w:cantSplit")
    if header:
        _put(properties, "w:tblHeader")
    column = 0
    for cell in cells:
        _add_cell(row, cell, sum(widths[column : column + cell.span]), style, shaded=header or cell.bold)
        column += cell.span


def _add_cell(row: Any, cell: Cell, width: float, style: str, *, shaded: bool) -> None:
    element = etree.SubElement(row, qn("w:tc"))
    properties = etree.SubElement(element, qn("w:tcPr"))
    _put(properties, "w:tcW", w=_twips(width), type="dxa")
    if cell.span > 1:
        _put(properties, "w:gridSpan", val=str(cell.span))
    if shaded:
        _put(properties, "w:shd", val="clear", color="auto", fill="F2F2F2")
    for pieces in cell.paragraphs or ((),):
        paragraph = etree.SubElement(element, qn("w:p"))
        layout = etree.SubElement(paragraph, qn("w:pPr"))
        _put(layout, "w:pStyle", val=style)
        if cell.keep:
            _put(layout, "w:keepNext")
        for piece in pieces:
            _add_run(paragraph, piece, cell.mark, bold=cell.bold)


def _put(parent: Any, tag: str, **attributes: str) -> None:
    child = etree.SubElement(parent, qn(tag))
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)


def _twips(millimetres: float) -> str:
    return str(round(millimetres / 25.4 * 1440))
