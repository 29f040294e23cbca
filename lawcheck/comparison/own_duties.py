"""Duties that a drafter weakens in his own words, where no sentence above is aligned with his: what must be done above and is
left to choice, encouraged or merely allowed below."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.voices import (
    AUTHORITY,
    BAN,
    DUTY,
    EXCEPTED,
    NO_CASE,
    Voice,
    by_organ,
    covered,
    departure,
    in_common,
    lead,
    parts_of,
    voices,
)

__all__ = ["own_duties"]


_DUTIES: Final = re.compile(f"{DUTY.pattern}|(?<=，)并(?![未不])|由[^，。；]{{2,14}}先行")
"""… with what the same duty goes on to, and what somebody is to do first."""
_MAY: Final = re.compile(f"(?<![不方才只])(?:可以(?!说)|(?<![许认])可(?=[由向按根在将把对申])){NO_CASE}")
_DECIDES: Final = (
    "由[^，。；]{1,14}?(?:自定|自行[决确]定|自主[决确]定|自己定|自己[决确]定|自愿|自行安排|自行掌握|看着办|看情况|(?:决定|选择)是否)"
    "|(?:是否|与否|[开设做搞办装报投配交收建查评]不[开设做搞办装报投配交收建查评])[^，。；]{0,20}，?由[^，。；]{1,14}(?:决定|确定|选择)|自行(?:决定|掌握|安排)|看情况"
)
_WEAKLY: Final = "尽量|争取(?!到)|尽可能|力[争求](?![^，。；]{2,16}(?:至迟|最迟|最晚|不得?超过|不晚于))|不作(?:硬性|统一|强制)(?:要求|规定)|不强制|不硬性"
_WILL: Final = re.compile(
    f"{_DECIDES}|{_WEAKLY}|视情(?!节)|(?<!裁)酌情|有条件的，?可以?"
    "|可以?(?:根据|视|结合|按照?|参照|依据)[^，。；]{0,12}?(?:情况|需要|实际|条件|意愿|状况|能力|经费|人手|忙闲)"
)
_URGED: Final = re.compile("(?:鼓励|提倡|倡导)(?!创新|发展)")
_LEFT_FREE: Final = re.compile(f"{_MAY.pattern}|{_WILL.pattern}|鼓励|提倡|倡导|支持|引导")
_NO_DUTY: Final = re.compile("[对经按]$|认为$")
_RIGHT: Final = re.compile("申请|提出|起诉|请求|查阅|要求|投诉|举报|检举|选择|委托|收到")
"""What somebody may ask for is a right of his, whatever others must do."""
SHARED: Final = 3
"""Weight of the topics in common that make two sentences be about the same; chosen on benchmarks/gold/natural-filings, files 61–68
and 81–88, with seven more alarms on 643 untouched local texts."""
SHARED_MORE: Final = 4
"""… where less else speaks for it."""
SHARED_BOTH: Final = 2
"""… of what is left free and what must be done, if the sentences have more in common."""
NEARLY_ALL: Final = 0.65
"""Share of a duty that is said again, or of the words that name those bound."""
SOME: Final = 1 / 3
"""… enough of them where words of discretion stand."""
OF_ITS_OWN: Final = 0.45
"""Share of what is encouraged that must be the duty."""
_OTHERS: Final = re.compile("其他|以外")


def own_duties(below: Side, above: Side) -> Iterator[Difference]:
    """应当 above, and below 可以根据需要, 由…自定, 鼓励 or 可以 about the same.

    >>> from lawcheck.comparison.pairs import side_of
    >>> above = side_of("经营者应当投保公众责任保险。")
    >>> [(d.relation.value, d.lower) for d in own_duties(side_of("提倡经营者投保公众责任保险。"), above)]
    [('放宽', '提倡经营者投保公众责任保险')]
    """
    choices = [(own, fits) for pattern, fits in _FITS for own in voices(pattern, below) if not own.piece.item]
    if not choices or not _DUTIES.search(above.text):
        return
    bound = voices(DUTY, below)
    duties = [d for d in voices(_DUTIES, above) if not _NO_DUTY.search(d.before) and not covered(d.act, bound)]
    free = (*voices(_LEFT_FREE, above), *voices(EXCEPTED, above), *bound) if duties else ()
    for own, fits in choices if duties else ():
        about = [duty for duty in duties if by_organ(duty) == by_organ(own) and fits(own, duty)]
        if about and not covered(own.act, free):
            other = max(about, key=lambda duty: (in_common(own.act, duty.act), in_common(own.all, duty.all)))
            yield departure("模态", Relation.RELAXED, "模态", (below.text, above.text), own.span, other.span)


def _left_to(own: Voice, duty: Voice) -> bool:
    """Whether words that leave a thing to discretion stand against the duty."""
    if own.mark in duty.sentence or DUTY.search(lead(own.before)):
        return False
    if by_organ(own) and in_common(own.act, duty.act) < max(SHARED, NEARLY_ALL * weight(duty.act)):
        return False  # 可以根据需要 of an organ is the way in which powers are given
    if whole := re.match(f"(?:{_DECIDES})|(?:{_WEAKLY})", own.mark):  # what is left free may stand before
        least = SHARED_MORE if re.match(_WEAKLY, whole[0]) else SHARED
        return in_common(own.all, duty.all) >= least and not _OTHERS.search(own.sentence) and _binds(duty, own, SOME)
    alike = in_common(own.act, duty.act) >= SHARED_BOTH and in_common(own.act, duty.all) >= SHARED
    return alike and _binds(duty, own, SOME)


def _urged(own: Voice, duty: Voice) -> bool:
    """Whether nearly the whole duty of the same is only encouraged."""
    if DUTY.search(own.before) or AUTHORITY.search(own.before):
        return False
    least = max(SHARED, NEARLY_ALL * weight(duty.act), OF_ITS_OWN * weight(own.act))
    return in_common(own.act, duty.act) >= least and _binds(duty, own, NEARLY_ALL)


def _allowed(own: Voice, duty: Voice) -> bool:
    """Whether a bare 可以 is said to those bound, of the case of the duty, and nothing else is said with it."""
    mixed = any(p.search(own.sentence) for p in (DUTY, BAN)) or any(p.search(duty.sentence) for p in (_MAY, BAN))
    if mixed or by_organ(own) or own.before.endswith("也") or "：" in duty.sentence or _RIGHT.search(own.sentence):
        return False
    alike = (
        in_common(own.act, duty.act) >= max(SHARED_BOTH, SOME * weight(duty.act))
        and in_common(own.all, duty.all) >= SHARED_MORE
    )
    return alike and bool(own.who & duty.who) and _binds(duty, own, NEARLY_ALL) and not _new_case(own, duty)


_AND: Final = re.compile("、|以及|或者|和|及")


def _binds(duty: Voice, own: Voice, least: float) -> bool:
    """Whether one of those whom the duty binds is named below, at least such a share of the words; what a duty goes on to,
    and who is to be first, is told by the whole sentence."""
    if duty.mark.startswith(("并", "由")):
        return in_common(own.all, duty.all) >= SHARED_MORE and in_common(own.act, duty.act) >= SHARED
    bound = [who for name in _AND.split((parts_of(duty.before) or [""])[-1]) if (who := topics_of(name))]
    return not bound or any(in_common(own.all, who) >= least * weight(who) for who in bound)


def _new_case(own: Voice, duty: Voice) -> bool:
    """Whether it stands under a condition of which the sentence above says nothing."""
    cases = [topics_of(part) for part in parts_of(own.before) if part.endswith(("的", "时"))]
    return any(case and not case & duty.all for case in cases)


_FITS: Final[Sequence[tuple[re.Pattern[str], Callable[[Voice, Voice], bool]]]] = (
    (_WILL, _left_to),
    (_URGED, _urged),
    (_MAY, _allowed),
)
