"""Contexts that excuse a term: titles, quotations, historical mention, names of laws."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from lawcheck.document import Span

__all__ = ["CONTEXTS", "Contexts"]

CONTEXTS = ("title", "quotation", "historical", "law-name")

# A title or quotation that is not closed within 200 or 5,000 characters is a slip of the pen and excuses nothing.
_TITLE = re.compile("《(?:[^《》]|《[^《》]{0,200}》){0,200}》")
_QUOTATION = re.compile('“(?:[^“”]|“[^“”]{0,500}”){0,5000}”|「[^「」]{0,5000}」|『[^『』]{0,5000}』|"[^"\n“”]{1,200}"')
# A quoted word that the text itself introduces is used, not quoted: 以下简称“国土部门”, 本办法所称“三无人员”.
_DEFINED = re.compile("(?:简称|统称|合称|称为|所称|称)(?:为)?[：:]?$")
# 原国土资源部, 原市国土资源局, 原由…批准, 曾被收容教养; not 原则, 草原, 中原, nor 原发证机关, which exists today.
_FORMERLY = re.compile(
    r"(?:(?<![草高平中复还])原(?![则料因告有来始本发审办批核登受许])[^，。；：、！？\n“”《》（）]{0,8}|(?:前身|曾)[^，。；：\n]{0,16})$"
)
# 国土资源部（现自然资源部）; 文化部、公安部1987年发布的《…》; 建设部令第1号: the name is part of a past act.
_PAST_ACT = re.compile(
    r"[（(]现|令(?:第|〔|\d)|[^。；，\n《]{0,25}(?:发布|公布|印发|颁布)的《|[^。；，\n《]{0,25}\d{4}年[^。；，\n《]{0,8}(?:发布|公布|印发|颁布)"
)
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
        return {
            "title": _all(_TITLE, self._text),
            "quotation": [quote for quote in _all(_QUOTATION, self._text) if not self._defines(quote)],
            "law-name": _all(_LAW_NAME, self._text),
        }

    def _defines(self, quotation: Span) -> bool:
        return bool(_DEFINED.search(self._text[max(quotation.start - 6, 0) : quotation.start]))

    def _is_historical(self, span: Span) -> bool:
        before = self._text[max(span.start - 20, 0) : span.start]
        return bool(_FORMERLY.search(before) or _PAST_ACT.match(self._text, span.end))


def _all(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*found.span()) for found in pattern.finditer(text)]


def _covers(ranges: list[Span], span: Span) -> bool:
    """Whether one of the ranges (ascending, apart) encloses ``span``."""
    place = bisect_right(ranges, span.start, key=lambda found: found.start) - 1
    return place >= 0 and span.end <= ranges[place].end
