"""Ruled tables that run over the end of a page, put together again where that is certain.

Certain is: the first part is the last thing of the body on its page, and has less room below it than the next row needs; the
second part is the first thing on the next page; the edges of their columns are the same. Whatever else looks alike stays two
tables. A row that is cut by the end of the page stays two rows: LibreOffice and typst close it with a line on both pages, as
between any two rows, and an empty first cell may as well belong to one that spans rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from operator import eq

from lawcheck.readers.printed import Cell, Paragraph, VisualLine

__all__ = ["whole_tables"]

# Edges nearer than this are the same (points).
_NEAR = 2.0
# Of the page's height: the first part ends below this, the second begins above that.
_LOW, _HIGH = 0.7, 0.3

Row = list[tuple[VisualLine, Cell]]


def whole_tables(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs with parts of a table joined, rows counted on; a head that is repeated stands with the running heads."""
    whole: list[Paragraph] = []
    repeated: list[Paragraph] = []
    lowest = max((_bottom(line) for p in paragraphs if p.part == "body" for line in p.lines), default=0.0)
    for paragraph in paragraphs:
        heads = _heads_repeated(whole[-1], paragraph, lowest) if whole else None
        if heads is None:
            whole.append(paragraph)
            continue
        rows = _rows(paragraph.lines)
        lines = (line._replace(cell=None) for row in rows[:heads] for line, _ in row if line.text)
        repeated += [Paragraph((line,), "header") for line in lines]
        whole[-1] = Paragraph((*whole[-1].lines, *_counted_on(whole[-1].lines, rows[heads:])))
    return (*whole, *repeated)


def _heads_repeated(last: Paragraph, following: Paragraph, lowest: float) -> int | None:
    """With how many rows of its head a table goes on; None where it is another one, or no table."""
    if last.lines[-1].cell is None or following.lines[0].cell is None:
        return None
    page = last.lines[-1].page
    before = _rows([line for line in last.lines if line.page == page])
    after = _rows(following.lines)
    if following.lines[0].page != page + 1 or not _alike(_edges(before), _edges(after)):
        return None
    heads = sum(takewhile(bool, map(eq, map(_texts, _rows(last.lines)), map(_texts, after))))
    return heads if heads < len(after) and _is_broken(before, after, after[heads], lowest) else None


def _is_broken(before: Sequence[Row], after: Sequence[Row], fresh: Row, lowest: float) -> bool:
    """Whether a table ends where the page ends and goes on where the next begins: no room was left for a fresh row."""
    bottom = max(cell.box[3] for row in before for _, cell in row)
    top = min(cell.box[1] for _, cell in after[0])
    height = before[0][0][0].page_size[1]
    needed = min(cell.box[3] - cell.box[1] for _, cell in fresh)
    return bottom > _LOW * height and top < _HIGH * height and lowest - bottom < needed + _NEAR


def _rows(lines: Sequence[VisualLine]) -> list[Row]:
    rows: dict[int, Row] = {}
    for line in lines:
        if line.cell is not None:
            rows.setdefault(line.cell.row, []).append((line, line.cell))
    return list(rows.values())


def _texts(row: Row) -> list[tuple[int, str]]:
    return [(cell.column, line.text) for line, cell in row]


def _edges(rows: Sequence[Row]) -> list[float]:
    return sorted({edge for row in rows for _, cell in row for edge in (cell.box[0], cell.box[2])})


def _alike(edges: Sequence[float], others: Sequence[float]) -> bool:
    return len(edges) == len(others) and all(abs(a - b) < _NEAR for a, b in zip(edges, others, strict=True))


def _bottom(line: VisualLine) -> float:
    return line.cell.box[3] if line.cell else line.box[3]


def _counted_on(lines: Sequence[VisualLine], rows: Sequence[Row]) -> Iterator[VisualLine]:
    start = max(line.cell.row for line in lines if line.cell) + 1
    for number, row in enumerate(rows, start):
        yield from (line._replace(cell=cell._replace(row=number)) for line, cell in row)
