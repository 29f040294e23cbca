"""Where a printed page is set in columns: the gaps between them, told from where lines begin and end.

Lengths are in the unit of the page; the origin is the top left corner. What stands side by side in the rows of a table is no
column: there the file goes from the left to the right again and again, in columns only once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from math import inf
from statistics import median, mode

from lawcheck.document import Box

__all__ = ["columns", "gutters"]


# Characters of the narrowest column, and of the narrowest and the widest gap between two.
_NARROWEST = 7.0
_GAP = (0.9, 7.0)
# Characters by which a full line may be short, and the share of full lines in a column that has another to its right.
_SLACK = 2.6
_FULL = 0.5
# Characters by which the first lines of two columns may differ in height.
_LEVEL = 2.5
# Lines of the first column of a page; with fewer than so many a second column of one line is none.
_LEAST, _MANY = 3, 8
# Lines of the columns but the first, where they begin below what goes over all.
_BESIDE = 2
# Lines of a page of text, at the most.
_MOST = 600
# Of the lines of a page, those that columns hold that no line crosses; of a column, those that the file has out of turn.
_STRETCH = 0.25
_STRAY = 0.1
# Characters by which starts of lines at the same place may differ.
_SAME = 0.5


def gutters(boxes: Sequence[Box], size: float) -> tuple[float, ...]:
    """Where each column but the first of a page begins; ``boxes`` of its lines as the file has them, ``size`` of the characters.

    >>> left, right = ([(x, 20.0 * n, x + 200, 20.0 * n + 10) for n in range(9)] for x in (50.0, 270.0))
    >>> gutters([(150.0, -30.0, 400.0, -20.0), *left, *right], 10.0), gutters(left, 10.0)
    ((270.0,), ())
    """
    found: list[float] = []
    if len(boxes) > _MOST:
        return ()
    first = min((box[0] for box in boxes), default=0.0)
    for start in _starts(boxes, size):
        left = found[-1] if found else first
        if start - left > _NARROWEST * size and _parts(boxes, left, start, size):
            found.append(start)
    return tuple(found)


def columns(boxes: Sequence[Box], starts: Sequence[float], size: float) -> list[int]:
    """The column that each line of a page stands in, from 1; 0 for one that goes over several, or stands above the columns.

    >>> columns([(x, 0.0, x + 200, 9.0) for x in (50.0, 150.0, 290.0)], (270.0,), 10.0)
    [1, 0, 2]
    """
    places = [_column_at(box, starts, size) for box in boxes]
    crossing = sorted({box[1] for box, place in zip(boxes, places, strict=True) if not place})
    if not crossing:
        return places
    stretches = [bisect_left(crossing, box[1]) for box in boxes]
    beside: dict[int, list[float]] = {}
    for stretch, place, box in zip(stretches, places, boxes, strict=True):
        if place > 1:
            beside.setdefault(stretch, []).append(box[1])
    begin = min((at for at, tops in beside.items() if len(tops) >= _BESIDE), default=0)
    tops = {at: min(found) - _LEVEL * size for at, found in beside.items()}
    return [
        place if stretch >= begin and box[1] > tops.get(stretch, -inf) else 0
        for stretch, place, box in zip(stretches, places, boxes, strict=True)
    ]


def _column_at(box: Box, starts: Sequence[float], size: float) -> int:
    near = _SAME * size
    if any(box[0] < start - near and box[2] > start + near for start in starts):
        return 0
    return 1 + sum(box[0] >= start - near for start in starts)


def _starts(boxes: Sequence[Box], size: float) -> Iterator[float]:
    """Places where lines begin, from left to right; of those that differ by a hair the commonest."""
    group: list[float] = []
    for left in (*sorted(box[0] for box in boxes), inf):
        if group and left - group[0] > _SAME * size:
            yield mode(group)
            group = []
        group.append(left)


def _parts(boxes: Sequence[Box], left: float, start: float, size: float) -> bool:
    """Whether a column begins at ``start``, in some stretch of the page that no line crosses."""
    near = _SAME * size
    held = [(n, box) for n, box in enumerate(boxes) if box[0] >= left - near]
    crossing = sorted(box[1] for _, box in held if box[0] < start - near and box[2] > start - near)
    if len(held) - len(crossing) < _STRETCH * len(held):  # as on nearly every page
        return False
    stretches: dict[int, list[tuple[int, Box]]] = {}
    for n, box in held:
        if not (box[0] < start - near and box[2] > start - near):
            stretches.setdefault(bisect_left(crossing, box[1]), []).append((n, box))
    return any(_are_columns(found, start, size) for found in stretches.values() if len(found) >= _STRETCH * len(held))


def _are_columns(held: Sequence[tuple[int, Box]], start: float, size: float) -> bool:
    """Whether lines without one that crosses are two columns: level at the top (a heading above one of them left out), the
    left one full up to a narrow gap, and written before the right one."""
    sides = [[line for line in held if (line[1][0] < start - _SAME * size) is first] for first in (True, False)]
    if not all(sides):
        return False
    top = max(min(box[1] for _, box in side) for side in sides) - _LEVEL * size
    left, right = ([(n, box) for n, box in side if box[1] > top] for side in sides)
    if not right or len(left) < _LEAST or (len(right) == 1 and len(left) < _MANY) or _alternate(left, right):
        return False
    furthest = max(box[2] for _, box in left)
    ends = [box[2] for _, box in left if box[2] > furthest - _SLACK * size]
    end = median(ends)  # a mark may hang out of the margin
    level = abs(min(box[1] for _, box in left) - min(box[1] for _, box in right)) < _LEVEL * size
    wide = end - min(box[0] for _, box in left) > _NARROWEST * size
    return level and wide and len(ends) >= _FULL * len(left) and _GAP[0] * size < start - end < _GAP[1] * size


def _alternate(left: Sequence[tuple[int, Box]], right: Sequence[tuple[int, Box]]) -> bool:
    """Whether the file goes from side to side, as in the rows of a table; a line or two may stand out of turn (a page's foot)."""
    early = sum(n < left[-1][0] for n, _ in right)
    late = sum(n > right[0][0] for n, _ in left)
    return early > _STRAY * len(right) and late > _STRAY * len(left)
