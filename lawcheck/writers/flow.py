"""A document as a stream of pieces in reading order: decided once, so that no format drops or moves a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from lawcheck.document import CONTAINERS, Block, Document, Span, Unit, UnitKind

__all__ = [
    "Cell",
    "Piece",
    "Rows",
    "Slot",
    "asides",
    "flow",
    "front_lines",
    "heading_levels",
    "heal",
    "label_gap",
    "rows_of",
    "text_lines",
]


class Cell(NamedTuple):
    """One cell of a table: its text (lines parted by ``\\n``) and how many columns it covers."""

    text: str
    span: int = 1


Rows = tuple[tuple[Cell, ...], ...]

_TORN = re.compile(r"[ \t\u3000\xa0]*\n[ \t\u3000\xa0]*")
# Word has no more columns; a file that claims more is broken or hostile, and its cells are simply counted.
_MOST_COLUMNS = 63
_RUNNING = ("header", "footer")
_FRONT_ROLES = ("furniture", "title", "note", "toc", "preamble")


class Slot(StrEnum):
    """What a piece is in the layout of a document."""

    FURNITURE = "furniture"
    TITLE = "title"
    NOTE = "note"
    TOC = "toc"
    PREAMBLE = "preamble"
    HEADING = "heading"
    ARTICLE = "article"
    CLAUSE = "clause"
    PARAGRAPH = "paragraph"
    POINT = "point"
    INDENT = "indent"
    WRAP_UP = "wrap-up"
    TABLE = "table"
    CONCLUSION = "conclusion"
    ANNEX = "annex"
    ANNEX_HEADING = "annex-heading"
    ASIDE = "aside"


class Piece(NamedTuple):
    """One line (or table) of the layout; ``label`` stands before ``text``, ``level`` counts headings from 1."""

    slot: Slot
    text: str = ""
    label: str = ""
    heading: str = ""
    unit: Unit | None = None
    level: int = 0
    rows: Rows = ()

    @property
    def line(self) -> str:
        """Label, heading and text as one line.

        >>> Piece(Slot.ARTICLE, "甲。", "第一条", "目的").line, Piece(Slot.POINT, "乙；", "（一）").line
        ('第一条　【目的】甲。', '（一）乙；')
        """
        return self.label + label_gap(self) + self.body

    @property
    def body(self) -> str:
        """Heading (条旨 in brackets) and text, without the label."""
        if self.slot is Slot.ARTICLE and self.heading:
            return f"【{self.heading}】{self.text}"
        return self.heading + self.text


def label_gap(piece: Piece) -> str:
    """What stands between the number and the text.

    >>> label_gap(Piece(Slot.INDENT, "甲", "1.")), label_gap(Piece(Slot.POINT, "甲", "（一）"))
    (' ', '')
    >>> Piece(Slot.CLAUSE, "甲。", "2.1.1").line
    '2.1.1 甲。'
    """
    if not piece.label or not (piece.text or piece.heading):
        return ""
    if piece.slot in (Slot.ARTICLE, Slot.HEADING):
        return "\u3000"
    return " " if piece.label[-1] == "." or piece.label[-1].isdecimal() else ""


def flow(document: Document) -> Iterator[Piece]:
    """Every piece of the document in reading order.

    >>> from lawcheck.document import parse
    >>> [p.slot.value for p in flow(parse("某条例\\n第一条　甲：\\n（一）乙。\\n"))]
    ['title', 'article', 'point']
    """
    for role, line in front_lines(document):
        yield Piece(Slot(role), line)
    levels = heading_levels(document)
    for unit in document.units:
        yield from _unit(document, unit, levels)
    yield from (Piece(Slot.CONCLUSION, line) for line in text_lines(document.conclusion))
    for annex in document.annexes:
        yield from _unit(document, annex, levels)
    yield from (Piece(Slot.ASIDE, line) for line in asides(document, running=False))


# -- front and asides ----------------------------------------------------------------------------------------------


def front_lines(document: Document) -> tuple[tuple[str, str], ...]:
    """``(role, line)`` before the first unit: furniture, title (once, as one line), note, toc, preamble."""
    if not document.segments:
        return tuple(_front_from_fields(document))
    found: list[tuple[str, str]] = []
    for segment in document.segments:
        if segment.role == "title":
            if document.title and ("title", document.title) not in found:
                found.append(("title", document.title))
        elif segment.role in _FRONT_ROLES:
            text = document.source.text[segment.start : segment.end]
            found += [(segment.role, line) for line in text_lines(text)]
    return tuple(found)


def _front_from_fields(document: Document) -> Iterator[tuple[str, str]]:
    """A document made by hand, without segments."""
    fields = (("title", document.title), ("note", document.note), ("preamble", document.preamble))
    for role, text in fields:
        yield from ((role, line) for line in text_lines(text))


def asides(document: Document, *, running: bool = True) -> tuple[str, ...]:
    """Lines of text boxes and notes; ``running``: also of page headers and footers, which a new layout makes anew."""
    source = document.source
    stretches = (Span(s.start, s.end) for s in document.segments if s.role == "aside")
    blocks = (block for span in stretches for block in source.blocks_in(span))
    shown = (block.content for block in blocks if running or not _is_running(block))
    return tuple(line for text in shown for line in text_lines(text))


def _is_running(block: Block) -> bool:
    """In a page header or footer, or in a text box there."""
    place = block.provenance
    return place.part in _RUNNING or any(name in place.name for name in _RUNNING)


def text_lines(text: str) -> list[str]:
    """Stripped lines that are not blank.

    >>> text_lines(" 甲\\n\\n　乙")
    ['甲', '乙']
    """
    return [line for raw in text.split("\n") if (line := raw.strip())]


def heal(text: str) -> str:
    """A 款 torn by a line break of the layout, as one line; words of Latin letters keep a blank.

    >>> heal("《某义\\n　务教育法》"), heal("the\\nlaw")
    ('《某义务教育法》', 'the law')
    """
    if "\n" not in text:
        return text.strip()
    return _TORN.sub(lambda m: " " if _latin(text, m.start() - 1) and _latin(text, m.end()) else "", text.strip())


def _latin(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


# -- units ---------------------------------------------------------------------------------------------------------


def heading_levels(document: Document) -> dict[UnitKind, int]:
    """编 分编 章 节 that occur, outermost first, as heading levels from 1.

    >>> from lawcheck.document import parse
    >>> heading_levels(parse("第一章　总则\\n第一节　甲\\n第一条　乙。\\n"))
    {<UnitKind.CHAPTER: 'chapter'>: 1, <UnitKind.SECTION: 'section'>: 2}
    """
    present = {unit.kind for unit in document.walk()}
    return {kind: level for level, kind in enumerate((k for k in CONTAINERS if k in present), 1)}


_SLOTS = {
    UnitKind.ARTICLE: Slot.ARTICLE,
    UnitKind.CLAUSE: Slot.CLAUSE,
    UnitKind.PARAGRAPH: Slot.PARAGRAPH,
    UnitKind.POINT: Slot.POINT,
    UnitKind.INDENT: Slot.INDENT,
    UnitKind.ANNEX: Slot.ANNEX,
}


_OPENED = (UnitKind.ARTICLE, UnitKind.CLAUSE, UnitKind.POINT, UnitKind.INDENT)


def _unit(document: Document, unit: Unit, levels: dict[UnitKind, int]) -> Iterator[Piece]:
    children = unit.children
    rows = rows_of(document, unit)
    if rows:
        yield Piece(Slot.TABLE, unit=unit, rows=rows)
    elif unit.kind in levels:
        yield Piece(Slot.HEADING, label=unit.label, heading=unit.heading, unit=unit, level=levels[unit.kind])
        yield from (Piece(Slot.PARAGRAPH, line, unit=unit) for line in text_lines(unit.text))
    elif unit.kind is UnitKind.ANNEX:
        yield from _annex_head(unit)
    else:
        piece, children = _numbered(document, unit)
        if piece.line:
            yield piece
    for child in children:
        yield from _unit(document, child, levels)
    yield from (Piece(Slot.WRAP_UP, line, unit=unit) for line in text_lines(unit.wrap_up))


def _annex_head(unit: Unit) -> Iterator[Piece]:
    yield Piece(Slot.ANNEX, unit.label, unit=unit)
    if unit.heading:
        yield Piece(Slot.ANNEX_HEADING, unit.heading, unit=unit)
    yield from (Piece(Slot.PARAGRAPH, line, unit=unit) for line in text_lines(unit.text))


def _numbered(document: Document, unit: Unit) -> tuple[Piece, tuple[Unit, ...]]:
    """The line that carries the number, with the text of the first 款 in it; and what follows it."""
    slot, text, children = _SLOTS.get(unit.kind, Slot.PARAGRAPH), heal(unit.text), unit.children
    opens = unit.kind in _OPENED and not text and children
    if opens and children[0].kind is UnitKind.PARAGRAPH and not rows_of(document, children[0]):
        first = children[0]
        text = heal(first.text)
        tail = (_tail(first),) if first.wrap_up else ()
        children = (*first.children, *tail, *children[1:])
    return Piece(slot, text, unit.label, unit.heading, unit), children


def _tail(unit: Unit) -> Unit:
    """The text after the items of ``unit`` as a unit of its own, so that it keeps its place."""
    return Unit(UnitKind.PARAGRAPH, unit.eid, unit.ordinal, unit.wrap_up_span, text=unit.wrap_up)


# -- tables --------------------------------------------------------------------------------------------------------


def rows_of(document: Document, unit: Unit) -> Rows:
    """The rows of a 款 that is a table, all of the same width; empty for anything else."""
    if unit.number is not None or unit.kind is not UnitKind.PARAGRAPH or not unit.text_span.length:
        return ()
    blocks = document.source.blocks_in(unit.text_span) if document.source.blocks else ()
    if not any(block.kind == "cell" for block in blocks):
        return ()
    rows = _placed(blocks)
    if max(column for row in rows for column in row) >= _MOST_COLUMNS:
        rows = [dict(enumerate(row[column] for column in sorted(row))) for row in rows]
    width = max(max(row) for row in rows) + 1
    return tuple(_spanned(row, width) for row in rows)


def _placed(blocks: tuple[Block, ...]) -> list[dict[int, str]]:
    """Text by column, row by row; paragraphs of one cell are lines of it, generated numbers stand before their paragraph,
    and a block without separator (a printed line) goes on with the next."""
    rows: list[dict[int, str]] = []
    here: tuple[int | None, int | None] | None = None
    number, ended, torn = "", True, False
    for block in blocks:
        if block.kind == "number":
            number += block.text
            continue
        place = block.provenance
        there = (place.table, place.row)
        if here != there or (place.row is None and ended):
            rows.append({})
        here, ended = there, block.separator == "\n"
        text, number = (number + block.content).strip(), ""
        column = place.column if place.column is not None else max(rows[-1], default=-1) + 1
        between = "" if torn else "\n"
        rows[-1][column] = f"{rows[-1][column]}{between}{text}" if column in rows[-1] else text
        torn = not block.separator
    return rows


def _spanned(row: dict[int, str], width: int) -> tuple[Cell, ...]:
    """Each cell reaches to the next one, the last to the edge; a row that starts late gets an empty cell."""
    starts = sorted(row.keys() | {0})
    ends = [*starts[1:], width]
    return tuple(Cell(row.get(start, ""), end - start) for start, end in zip(starts, ends, strict=True))
