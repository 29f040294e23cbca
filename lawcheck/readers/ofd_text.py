"""Where the characters of an OFD page stand: text objects (GB/T 33190-2016, 11) become printed lines.

Lengths are millimetres from the top left corner of the page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from lxml import etree

from lawcheck.readers.printed import VisualLine

__all__ = ["Matrix", "Run", "floats", "page_lines", "runs_of"]

Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# 3号 (5.64 mm), the size of official documents, for objects that do not say theirs.
_DEFAULT_SIZE = 5.64
# Coordinates beyond ten kilometres are damage, not layout.
_LIMIT = 1e7
# Runs whose base lines differ by less than this share of their size stand in one row.
_SAME_ROW = 0.45
# Bold is sometimes imitated by printing twice, this share of the size apart.
_TWICE = 0.25
# A gap of this many sizes between runs, or inside one beyond the advance, stands for a blank.
_GAP = 0.8
_LATIN_GAP = 0.2
_WIDE = 1.7
# Share of a character above its base line, in the fonts of official documents.
_ASCENT = 0.88
# Attributes longer than this are read each time.
_CACHED = 100
_LINE_BREAKS = re.compile(r"[\t ]*[\r\n]+[\t ]*|[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Run(NamedTuple):
    """Characters in a row: left end, base line, right end, size on the page; ``turned`` by quarters clockwise."""

    x: float
    y: float
    end: float
    size: float
    text: str
    turned: int = 0


def floats(text: str | None, count: int) -> tuple[float, ...] | None:
    """Exactly ``count`` finite numbers of an attribute, else None.

    >>> floats("0 0 210 297", 4), floats("1 x", 2)
    ((0.0, 0.0, 210.0, 297.0), None)
    """
    if text is None:
        return None
    return _short_floats(text, count) if len(text) < _CACHED else _floats(text, count)


def _floats(text: str, count: int) -> tuple[float, ...] | None:
    found = tuple(_numbers(text.replace(",", " ").split()))
    return found if len(found) == count and None not in found else None  # type: ignore[return-value]


# The same sizes, offsets and matrices come again in every object; long ones are no such values and are not kept.
_short_floats = lru_cache(maxsize=4096)(_floats)


def _numbers(words: Iterable[str]) -> Iterator[float | None]:
    for word in words:
        try:
            value = float(word)
        except ValueError:
            yield None
            continue
        yield value if math.isfinite(value) and abs(value) < _LIMIT else None


def _number(text: str | None, default: float) -> float:
    if text is None:
        return default
    found = floats(text, 1)
    return found[0] if found else default


# -- text objects --------------------------------------------------------------------------------------------------


def runs_of(element: etree._Element) -> Iterator[Run]:
    """The runs of one ``TextObject``, in page coordinates."""
    box = floats(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    a, b, c, d, e, f = floats(element.get("CTM"), 6) or _IDENTITY
    matrix: Matrix = (a, b, c, d, e + box[0], f + box[1])
    size = abs(_number(element.get("Size"), _DEFAULT_SIZE)) or _DEFAULT_SIZE
    scale = abs(_number(element.get("HScale"), 1.0)) or 1.0
    x = y = 0.0
    for code in element.iter("{*}TextCode"):
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        text = code.text or ""
        if not text.isprintable():  # nearly all are, and that is told in no time
            text = _LINE_BREAKS.sub("", text)
        if text:
            yield from _place(code, text, (x, y), size, scale, matrix)


def _place(
    code: etree._Element, text: str, at: tuple[float, float], size: float, scale: float, matrix: Matrix
) -> Iterator[Run]:
    advances = _advances(code.get("DeltaX"), text, size * scale)
    falls = code.get("DeltaY")
    down = _deltas(falls, len(text)) if falls else (0.0,) * len(text)
    a, b, c, d, _, _ = matrix
    height = size * (math.hypot(c, d) or 1.0)
    upright = abs(b) <= abs(a) / 10
    if upright and not (falls and any(down[:-1])):
        yield _level(text, at, advances, height, size * scale, matrix)
    elif upright and any(across and not fall for across, fall in zip(advances, down[:-1], strict=False)):
        yield from _wrapped(text, at, advances, down, height, size * scale, matrix)
    else:
        steps = advances if code.get("DeltaX") or not any(down[:-1]) else (0.0,) * len(text)
        yield from _glyphs(text, at, steps, down, height, 3 if b < 0 else 1, matrix)


def _level(
    text: str, at: tuple[float, float], advances: Sequence[float], height: float, em: float, matrix: Matrix
) -> Run:
    x, y = _apply(matrix, at)
    return Run(x, y, x + matrix[0] * sum(advances), height, _spaced(text, advances, em))


def _wrapped(
    text: str, at: tuple[float, float], advances: Sequence[float], down: Sequence[float], height: float, em: float,
    matrix: Matrix,
) -> Iterator[Run]:  # fmt: skip
    """Several lines in one text code: a step down ends each of them."""
    x, y = at
    start = 0
    for position, fall in enumerate(down, 1):
        if not fall and position < len(text):
            continue
        steps = [*advances[start : position - 1], em]
        yield _level(text[start:position], (x, y), steps, height, em, matrix)
        x, y = x + sum(advances[start:position]), y + fall
        start = position


def _glyphs(
    text: str, at: tuple[float, float], steps: Sequence[float], down: Sequence[float], height: float, turned: int,
    matrix: Matrix,
) -> Iterator[Run]:  # fmt: skip
    """Each character by itself: the text goes down or up the page."""
    x, y = at
    for char, step, fall in zip(text, steps, down, strict=True):
        left, base = _apply(matrix, (x, y))
        yield Run(left, base, left + height, height, char, turned)
        x, y = x + step, y + fall


def _apply(matrix: Matrix, point: tuple[float, float]) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _deltas(text: str | None, count: int) -> tuple[float, ...]:
    """``count`` distances, ``g 3 5.64`` standing for three of 5.64; the missing ones are 0."""
    return _short_list(text, count) if text is None or len(text) < _CACHED else _list(text, count)


def _list(text: str | None, count: int) -> tuple[float, ...]:
    words, found = (text or "").replace(",", " ").split(), list[float]()
    position = 0
    while position < len(words) and len(found) < count:
        if words[position] == "g":
            times, value = (*words[position + 1 : position + 3], "0", "0")[:2]
            found += [_number(value, 0.0)] * min(int(_number(times, 0.0)), count - len(found))
            position += 3
        else:
            found.append(_number(words[position], 0.0))
            position += 1
    return tuple((found + [0.0] * count)[:count])


_short_list = lru_cache(maxsize=4096)(_list)


def _advances(text: str | None, characters: str, em: float) -> tuple[float, ...]:
    """How far each character carries on: as written, for the last one (and where nothing is written) its width."""
    found = _deltas(text, len(characters) - 1) if text else ()
    return (*found, *[em if char > "\u2e7f" else em / 2 for char in characters[len(found) :]])


def _spaced(text: str, advances: Sequence[float], em: float) -> str:
    """The text with a blank where the advance leaves room for one that was not written."""
    if max(advances) <= em * _WIDE:
        return text
    pieces = []
    for char, following, advance in zip(text, text[1:] + " ", advances, strict=True):
        wide = advance > em * _WIDE and not char.isspace() and not following.isspace()
        pieces.append(char + "\u3000" if wide else char)
    return "".join(pieces)


# -- rows ----------------------------------------------------------------------------------------------------------


def page_lines(runs: Sequence[Run], page: int, size: tuple[float, float]) -> list[VisualLine]:
    """Runs in any order as lines in reading order; a page of turned text is read turned."""
    turned = [run for run in runs if run.turned]
    if len(turned) * 2 > len(runs):
        return _turned_lines(runs, page, size)
    return [_line(row, page, size) for row in _rows(runs)]


def _rows(runs: Sequence[Run]) -> Iterator[list[Run]]:
    row: list[Run] = []
    for run in sorted(runs, key=lambda run: (run.y, run.x)):
        if row and run.y - row[0].y >= max(row[0].size, run.size) * _SAME_ROW:
            yield sorted(row)
            row = []
        row.append(run)
    if row:
        yield sorted(row)


def _line(row: Sequence[Run], page: int, size: tuple[float, float]) -> VisualLine:
    if len(row) == 1:
        x, y, end, high, text, _ = row[0]
        return VisualLine(text, page, (x, y - high * _ASCENT, end, y + high * (1 - _ASCENT)), high, size)
    kept = list(_once(row))
    text = kept[0].text + "".join(_blank(a, b) + b.text for a, b in pairwise(kept))
    height = max(run.size for run in kept)
    top = min(run.y - run.size * _ASCENT for run in kept)
    bottom = max(run.y + run.size * (1 - _ASCENT) for run in kept)
    box = (kept[0].x, top, max(run.end for run in kept), bottom)
    return VisualLine(text, page, box, height, size)


def _once(row: Sequence[Run]) -> Iterator[Run]:
    """Without characters printed a second time over themselves."""
    last: Run | None = None
    for run in row:
        if last and run.text == last.text and abs(run.x - last.x) < _TWICE * run.size:
            continue
        last = run
        yield run


def _blank(before: Run, behind: Run) -> str:
    gap = (behind.x - before.end) / (max(before.size, behind.size) or 1.0)
    if before.text[-1:].isspace() or behind.text[:1].isspace() or gap < _LATIN_GAP:
        return ""
    if gap >= _GAP:
        return "\u3000"
    return " " if before.text[-1].isascii() and behind.text[0].isascii() else ""


def _turned_lines(runs: Sequence[Run], page: int, size: tuple[float, float]) -> list[VisualLine]:
    """Lines of a page whose text runs down (or up): rows are found on the turned page."""
    width, height = size
    up = sum(run.turned == 3 for run in runs) * 2 > len(runs)
    lines = []
    for row in _rows([_turn(run, width, height, up) for run in runs]):
        line = _line(row, page, size)
        left, top, right, bottom = line.box
        place = (top, height - right, bottom, height - left) if up else (width - bottom, left, width - top, right)
        lines.append(line._replace(place=place, page_size=(height, width)))
    return lines


def _turn(run: Run, width: float, height: float, up: bool) -> Run:
    x, y = (height - run.y, run.x) if up else (run.y, width - run.x)
    return Run(x, y, x + run.size, run.size, run.text)
