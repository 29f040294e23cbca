"""Costs that a drafter lays on others in his own words: paid by those who do not pay above, or not paid by those who do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.voices import departure, in_common, lead, voices

__all__ = ["own_costs"]


class _Shift(NamedTuple):
    """Who bears a cost below, who bears it above, and the weight of the topics that both sentences have in common; whether a
    text that says below what stands above is left alone."""

    below: re.Pattern[str]
    above: re.Pattern[str]
    least: int
    alone: bool = True


_NO_CASE: Final = "(?![^，。；]{0,20}的[，：。；])(?![^，。；]{0,6}责任)"
_SHIFTS: Final = (
    _Shift(
        re.compile("不(?:再)?(?:向|由)[^，。；]{2,12}?(?:收取|承担|负担|支付)"),
        re.compile("由[^，。；由]{2,16}?(?:承担|负担|支付)"),
        3,
        alone=False,
    ),
    _Shift(
        re.compile("自(?:行|己)(?:负担|承担)(?![^，。；]{0,12}责任)|自负|自理|无偿提供|不予(?:补偿|赔偿)"),
        re.compile("(?:给予|予以|依法|适当)[^，。；]{0,6}(?:补偿|赔偿)|支付[^，。；]{0,8}费"),
        2,
    ),
    _Shift(
        re.compile(f"(?<![不未免])(?:缴纳|交纳|承担|负担){_NO_CASE}"),
        re.compile(f"(?<!逾期)(?<!仍)不(?:缴纳|交纳|承担|负担){_NO_CASE}"),
        3,
    ),
    _Shift(re.compile("(?:支付|缴纳|交纳|付)(?!的)[^，。；令]{0,10}费(?!用?由)"), re.compile("无偿|免费"), 4),
)
_COST: Final = re.compile("承担|负担|支付|缴纳|交纳|费|补偿|赔偿|无偿")
_FOR_OTHERS: Final = re.compile("为[^，。；]{1,12}$")
"""Paid for somebody else (为职工缴纳), not by him."""


def own_costs(below: Side, above: Side) -> Iterator[Difference]:
    """A cost that those bear below on whom the law does not lay it, or that nobody bears for them.

    >>> from lawcheck.comparison.pairs import side_of
    >>> below, above = side_of("抽查的样品由商户无偿提供。"), side_of("抽查的样品应当购买，并支付费用。")
    >>> [(d.relation.value, d.lower, d.upper) for d in own_costs(below, above)]
    [('疑似抵触', '无偿提供', '支付费用')]
    """
    for shift in _SHIFTS if _COST.search(above.text) else ():
        said_too = shift.alone and shift.above.search(below.text)
        if said_too or not shift.above.search(above.text):
            continue
        theirs = voices(shift.above, above)
        for own in voices(shift.below, below) if theirs else ():
            other = max(theirs, key=lambda voice: in_common(own.all, voice.all))
            fits = in_common(own.all, other.all) >= shift.least and not own.piece.item
            if fits and not _FOR_OTHERS.search(lead(own.before)):
                yield departure("数额", Relation.CONFLICT, "费用", (below.text, above.text), own.span, other.span)
