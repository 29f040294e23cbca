"""Paragraphs and tables as the office formats without a reader of their own in XML give them, written as blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lawcheck.document import Provenance, Span
from lawcheck.readers.assembly import TextBuilder

__all__ = ["ARTICLE_START", "FlowWriter", "Grid", "Item", "Line", "Note"]

ARTICLE_START = re.compile(r"[\s\u3000]*第[零〇○一二三四五六七八九十百千\d]+条[\s\u3000]*\S")


class Note(NamedTuple):
    """A problem of one paragraph: message code and the text for its placeholder ``text``, if it has one."""

    code: str
    text: str = ""


class Line(NamedTuple):
    """A paragraph: its text, the number that the program generated, the hint of its style, what there is to note.

    ``joined``: the end of the paragraph was deleted in a tracked change.
    """

    text: str
    label: str = ""
    hint: str = ""
    notes: tuple[Note, ...] = ()
    joined: bool = False


class Grid(NamedTuple):
    """A table: rows of cells of paragraphs."""

    rows: Sequence[Sequence[Sequence[Line]]]

    @property
    def is_layout(self) -> bool:
        """A frame of one cell, or one with a cell that holds several articles: no table to a reader."""
        cells = [cell for row in self.rows for cell in row]
        return len(cells) == 1 or any(sum(map(_starts_article, cell)) > 1 for cell in cells)


Item = Line | Grid


class FlowWriter:
    """Writes paragraphs and tables to a :class:`TextBuilder`, counting them for their provenance.

    >>> out = TextBuilder("a")
    >>> FlowWriter(out).write([Line("甲", "第一条\\u3000"), Grid([[[Line("乙")], [Line("丙")]]])])
    >>> out.build(b"", "doc").text
    '第一条\\u3000甲\\n乙\\t丙\\n'
    """

    def __init__(self, out: TextBuilder) -> None:
        self._out = out
        self._tables = 0
        self._counts: Counter[tuple[str, str]] = Counter()

    def write(self, items: Iterable[Item], part: str = "body", name: str = "") -> None:
        """Append the items of one part; blank lines beside the body say nothing and are left out."""
        place = Provenance(part, name=name)
        for item in items:
            if isinstance(item, Grid):
                self._grid(item, place)
            elif part == "body" or item.text.strip() or item.label:
                self._line(item, place)
            else:
                self._next(place)

    def _next(self, place: Provenance) -> int:
        key = (place.part, place.name)
        self._counts[key] += 1
        return self._counts[key] - 1

    def _line(self, line: Line, place: Provenance, kind: str = "paragraph") -> None:
        place = place._replace(paragraph=self._next(place))
        if line.label:
            self._out.add(line.label, "", kind="number", provenance=place)
        separator = "" if line.joined else "\n"
        span = self._out.add(line.text, separator, kind=kind, provenance=place, hint=line.hint)
        for note in line.notes:
            self._note(note, span)

    def _note(self, note: Note, span: Span) -> None:
        if note.text:
            self._out.note(note.code, span, text=note.text)
        else:
            self._out.note(note.code, span)

    def _grid(self, grid: Grid, place: Provenance) -> None:
        number, layout = self._tables, grid.is_layout
        self._tables += 1
        for row_index, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                where = place._replace(table=number, row=row_index, column=column)
                if layout:
                    for line in cell:
                        self._line(line, where)
                else:
                    self._cell(cell, where, "\n" if column == len(row) - 1 else "\t")

    def _cell(self, cell: Sequence[Line], place: Provenance, separator: str) -> None:
        if not cell:
            self._out.add("", separator, kind="cell", provenance=place)
        for index, line in enumerate(cell):
            if index:
                self._out.end_last(" ")
            self._line(line._replace(joined=False), place, "cell")
        if cell:
            self._out.end_last(separator)


def _starts_article(line: Line) -> bool:
    return bool(ARTICLE_START.match(line.label + line.text))
