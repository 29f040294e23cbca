"""Ruled tables on a page of a PDF: its drawn lines put together into grids, and the lines that stand alone.

Only what is certain becomes a grid: lines along the page's edges that meet, at least two rows and two columns, every cell a
rectangle. Whatever else is drawn (frames, underlines, tables without vertical lines) leaves the text the lines that it was.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from lawcheck.document import Box
from lawcheck.readers.pdf_text import bound, passed

__all__ = ["Drawn", "Field", "Grid", "drawn_on"]

# Points: lines nearer than this are one (a thin rectangle has two edges), and ends nearer than this meet.
_NEAR = 3.0
# Shorter strokes are corners, dots and characters.
_SHORTEST = 5.0
# A filled rectangle that is thicker is no line but a background.
_THICKEST = 3.0
# More drawn things than this are a drawing, and putting them together would take long.
_MAX_OBJECTS, _MAX_POINTS, _MAX_RULES = 20_000, 20_000, 300


class _Object(ctypes.c_void_p):
    """A thing on a page; a kind of its own, because ctypes would make a number of a plain pointer."""


_object_at = bound(pdfium.FPDFPage_GetObject, _Object)
_kind_of = bound(pdfium.FPDFPageObj_GetType, ctypes.c_int)

Point = tuple[float, float]
Field = tuple[int, int]
"""Row and column, each from 0."""


class Grid(NamedTuple):
    """A table: the places of its lines from the left and from the top of the page, and for each field the first field of
    the cell that it belongs to."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: Mapping[Field, Field]

    def cell_at(self, point: Point) -> Field | None:
        """The first field of the cell at a point, None outside of the table.

        >>> Grid((0, 50, 100), (0, 20, 40), {(r, c): (r, 0) for r in (0, 1) for c in (0, 1)}).cell_at((60, 30))
        (1, 0)
        """
        return self.cells.get((bisect_right(self.rows, point[1]) - 1, bisect_right(self.columns, point[0]) - 1))

    def box(self, cell: Field) -> Box:
        """The lines around a cell, named by its first field: left, top, right, bottom.

        >>> Grid((0, 50, 100), (0, 20, 40), {(r, c): (r, 0) for r in (0, 1) for c in (0, 1)}).box((1, 0))
        (0, 20, 100, 40)
        """
        row, column = max(field for field, first in self.cells.items() if first == cell)
        return self.columns[cell[1]], self.rows[cell[0]], self.columns[column + 1], self.rows[row + 1]


class Drawn(NamedTuple):
    """The ruled tables of a page, and its level lines that touch no other: from where, to where, at which height."""

    grids: tuple[Grid, ...] = ()
    lines: tuple[tuple[float, float, float], ...] = ()


class _Rule(NamedTuple):
    """A straight line: its place across its direction, and from where to where it goes."""

    at: float
    start: float
    end: float

    def covers(self, start: float, end: float) -> bool:
        return self.start <= start + _NEAR and self.end >= end - _NEAR

    def meets(self, other: _Rule) -> bool:
        """Whether a line across this one touches it."""
        return self.covers(other.at, other.at) and other.covers(self.at, self.at)


def drawn_on(page: Any, display: Callable[[float, float], Point]) -> Drawn:
    """What is drawn on a page (the pointer to it); ``display`` turns its own coordinates into those of the result."""
    across: list[_Rule] = []
    down: list[_Rule] = []
    points = 0
    for item in _paths(page):
        for strokes in _strokes(item, display):
            points += len(strokes)
            if points > _MAX_POINTS:
                return Drawn()
            for (x1, y1), (x2, y2) in pairwise(strokes):
                if abs(y1 - y2) < 1 and abs(x1 - x2) > _SHORTEST:
                    across.append(_Rule((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
                elif abs(x1 - x2) < 1 and abs(y1 - y2) > _SHORTEST:
                    down.append(_Rule((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
    if not across:
        return Drawn()
    across, down = _merged(across), _merged(down)
    if max(len(across), len(down)) > _MAX_RULES:
        return Drawn()
    grids = (_grid(a, d) for a, d in _groups(across, down))
    alone = (rule for rule in across if not any(map(rule.meets, down)))
    return Drawn(tuple(filter(None, grids)), tuple((rule.start, rule.end, rule.at) for rule in alone))


# -- what is drawn -----------------------------------------------------------------------------------------------------


def _paths(page: Any) -> Iterator[pdfium.FPDF_PAGEOBJECT]:
    """The drawn shapes of a page; few pages have any."""
    places = range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS))
    kinds = list(map(_kind_of, map(_object_at, repeat(passed(page)), places)))
    if pdfium.FPDF_PAGEOBJ_PATH in kinds:
        for index, kind in enumerate(kinds):
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield pdfium.FPDFPage_GetObject(page, index)


def _strokes(item: pdfium.FPDF_PAGEOBJECT, display: Callable[[float, float], Point]) -> Iterator[list[Point]]:
    """The corners along each line of a shape that is drawn; those of a filled one only if it is thin."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    if not stroke.value and not (fill.value and _is_thin(item)):
        return
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    corners: list[Point] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MAX_POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind != pdfium.FPDF_SEGMENT_LINETO:  # a new line, or a curve
            yield corners
            corners = []
        px = matrix.a * x.value + matrix.c * y.value + matrix.e
        py = matrix.b * x.value + matrix.d * y.value + matrix.f
        corners.append(display(px, py))
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield [*corners, corners[0]]
            corners = []
    yield corners


def _is_thin(item: pdfium.FPDF_PAGEOBJECT) -> bool:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return min(abs(right.value - left.value), abs(top.value - bottom.value)) <= _THICKEST


# -- lines to grids ----------------------------------------------------------------------------------------------------


def _merged(rules: Sequence[_Rule]) -> list[_Rule]:
    """Lines at the same place one after the other as one line; all of the same place say the same ``at``."""
    merged: list[_Rule] = []
    group: list[_Rule] = []
    for rule in (*sorted(rules), None):
        if group and (rule is None or rule.at - group[0].at > _NEAR):
            merged += _chained(group)
            group = []
        if rule is not None:
            group.append(rule)
    return merged


def _chained(group: Sequence[_Rule]) -> Iterator[_Rule]:
    at = sum(rule.at for rule in group) / len(group)
    start, end = group[0].start, group[0].start
    for rule in sorted(group, key=lambda rule: rule.start):
        if rule.start > end + _NEAR:
            yield _Rule(at, start, end)
            start = rule.start
        else:
            start = min(start, rule.start)
        end = max(end, rule.end)
    yield _Rule(at, start, end)


def _groups(across: Sequence[_Rule], down: Sequence[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Lines that touch each other, from the top of the page down."""
    waiting, crossing = list(across), list(down)
    while waiting:
        fresh = [waiting.pop(0)]
        group: list[_Rule] = list(fresh)
        crossed: list[_Rule] = []
        while fresh:
            met = [rule for rule in crossing if any(map(rule.meets, fresh))]
            crossing = [rule for rule in crossing if rule not in met]
            fresh = [rule for rule in waiting if any(map(rule.meets, met))]
            waiting = [rule for rule in waiting if rule not in fresh]
            group, crossed = group + fresh, crossed + met
        if crossed:
            yield group, crossed


def _grid(across: Sequence[_Rule], down: Sequence[_Rule]) -> Grid | None:
    columns, rows = _places(down, across), _places(across, down)
    if len(columns) < 3 or len(rows) < 3 or len(columns) * len(rows) > _MAX_POINTS:
        return None
    cells = _cells(columns, rows, across, down)
    if cells is None:
        return None
    firsts = set(cells.values())
    rows_used, columns_used = {row for row, _ in firsts}, {column for _, column in firsts}
    return Grid(columns, rows, cells) if len(rows_used) > 1 and len(columns_used) > 1 else None


def _places(rules: Sequence[_Rule], crossing: Sequence[_Rule]) -> tuple[float, ...]:
    """Where the lines stand, and where those across them end if that is further out: a table open at its sides."""
    places = sorted({rule.at for rule in rules})
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    before, behind = (first,) if first < places[0] - _NEAR else (), (last,) if last > places[-1] + _NEAR else ()
    return (*before, *places, *behind)


def _cells(
    columns: Sequence[float], rows: Sequence[float], across: Sequence[_Rule], down: Sequence[_Rule]
) -> dict[Field, Field] | None:
    """The first field of each field's cell; None when a cell is no rectangle."""
    cells: dict[Field, Field] = {}
    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column, (left, right) in enumerate(pairwise(columns)):
            above, before = cells.get((row - 1, column)), cells.get((row, column - 1))
            if above is not None and not any(rule.at == top and rule.covers(left, right) for rule in across):
                cells[row, column] = above
            elif before is not None and not any(rule.at == left and rule.covers(top, bottom) for rule in down):
                cells[row, column] = before
            else:
                cells[row, column] = (row, column)
    return cells if _are_rectangles(cells) else None


def _are_rectangles(cells: Mapping[Field, Field]) -> bool:
    fields: dict[Field, list[Field]] = {}
    for field, first in cells.items():
        fields.setdefault(first, []).append(field)
    return all(
        len(held) == (max(r for r, _ in held) - first[0] + 1) * (max(c for _, c in held) - first[1] + 1)
        for first, held in fields.items()
    )
