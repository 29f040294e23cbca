"""A cap or a floor that is another quantity, and how many times of it (不得高于居民电价, 不得高于居民电价的一点二倍)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.comparison import phrases
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.document import Span

__all__ = ["own_multiples"]

_NUMBER: Final = r"[零〇一二两三四五六七八九十百\d]+(?:[点.][零〇一二三四五六七八九\d]+)?"
_BOUND: Final = re.compile(
    r"(?P<turn>不(?:得|应当?|能|可)?(?:(?P<cap>高于|超过|超出|大于|多于)|低于|少于|小于))"
    r"(?P<base>[^，。；、：\n\d零〇一二两三四五六七八九十百千万]{2,24}?)"
    rf"(?:的?(?P<times>{_NUMBER}倍|百分之{_NUMBER}|[\d.]+[%％]))?(?=[，。；、\n]|\Z)"
)
_LESS_THAN_ALL: Final = re.compile(r"[零〇0][点.]|百分之(?!.?百)|\d{1,2}(?:\.\d+)?[%％]")


def own_multiples(below: Side, above: Side) -> Iterator[Difference]:
    """Every bound that one text gives as it is and the other as a multiple or a share of it.

    >>> from lawcheck.comparison.pairs import side_of
    >>> law = side_of("充电价格不得高于居民电价。")
    >>> own = side_of("充电价格不得高于居民电价的一点二倍。")
    >>> [(d.relation.value, d.lower) for d in own_multiples(own, law)]
    [('放宽', '不得高于居民电价的一点二倍')]
    """
    if not any(sign in below.text + above.text for sign in ("倍", "百分之", "%", "％")):
        return
    theirs = {(bound["cap"], bound["base"].removesuffix("的")): bound for bound in _BOUND.finditer(above.text)}
    for own in _BOUND.finditer(below.text):
        other = theirs.get((own["cap"], own["base"].removesuffix("的")))
        if other is not None and bool(own["times"]) != bool(other["times"]):
            note = phrases.changed("限度", other[0], own[0])
            spans = Span(*own.span()), Span(*other.span())
            yield Difference("数额", _relation(own, other), own[0], other[0], *spans, note)


def _relation(own: re.Match[str], other: re.Match[str]) -> Relation:
    """A cap that rises and a floor that sinks give more room."""
    share = own["times"] or other["times"]
    rises = (_LESS_THAN_ALL.match(share) is None) == bool(own["times"])
    return Relation.RELAXED if rises == bool(own["cap"]) else Relation.HEAVIER
