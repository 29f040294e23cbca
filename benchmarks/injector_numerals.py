"""Numerals and numbers that the sixth to the tenth injector write and read."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
UNITS = {"千": 1000, "百": 100, "十": 10}
SAME_DIGITS = str.maketrans("〇两", "零二")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"


def numeral(number: int) -> str:
    """Chinese numeral.

    >>> numeral(12), numeral(105), numeral(110), numeral(1012), numeral(30500)
    ('十二', '一百零五', '一百一十', '一千零一十二', '三万五百')
    """
    if number >= 10_000:
        return numeral(number // 10_000) + "万" + (numeral(number % 10_000) if number % 10_000 else "")
    for sign, unit in UNITS.items():
        if number >= unit:
            rest = number % unit
            gap = ("零" if rest < unit // 10 else "") + ("一" if unit > 10 and 10 <= rest < 20 else "")
            one = "" if sign == "十" and number < 20 else DIGITS[number // unit]
            return one + sign + (gap + numeral(rest) if rest else "")
    return DIGITS[number]


def value(word: str) -> int:
    """Number of a Chinese numeral.

    >>> value("十二"), value("一百零五"), value("两千"), value("一〇三"), value("三万五百")
    (12, 105, 2000, 103, 30500)
    """
    word = word.translate(SAME_DIGITS)
    if "万" in word:
        high, _, low = word.partition("万")
        return (value(high) or 1) * 10_000 + value(low)
    if not set(word) & set(UNITS):
        return int("0" + "".join(str(DIGITS.index(sign)) for sign in word))
    total = digit = 0
    for sign in word:
        if sign in UNITS:
            total, digit = total + (digit or 1) * UNITS[sign], 0
        else:
            digit = DIGITS.index(sign)
    return total + digit


def is_counted(numbers: list[int]) -> bool:
    """Whether the numbers run from 1 without a gap.

    >>> is_counted([1, 2, 3]), is_counted([1, 3])
    (True, False)
    """
    return numbers == list(range(1, len(numbers) + 1))


def with_check(digits: str) -> str:
    """An identity number with its right last character.

    >>> with_check("11010519491231002")
    '11010519491231002X'
    """
    return digits + ID_CHECKS[sum(int(d) * w for d, w in zip(digits, ID_WEIGHTS, strict=True)) % 11]


def with_luhn(digits: str) -> str:
    """The number of a bank card with its right last digit.

    >>> with_luhn("7992739871")
    '79927398713'
    """
    total = sum(sum(divmod(int(d) * (1 if i % 2 else 2), 10)) for i, d in enumerate(reversed(digits)))
    return digits + str(-total % 10)
