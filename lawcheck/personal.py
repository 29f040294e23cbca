"""How personal data looks in text: numbers of persons, ways to reach them, names behind a label.

One set of patterns for the checks of filings (which also ask for the context) and for the comments of citizens.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

__all__ = ["CHAT", "IDENTITY", "LANDLINE", "MAIL", "MOBILE", "SURNAMES", "is_identity_number", "mask", "passes_luhn"]

# 18 digits, also in groups of 6, 8 and 4 with blanks between; or the 15 digits of the first generation.
IDENTITY: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{6}[ \u3000]?\d{8}[ \u3000]?\d{3}[ \u3000]?[\dXx]|\d{15})(?![0-9A-Za-z])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    (11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63)
) | {64, 65, 71, 81, 82, 83}

MOBILE: Final = re.compile(r"(?<![0-9A-Za-z.\-])(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![0-9A-Za-z])")
LANDLINE: Final = re.compile(r"(?<![0-9A-Za-z])[（(]?(?:0\d{2,3})[）)]?[-—－ ]?[2-8]\d{6,7}(?![0-9A-Za-z])")
MAIL: Final = re.compile(
    r"(?<![A-Za-z0-9_.])[A-Za-z0-9][A-Za-z0-9_.+-]{1,40}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,8}"
)
CHAT: Final = re.compile(
    r"(?:微信号?|QQ号?|qq号?)[：: ]*(?P<hit>[A-Za-z][A-Za-z0-9_-]{5,19}|[1-9]\d{4,10})(?![0-9A-Za-z])"
)
SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章"
    "鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁"
    "隋植甘景薄单包司柏宁柯阮桂闵"
)
"""Frequent surnames of one character."""


def is_identity_number(number: str, today: date, *, any_place: bool = False) -> bool:
    """Whether ``number`` is a valid 公民身份号码: 18 digits with the check digit of GB 11643, or the 15 digits of the
    first generation with a known province and a possible birthday. ``any_place``: the province need not be known.

    >>> [is_identity_number(number, date(2026, 1, 1)) for number in ("11010519491231002X", "110105194912310021")]
    [True, False]
    """
    if not any_place and int(number[:2]) not in _PROVINCES:
        return False
    if len(number) == 15:
        return _is_birthday("19" + number[6:12], date(2000, 1, 1))
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return number[17].upper() == _CHECK[total % 11] and _is_birthday(number[6:14], today)


def passes_luhn(digits: str) -> bool:
    """Whether the last of ``digits`` checks the others as on a bank card (ISO/IEC 7812, mod 10).

    >>> passes_luhn("79927398713"), passes_luhn("79927398710")
    (True, False)
    """
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _is_birthday(digits: str, latest: date) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return date(1900, 1, 1) <= day <= latest


def mask(text: str, *, first: int, last: int) -> str:
    """``text`` with all but the ``first`` and ``last`` characters hidden.

    >>> mask("13912345678", first=3, last=4)
    '139****5678'
    """
    hidden = max(len(text) - first - last, 1)
    return text[:first] + "*" * hidden + (text[len(text) - last :] if last else "")
