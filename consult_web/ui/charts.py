"""Charts as SVG made on the server: no script, words beside every colour, numbers with what they are out of.

Each function gives markup for a page. Lengths are per cent of the width of the page, so that words keep their size on
a phone; every chart has its numbers as a table.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

__all__ = ["Bar", "bars", "columns", "donut", "heat_strip", "lines", "stacked"]

_PLOT_TOP = 22.0  # px above the plot, for the number of the highest grid line
_PLOT = 170.0  # px, height of the plot
_TICKS = {1: 5, 2: 4, 3: 3, 4: 4, 5: 5, 6: 3, 8: 4, 10: 5}  # first digits of an axis's end: how many steps to it
_LABELS = 7  # words below the plot at most; more would touch on a phone
_SHADES = 5


class Bar(NamedTuple):
    """One row of a bar chart; ``url`` leads to what was counted; ``tone`` as in ``parts.badge``."""

    label: str
    value: float
    url: str = ""
    tone: str = ""


class _Series(NamedTuple):
    name: str
    values: Sequence[float]
    points: Sequence[tuple[float, float]]


class _Part(NamedTuple):
    name: str
    value: float
    share: float
    start: float


def bars(title: str, rows: Iterable[Bar], unit: str, *, total: float | None = None, note: str = "") -> Markup:
    """Horizontal bars, longest possible bar = greatest value; ``total`` is the denominator of the shares.

    Without ``total`` no share is shown (rows may overlap: one comment can be about several clauses).
    """
    found = list(rows)
    scale = max((row.value for row in found), default=0) or 1
    return _draw("bars", title=title, rows=found, scale=scale, unit=unit, total=total, note=note)


def stacked(
    title: str,
    series: Sequence[str],
    rows: Sequence[tuple[str, Sequence[float]]],
    unit: str,
    *,
    tones: Sequence[str] = (),
    urls: Sequence[str] = (),
    relative: bool = False,
) -> Markup:
    """Bars of several parts; ``rows`` are (label, one value for each series).

    ``relative`` makes every bar full width (shares), else lengths compare. ``tones`` (support, oppose, change,
    question, none) replace the order's colours.
    """
    sums = [sum(values) for _, values in rows]
    scale = max(sums, default=0) or 1
    parts = [
        _parts(series, values, total if relative else scale) for (_, values), total in zip(rows, sums, strict=True)
    ]
    links = list(urls) or [""] * len(rows)
    table = list(zip([label for label, _ in rows], parts, sums, links, strict=True))
    return _draw("stacked", title=title, series=series, rows=table, unit=unit, tones=list(tones), total=sum(sums))


def lines(
    title: str, labels: Sequence[str], series: Mapping[str, Sequence[float]], unit: str, *, note: str = ""
) -> Markup:
    """A line for each series over the same labels (days, months); lines differ by dashes too."""
    top = _nice_top(max((value for values in series.values() for value in values), default=0))
    drawn = [_Series(name, values, _points(values, top)) for name, values in series.items()]
    return _draw("lines", title=title, unit=unit, note=note, series=drawn, **_axes(labels, top))


def columns(title: str, labels: Sequence[str], values: Sequence[float], unit: str, *, note: str = "") -> Markup:
    """Upright bars over labels in their order (months, years)."""
    top = _nice_top(max(values, default=0))
    width = 100 / max(len(values), 1)
    shapes = [(width * (i + 0.15), _height(value, top), width * 0.7) for i, value in enumerate(values)]
    axes = _axes(labels, top, centred=True)
    return _draw("columns", title=title, unit=unit, note=note, values=values, shapes=shapes, **axes)


def donut(title: str, parts: Mapping[str, float], unit: str, *, tones: Sequence[str] = ()) -> Markup:
    """Shares of a whole: at most six parts; the whole stands in the middle."""
    total = sum(parts.values())
    drawn = _parts(list(parts), list(parts.values()), total)
    return _draw("donut", title=title, parts=drawn, unit=unit, total=total, tones=list(tones))


def heat_strip(title: str, cells: Iterable[Bar], unit: str) -> Markup:
    """One cell for each clause in the order of the draft, darker = more; the table below leads to the clauses."""
    found = list(cells)
    greatest = max((cell.value for cell in found), default=0)
    shades = [_shade(cell.value, greatest) for cell in found]
    return _draw("heat", title=title, cells=list(zip(found, shades, strict=True)), greatest=greatest, unit=unit)


def number(value: float) -> str:
    """A number for people: whole numbers with commas, others with one decimal.

    >>> number(423719), number(12.25), number(3.0)
    ('423,719', '12.2', '3')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:,.1f}"


def share(value: float, total: float) -> str:
    """A share as a whole per cent; small ones are not rounded to nothing.

    >>> share(1, 3), share(1, 900), share(0, 3), share(0, 0)
    ('33%', '<1%', '0%', '—')
    """
    if not total:
        return "—"
    percent = 100 * value / total
    return "<1%" if 0 < percent < 1 else f"{percent:.0f}%"


def _draw(chart: str, **model: object) -> Markup:
    macro = get_template_attribute("ui/charts.html", chart)
    return Markup(macro(**model))  # noqa: S704 made by a template that escapes


def _parts(names: Sequence[str], values: Sequence[float], scale: float) -> list[_Part]:
    found: list[_Part] = []
    start = 0.0
    for name, value in zip(names, values, strict=True):
        width = 100 * value / scale if scale else 0.0
        found.append(_Part(name, value, width, start))
        start += width
    return found


def _axes(labels: Sequence[str], top: float, *, centred: bool = False) -> dict[str, object]:
    """Grid lines (y in px, number) and words below the plot (x in per cent, anchor, word)."""
    ticks = _TICKS[int(f"{top:e}"[0])]
    grid = [(_height(top * i / ticks, top), top * i / ticks) for i in range(ticks + 1)]
    every = max(math.ceil(len(labels) / _LABELS), 1)
    last = len(labels) - 1
    words = []
    for place in range(0, len(labels), every):
        x = 100 * (place + 0.5) / len(labels) if centred else 100 * place / max(last, 1)
        words.append((x, _anchor(x), labels[place]))
    return {"labels": labels, "grid": grid, "words": words, "bottom": _PLOT_TOP + _PLOT}


def _anchor(x: float) -> str:
    """Words at the edges stay inside the picture."""
    if x > 94:
        return "end"
    return "start" if x < 6 else "middle"


def _points(values: Sequence[float], top: float) -> list[tuple[float, float]]:
    last = max(len(values) - 1, 1)
    return [(100 * i / last, _height(value, top)) for i, value in enumerate(values)]


def _height(value: float, top: float) -> float:
    """Px from the upper edge of the picture."""
    return round(_PLOT_TOP + _PLOT * (1 - value / top), 2)


def _nice_top(greatest: float) -> float:
    """The end of the axis: the next round number.

    >>> _nice_top(37), _nice_top(0), _nice_top(1000)
    (40.0, 4.0, 1000.0)
    """
    if greatest <= 4:
        return 4.0
    power = 10.0 ** math.floor(math.log10(greatest))
    return min(digit * power for digit in _TICKS if digit * power >= greatest)


def _shade(value: float, greatest: float) -> int:
    """0 for nothing, then 1 … 5.

    >>> [_shade(v, 100) for v in (0, 1, 30, 100)]
    [0, 1, 2, 5]
    """
    return math.ceil(_SHADES * value / greatest) if greatest else 0
