"""Words with marks put between their characters: 弱-智, 残·废·人, 工、商、局."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lawcheck.document import Span

__all__ = ["Stripped", "stripped_places"]

_SOFT = r"·.\-_*~|`^+＊＿｜\\"
"""Marks that no sentence has between two Chinese characters: one is enough."""
_HARD = r"—…、，。；：/"
"""Marks that part words and sentences too: only where one stands in every gap of three characters or more."""
_HAN = "\u3400-\u9fff"
_LATIN = "A-Za-z"
_LOOSE = rf"{_SOFT} "
"""What stands between a letter and a Chinese character, or between letters written one by one (A P P)."""
_SPELT = f"(?<![{_LATIN}]{{2}})(?<=[{_LATIN}]) {{1,3}}(?=[{_LATIN}](?![{_LATIN}]))"
# Each begins with a class of marks: the engine of ``re`` skips to the next of them.
_PLACES = (
    re.compile(f"[{_SOFT}]{{1,3}}[{_HAN}{_LATIN}]"),
    re.compile(f"[{_HARD}][{_HAN}][{_HARD}][{_HAN}]"),
    re.compile(f" {{1,3}}[{_HAN}{_LATIN}]"),
)
_MARK = re.compile(
    f"(?<=[{_HAN}])[{_SOFT}{_HARD}]{{1,3}}(?=[{_HAN}])|(?<=[{_LATIN}])[{_SOFT}]{{1,3}}(?=[{_LATIN}])|{_SPELT}"
    f"|(?<=[{_LATIN}])[{_LOOSE}]{{1,3}}(?=[{_HAN}])|(?<=[{_HAN}])[{_LOOSE}]{{1,3}}(?=[{_LATIN}])"
)
_HAS_HARD = re.compile(f"[{_HARD}]")
_AROUND = 60  # characters on either side: words are shorter
_ENOUGH = 3  # characters of a word that hard marks may part


class Stripped(NamedTuple):
    """A stretch of the normalised text without its marks; ``positions[i]`` is where ``text[i]`` stands."""

    text: str
    positions: list[int]

    def span(self, start: int, end: int) -> Span:
        """The stretch of the normalised text that ``text[start:end]`` came from."""
        return Span(self.positions[start], self.positions[end - 1] + 1)

    def is_disguised(self, source: str, start: int, end: int) -> bool:
        """Whether marks stand inside ``text[start:end]``, in the way of a disguise."""
        span = self.span(start, end)
        if span.length == end - start:
            return False
        if not _HAS_HARD.search(source, span.start, span.end):
            return True
        apart = all(self.positions[i + 1] > self.positions[i] + 1 for i in range(start, end - 1))
        return apart and end - start >= _ENOUGH


def stripped_places(text: str) -> Iterator[Stripped]:
    """The stretches of ``text`` around marks that may be there to disguise a word; none in most texts.

    >>> [place.text for place in stripped_places("照顾弱-智儿童")]
    ['照顾弱智儿童']
    >>> [place.text for place in stripped_places("用 A P P 和Wi-Fi")]
    ['用APP和WiFi']
    """
    places = sorted(found.start() for pattern in _PLACES for found in pattern.finditer(text))
    start, reach = 0, -1
    for place in places:
        if place - _AROUND > reach:
            if reach >= 0:
                yield _strip(text, start, reach)
            start = max(place - _AROUND, 0)
        reach = min(place + _AROUND, len(text))
    if reach >= 0:
        yield _strip(text, start, reach)


def _strip(text: str, start: int, end: int) -> Stripped:
    dropped = {place for mark in _MARK.finditer(text, start, end) for place in range(*mark.span())}
    kept = [place for place in range(start, end) if place not in dropped]
    return Stripped("".join(text[place] for place in kept), kept)
