"""What the law leaves free and a drafter orders in his own words: what is encouraged, voluntary or needs no permit, what may be
done and is refused, what is excepted and is taken in again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import (
    AUTHORITY,
    DUTY,
    GRANT,
    Voice,
    by_organ,
    covered,
    departure,
    in_common,
    parts_of,
    voices,
)

__all__ = ["own_orders"]


def own_orders(below: Side, above: Side) -> Iterator[Difference]:
    """Every sentence below that binds where the law does not.

    >>> from lawcheck.comparison.pairs import side_of
    >>> below, above = side_of("个体诊所一律使用电子病历。"), side_of("国家鼓励个体诊所使用电子病历。")
    >>> [(d.relation.value, d.lower) for d in own_orders(below, above)]
    [('加重', '一律使用电子病历')]
    """
    yield from _ordered(below, above)
    yield from _refused(below, above)
    yield from _without_exception(below, above)
    yield from _no_choice(below, above)


_FREE_WILL: Final = re.compile(
    "自愿|有权(?:自主|自行)?选择|(?:按照?|尊重|自己的|本人)[^，。；]{0,6}意愿|自主(?!创新|知识|研发)|(?:不得|禁止)[^，。；]{0,10}(?:摊派|强制|强迫|强行|指定|干预|干涉)"
)
_WISHED: Final = re.compile("鼓励|提倡|倡导|支持|引导")
_UNBOUND: Final = re.compile("(?:不需要?|无需|无须|不必(?!要)|不要求|免于|免予|不用(?!于))(?![^，。；]{1,30}的)")
_FORCED: Final = re.compile(
    "(?:均|都|一律|全部)[^，。；]{0,4}?(?:应当?(?!用)|必须|须|(?<!不)得(?![到出以])|要(?!求))|一律|(?<!所)必须(?![的品符])|只能|指定(?:的)?(?:门店|商户|单位|企业|地点|机构)|不许|务必|不得不"
    "|(?:应当|须|必须)[^，。；]{0,12}全部|全部(?:加入|参加|购买|缴纳|投保)|每[户人名批][^，。；]{0,6}(?:不少于|都)|任务数|指标数|定额|按(?:人头|户|任务)|听[^，。；]{0,6}安排|按[^，。；]{2,20}标准[^，。；]{0,4}(?:组织|收)"
    "|应当[^，。；]{0,8}?(?:接受|参加|加入|购买|投保|捐款|捐赠|认购|订购|献血)|由[^，。；]{1,10}统一(?:选聘|购买|采购|安排|订购|征订|分配|指定)|(?:须|要|应当)统一(?:购买|订购|征订|投保|参加|采购|缴纳)"
)
_ORDERED: Final = re.compile(f"{_FORCED.pattern}|{DUTY.pattern}")
_HELD: Final = {
    _FREE_WILL: (_FORCED, Relation.CONFLICT, 3),
    _WISHED: (_ORDERED, Relation.HEAVIER, 2),
    _UNBOUND: (_ORDERED, Relation.HEAVIER, 5),
}
"""What is free above, the words that order it below, what that is, and the weight that both sentences have in common."""
_BODIES: Final = re.compile("团体|协会|联合会|委员会|组织")
SHARED: Final = 2
"""Weight of the topics that what is ordered and what is free have in common …"""
SHARED_WHOLE: Final = 3
"""… and both sentences …"""
SHARED_WISH: Final = 4
"""… where it is only encouraged."""
SAME_ACT: Final = 0.8
"""Share of a plain duty that is encouraged above, of the same people."""


def _ordered(below: Side, above: Side) -> Iterator[Difference]:
    """鼓励, 自愿, 不需要 above, and below 都得, 一律, 按任务数, 应当 for citizens and firms."""
    if not _ORDERED.search(below.text):
        return
    for pattern, (forced, relation, least) in _HELD.items():
        if not pattern.search(above.text) or (pattern is not _WISHED and pattern.search(below.text)):
            continue
        free = [voice for voice in voices(pattern, above) if pattern is not _UNBOUND or "以外" not in voice.sentence]
        duties = voices(DUTY, above) if free else []
        kept = voices(pattern, below)
        for own in voices(forced, below) if free else ():
            other = max(free, key=lambda voice: (in_common(own.all, voice.all), in_common(own.act, voice.act)))
            held = in_common(own.all, other.all) >= least and _orders(own, other, pattern)
            if held and not (own.piece.item or covered(own.act, duties) or covered(other.act, kept)):
                yield departure("模态", relation, "模态", (below.text, above.text), own.span, other.span)


def _orders(own: Voice, free: Voice, pattern: re.Pattern[str]) -> bool:
    """Whether citizens or firms must do what they are free to do above."""
    if AUTHORITY.search(own.before):
        return False
    if pattern is _FREE_WILL:  # 不得摊派: what is not to be forced stands elsewhere in the sentence
        return True
    if pattern is _WISHED and not _FORCED.search(own.sentence):
        same = (
            in_common(own.act, free.act) >= max(SHARED_WHOLE, SAME_ACT * weight(own.act))
            and in_common(own.who, free.act) >= SHARED
        )
        return same and not _BODIES.search(own.before)
    if pattern is _WISHED:
        return in_common(own.act, free.act) >= SHARED and in_common(own.all, free.all) >= SHARED_WISH
    return in_common(own.all, free.act) >= SHARED


_REFUSES: Final = re.compile("不接受|不认可|不承认|不予认可|一律不|概不|只接受|只认")


def _refused(below: Side, above: Side) -> Iterator[Difference]:
    """可以 above, and below 不接受, 一律不 of the same."""
    if not _REFUSES.search(below.text):
        return
    granted = [voice for voice in voices(GRANT, above) if not by_organ(voice)]
    for own in voices(_REFUSES, below) if granted else ():
        other = max(granted, key=lambda voice: (in_common(own.act, voice.act), in_common(own.all, voice.all)))
        if (
            in_common(own.act, other.act) >= 1
            and in_common(own.all, other.all) >= SHARED_WHOLE
            and not GRANT.search(own.sentence)
        ):
            yield departure("模态", Relation.CONFLICT, "模态", (below.text, above.text), own.span, other.span)


_WHATEVER: Final = re.compile(
    "(?:不论|无论|不分|不管)[^。；]{2,40}?(?:均|都|一律|也)(?:应当|必须|须|要|得|不得|纳入|适用)"
)
_LET_OFF: Final = re.compile("[^，。；]{2,40}(?:除外|不在此限|不适用[^，。；]{0,10})(?=[，。；])|除[^，。；]{2,40}?外")


def _without_exception(below: Side, above: Side) -> Iterator[Difference]:
    """…除外 above, and below 不论…均应当 of the same."""
    if not _WHATEVER.search(below.text):
        return
    excepted = voices(_LET_OFF, above)
    for own in voices(_WHATEVER, below) if excepted else ():
        other = max(excepted, key=lambda voice: in_common(own.act, voice.act))
        if in_common(own.act, topics_of(other.mark)) >= SHARED:
            yield departure("例外", Relation.HEAVIER, "例外", (below.text, above.text), own.span, other.span)


_NO_CHOICE: Final = re.compile(
    "(?:必须|应当|须|要|均|都)?一律(?!不|平等)|(?<!所)必须(?![的品符按依遵]|[^，。；]{1,20}的)|务必|(?:应当|应|必须|须|要)(?:全部|全员|逐一|统一)|(?:均|都)(?:应当|须|要)|不得不"
)
SHARED_CHOICE: Final = 3
"""Weight of the topics that what is ordered and what may be done have in common …"""
SHARED_BOTH: Final = 5
"""… and both sentences."""


def _no_choice(below: Side, above: Side) -> Iterator[Difference]:
    """可以制作调解书 above, 一律制作调解书 below."""
    if not _NO_CHOICE.search(below.text) or not GRANT.search(above.text) or _NO_CHOICE.search(above.text):
        return
    choices, duties = voices(GRANT, above), voices(DUTY, above)
    for own in voices(_NO_CHOICE, below):
        act = own.act | topics_of("，".join(parts_of(own.before)[-2:]))
        shares = [in_common(act, voice.act) for voice in choices]
        other = choices[shares.index(max(shares))]
        alike = (
            max(shares) >= SHARED_CHOICE
            and max(shares) > max((in_common(act, duty.act) for duty in duties), default=0)
            and in_common(own.all, other.all) >= SHARED_BOTH
        )
        if alike and not own.piece.item and not covered(own.act, duties):
            yield departure("模态", Relation.HEAVIER, "模态", (below.text, above.text), own.span, other.span)
