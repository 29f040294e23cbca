"""The document as a Word file, on the template of its :class:`~lawcheck.writers.layout.Layout`.

Page, 22 lines of 28 characters, fonts and page numbers are in the template; here is only which line gets which style.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from html import escape

from lawcheck.document import CONTAINERS, Document
from lawcheck.errors import OutputError
from lawcheck.resources import templates_dir
from lawcheck.writers.characters import visible
from lawcheck.writers.flow import Cell, Piece, Rows, Slot, flow, heading_levels, label_gap
from lawcheck.writers.layout import Layout

__all__ = ["write_docx"]

_STYLES = {
    Slot.FURNITURE: "LawFurniture",
    Slot.TITLE: "Title",
    Slot.NOTE: "LawNote",
    Slot.TOC: "TOC1",
    Slot.PREAMBLE: "LawArticle",
    Slot.ARTICLE: "LawArticle",
    Slot.CLAUSE: "LawArticle",
    Slot.PARAGRAPH: "LawArticle",
    Slot.POINT: "LawItem",
    Slot.INDENT: "LawIndent",
    Slot.WRAP_UP: "LawArticle",
    Slot.CONCLUSION: "LawSign",
    Slot.ANNEX: "LawAnnex",
    Slot.ANNEX_HEADING: "LawAnnexTitle",
    Slot.ASIDE: "LawAside",
}
_BEFORE_CONTENTS = (Slot.FURNITURE, Slot.TITLE, Slot.NOTE)
_DEEPEST = 4
_TOC_FIELD = ' TOC \\o "1-4" \\n \\h \\z '
# Width of the type area in twips, for the columns of tables.
_TEXT_WIDTH = 8844
# Columns share the width by their longest cell, counted as at least and at most so many characters.
_LONGEST_CELL = 30
_SHORTEST_CELL = 4


def write_docx(document: Document, layout: Layout = Layout.OFFICIAL) -> bytes:
    """A Word file; the same document gives the same bytes (no clock, fixed zip dates).

    >>> from lawcheck.document import parse
    >>> package = zipfile.ZipFile(io.BytesIO(write_docx(parse("某条例\\n第一条　甲。\\n"))))
    >>> "第一条" in package.read("word/document.xml").decode()
    True
    """
    template = _template(layout)
    body = "".join(_body(document, layout))
    parts = dict(template)
    head, mark, tail = template["word/document.xml"].decode().partition("<w:p/>")
    if not mark:
        raise OutputError("E201", path=f"templates/{layout.template}")
    parts["word/document.xml"] = (head + (body or mark) + tail).encode()
    title = f"<dc:title>{_text(document.title)}</dc:title>"
    parts["docProps/core.xml"] = template["docProps/core.xml"].replace(b"<dc:title></dc:title>", title.encode())
    return _pack(parts)


@cache
def _template(layout: Layout) -> dict[str, bytes]:
    path = templates_dir() / layout.template
    try:
        with zipfile.ZipFile(path) as package:
            return {name: package.read(name) for name in package.namelist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise OutputError("E201", path=path) from error


def _pack(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(info, data)
    return buffer.getvalue()


# -- paragraphs ----------------------------------------------------------------------------------------------------


def _body(document: Document, layout: Layout) -> Iterator[str]:
    """The pieces in order; one contents table where the text has one, or behind the title of a published law."""
    pieces = tuple(flow(document))
    typed = any(piece.slot is Slot.TOC for piece in pieces)
    due = typed or (layout is Layout.LEGISLATION and any(piece.slot is Slot.HEADING for piece in pieces))
    for piece in pieces:
        if due and (piece.slot is Slot.TOC if typed else piece.slot not in _BEFORE_CONTENTS):
            yield from _contents(document)
            due = False
        if piece.slot is not Slot.TOC:
            yield from _piece(piece)


def _piece(piece: Piece) -> Iterator[str]:
    if piece.rows:
        yield _table(piece.rows)
        yield _paragraph("LawTable", "")  # a table may not touch the next table or end a document
    elif piece.slot is Slot.HEADING:
        line = "\u3000".join(part for part in (piece.label, _spread(piece.heading)) if part)
        yield _paragraph(f"Heading{min(piece.level, _DEEPEST)}", _run(line))
    elif piece.slot is Slot.CLAUSE and _is_heading(piece):
        yield _paragraph("LawClauseHeading", _run(piece.line))
    elif piece.slot is Slot.ARTICLE:
        yield _paragraph(_STYLES[piece.slot], _run(piece.label, "LawNumber") + _run(label_gap(piece) + piece.body))
    else:
        yield _paragraph(_STYLES[piece.slot], _run(piece.line))


def _is_heading(piece: Piece) -> bool:
    """一、 that is a heading of its own, not the start of a sentence."""
    return bool(piece.text) and piece.text[-1] not in "。；：，" and len(piece.line) <= 28


def _spread(heading: str) -> str:
    """总则 is set 总　　则, as laws print headings of two characters."""
    return "\u3000\u3000".join(heading) if len(heading) == 2 else heading


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str, style: str = "") -> str:
    if not text:
        return ""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    parts = "<w:tab/>".join(f'<w:t xml:space="preserve">{_text(part)}</w:t>' for part in text.split("\t"))
    return f"<w:r>{properties}{parts}</w:r>"


def _text(text: str) -> str:
    return escape(visible(text))


# -- contents ------------------------------------------------------------------------------------------------------


def _contents(document: Document) -> Iterator[str]:
    """A real contents field of Word without page numbers; what it shows before an update are the headings."""
    entries = _entries(document)
    yield _paragraph("LawTocHeading", _run("目\u3000录"))
    for position, (level, text) in enumerate(entries):
        before = _field("begin") + _instruction() + _field("separate") if position == 0 else ""
        after = _field("end") if position == len(entries) - 1 else ""
        yield _paragraph(f"TOC{level}", before + _run(text) + after)


def _entries(document: Document) -> list[tuple[int, str]]:
    levels = heading_levels(document)
    heads = [unit for top in document.units for unit in top.walk() if unit.kind in CONTAINERS]
    if not heads:
        return [(1, line) for line in document.toc]
    return [
        (min(levels[unit.kind], _DEEPEST), "\u3000".join(part for part in (unit.label, _spread(unit.heading)) if part))
        for unit in heads
    ]


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction() -> str:
    return f'<w:r><w:instrText xml:space="preserve">{escape(_TOC_FIELD)}</w:instrText></w:r>'


# -- tables --------------------------------------------------------------------------------------------------------


def _table(rows: Rows) -> str:
    widths = _widths(rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(row, widths, head=index == 0 and len(rows) > 1) for index, row in enumerate(rows))
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="LawGrid"/><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def _widths(rows: Rows) -> list[int]:
    """Column widths in twips by the longest cell of each column, within limits."""
    weights = [_SHORTEST_CELL] * sum(cell.span for cell in rows[0])
    for row in rows:
        for start, cell in _columns(row):
            if cell.span == 1:
                weights[start] = min(max(weights[start], _width(cell.text)), _LONGEST_CELL)
    return [_TEXT_WIDTH * weight // sum(weights) for weight in weights]


def _columns(row: tuple[Cell, ...]) -> Iterator[tuple[int, Cell]]:
    """Cells with the column that each starts in."""
    start = 0
    for cell in row:
        yield start, cell
        start += cell.span


def _width(text: str) -> int:
    """Width in Chinese characters; two of ASCII take the room of one."""
    return len(text) - sum(char.isascii() for char in text) // 2


def _row(row: tuple[Cell, ...], widths: list[int], *, head: bool) -> str:
    style = "LawTableHead" if head else "LawTable"
    cells = "".join(_cell(cell, sum(widths[start : start + cell.span]), style) for start, cell in _columns(row))
    mark = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, width: int, style: str) -> str:
    merged = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="center"/>'
    paragraphs = "".join(_paragraph(style, _run(line)) for line in cell.text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"
