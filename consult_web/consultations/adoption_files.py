"""The 意见采纳情况表 as files. Each is written row by row to a stream, so that 100,000 rows need no more memory than ten;
words of people are never taken for a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter

from consult_web.consultations.adoption_rows import ADOPTION_COLUMNS, AdoptionRow
from lawcheck.cells import is_formula, plain_cell, storable

__all__ = ["adoption_csv", "adoption_docx", "adoption_json", "adoption_xlsx"]

SHEET: Final = "意见采纳情况表"
SHEET_ROWS: Final = 1_000_000  # Excel holds 1,048,576
_HERE: Final = "ROWS-STAND-HERE"
_LINE: Final = Side(style="thin", color="BFBFBF")


def adoption_csv(rows: Iterable[AdoptionRow]) -> Iterator[str]:
    """Lines of CSV with a byte order mark, which Excel needs to see UTF-8."""
    yield "\ufeff" + _line([name for name, _ in ADOPTION_COLUMNS])
    for row in rows:
        yield _line([plain_cell(cell) for cell in row.cells])


def _line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def adoption_json(rows: Iterable[AdoptionRow], head: dict[str, Any]) -> Iterator[str]:
    """One JSON object: what ``head`` says of the whole, and ``rows``."""
    yield json.dumps(head, ensure_ascii=False)[:-1] + (", " if head else "") + '"rows": [\n'
    for number, row in enumerate(rows):
        yield (",\n" if number else "") + json.dumps(row._asdict(), ensure_ascii=False)
    yield "\n]}\n"


def adoption_xlsx(rows: Iterable[AdoptionRow], path: Path, title: str) -> None:
    """A workbook at ``path``; one that outgrows a sheet goes on in the next."""
    book = Workbook(write_only=True)
    _add_styles(book)
    sheet: Any = None
    for number, row in enumerate(rows):
        if number % SHEET_ROWS == 0:
            sheet = _sheet(book, number // SHEET_ROWS)
        sheet.append([_cell(sheet, value, "正文") for value in row.cells])
    if sheet is None:
        _sheet(book, 0)
    book.properties.creator, book.properties.title = "lawcheck", storable(title)
    book.save(path)


def _add_styles(book: Workbook) -> None:
    box = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    wrap = Alignment(wrap_text=True, vertical="top")
    head = PatternFill("solid", fgColor="E8EAEE")
    book.add_named_style(NamedStyle("正文", Font(name="宋体", size=10.5), PatternFill(), box, wrap))
    book.add_named_style(NamedStyle("表头", Font(name="黑体", size=10.5, bold=True), head, box, wrap))


def _sheet(book: Workbook, number: int) -> Any:
    sheet = book.create_sheet(SHEET + (f"（{number + 1}）" if number else ""))
    for at, (_, width) in enumerate(ADOPTION_COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.append([_cell(sheet, name, "表头") for name, _ in ADOPTION_COLUMNS])
    return sheet


def _cell(sheet: Any, value: str | int, style: str) -> Any:
    words = isinstance(value, str)
    cell = WriteOnlyCell(sheet, storable(str(value)) if words else value)
    cell.style = style
    if words and is_formula(str(value)):
        cell.data_type, cell.quotePrefix = "s", True
    return cell


def adoption_docx(rows: Iterable[AdoptionRow], path: Path, title: str, note: str = "", *, rounds: bool = False) -> None:
    """A Word file at ``path``, landscape A4, the heading of the table on every page, with a column 轮次 where ``rounds``. The rows are written into the file's
    XML as they come, since a tree of 100,000 rows would take gigabytes."""
    kept = _PLACES + ((len(ADOPTION_COLUMNS) - 1,) if rounds else ())
    widths = _widths(kept)
    skeleton = io.BytesIO()
    _skeleton(title, note).save(skeleton)
    with ZipFile(skeleton) as given, ZipFile(path, "w", ZIP_DEFLATED) as package:
        for info in given.infolist():
            if info.filename != "word/document.xml":
                package.writestr(info, given.read(info.filename))
                continue
            before, after = _around(given.read(info.filename).decode("utf-8"))
            with package.open("word/document.xml", "w") as part:
                part.write(
                    (before + _table(widths) + _row([ADOPTION_COLUMNS[at][0] for at in kept], widths, True)).encode()
                )
                for row in rows:
                    part.write(_row([str(row.cells[at]) for at in kept], widths, False).encode())
                part.write(("</w:tbl>" + after).encode())


def _skeleton(title: str, note: str) -> Any:
    word = WordDocument()
    section = word.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(15))
    style = word.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(9)
    style.paragraph_format.space_after = Pt(0)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    for text, size, bold in ((title, 16, True), (note, 10.5, False)):
        paragraph = word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if bold else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(storable(text))
        run.bold, run.font.size = bold, Pt(size)
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "黑体" if bold else "宋体")
    word.add_paragraph(_HERE)
    return word


def _around(xml: str) -> tuple[str, str]:
    """What stands before and behind the paragraph that marks the place of the table."""
    at = xml.index(_HERE)
    start, end = xml.rindex("<w:p>", 0, at), xml.index("</w:p>", at) + len("</w:p>")
    return xml[:start], xml[end:]


_TWIPS: Final = 15137  # the width of the table: 267 mm
_PLACES: Final = tuple(range(len(ADOPTION_COLUMNS) - 2))  # without the numbers of the points and the round
_EDGES: Final = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))  # fmt: skip


def _widths(kept: Sequence[int]) -> tuple[int, ...]:
    """The widths of the columns that are kept, in twentieths of a point."""
    whole = sum(ADOPTION_COLUMNS[at][1] for at in kept)
    return tuple(_TWIPS * ADOPTION_COLUMNS[at][1] // whole for at in kept)


def _table(widths: Sequence[int]) -> str:
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_TWIPS}" w:type="dxa"/><w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid>{"".join(f"""<w:gridCol w:w="{width}"/>""" for width in widths)}</w:tblGrid>'
    )


def _row(cells: list[str], widths: Sequence[int], head: bool) -> str:
    mark = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else ""
    return f"<w:tr>{mark}{''.join(map(_word_cell, cells, widths, [head] * len(cells)))}</w:tr>"


def _word_cell(text: str, width: int, head: bool) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if head else ""
    lines = escape(storable(text)).split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E8EAEE"/>' if head else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:r>{bold}{runs}</w:r></w:p></w:tc>'
