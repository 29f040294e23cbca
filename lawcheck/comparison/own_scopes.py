"""Whom or what a rule reaches, changed in a drafter's own words: others put into the list of the law, or some picked out of
those whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.comparison.voices import departure, sentence_topics
from lawcheck.document import Span

__all__ = ["own_scopes"]


def own_scopes(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that reaches more or fewer than the law.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("旅馆经营者未登记旅客身份信息的，由公安机关处五百元罚款。")
    >>> own = side_of("旅馆经营者以及出租房屋的亲友未登记旅客身份信息的，由公安机关处五百元罚款。")
    >>> [(d.relation.value, d.lower) for d in own_scopes(own, law)]
    [('疑似抵触', '以及出租房屋的亲友')]
    """
    yield from _put_in(below, above)
    yield from _picked_out(below, above)


_JOINED: Final = re.compile("，?(?:以及|和)")
_OPEN: Final = re.compile(
    "其他|有关|相关|等|规定|法律|法规|部门|机关|政府|机构|委员会|本[市省县区]|依法|应当|不得|可以"
)
_BINDS: Final = re.compile("罚|责令|约谈|追究|处分|法律责任")
LEFT: Final = 3
"""Characters before what is put in that stand in the law …"""
RIGHT: Final = 2
"""… and behind it, right behind those there."""
REACH: Final = 26
"""Characters that may be put in."""
SHARED: Final = 5
"""Weight of the topics that both sentences must have in common."""


def _put_in(below: Side, above: Side) -> Iterator[Difference]:
    """甲以及丙违反 below, 甲违反 above."""
    for piece in below.pieces if _BINDS.search(above.text) else ():
        words = below.text[piece.start : piece.end]
        if piece.item or not _BINDS.search(words):
            continue
        for joined in _JOINED.finditer(below.text, piece.start + LEFT, piece.end):
            span = _inserted(below.text, joined, piece, above.text)
            if span is not None and _is_new(below.text[slice(*span)], above):
                home = _nearest(words, above)
                bound = _BINDS.search(above.text, home.start, home.end)
                if bound and weight(topics_of(words) & sentence_topics(above, home)) >= SHARED:
                    spans = span, home.span
                    yield departure("例外", Relation.CONFLICT, phrases.SCOPE, (below.text, above.text), *spans)
                    return


def _inserted(text: str, joined: re.Match[str], piece: Piece, law: str) -> Span | None:
    """What stands from the joining word on, as far as the words that follow in the law on those before it."""
    left = text[joined.start() - LEFT : joined.start()]
    place = law.find(left)
    while place >= 0:
        right = _PASSED.sub("", law[place + LEFT : place + LEFT + 8])[:RIGHT]
        found = _again(text, right, joined.end(), piece.end)
        if found is not None and not _CUT.search(text, joined.end(), found):
            return Span(joined.start(), found)
        place = law.find(left, place + 1)
    return None


def _again(text: str, right: str, start: int, end: int) -> int | None:
    """Where the words behind come again below, without the marks before them."""
    if len(right) < RIGHT or _NOT_LIST.search(right):
        return None
    match = re.compile(f"(?:的，|的|，)?{re.escape(right)}").search(text, start + 1, min(start + REACH, end))
    return match.start() if match else None


_PASSED: Final = re.compile("^(?:的，|的|，|（[^）]*）)")
_NOT_LIST: Final = re.compile("[、，。；和或及与等]|以及")
_CUT: Final = re.compile("[，。；]")


def _is_new(words: str, above: Side) -> bool:
    """Whether the law says nothing of what is put in."""
    named = topics_of(words)
    known = weight(named & topics_of(above.text))
    return weight(named) >= 2 and 2 * known <= weight(named) and not _OPEN.search(words) and words[-1] not in "和或、及"


def _nearest(words: str, above: Side) -> Piece:
    own = topics_of(words)
    return max(above.pieces, key=lambda piece: weight(own & sentence_topics(above, piece)))


_HINTS: Final = re.compile("国有|公办|属|规模|龙头|未满|荣立|名[录单]的|以[上下]的")
_PICKED: Final = re.compile(
    "(?P<some>(?<!非)国有(?=企业|科研|单位|公司)|公办|(?<!所)[省市县区镇]属(?:国有)?|规模以上(?:国有)?|龙头|未满[^，。；、]{2,8}的|荣立[^，。；、]{2,12}的"
    "|(?:已)?(?:列入|纳入)[^，。；、]{2,12}名[录单]的|(?:连片)?[一二两三四五六七八九十百千万\\d]+(?:亩|平方米|头|人|户|万元|公顷)以[上下]的)"
    "(?P<thing>(?!罚款|的罚款)[\u4e00-\u9fff]{2,4})"
)
MOSTLY: Final = 0.55
"""Share of the rest of a sentence that the law must have, if all that differs is whom it picks out."""


def _picked_out(below: Side, above: Side) -> Iterator[Difference]:
    """国有企业 below, 企业 above; 未满十四周岁的未成年人 below, 未成年人 above."""
    for piece in below.pieces if _HINTS.search(below.text) else ():
        words = below.text[piece.start : piece.end]
        for own in () if piece.item else _PICKED.finditer(below.text, piece.start, piece.end):
            if not _only_some(own, above.text):
                continue
            home = _nearest(words, above)
            rest = topics_of(words.replace(own["some"], "。"))
            if weight(rest & sentence_topics(above, home)) >= max(SHARED, MOSTLY * weight(rest)):
                spans = Span(*own.span()), home.span
                yield departure("例外", Relation.RELAXED, phrases.SCOPE, (below.text, above.text), *spans)
                break


def _only_some(own: re.Match[str], law: str) -> bool:
    """Whether the law names the thing without such a word before it, and picks out nothing itself."""
    return own["some"][:2] not in law and own["thing"][:2] in law and not (_PICKED.search(law) or _CHOOSES.search(law))


_CHOOSES: Final = re.compile("所属|周岁|名[录单]|公布")
"""The law picks some out itself."""
