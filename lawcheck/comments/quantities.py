"""Quantities in words: 三十日, 0.4元, 百分之五, 每季度一次, 二百元以上五百元以下, 18:00至次日8:00, 2027年6月底, with a unit that
tells what may replace what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comments.grams import plain
from lawcheck.document import Span, parse_numeral

__all__ = [
    "Amount",
    "Quantity",
    "amounts_in",
    "ends_of",
    "find_quantities",
    "same_side",
    "same_words",
    "value_of",
]

_N = r"[零〇一二三四五六七八九十百千万两半\d][零〇一二三四五六七八九十百千万两半点\d.]*"
_UNITS: Final = (
    "个工作日|工作日|个小时|小时|个钟头|钟头|分钟|个月|周岁|岁|平方米|公里|千米|毫米|厘米|米|千瓦时|千瓦|"
    "日|天|周|年|元|块|倍|辆|次|户|人|名|度|克|公斤|千克|吨|层|伏|时|个|点钟|分贝|公顷|亩|平米|升|毫升|台"
)
_WHOLE = r"[零一二三四五六七八九十\d]{1,3}"
_DATE = r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日|底|初|末|[上中下]旬)?"
_MONTH = rf"(?<!\d){_WHOLE}月(?:\d{{1,2}}日|底|初|末|[上中下]旬)?"
_CLOCK = (
    rf"\d{{1,2}}[:：]\d{{2}}(?!\d)|{_WHOLE}时(?:{_WHOLE}分|半)?(?!间|段|候|限|常|长|刻)|{_WHOLE}点(?:半|{_WHOLE}分)"
)
_RATIO = r"1[:：]\d{3,6}"
_KINDS: Final = tuple(
    (name, re.compile(words)) for name, words in (("日期", _DATE), ("月份", _MONTH), ("比例", _RATIO), ("钟点", _CLOCK))
)
_ONE = rf"(?:{_DATE}|{_MONTH}|{_RATIO}|{_CLOCK}|每(?:(?:天|日)(?!{_CLOCK})|周|个?月|个?季度|季|半年|年|学期)(?:至少|最少|不少于)?(?:{_N}次)?|百分之{_N}|{_N}\s?(?:%|％)|{_N}(?:多)?(?:{_UNITS}))"
_QUANTITY: Final = re.compile(
    rf"{_ONE}(?:以[上下内])?(?:(?:至|到|-|~|—|、)?(?:次日|翌日|第二天)?{_ONE}(?:以[上下内])?)?"
)
_SAME: Final = {
    "天": "日", "块": "元", "个小时": "小时", "钟头": "小时", "个钟头": "小时", "％": "%", "个工作日": "工作日", "名": "人", "岁": "周岁", "点钟": "时", "平米": "平方米",
}  # fmt: skip
_TIMES: Final = frozenset({"分钟", "小时", "日", "工作日", "周", "个月", "年"})
_LENGTHS: Final = frozenset({"公里", "千米", "米", "厘米", "毫米"})
_WORDS: Final = re.compile("|".join(sorted(_SAME, key=len, reverse=True)))


_AMOUNT: Final = re.compile(r"(?:百分之)?([零一二三四五六七八九十百千万]+)(?!点)")


class Quantity(NamedTuple):
    """A quantity at ``span``; two with the same ``unit`` can stand for each other; ``key`` is its one written form."""

    span: Span
    text: str
    unit: str
    key: str

    @property
    def measures(self) -> str:
        """What is measured: a span of time may stand for another in other units (十五分钟 → 半小时), a length too."""
        return "时间" if self.unit in _TIMES else "长度" if self.unit in _LENGTHS else self.unit


def find_quantities(text: str) -> Iterator[Quantity]:
    """The quantities of ``text``; a range (二百元以上五百元以下) is one.

    >>> [(q.text, q.unit) for q in find_quantities("30天内、每季度一次、处二百元以上五百元以下罚款，占5%")]
    [('30天', '日'), ('每季度一次', '每'), ('二百元以上五百元以下', '元以上元以下'), ('5%', '%')]
    >>> [(q.text, q.unit, q.key) for q in find_quantities("2027年6月底前，18:00至次日8:00，八点半、二十三时")]
    [('2027年6月底', '日期', '二千零二十七年六月底'), ('18:00至次日8:00', '钟点钟点', '18:00 8:00'), ('八点半、二十三时', '钟点钟点', '8:30 23:00')]
    """
    for match in _QUANTITY.finditer(text):
        words = re.sub("以内$|以[上下]$", "", match[0]) if not re.search("以[上下].+以", match[0]) else match[0]
        yield Quantity(Span(match.start(), match.start() + len(words)), words, _unit(words), _key(words))


class Amount(NamedTuple):
    """One number with its unit; ``side`` is "lower" or "upper" where it is an end of what the words allow."""

    text: str
    value: float
    measures: str
    side: str


_ATOM: Final = re.compile(rf"(?P<number>{_N})\s?(?:{_UNITS})")
_NO_AMOUNTS: Final = frozenset({"日期", "月份", "比例", "钟点"})
_SIDES: Final = (
    (
        "lower",
        re.compile(r"(?:不低于|不少于|不得(?:低|少)于|至少|最低)\Z"),
        re.compile(r"\s?(?:以上|起|[至到\-—~～])"),
    ),
    (
        "upper",
        re.compile(r"(?:不超过|不得超过|不高于|不多于|最高|至多|最多|以上|[至到\-—~～])\Z"),
        re.compile(r"\s?以?[下内]"),
    ),
)


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Every number with a unit, those of a range each by itself; no dates and hours.

    >>> [(found.text, found.value, found.side) for found in amounts_in("处二百元以上五百元以下罚款，自2027年1月1日起三十日内")]
    [('二百元', 200.0, 'lower'), ('五百元', 500.0, 'upper'), ('三十日', 30.0, 'upper')]
    """
    found = []
    for quantity in find_quantities(text):
        if any(quantity.unit.startswith(name) for name in _NO_AMOUNTS):
            continue
        for match in _ATOM.finditer(text, *quantity.span):
            value = value_of(match["number"])
            if value is not None:
                measures = next(find_quantities(match[0])).measures
                found.append(Amount(match[0], value, measures, _side(text, *match.span())))
    return tuple(found)


def _side(text: str, start: int, end: int) -> str:
    for side, before, after in _SIDES:
        if before.search(text, max(start - 6, 0), start) or after.match(text, end):
            return side
    return ""


def value_of(number: str) -> float | None:
    """What a number of figures, of characters or of both is worth.

    >>> value_of("1.5万"), value_of("两千"), value_of("1千"), value_of("千"), value_of("")
    (15000.0, 2000.0, 1000.0, None, None)
    """
    figures = re.fullmatch(r"(\d+(?:\.\d+)?)([百千万亿]?)", number)
    if figures:
        return float(figures[1]) * _TIMES_OF[figures[2]]
    value = parse_numeral(number) if number and number[0] not in "百千万亿" else None
    return None if value is None else float(value)


_TIMES_OF: Final = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def ends_of(quantity: Quantity) -> tuple[Quantity, ...]:
    """The two hours of a time of opening, each by itself: somebody may want another one of them only.

    >>> [part.text for found in find_quantities("六时至二十二时") for part in ends_of(found)]
    ['六时', '二十二时']
    """
    hours = list(re.finditer(_CLOCK, quantity.text)) if quantity.unit == "钟点钟点" else []
    at = quantity.span.start
    return tuple(Quantity(Span(at + h.start(), at + h.end()), h[0], "钟点", _key(h[0])) for h in hours)


def _key(words: str) -> str:
    """Hours in figures (八点半, 8:30 and 八时三十分 are one), everything else as it is compared."""
    if not _unit(words).startswith("钟点"):
        return same_words(words)
    return " ".join(_hour(match[0]) for match in re.finditer(_CLOCK, words))


def _hour(words: str) -> str:
    hour, *minutes = re.split("[:：时点]", words.replace("半", "30").rstrip("分"))
    minute = minutes[0] if minutes and minutes[0] else "0"
    return f"{parse_numeral(hour) or 0}:{parse_numeral(minute) or 0:02}"


def _unit(words: str) -> str:
    for name, kind in _KINDS:
        if found := kind.findall(words):
            return name * len(found)
    if words.startswith("每"):
        return "每"
    plainly = re.sub("百分之" + _N, "%", words)
    return re.sub(rf"{_N}|\s", "", _WORDS.sub(lambda m: _SAME[m[0]], plainly))


def same_words(words: str) -> str:
    """``words`` as proposals are compared: numbers, units and marks in one form.

    >>> same_words("30 天"), same_words("三十日。")
    ('三十日', '三十日')
    """
    plainly = plain(re.sub(r"(\d+(?:\.\d+)?)\s?[%％]", r"百分之\1", words)).replace("两", "二")
    return "".join(char for char in _WORDS.sub(lambda m: _SAME[m[0]], plainly) if char.isalnum())


def same_side(old: str, one: str, other: str) -> bool:
    """Whether ``one`` and ``other`` both ask for more, or both for less, than ``old``: single quantities of one unit.

    >>> same_side("五十米", "一百五十米", "100米"), same_side("三十日", "十五日", "六十日")
    (True, False)
    """
    base, first, second = (_amount(words) for words in (old, one, other))
    if not (base and first and second) or len({base[0], first[0], second[0]}) > 1:
        return False
    return (first[1] - base[1]) * (second[1] - base[1]) > 0


def _amount(words: str) -> tuple[str, int] | None:
    """Unit and number of ``words`` that are one quantity; hours in minutes."""
    found = list(find_quantities(words))
    if len(found) != 1 or len(found[0].key.split()) > 1:
        return None
    hour, colon, minute = found[0].key.partition(":")
    if colon and hour.isdecimal() and minute.isdecimal():
        return found[0].unit, 60 * int(hour) + int(minute)
    match = _AMOUNT.match(same_words(found[0].text))
    value = parse_numeral(match[1]) if match else None
    return None if value is None else (found[0].unit, value)
