"""Numbers of every style that laws write, and quantities and durations as intervals."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from lawcheck.document import parse_numeral

__all__ = ["FIGURE", "parse_figure"]

_FINANCIAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_DIGITS: Final = "零〇○一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
FIGURE: Final = rf"(?:(?<![上下前后一二两三四五六七八九年])半(?=年(?!度|报))|(?:\d+(?:，\d{{3}})*(?:\.\d+)?|[{_DIGITS}]+(?:点[{_DIGITS}]+)?)(?:[千百]?[万亿](?:[{_DIGITS}]+)?)*)"
"""A number as a piece of a regular expression: 三千五百, 1.5万, 10，000, 二点五, 贰万; 半 of 半年."""
_HALF: Final = Decimal("0.5")


@lru_cache(maxsize=8192)
def parse_figure(text: str) -> Decimal | None:
    """The value of a figure, exactly; None if it is none.

    >>> [str(parse_figure(t)) for t in ("二点五", "1.5万", "10，000", "贰拾万", "一亿", "3千", "甲")]
    ['2.5', '15000.0', '10000', '200000', '100000000', '3000', 'None']
    """
    if text == "半":
        return _HALF
    plain = text.replace("，", "").replace(",", "").translate(_FINANCIAL)
    for mark, factor in (("亿", 100_000_000), ("万", 10_000), ("千", 1_000), ("百", 100)):
        head, found, tail = plain.rpartition(mark)
        if found and (factor >= 10_000 or head.replace(".", "").isdigit()):
            return _sum(head, tail, factor)
    whole, point, fraction = plain.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    if plain.replace(".", "", 1).isascii():
        return Decimal(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None
    value = parse_numeral(plain)
    return None if value is None else Decimal(value)


def _sum(head: str, tail: str, factor: int) -> Decimal | None:
    upper = parse_figure(head) if head else Decimal(1)
    lower = parse_figure(tail) if tail else Decimal(0)
    return None if upper is None or lower is None else upper * factor + lower


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    digits = [parse_numeral(char) for char in fraction]
    value = parse_numeral(whole)
    if value is None or not digits or None in digits:
        return None
    return Decimal(f"{value}." + "".join(map(str, digits)))
