"""Exceptions that a drafter adds in his own words: …除外, 不在此限, 可以免交 for a case of which the law says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Piece
from lawcheck.comparison.voices import nearest, whole
from lawcheck.document import Span

__all__ = ["own_exceptions"]


def own_exceptions(below: Side, above: Side) -> Iterator[Difference]:
    """Every case below that is let off from a rule above which knows no such case.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("禁止在堤防保护范围内取土、爆破。")
    >>> own = side_of("堤防保护范围内禁止取土、爆破，旅游重点项目施工的除外。")
    >>> [(d.relation.value, d.lower) for d in own_exceptions(own, law)]
    [('放宽', '旅游重点项目施工的除外')]
    """
    if not _SIGN.search(below.text):
        return
    for piece in below.pieces:
        for own in () if piece.item else _LET_OFF.finditer(below.text, piece.start, piece.end):
            other = _rule(below, piece, own, above)
            if other is not None:
                words, note = own[0], f"{phrases.EXCEPTION_ADDED}：{own[0]}"
                span = other.span
                upper = above.text[slice(*span)]
                yield Difference("例外", Relation.RELAXED, words, upper, Span(*own.span()), span, note)


_SIGN: Final = re.compile("除外|在此限|在此列|不[受计适作予必]|免|暂不|事后|无[需须]|可以?不")
_OUT: Final = "(?<!列)除外|不在此限|不受此限|不在此列|不受[^，。；]{2,8}限制|不适用(?:本条|本款|前款|该)[^，。；]{0,6}|不作要求|不计入[^，。；]{2,6}"
_FREED: Final = "(?:可以?)?(?:免[予于除]?(?!费|税|疫|职|责|赔|于)(?=[\u4e00-\u9fff])|暂不|无需|无须|不必(?!要)|可以?不(?=[一-鿿])(?![超低少得])|事后(?=补)|不予追责|不予发放|不予办理)"
_LET_OFF: Final = re.compile(
    f"(?P<case>[^，。；：]{{2,40}}?)的?(?:{_OUT})(?=[，。；]|$)"
    f"|(?P<who>[^，。；：]{{2,40}}?)(?:的，?|(?<=企业)|(?<=单位)|(?<=项目))(?:凭[^，。；]{2, 10}?)?(?P<freed>{_FREED})[^，。；]{{0,10}}(?=[，。；]|$)"
)
_BY_LAW: Final = re.compile(
    "法律|法规|规定|国家|国务院|另有|涉密|秘密|隐私|紧急|抢险|救灾|不可抗力|应急|轻微|首次|初次"
)
_KNOWN: Final = re.compile("除外|除[^。；]{2,40}外|免[予于除交缴]|不予|不适用|不受|可以不|但是?|从其规定|暂不|不在此限")
_BINDS: Final = re.compile("应当|必须|不得|禁止|严禁|罚|取缔|没收|按照|实行|发放|支付|可以|有权")
SHARED: Final = 3
"""Weight of the topics that the rest of the text has in common with the rule …"""
NEW: Final = 0.34
"""… and share of what is let off that the law may name."""
OF_RULE: Final = 0.3
"""Share of the rule below that the law must have."""
LEAST: Final = 2
"""Weight of the topics of a case that says enough."""
_SEPARATOR: Final = re.compile("、|以及|或者|(?<!共)和|及|与")


def _rule(below: Side, piece: Piece, own: re.Match[str], above: Side) -> Piece | None:
    """The sentence above from which the case is let off, if it binds and does not know it."""
    case = own["case"] or own["who"]
    law = topics_of(above.text)
    new = [part for part in _SEPARATOR.split(case) if _is_new(part, law)]
    if not new or (_KNOWN.search(above.text) and not _beside_known(case, law)):
        return None
    own_words = below.text[piece.start : own.start()] + "。" + below.text[own.end() : piece.end]
    context = topics_of(below.text[: piece.start] + own_words)
    other = nearest(context, above)
    words = above.text[other.start : whole(above, other)]
    held = _BINDS.search(words) is not None and weight(context & topics_of(words)) >= SHARED
    return other if held and (not _MARKS.sub("", own_words) or _about(topics_of(own_words), law)) else None


_MARKS: Final = re.compile("[，。；：但是]")


def _about(own: frozenset[str], law: frozenset[str]) -> bool:
    """Whether the rule below that is excepted from is the law's."""
    return weight(own & law) >= max(SHARED, OF_RULE * weight(own))


def _is_new(part: str, law: frozenset[str]) -> bool:
    """Whether a case is one that the law hardly names, and none of those that any law may except."""
    named = topics_of(part)
    return weight(named) >= LEAST and weight(named & law) <= NEW * weight(named) and not _BY_LAW.search(part)


def _beside_known(case: str, law: frozenset[str]) -> bool:
    """Whether it stands in one list with a case that the law names."""
    cases = [topics_of(part) for part in _SEPARATOR.split(case)]
    return len(cases) > 1 and any(named and weight(named & law) >= weight(named) / 2 for named in cases)
