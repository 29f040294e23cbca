"""Chinese and Arabic numerals as they number the parts of a law."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

__all__ = ["Number", "format_numeral", "parse_numeral"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_FULLWIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ENCLOSED = {
    **{chr(0x2460 + i): i + 1 for i in range(20)},  # ① … ⑳
    **{chr(0x2474 + i): i + 1 for i in range(20)},  # ⑴ … ⒇
    **{chr(0x2488 + i): i + 1 for i in range(20)},  # ⒈ … ⒛
    **{chr(0x3220 + i): i + 1 for i in range(10)},  # ㈠ … ㈩
}


class Number(NamedTuple):
    """The number of a unit: 第十二条之一 is ``Number(12, 1)``; orders as the law does (20 < 20之一 < 21).

    >>> Number(20) < Number(20, 1) < Number(21)
    True
    """

    value: int
    sub: int = 0

    def __str__(self) -> str:
        return f"{self.value}-{self.sub}" if self.sub else str(self.value)


@lru_cache(maxsize=8192)
def parse_numeral(text: str) -> int | None:
    """The value of a numeral in any style, or None; blanks inside are ignored.

    >>> [parse_numeral(t) for t in ("十二", "一百零一", "一百〇一", "一〇一", "１２", "③", "一千二百六十", "甲")]
    [12, 101, 101, 101, 12, 3, 1260, None]
    """
    compact = "".join(text.split()).translate(_FULLWIDTH)
    if not compact:
        return None
    if compact.isascii():
        return int(compact) if compact.isdigit() and len(compact) <= 9 else None
    if compact in _ENCLOSED:
        return _ENCLOSED[compact]
    if all(c in _DIGITS for c in compact):
        return int("".join(str(_DIGITS[c]) for c in compact)) if len(compact) <= 9 else None
    return _parse_with_units(compact)


def _parse_with_units(text: str) -> int | None:
    """十百千万 notation; 万 multiplies everything before it."""
    high, mark, low = text.rpartition("万")
    if mark:
        upper = parse_numeral(high) if high else None
        lower = parse_numeral(low) if low else 0
        return None if upper is None or lower is None else upper * 10000 + lower
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + digit


@lru_cache(maxsize=8192)
def format_numeral(value: int) -> str:
    """The numeral as laws write it, for 0 ≤ value < 100,000,000.

    >>> [format_numeral(n) for n in (3, 10, 12, 20, 101, 110, 1260, 10005)]
    ['三', '十', '十二', '二十', '一百零一', '一百一十', '一千二百六十', '一万零五']
    """
    if not 0 <= value < 100_000_000:
        raise ValueError(f"numeral out of range: {value}")
    if value >= 10000:
        high, low = divmod(value, 10000)
        return format_numeral(high) + "万" + (("零" if low < 1000 else "") + _below_10000(low) if low else "")
    text = _below_10000(value) or "零"
    return text[1:] if text.startswith("一十") else text


def _below_10000(value: int) -> str:
    text, gap = "", False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + mark
            gap = False
        else:
            gap = True
    return text
