"""Clauses cut into sentences and 项, and which sentence or 项 below stands for which above (one to many allowed)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from lawcheck.comparison.steps import folded
from lawcheck.document import Span

__all__ = ["Pairing", "Piece", "align_pieces", "cut"]

PAIRED: Final = 0.45
"""Sentences less alike than this share only the phrases that all laws share; seen in near copies and their neighbours."""
BESIDE: Final = 0.4
"""… or this likeness, in front of a sentence that is surely the same …"""
SURE: Final = 0.9
CONTAINED: Final = 75.0
"""…unless nearly all of the shorter stands in the longer (a sentence split in two)."""
_PIECE: Final = re.compile(r"[^。；\n]+?(?:[。；]|：(?=\s*[（(][一二三四五六七八九十]+[）)])|(?=\n)|$)")
_LABEL: Final = re.compile(r"\s*(?:[（(][一二三四五六七八九十百\d]+[）)]|\d{1,3}[.．、](?!\d))\s*")
_CATCH_ALL: Final = re.compile(r"^(?:法律|国家|法规)?[^，。；]{0,16}其他")


class Piece(NamedTuple):
    """A sentence (up to 。 or ；) or an 项 of a clause: offsets in its text, its words folded for comparing, whether it is
    an 项, and whether that 项 only gathers what is left (其他 …)."""

    start: int
    end: int
    key: str
    item: bool
    catch_all: bool

    @property
    def span(self) -> Span:
        """The offsets as a span."""
        return Span(self.start, self.end)


class Pairing(NamedTuple):
    """A piece below and its counterpart above (None: there is none), with their similarity 0..1."""

    lower: int
    upper: int | None
    similarity: float


def cut(text: str) -> tuple[Piece, ...]:
    """The pieces of a clause, labels of 项 left out.

    >>> [(p.key, p.item) for p in cut("不得有下列行为：\\n（一）甲；\\n（二）乙。")]
    [('不得有下列行为', False), ('甲', True), ('乙', True)]
    """
    found = []
    for match in _PIECE.finditer(text):
        label = _LABEL.match(match[0])
        start = match.start() + (label.end() if label else 0)
        words = text[start : match.end()]
        key = folded(words)
        if key:
            found.append(Piece(start, match.end(), key, label is not None, _CATCH_ALL.match(words) is not None))
    return tuple(found)


def align_pieces(lower: Sequence[Piece], upper: Sequence[Piece]) -> tuple[Pairing, ...]:
    """For each piece below the piece above that is most like it; several may have the same one.

    >>> [(p.lower, p.upper) for p in align_pieces(cut("甲应当登记备案；乙应当报告公安机关。"), cut("乙应当报告公安机关。"))]
    [(0, None), (1, 0)]
    """
    if not lower or not upper:
        return tuple(Pairing(number, None, 0.0) for number in range(len(lower)))
    likeness = _likeness(lower, upper)
    found = [_best(number, row) for number, row in enumerate(likeness)]
    return tuple(_beside(found, number, likeness) for number in range(len(found)))


def _beside(found: Sequence[Pairing], number: int, likeness: np.ndarray) -> Pairing:
    """A sentence that falls a little short stands for the one before the counterpart of the next, where that is sure
    (…的，由公安机关给予警告；拒不改正的，处…)."""
    one, after = found[number], found[number + 1] if number + 1 < len(found) else None
    if one.upper is not None or after is None or not after.upper or after.similarity < SURE:
        return one
    value = float(likeness[number, after.upper - 1])
    taken = any(other.upper == after.upper - 1 for other in found)
    return one if taken or value < BESIDE else Pairing(number, after.upper - 1, round(min(value, 1.0), 4))


def _likeness(lower: Sequence[Piece], upper: Sequence[Piece]) -> np.ndarray:
    left, right = [piece.key for piece in lower], [piece.key for piece in upper]
    ratio = process.cdist(left, right, scorer=fuzz.ratio, dtype=np.float32) / 100
    same_kind = np.array([[a.item == b.item for b in upper] for a in lower])
    for row in np.flatnonzero(ratio.max(axis=1) < PAIRED):
        ratio[row] = [max(r, _contained(left[row], above, r)) for above, r in zip(right, ratio[row], strict=True)]
    found: np.ndarray = ratio + np.where(same_kind, 0.001, 0.0)
    return found


def _contained(lower: str, upper: str, ratio: float) -> float:
    """How far the shorter stands in the longer, where the ratio alone is too low to tell."""
    short, long = sorted((len(lower), len(upper)))
    if ratio >= PAIRED or short < 8 or ratio < 0.8 * short / (short + long):
        return 0.0
    return PAIRED if fuzz.partial_ratio(lower, upper) >= CONTAINED else 0.0


def _best(number: int, row: np.ndarray) -> Pairing:
    place = int(row.argmax())
    value = min(float(row[place]), 1.0)
    return Pairing(number, place if value >= PAIRED else None, round(value, 4))
