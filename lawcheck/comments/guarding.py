"""Which near-identical texts must not be counted together: another stance, negation, number or clause.

A copy may lose words or gain some; that is no contradiction. It is one when each of two texts says, of the same kind,
what the other does not: 支持 against 反对, 六十日 against 十五日, 第十八条 against 第二十条; or when one asks for what the
other refuses: 要求将五十米改为…… against 不赞成将五十米改为…….
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from lawcheck.document import parse_numeral

__all__ = ["Signature", "common", "contradict", "sign"]

_OPPOSITES: Final = (  # words for and against; a negated one counts for the other side
    ("支持 同意 赞成 赞同 拥护 认可 欢迎", "反对 抵制 抗议 拒绝"),
    ("提高 增加 上调 增设 扩大 加大 加强 调高", "降低 减少 下调 取消 缩小 减小 削弱 调低"),
    ("延长 放宽 推迟", "缩短 收紧 提前"),
    ("加重 从严 从重", "减轻 从宽 从轻"),
    ("过高 太高 偏高", "过低 太低 偏低"),
    ("过重 太重 偏重", "过轻 太轻 偏轻"),
    ("过长 太长 偏长", "过短 太短 偏短"),
    ("过多 太多", "过少 太少"),
    ("过严 太严", "过宽 太宽 过松 太松"),
    ("保留 保持 维持", "删除 删去 删掉 废除 改为 改成 调整为"),
    ("允许 可以 准许 准予", "禁止 严禁 不得 不准 不许"),
    ("以上", "以下"),
    ("合理 必要 可行", "荒唐"),
    ("有利", "不利"),
    ("免费", "收费"),
    ("强制", "自愿"),
)
_SIDE: Final = {
    word: (kind, side) for kind, pair in enumerate(_OPPOSITES) for side in (0, 1) for word in pair[side].split()
}
_NEGATED: Final = "不|没有|并非|难以|无法|别|不能|不太|不应|不应当|不应该|不会"
_CUE: Final = re.compile(
    rf"(?P<negated>{'|'.join(sorted(_NEGATED.split('|'), key=len, reverse=True))})?"
    rf"(?P<word>{'|'.join(sorted(_SIDE, key=len, reverse=True))})"
)
_NEGATION: Final = re.compile(r"(?P<before>.?)(?:不|没有|未|无|非|勿|莫)(?P<after>[\u4e00-\u9fff]{2})")
_NO: Final = frozenset("不有未无非勿莫")
# What stands where a 不 stood when the meaning turned; another character there is a slip of the pen.
_POSITIVE: Final = frozenset("应要该可能须当很太是有需")
_DIGITS: Final = "零〇一二两三四五六七八九十百千万亿"
_NUMBER: Final = re.compile(
    rf"(?P<part>[百千万]分之)?(?P<value>[{_DIGITS}]+(?:点[{_DIGITS}]+)?)(?P<unit>个?工作日|[日天]|个?月|年|小时|分钟|周岁|"
    r"万?元|块|角|平方米|平米|公里|千米|米|厘米|公斤|千克|吨|升|度|瓦|千瓦时|伏|安|辆|次|倍|折|成|%|人|户|票|周|个星期|分贝)?"
)
_SAME_UNIT: Final = {"天": "日", "块": "元", "平米": "平方米", "千米": "公里", "千克": "公斤", "个星期": "周"}
# How long somebody has lived or worked somewhere is told by each in his own way.
_OWN: Final = re.compile(
    rf"(?:住|干|做|开|骑|跑|当|用|工作|生活|从事|经营)[了过]?(?:近|快|将近|已经?)?[{_DIGITS}]+多?[年月天日]"
)
_CLAUSE: Final = re.compile(
    rf"第(?P<article>[{_DIGITS}]+)条(?P<sub>之[{_DIGITS}]+)?(?:第(?P<paragraph>[{_DIGITS}]+)款)?"
    rf"(?:第?[（(]?(?P<point>[{_DIGITS}]+)[）)]?项)?|附件(?P<annex>[{_DIGITS}]+)"
)
# 这不是制造矛盾吗 says that it is: asked back, nothing is negated.
_ASKED_BACK: Final = re.compile(r"(?:难道)?不(?:就|正|也)?是(?P<said>[^吗]{2,20})吗")
_TOLD: Final = 5  # characters that tell what is asked for or refused
_WISH: Final = re.compile(
    r"(?P<refused>反对|抵制|不(?:太|能|应|应当|应该)?(?:赞成|同意|赞同|支持|主张|接受|认可|建议|希望|要求)|不(?:必|宜|应|应当|该|应该|需要?|能|得|要|可)(?=[将把]))"
    r"|(?P<asked>(?<![不没])(?:要求|建议|希望|请求|恳请|呼吁|主张|赞成|同意|赞同|支持|请(?=[将把])|(?:应当?|应该|必须|要)(?=[将把])))"
)


class Signature(NamedTuple):
    """What the guard compares: cues per kind and side, numbers per unit, clauses, what is negated (after, before), and the
    first characters of what is asked for and of what is refused."""

    text: str
    cues: dict[int, tuple[int, int]]
    numbers: dict[str, frozenset[str]]
    clauses: frozenset[tuple[str, ...]]
    negated: dict[str, frozenset[str]]
    asked: frozenset[str]
    refused: frozenset[str]


def sign(text: str) -> Signature:
    """The signature of a text in its plain form (:func:`lawcheck.comments.grams.plain`).

    >>> sign("我不同意第十八条第二款的六十日").clauses
    frozenset({('十八', '', '二')})
    """
    text = _ASKED_BACK.sub(r"是\g<said>", text)
    clauses = frozenset(_clause(match) for match in _CLAUSE.finditer(text))
    bare = _OWN.sub(" ", _CLAUSE.sub(" ", text))
    return Signature(text, _cues(text), _numbers(bare), clauses, _negations(text), *_wishes(text))


def _cues(text: str) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for match in _CUE.finditer(text):
        kind, side = _SIDE[match["word"]]
        if match["negated"]:
            side = 1 - side
        first, second = found.get(kind, (0, 0))
        found[kind] = (first + (side == 0), second + (side == 1))
    return found


def _wishes(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The beginnings of what is asked for and of what is refused."""
    found: dict[str, set[str]] = {"asked": set(), "refused": set()}
    for match in _WISH.finditer(text):
        told = text[match.end() : match.end() + _TOLD]
        if len(told) == _TOLD and match.lastgroup:
            found[match.lastgroup].add(told)
    return frozenset(found["asked"]), frozenset(found["refused"])


def _numbers(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for match in _NUMBER.finditer(text):
        unit = (match["unit"] or "").removeprefix("个")
        if unit or match["part"]:
            key = match["part"] or _SAME_UNIT.get(unit, unit)
            found.setdefault(key, set()).add(_value(match["value"]))
    return {unit: frozenset(values) for unit, values in found.items()}


def _value(words: str) -> str:
    whole, point, rest = words.partition("点")
    number = parse_numeral(whole)
    return f"{whole if number is None else number}{point}{rest}"


def _clause(match: re.Match[str]) -> tuple[str, ...]:
    """Article, 之N, 款, 项, as far as they are written."""
    if match["annex"]:
        return ("附件", match["annex"])
    parts = [match["article"], match["sub"] or "", match["paragraph"] or "", match["point"] or ""]
    while not parts[-1]:
        parts.pop()
    return tuple(parts)


def _negations(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for match in _NEGATION.finditer(text):
        found.setdefault(match["after"], set()).add(match["before"])
    return {after: frozenset(before) for after, before in found.items()}


def contradict(one: Signature, other: Signature) -> bool:
    """Whether two near-identical texts must be counted apart.

    >>> a, b, c = (sign(t) for t in ("支持第三条，六十日", "支持第三条，十五日", "支持第三条，六十日，快点"))
    >>> contradict(a, b), contradict(a, c)
    (True, False)
    """
    return (
        _exchanged(one.cues, other.cues)
        or any(_apart(one.numbers[unit], other.numbers[unit]) for unit in one.numbers.keys() & other.numbers.keys())
        or _other_clauses(one.clauses, other.clauses)
        or _turned(one, other)
        or _turned(other, one)
        or _refused(one, other)
        or _refused(other, one)
    )


def _refused(one: Signature, other: Signature) -> bool:
    """``other`` refuses what ``one`` asks for, and neither says both."""
    return bool((one.asked - one.refused) & (other.refused - other.asked))


def _exchanged(one: dict[int, tuple[int, int]], other: dict[int, tuple[int, int]]) -> bool:
    """A word of one side has become one of the other side."""
    for kind in one.keys() & other.keys():
        first, second = one[kind], other[kind]
        if (first[0] - second[0]) * (first[1] - second[1]) < 0:
            return True
    return False


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one - other) and bool(other - one)


def _other_clauses(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Both cite what the other does not; 第十八条 is held by 第十八条第二款."""
    return _uncovered(one, other) and _uncovered(other, one)


def _uncovered(one: Iterable[tuple[str, ...]], other: Iterable[tuple[str, ...]]) -> bool:
    return any(not any(_within(clause, held) for held in other) for clause in one)


def _within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _turned(one: Signature, other: Signature) -> bool:
    """``other`` says without a 不 what ``one`` negates, in the same place."""
    for after, before in one.negated.items():
        if after not in other.text:
            continue
        negated, plain = _uses(after, one.text)
        other_negated, other_plain = _uses(after, other.text)
        more = len(other_plain) - len(plain)
        if len(negated) > len(other_negated) and more > 0 and set(other_plain) & (before | _POSITIVE):
            return True
    return False


def _uses(word: str, text: str) -> tuple[list[str], list[str]]:
    """The characters before ``word`` where it is negated, and where it is not."""
    before = [text[match.start() - 1] for match in re.finditer(re.escape(word), text) if match.start()]
    return [char for char in before if char in _NO], [char for char in before if char not in _NO]


def common(signatures: Iterable[Signature], count: int, text: str) -> Signature:
    """What at least half of ``count`` copies say: a slip of the pen in one of them does not speak for all."""
    clauses: Counter[tuple[str, ...]] = Counter()
    numbers: Counter[tuple[str, str]] = Counter()
    cues: dict[int, list[tuple[int, int]]] = {}
    for signature in signatures:
        clauses.update(signature.clauses)
        numbers.update((unit, value) for unit, values in signature.numbers.items() for value in values)
        for kind, pair in signature.cues.items():
            cues.setdefault(kind, []).append(pair)
    shared: dict[str, set[str]] = {}
    for (unit, value), times in numbers.items():
        if times * 2 >= count:
            shared.setdefault(unit, set()).add(value)
    middle = {kind: sorted(pairs)[len(pairs) // 2] for kind, pairs in cues.items() if len(pairs) * 2 >= count}
    held = frozenset(clause for clause, times in clauses.items() if times * 2 >= count)
    usual = sign(text)
    numbered = {unit: frozenset(values) for unit, values in shared.items()}
    return Signature(text, middle, numbered, held, usual.negated, usual.asked, usual.refused)
