"""Numbers that a drafter says in words: one official where the law asks for two, a part of a sum where it asks for the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import departure
from lawcheck.document import Span

__all__ = ["own_counts"]


def own_counts(below: Side, above: Side) -> Iterator[Difference]:
    """Fewer officials, or less than the whole, below.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("现场检查时，执法人员不得少于二人。")
    >>> [(d.relation.value, d.lower) for d in own_counts(side_of("现场检查可以由一名执法人员进行。"), law)]
    [('放宽', '一名执法人员')]
    """
    yield from _alone(below, above)
    yield from _in_part(below, above)
    yield from _for_each(below, above)


_OFFICIALS: Final = "(?:行政)?(?:执法|检查|工作|调查|监督|办案|询问|审判|评估|鉴定|检验|检测)[^，。；]{0,4}(?:人员|人)"
_ONE: Final = re.compile(
    f"(?:[1一](?:名|个|位)|单独一名)(?:[^，。；]{{0,4}}?){_OFFICIALS}|单人(?:执法|检查)|[1一](?:人|名)即可"
)
_TWO: Final = re.compile("(?:不[得应]?少于|至少)[2二两][名个人位]|[2二两](?:名|人|个)以上")
SHARED: Final = 1
"""Weight of the topics, besides officials, that both sentences must have in common."""


def _alone(below: Side, above: Side) -> Iterator[Difference]:
    """一名执法人员 below, 二人以上 above."""
    least = _TWO.search(above.text) if _ONE.search(below.text) and not _TWO.search(below.text) else None
    for own in _ONE.finditer(below.text) if least else ():
        shared = weight(topics_of(below.text) & topics_of(above.text))
        if least is not None and shared > SHARED:
            spans = Span(*own.span()), Span(*least.span())
            yield departure("数额", Relation.RELAXED, "人数", (below.text, above.text), *spans)


_USES: Final = "上缴|缴入|返还|退还|用于|纳入|归还|发放|支付|公开"
_WHOLE: Final = re.compile(f"全(?:部|额)[^，。；]{{0,4}}(?P<use>{_USES})")
_PART: Final = re.compile(
    rf"(?:(?:百分之[零一二三四五六七八九十百]{{1,5}}|\d+(?:\.\d+)?%)(?!以上)|(?<!全)部分|[一二三四五六七八]成|一半)[^，。；]{{0,6}}?(?P<use>{_USES})"
)


def _in_part(below: Side, above: Side) -> Iterator[Difference]:
    """百分之七十上缴 below, 全部上缴 above."""
    whole = {found["use"]: found for found in _WHOLE.finditer(above.text)}
    for own in _PART.finditer(below.text) if whole else ():
        other = whole.get(own["use"])
        if other is not None and not _WHOLE.search(below.text):
            spans = Span(*own.span()), Span(*other.span())
            yield departure("数额", Relation.RELAXED, "比例", (below.text, above.text), *spans)


_EACH: Final = re.compile(
    "每(?P<unit>平方米|立方米|公顷|亩|株|棵|吨|辆|头|只|台|人|户|日|天|次|件|处)(?P<sum>[^，。；每]{2,24}?元(?:以[上下])?)(?=的?罚款)"
)
_SAME_UNITS: Final = ({"日", "天"}, {"株", "棵"})


def _for_each(below: Side, above: Side) -> Iterator[Difference]:
    """每亩五千元 below, 每公顷五千元 above."""
    for own in _EACH.finditer(below.text):
        same = [o for o in _EACH.finditer(above.text) if o["sum"] == own["sum"]]
        units = {own["unit"], *(other["unit"] for other in same)}
        if same and own["unit"] not in {other["unit"] for other in same} and units not in _SAME_UNITS:
            spans = Span(*own.span()), Span(*same[0].span())
            yield departure("数额", Relation.CONFLICT, phrases.BASIS, (below.text, above.text), *spans)
