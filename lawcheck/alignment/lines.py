"""Which lines of a text stand as which lines of its new version: 款, 项 and the rows of a table, before their characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from lawcheck.document import Span

__all__ = ["LinePair", "align_lines"]

_SHARE: Final = 0.4
"""Unrelated lines have up to this share of the shorter one in common by chance."""
_LENGTH: Final = 0.05
"""What a character more on one side takes from the likeness of two lines: the nearest in length wins a tie."""
_NAMED: Final = 0.5
"""What the same first cell adds, as a share of the shorter row: it says what a row is about."""
_INSIDE: Final = 85.0
"""How alike (partial ratio, 0–100) a stretch of a longer line must be to a line that was joined to others."""
_JOINED: Final = 8
"""So many lines may have been joined to one, or one have been parted into …"""
_MOST: Final = 40_000
"""… and so many pairs of lines are held against each other; longer texts stay one pair."""
_NUMBER: Final = re.compile(r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、.．])\s*")
_FIRST_CELL: Final = re.compile(r"(?:[\d\s]*\t)?\s*([^\t\n]*[^\t\n\d\s][^\t\n]*)\t")


class LinePair(NamedTuple):
    """Whole lines of both texts that stand for each other, without the break behind them; an empty span where a line has
    none. More than one line on a side: they were joined to one, or came out of one."""

    old: Span
    new: Span


def align_lines(old: str, new: str) -> tuple[LinePair, ...]:
    """The lines of both texts in order, each in one pair; the order is kept, so a line that moved is gone and new.

    >>> a, b = "条件：\\n（一）年满十八周岁；\\n（二）有住所。", "条件：\\n（一）有住所。"
    >>> [(a[slice(*p.old)], b[slice(*p.new)]) for p in align_lines(a, b)]
    [('条件：', '条件：'), ('（一）年满十八周岁；', ''), ('（二）有住所。', '（一）有住所。')]
    """
    left, right = old.split("\n"), new.split("\n")
    if len(left) == len(right) == 1 or len(left) * len(right) > _MOST:
        return (LinePair(Span(0, len(old)), Span(0, len(new))),)
    return tuple(_pairs(_Lines.of(left), _Lines.of(right), _Table(left, right).steps))


class _Lines(NamedTuple):
    lines: Sequence[str]
    starts: Sequence[int]

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Lines:
        return cls(lines, tuple(accumulate((len(line) + 1 for line in lines), initial=0)))

    def span(self, first: int, count: int) -> Span:
        start = self.starts[first]
        return Span(start, self.starts[first + count] - 1 if count else start)


def _pairs(left: _Lines, right: _Lines, steps: Sequence[tuple[int, int]]) -> Iterator[LinePair]:
    i = j = 0
    for down, across in steps:
        yield LinePair(_clipped(left, i, down), _clipped(right, j, across))
        i, j = i + down, j + across


def _clipped(lines: _Lines, first: int, count: int) -> Span:
    return lines.span(min(first, len(lines.lines)), count)


class _Table:
    """The way through both lists of lines with the greatest likeness."""

    def __init__(self, left: Sequence[str], right: Sequence[str]) -> None:
        self.left, self.right = left, right
        self.bare = [[_NUMBER.sub("", line, count=1).strip() for line in side] for side in (left, right)]

    @cached_property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """How many lines of each side every pair takes, in order."""
        rows, columns = len(self.left), len(self.right)
        best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        taken = {(i, 0): (1, 0) for i in range(1, rows + 1)} | {(0, j): (0, 1) for j in range(1, columns + 1)}
        for i in range(1, rows + 1):
            for j in range(1, columns + 1):
                ways = ((best[i - down][j - across] + gain, (down, across)) for gain, down, across in self._ways(i, j))
                best[i][j], taken[i, j] = max(ways, key=lambda way: way[0])
        return tuple(reversed(list(_back(taken, rows, columns))))

    def _ways(self, i: int, j: int) -> Iterator[tuple[float, int, int]]:
        """How the lines before place (i, j) can end: a pair, a line left over, several lines for one."""
        yield self._gain(i - 1, j - 1), 1, 1
        yield 0.0, 0, 1
        yield 0.0, 1, 0
        yield from ((gain, count, 1) for gain, count in self._joined(0, i, 1, j))
        yield from ((gain, 1, count) for gain, count in self._joined(1, j, 0, i))

    def _gain(self, i: int, j: int) -> float:
        a, b = self.bare[0][i], self.bare[1][j]
        shorter, longer = sorted((len(a), len(b)))
        common = shorter if a == b else LCSseq.similarity(a, b)
        name = _first_cell(self.left[i])
        named = _NAMED * shorter if name and name == _first_cell(self.right[j]) else 0.0
        gain = common + named - _SHARE * shorter - _LENGTH * (longer - shorter)
        return gain if common else -1.0

    def _joined(self, side: int, end: int, other: int, at: int) -> Iterator[tuple[float, int]]:
        """Runs of two lines and more that stand in one line of the other text, with what they gain."""
        whole, gain = self.bare[other][at - 1], 0.0
        for count in range(1, min(_JOINED, end) + 1):
            part = self.bare[side][end - count]
            if not part or len(part) >= len(whole) or fuzz.partial_ratio(part, whole) < _INSIDE:
                return
            gain += (1 - _SHARE) * len(part) - _LENGTH
            if count > 1:
                yield gain, count


def _first_cell(line: str) -> str:
    """What a row of a table is about: its first cell, a running number before it left out."""
    found = _FIRST_CELL.match(line)
    return found[1].strip() if found else ""


def _back(taken: dict[tuple[int, int], tuple[int, int]], i: int, j: int) -> Iterator[tuple[int, int]]:
    while i or j:
        yield taken[i, j]
        i, j = i - taken[i, j][0], j - taken[i, j][1]
