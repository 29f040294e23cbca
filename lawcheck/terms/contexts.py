"""Contexts that excuse a term: titles, quotations, historical mention, names of laws."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from lawcheck.document import Span

__all__ = ["CONTEXTS", "Contexts"]

CONTEXTS = ("title", "quotation", "historical", "law-name")

# A title or quotation that is not closed within so many characters is a slip of the pen and excuses nothing.
TITLE_LIMIT = 200
QUOTATION_LIMIT = 5000

_TITLE_MARKS = re.compile("[《》]")
_QUOTE_MARKS = re.compile("[“”「」『』]")
_ASCII_QUOTE = re.compile('"([^"\n]{1,200})"')
# A quoted word that the text itself introduces is used, not quoted: 以下简称“国土部门”, 本办法所称“三无人员”.
_DEFINED = re.compile("(?:简称|统称|合称|称为|所称|称)(?:为)?[：:]?$")
# 原国土资源部, 原市国土资源局, 原由…批准; not 原则, 草原, 中原.
_FORMERLY = re.compile(
    r"(?:(?<![草高平中复还])原(?![则料因告有来始本])[^，。；：、！？\n“”《》（）]{0,8}|(?:前身|曾用名)[是为]?[^，。；\n]{0,8})$"
)
_NOW = re.compile("[（(]现")
_LAW_NAME = re.compile(
    r"中华人民共和国(?:(?!境内|领域|领海|管辖|的|和国)[\u4e00-\u9fff]){2,30}?(?:法|条例)(?![律规院人官定治制])"
)


class Contexts:
    """What surrounds each place of a text; computed at the first question.

    >>> Contexts("依照《工商行政管理条例》").at(Span(3, 9))
    frozenset({'title'})
    >>> sorted(Contexts("原国土资源部").at(Span(1, 6)))
    ['historical']
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def at(self, span: Span) -> frozenset[str]:
        """The contexts that hold for the whole of ``span``."""
        found = {name for name, ranges in self._ranges.items() if _covers(ranges, span)}
        return frozenset(found | ({"historical"} if self._is_historical(span) else set()))

    @cached_property
    def _ranges(self) -> dict[str, list[Span]]:
        quotations = _nested(self._text, _QUOTE_MARKS, "“「『", QUOTATION_LIMIT)
        quotations += [Span(*found.span()) for found in _ASCII_QUOTE.finditer(self._text)]
        return {
            "title": _nested(self._text, _TITLE_MARKS, "《", TITLE_LIMIT),
            "quotation": _merged([quote for quote in quotations if not self._defines(quote)]),
            "law-name": [Span(*found.span()) for found in _LAW_NAME.finditer(self._text)],
        }

    def _defines(self, quotation: Span) -> bool:
        return bool(_DEFINED.search(self._text[max(quotation.start - 6, 0) : quotation.start]))

    def _is_historical(self, span: Span) -> bool:
        before = self._text[max(span.start - 12, 0) : span.start]
        return bool(_FORMERLY.search(before) or _NOW.match(self._text, span.end))


def _nested(text: str, marks: re.Pattern[str], openers: str, limit: int) -> list[Span]:
    """Outermost bracketed ranges; an opener left open for ``limit`` characters is forgotten."""
    ranges: list[Span] = []
    opened: list[int] = []
    for found in marks.finditer(text):
        if opened and found.start() - opened[0] > limit:
            opened.clear()
        if found[0] in openers:
            opened.append(found.start())
        elif opened:
            start = opened.pop()
            if not opened:
                ranges.append(Span(start, found.end()))
    return ranges


def _merged(ranges: list[Span]) -> list[Span]:
    """The same places as ranges that do not overlap, ascending."""
    merged: list[Span] = []
    for found in sorted(ranges):
        if merged and found.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, found.end))
        else:
            merged.append(found)
    return merged


def _covers(ranges: list[Span], span: Span) -> bool:
    """Whether one of the ranges (ascending, apart) encloses ``span``."""
    place = bisect_right(ranges, span.start, key=lambda found: found.start) - 1
    return place >= 0 and span.end <= ranges[place].end
