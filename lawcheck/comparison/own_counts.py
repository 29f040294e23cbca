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
    yield from _fewer_times(below, above)
    yield from _fewer_people(below, above)


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


_FIGURES: Final = {"半": 0, "两": 2, **{sign: value for value, sign in enumerate("一二三四五六七八九", 1)}}
_NUMBER: Final = r"(?<![\d一二三四五六七八九十百第])(?P<n>[一二两三四五六七八九1-9])(?![\d十百])"
_HOLDINGS: Final = "审议|讨论|论证|评审|公示|公告|催告|审查|表决|听证|会签|复核"
_TIMES: Final = re.compile(
    f"(?<!每年)(?<!每月)(?<!每季度)(?<!每)(?<!至多)(?<!最多){_NUMBER}(?:次|轮)(?!以下)[^，。；]{{0,16}}?(?P<act>{_HOLDINGS})"
    "|实行(?P<reading>[一二三])审制"
)
_DRAFT: Final = re.compile("(?:法律|法规|规章|预算|议)案")
"""What is read: a local congress follows its own rules for its 法规案, not those for 法律案."""


def _fewer_times(below: Side, above: Side) -> Iterator[Difference]:
    """经一次会议审议 below, 经三次会议审议 above."""
    theirs = {_held(found): found for found in _TIMES.finditer(above.text)}
    acts = {act for act, _ in theirs}
    drafts = set(_DRAFT.findall(below.text)), set(_DRAFT.findall(above.text))
    if all(drafts) and drafts[0].isdisjoint(drafts[1]):
        return
    for own in _TIMES.finditer(below.text) if theirs else ():
        act, number = _held(own)
        least = min((n for a, n in theirs if a == act), default=0)
        if act in acts and number < least and _common(below, above):
            spans = Span(*own.span()), Span(*theirs[act, least].span())
            yield departure("数额", Relation.RELAXED, "次数", (below.text, above.text), *spans)


def _held(found: re.Match[str]) -> tuple[str, int]:
    """What is held, and how often.

    >>> [_held(_TIMES.search(text)) for text in ("经两次会议审议", "实行一审制")]
    [('审议', 2), ('审议', 1)]
    """
    return found["act"] or "审议", _figure(found["n"] or found["reading"])


def _figure(sign: str) -> int:
    return _FIGURES.get(sign) or int(sign)


_PEOPLE: Final = re.compile(
    f"由(?:不少于|至少)?{_NUMBER}(?:名|位|个|人)(?!以下)(?:以上)?(?:的)?(?P<who>[^，。；由的]{{0,8}})"
)


def _fewer_people(below: Side, above: Side) -> Iterator[Difference]:
    """由一名专家作出 below, 由三名以上专家 above."""
    mine, theirs = (list(_PEOPLE.finditer(side.text)) for side in (below, above))
    most, least = (pick(found, key=_people, default=None) for pick, found in ((max, mine), (min, theirs)))
    if most and least and _people(most) < _people(least) and _common(below, above):
        spans = Span(*most.span()), Span(*least.span())
        yield departure("数额", Relation.RELAXED, "人数", (below.text, above.text), *spans)


def _people(found: re.Match[str]) -> int:
    return _figure(found["n"])


def _common(below: Side, above: Side) -> bool:
    """Whether both are about the same."""
    return weight(topics_of(below.text) & topics_of(above.text)) > SHARED


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
