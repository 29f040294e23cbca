"""Steps that a drafter puts in another order in his own words: done first and made good later where the law lets nothing begin
before, before an event instead of after it, one more step put in front."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of
from lawcheck.comparison.voices import departure, in_common, sentence_topics, voices, whole
from lawcheck.document import Span

__all__ = ["own_sequence"]


def own_sequence(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below in which a step comes earlier or later than the law has it.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("新建客运索道应当经检验合格，方可投入运营。")
    >>> own = side_of("新建客运索道可以先行投入运营，三个月内补办检验。")
    >>> [(d.relation.value, d.lower) for d in own_sequence(own, law)]
    [('疑似抵触', '可以先行投入运营')]
    """
    yield from _made_good_later(below, above)
    yield from _turned(below, above)


_EARLY: Final = re.compile(
    "(?:(?:可以?|准予|允许)先(?:行|予)?|(?:应当|须)?先行|(?:可以?)?径[行直]|先[^，。；]{1,8}后(?=[补报批办评验审检培签告公])|可以?[^，。；]{0,6}容缺)(?=[^，。；]{1,40}[，；。])"
)
_LATER: Final = re.compile(
    "[，；。][^。；]{0,40}?(?:再|补[办交报齐录签正提取示]|随后|事后|后续|届时|一并|后[补报批办评验审检]|之?后[^，。；]{0,12}?(?:内|才|方))"
)
_FIRST: Final = re.compile(
    "方[可能]|才[可能]|(?<![目提以])前(?=[，,]|应当|必须|须)|未(?:经|取得|通过|依法)|不得|经[^，。；]{2,30}?(?:后|的，|合格|批准|同意|认定|决定)"
    "|基础上|应当(?:事先|先|及时)|应当[^。]*应当|可以直接|制止|结束后"
)
_URGENT: Final = re.compile("先行|事后|补[办交报齐录签正]|先予|紧急|先[^，。；]{2,20}[后再]")
"""The law says itself what may be done first."""
SHARED: Final = 4
"""Weight of the topics that both sentences must have in common."""


def _made_good_later(below: Side, above: Side) -> Iterator[Difference]:
    """可以先行…，再补办… below, of what the law lets begin only after that step."""
    if not _EARLY.search(below.text) or _URGENT.search(above.text):
        return
    for own in voices(_EARLY, below):
        if own.piece.item or not _LATER.search(below.text, own.span.start, own.piece.end):
            continue
        matters = [p for p in above.pieces if _FIRST.search(above.text, p.start, p.end)]
        other = max(matters, key=lambda piece: in_common(own.all, sentence_topics(above, piece)), default=None)
        if other is not None and in_common(own.all, sentence_topics(above, other)) >= SHARED:
            spans = own.span, other.span
            yield departure("程序", Relation.CONFLICT, "程序", (below.text, above.text), *spans)


class _Event(NamedTuple):
    """What something is done before or after: the words, their topics and those of their end, where the verb stands, and of
    the sentence without them."""

    after: bool
    span: Span
    topics: frozenset[str]
    ending: frozenset[str]
    rest: frozenset[str]


_WHEN: Final = re.compile(
    "(?:^|(?<=[，。；：、在于自待]))(?P<event>[^，。；：、在]{2,30}?(?<![日月年目提当事]))"
    "(?:(?:之|以)?(?P<before>前)(?=[，向将报依按由须不举]|应当|必须|[一二三四五六七八九十两\\d])"
    "|(?:之日起|(?:之|以)?(?P<after>(?<![今此最随先前])后)(?=[，方再及由向将报依按须的]|应当|必须|[一二三四五六七八九十两\\d])))"
)
SHARED_EVENT: Final = 2
"""Weight of the topics that both events must have in common …"""
SHARED_REST: Final = 3
"""… and the rest of both sentences."""
_ENDING: Final = 8


def _turned(below: Side, above: Side) -> Iterator[Difference]:
    """…批准前 above, …批准后 below of the same, or the other way round."""
    if not (_may_turn(below.text, above.text) or _may_turn(above.text, below.text)):
        return
    theirs = _events(above)
    own_events = _events(below) if theirs else []
    for own in own_events:
        against = [u for u in theirs if _same(own, u)]
        if not against or any(u.after == own.after for u in against):
            continue
        if not any(o.after != own.after and o.topics & against[0].topics for o in own_events):
            yield departure("程序", Relation.CONFLICT, "程序", (below.text, above.text), own.span, against[0].span)


def _may_turn(one: str, other: str) -> bool:
    """Whether the one text has a word for before, and the other one for after."""
    return "前" in one and ("后" in other or "之日起" in other)


def _events(side: Side) -> list[_Event]:
    found = []
    for piece in side.pieces:
        for match in _WHEN.finditer(side.text, piece.start, piece.end):
            rest = side.text[piece.start : match.start()] + "。" + side.text[match.end() : whole(side, piece)]
            topics = topics_of(match["event"])
            if topics:
                ending = topics_of(match["event"][-_ENDING:])
                found.append(_Event(not match["before"], Span(*match.span()), topics, ending, topics_of(rest)))
    return found


def _same(own: _Event, other: _Event) -> bool:
    """Whether both are before or after the same, of the same matter."""
    ends = own.ending & other.topics and own.topics & other.ending
    return (
        bool(ends)
        and in_common(own.topics, other.topics) >= SHARED_EVENT
        and in_common(own.rest, other.rest) >= SHARED_REST
    )
