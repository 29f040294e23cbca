"""How many must take part, agree or ask, in a drafter's own words: 三分之一以上, 过半数, 多数, 全体; per cent are amounts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side, side_of
from lawcheck.comparison.step_checks import DIGITS
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import departure
from lawcheck.document import Span, parse_numeral

__all__ = ["own_votes", "votes_on_item"]

SHARED: Final = 2
"""Weight of the topics that both sentences must have in common besides the words of voting."""

_SHARE: Final = re.compile(
    "(?:(?P<of>[二三四五六七八九十])分之(?P<part>[一二三四五六七八九])|(?<!\\d)(?P<digit>[1-9])/(?P<by>[2-9])(?!\\d))(?!以下)(?:以上)?|(?P<half>(?:超过|过|达到)?半数(?:以上)?|(?<!极)(?:大多数|多数)(?!民族))"
    "|(?P<all>(?:全体|全部|所有)(?![^，。；]{0,14}(?:分之|半数|多数|百分之))[^，。；]{0,8}?(?:[人员者主民户]|代表|股东)(?:一致)?(?=同意|通过|参加|出席|到会))"
)
_ACTS: Final = (
    ("同意", re.compile("同意|通过|赞成|表决通过")),
    ("参加", re.compile("参加|参与|出席|到会|投票")),
    ("提出", re.compile("提议|联名|要求|认为|请求|提出|申请|反对")),
)
"""What a share of people does; whichever comes first behind the figure."""
_ACT: Final = re.compile(
    "(?:[^，。；]|，(?![^，。；]*分之)){0,24}?(?P<act>同意|通过|赞成|参加|参与|出席|到会|投票|提议|联名|要求|认为|请求|反对)"
)
_VOTING: Final = re.compile(
    "参与表决|表决|同意|通过|参加|参与|出席|到会|以上|过半数|半数|多数|全体|分之|人数|决定|面积|占比|总"
)


_WHO: Final = re.compile("村民代表|户的?代表|职工代表|代表|村民|居民|业主|成员|社员|职工|委员|股东|[^，。；]收人|户")
"""Of whom a share is; the last ones named before what they do."""


class _Vote(NamedTuple):
    """A share of people, what they do, who they are ("" where it is not said behind the share), and the topics of the sentence."""

    value: Decimal
    act: str
    who: str
    span: Span
    topics: frozenset[str]


def own_votes(below: Side, above: Side) -> Iterator[Difference]:
    """Every share below that is less, or more, than all those which the law asks for the same act.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("召开业主大会会议，应当有三分之二以上的业主参加。")
    >>> [(d.relation.value, d.lower) for d in own_votes(side_of("业主大会有半数以上业主到会即可召开。"), law)]
    [('放宽', '半数以上')]
    >>> list(own_votes(side_of("业主大会有三分之二以上业主到会方可召开。"), law))
    []
    """
    mine = _votes(below) if _SHARE.search(above.text) else []
    theirs = _votes(above) if mine else []
    kept = {(own.act, own.value) for own in mine}
    for own in mine:
        rivals = _rivals(own, theirs)
        about = [other for other in rivals if weight(own.topics & other.topics) >= SHARED]
        told = any((other.act, other.value) in kept for other in about)
        relation = _relation(own, rivals) if about and not told else None
        if relation is not None:
            spans = own.span, about[0].span
            yield departure("数额", relation, "比例", (below.text, above.text), *spans)


def _rivals(own: _Vote, theirs: list[_Vote]) -> list[_Vote]:
    """The shares above for the same act, those of the same people if there are any."""
    same = [other for other in theirs if other.act == own.act]
    return [other for other in same if own.who and other.who == own.who] or same


def _votes(side: Side) -> list[_Vote]:
    if not _SHARE.search(side.text):
        return []
    return [
        _Vote(
            _value(share),
            act[0],
            act[1],
            Span(*share.span()),
            topics_of(_VOTING.sub("。", side.text[piece.start : piece.end])),
        )
        for piece in side.pieces
        for share in _SHARE.finditer(side.text, piece.start, piece.end)
        if (act := _act(side.text, share, piece.end)) is not None
    ]


def _act(text: str, share: re.Match[str], end: int) -> tuple[str, str] | None:
    """What the people of a share do, and who they are."""
    found = _ACT.match(text, share.end(), end)
    if found is None:
        return None
    after = _SHARE.search(text, share.end(), found.start("act"))
    named = _WHO.findall(text, share.start(), after.start() if after else found.start("act"))
    return next((name, named[-1] if named else "") for name, words in _ACTS if words.fullmatch(found["act"]))


def _value(share: re.Match[str]) -> Decimal:
    """The share as a number.

    >>> [str(_value(_SHARE.search(text))) for text in ("四分之三以上", "过半数", "全体村民一致同意")]
    ['0.75', '0.5', '1']
    """
    if share["of"]:
        return Decimal(DIGITS[share["part"]]) / DIGITS[share["of"]]
    if share["by"]:
        return Decimal(share["digit"]) / int(share["by"])
    return Decimal("0.5") if share["half"] else Decimal(1)


def _relation(own: _Vote, others: list[_Vote]) -> Relation | None:
    """放宽 where fewer are enough than in any share above, 加重 where more are asked."""
    if own.value < min(other.value for other in others):
        return Relation.RELAXED
    return Relation.HEAVIER if own.value > max(other.value for other in others) else None


_REFERS: Final = re.compile(
    "前款第?[（(]?(?P<first>[一二三四五六七八九十]+)[）)]?项(?:(?:至|到)第?[（(]?(?P<last>[一二三四五六七八九十]+)[）)]?项)?"
)
_ITEM: Final = re.compile("^[ \u3000]*[（(](?P<number>[一二三四五六七八九十]+)[）)](?P<words>.+)$", re.MULTILINE)


def votes_on_item(words: str, clause: str, article: str) -> Iterator[Difference]:
    """A share below that is another than the one for its own matter, where the 款 tells apart the 项 of the 款 before
    (决定前款第六项至第八项规定的事项，应当经四分之三以上…).

    >>> above = "决定前款第二项规定的事项，应当经四分之三以上业主同意。决定前款其他事项，应当经过半数业主同意。"
    >>> article = "下列事项由业主共同决定：\\n（一）选举业主委员会；\\n（二）改建、重建建筑物及其附属设施。\\n" + above
    >>> own = "改建、重建建筑物及其附属设施，应当经过半数业主同意。"
    >>> [(d.relation.value, d.lower, d.upper) for d in votes_on_item(own, above, article)]
    [('放宽', '过半数', '四分之三以上')]
    """
    refers = list(_REFERS.finditer(clause))
    items = {parse_numeral(found["number"]): topics_of(found["words"]) for found in _ITEM.finditer(article)}
    below, above = (side_of(text) for text in (words, clause)) if refers and items else (None, None)
    for own in _votes(below) if below and above else ():
        scores = {number: weight(own.topics & named) for number, named in items.items()}
        number = max(scores, key=lambda one: scores[one])
        held = next((found for found in refers if number in _numbers(found)), None)
        if above is None or held is None or list(scores.values()).count(scores[number]) > 1 or scores[number] < LEAST:
            continue
        asked = next((v for v in _votes(above) if v.act == own.act and v.span.start > held.end()), None)
        relation = _relation(own, [asked]) if asked is not None else None
        if asked is not None and relation is not None:
            yield departure("数额", relation, "比例", (words, clause), own.span, asked.span)


LEAST: Final = 4
"""Weight of the topics of an 项 that a sentence must name to be about it."""


def _numbers(found: re.Match[str]) -> range:
    """The 项 that the words refer to.

    >>> _numbers(_REFERS.search("前款第六项至第八项规定的事项"))
    range(6, 9)
    """
    first = int(parse_numeral(found["first"]) or 0)
    return range(first, int(parse_numeral(found["last"]) or 0) + 1 if found["last"] else first + 1)
