"""Figures that a drafter gives in his own words: no place above is aligned with them, but a sentence above limits the same
thing. Told where the lower figure leaves what the higher one allows, and where it asks more of citizens and firms; that an
organ binds itself more closely is a matter for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

from lawcheck.comparison import phrases
from lawcheck.comparison.doers import by_citizen, by_organ
from lawcheck.comparison.effects import days_of
from lawcheck.comparison.model import Difference, Relation
from lawcheck.comparison.pairs import Side
from lawcheck.comparison.topics import topics_of, weight
from lawcheck.comparison.units import Pairing, Piece
from lawcheck.document import Span
from lawcheck.slots import Amount, Bound, Meaning, Period

__all__ = ["own_figures"]

NEAR_COPY: Final = 0.7
"""Sentences this alike are compared place by place; a figure at another place of them says something else."""
CLEARLY: Final = Decimal("1.2")
"""… times as long a time is longer even if one side counts working days."""
SHARED_NEAR: Final = 1
"""Weight of the topics that the words right around both figures must have in common …"""
SHARED: Final = 2
"""… and those of the sentences of both."""
SHARED_STRICTER: Final = 3
"""Both of them, where the lower figure is the stricter one, or a share: what it is a share of is in the same words."""


class _Reading(Enum):
    """What a figure does in its sentence."""

    CAP = "at most"
    DEADLINE = "done within it"
    FLOOR = "at least"
    EXACT = "just this"
    BAN = "forbidden below it"
    RIGHT = "a person may act until then"
    BEFORE = "done before something happens"
    ALLOWED_TO = "allowed up to it"
    ALLOWED_FROM = "allowed from it on"

    @property
    def allows(self) -> bool:
        """Whether it is a permission of its own, which the limit repeated beside it does not take back."""
        return self in (_Reading.ALLOWED_TO, _Reading.ALLOWED_FROM)


class _Figure(NamedTuple):
    """A figure, in one unit, with its reading, the words around it and those of its sentence."""

    value: Decimal
    dimension: str
    reading: _Reading
    text: str
    span: Span
    home: tuple[str, Piece]
    """The clause and the sentence of it."""

    @property
    def by_organ(self) -> bool:
        """Whether an organ is to do it, as far as the words before the figure say."""
        return by_organ(self._before)

    @property
    def by_citizen(self) -> bool:
        """Whether those words name a person or firm, and no organ."""
        return by_citizen(self._before)

    @property
    def _before(self) -> str:
        text, piece = self.home
        return text[piece.start : self.span.start]

    @property
    def words(self) -> tuple[frozenset[str], ...]:
        """Topics of the words between two marks that hold the figure with the next ones, of those with the words before too,
        of the sentence, and of the words with the figure alone."""
        return _around(*self.home, self.span)


_BREAK: Final = re.compile("[，。；：\n]|(?<=[米元日天月年倍吨度台辆])、")
_CONDITION: Final = re.compile("[^，。；]{0,14}?的(?=[，：]|$)")
_OF_WHAT: Final = re.compile("的(?!时间|期限|期间)|[^，。；]{0,14}?的(?=[，：]|$)")
_BAN: Final = re.compile("不得|禁止|严禁|不准")
_BANNED: Final = re.compile("[^。；]{0,24}?(?:不得(?!超过|少于|低于)|禁止|严禁|不准|不予|不再)")
_ALLOWED_AFTER: Final = re.compile("[^。；]{0,24}?(?:即可|可以|就行|便可|方可|无需|可(?=[^能见靠]))")
_ALLOWED_NEXT: Final = re.compile("[^，。；]{0,6}?(?:即可|可以|就行|便可|无需)")
_AT_LEAST: Final = re.compile("(?:至少|不得?少于|不得?低于|最短|最低)(?:[^，。；]{0,4}|[^，。；]{2,14}[后起])$")
_AT_MOST: Final = re.compile("(?:不得?超过|最长|最高|最多)[^，。；]{0,4}$")
_MAY: Final = re.compile("(?:可以?|允许|准许)$")
_UP_TO: Final = re.compile("(?:可以?|允许|准许)[^，。；]{0,8}(?:达到?|到|至|定为|延长|为)$")
_REACHED: Final = re.compile("达到?")
_FROM: Final = re.compile("^(?:年满|已满|满)|(?:以外|之外|外|以上|后|以后|之后)$")
_RIGHT: Final = re.compile("可以|有权")
_STATES: Final = re.compile("(?:[为是]|享受|实行|休|期|假|期限|时间)(?:[\u4e00-\u9fff]{0,2}假)?$")
_BESIDE: Final = re.compile("[前后]$")
_ON_TOP: Final = re.compile("(?:延长|延期|增加|顺延|加)[^，。；]{0,6}$")
_UNDER_AGE: Final = re.compile("未满|不满|不足|低于|少于|小于|未达")


def own_figures(below: Side, above: Side, pairings: Sequence[Pairing]) -> Iterator[Difference]:
    """Every figure below that leaves the limit which the nearest sentence above sets to the same thing."""
    if not _has_figures(below) or not _has_figures(above):
        return
    copied = {p.lower for p in pairings if p.upper is not None and p.similarity >= NEAR_COPY}
    own = [(n, figure) for n, piece in enumerate(below.pieces) for figure in _figures(below, piece, higher=False)]
    theirs = [u for piece in above.pieces for u in _figures(above, piece, higher=True)] if own else []
    kept = frozenset((figure.dimension, figure.value) for _, figure in own)
    events = [u for u in theirs if u.reading is _Reading.BEFORE or _SOON.fullmatch(u.text)]
    quantities: tuple[Amount | Period, ...] = (*above.slots.amounts, *above.slots.periods)
    said = {_value(quantity) for quantity in quantities}
    for number, figure in own:
        others = events if number in copied else theirs
        newly = figure.reading.allows and (figure.value, figure.dimension) not in said
        if others:
            yield from _against(figure, others, frozenset() if newly else kept)


def _has_figures(side: Side) -> bool:
    if side.slots.periods or any(not amount.fine for amount in side.slots.amounts):
        return True
    return any(words in side.text for words in _HINTS) or _PART.search(side.text) is not None


_HINTS: Final = (
    "每",
    "一次",
    "立即",
    "立刻",
    "马上",
    "即刻",
    "当场",
    "当日",
    "当天",
    "次日",
    "第二天",
    "翌日",
    "应当在",
    "应当及时",
)


def _against(own: _Figure, theirs: Sequence[_Figure], kept: frozenset[tuple[str, Decimal]]) -> Iterator[Difference]:
    """The difference to the limits above that are most about the same, if all of them give it; those ``kept`` below too
    are not what it stands for."""
    alike = [u for u in theirs if u.dimension == own.dimension]
    left = [u for u in alike if (u.dimension, u.value) not in kept]
    if all(_relation(own, u) is None for u in left):
        return
    scored = [(_in_common(own, u), u) for u in left]
    about = [row for row in scored if row[0][1] >= SHARED_NEAR and row[0][2] >= SHARED]
    best = max((shared for shared, _ in about), default=())
    if not about or any(u.value == own.value and _in_common(own, u) >= best for u in alike):
        return
    chosen = [u for shared, u in about if shared == best]
    relations = {_relation(own, other) for other in chosen}
    relation = relations.pop() if len(relations) == 1 else None
    if relation is Relation.HEAVIER and (chosen[0].text == "及时" or any(u.value == own.value for u in alike)):
        return
    close = relation is Relation.HEAVIER or own.dimension == _SHARE
    if close and (min(best[:2]) < SHARED or best[2] < SHARED_STRICTER):
        return
    if relation is not None:
        slot = "期限" if own.dimension in (_DAYS, _TIMES) else "数额"
        note = phrases.changed(slot, chosen[0].text, own.text)
        yield Difference(slot, relation, own.text, chosen[0].text, own.span, chosen[0].span, note)


def _in_common(own: _Figure, other: _Figure) -> tuple[int, ...]:
    return tuple(weight(one & two) for one, two in zip(own.words, other.words, strict=True))


def _relation(own: _Figure, other: _Figure) -> Relation | None:
    """What the figures make of each other; None where the lower one keeps within the limit, or passes it by no more than
    days of rest may be counted or not."""
    from_above = other.reading in _FROM_ABOVE
    if other.reading is _Reading.BEFORE and not _same_event(own, other):
        return None
    if _clearly_more(own, other):
        return _LEAVES.get((other.reading, own.reading)) if from_above else _stricter(own, other)
    if _clearly_more(other, own):
        return _stricter(own, other) if from_above else _LEAVES.get((other.reading, own.reading))
    return None


def _same_event(own: _Figure, before: _Figure) -> bool:
    """Whether the figure counts from what has to be preceded above (开始后十五日内, 开展活动前), not from its end."""
    text, piece = own.home
    chunk = text[_from_break(text, piece, own.span.start) : own.span.end]
    ends = own.text.endswith("前") or _OVER.search(chunk)
    return not ends and weight(topics_of(chunk) & topics_of(before.text)) >= SHARED


_OVER: Final = re.compile("结束|完成|完毕|完工|终止|期满|届满|取得|领取|收到|之后的")


def _clearly_more(one: _Figure, other: _Figure) -> bool:
    unsure = ("工作日" in one.text) != ("工作日" in other.text)
    return one.value > other.value * (CLEARLY if unsure else 1)


def _stricter(own: _Figure, other: _Figure) -> Relation | None:
    """加重 where citizens or firms have less time, or have to do a thing earlier or more often than the higher law says."""
    both = (other.reading, own.reading)
    asked = both in _ASKS_MORE and (_Reading.FLOOR not in both or _AHEAD.search(own.text) is not None)
    asked = asked and (_Reading.CAP not in both or own.dimension == _TIMES)  # a lower limit is what a place may set
    return Relation.HEAVIER if asked and own.by_citizen and not other.by_organ else None


_FROM_ABOVE: Final = (_Reading.CAP, _Reading.DEADLINE, _Reading.BEFORE)
_ASKS_MORE: Final = (
    (_Reading.DEADLINE, _Reading.DEADLINE),
    (_Reading.CAP, _Reading.CAP),
    (_Reading.FLOOR, _Reading.FLOOR),
)
_AHEAD: Final = re.compile("提前|事先|之前")
_MAXIMUM: Final = (_Reading.CAP, _Reading.DEADLINE, _Reading.ALLOWED_TO, _Reading.EXACT, _Reading.FLOOR, _Reading.RIGHT)
_MINIMUM: Final = (_Reading.CAP, _Reading.FLOOR, _Reading.EXACT, _Reading.ALLOWED_FROM, _Reading.ALLOWED_TO)
_LEAVES: Final = {
    **{(limit, own): Relation.RELAXED for limit in _FROM_ABOVE for own in _MAXIMUM},
    **{(_Reading.FLOOR, own): Relation.RELAXED for own in _MINIMUM},
    **{(_Reading.BAN, own): Relation.RELAXED for own in (_Reading.ALLOWED_FROM, _Reading.BAN, _Reading.FLOOR)},
    **{(_Reading.RIGHT, own): Relation.HEAVIER for own in (_Reading.RIGHT, _Reading.DEADLINE)},
    (_Reading.EXACT, _Reading.EXACT): Relation.CONFLICT,
}
"""What it is to pass the limit above (first) with a figure read so below; a pair that is not here says nothing."""

_DAYS: Final = "days"


def _figures(side: Side, piece: Piece, *, higher: bool) -> Iterator[_Figure]:
    """The figures of a sentence that limit something; none of a sentence that punishes."""
    here = piece.span
    quantities: tuple[Amount | Period, ...] = (*side.slots.amounts, *side.slots.periods)
    found = [quantity for quantity in quantities if here.holds(quantity.span)]
    found += _parts(side.text, piece)
    times = tuple(_EVERY.finditer(side.text, *here))
    soon = tuple(_SOON.finditer(side.text, *here))
    events = tuple(_BEFORE.finditer(side.text, *here)) if higher else ()
    if not (found or times or soon or events) or _limits_nothing(side, piece, higher=higher):
        return
    home = (side.text, piece)
    for match in soon if higher else (match for match in soon if match.lastgroup != _PROMPT):
        yield _Figure(_soon(match), _DAYS, _Reading.DEADLINE, match[0], Span(*match.span()), home)
    for match in events:
        yield _Figure(Decimal(0), _DAYS, _Reading.BEFORE, match[0], Span(*match.span()), home)
    for quantity in found:
        value, dimension = _value(quantity)
        reading = _reading(side.text, piece, quantity, higher=higher) if value is not None else None
        if value is not None and reading is not None:
            yield _Figure(value, dimension, reading, quantity.text, quantity.span, home)
    for every in times:
        yield _Figure(_interval(every), _TIMES, _Reading.CAP, every[0], Span(*every.span()), home)


def _parts(text: str, piece: Piece) -> list[Amount]:
    """Shares in words (五分之一, 六成五) as per cent.

    >>> from lawcheck.comparison.pairs import side_of
    >>> side = side_of("名额不超过五分之一，到会的占六成五。")
    >>> [(a.text, str(a.high)) for a in _parts(side.text, side.pieces[0])]
    [('五分之一', '20'), ('六成五', '65')]
    """
    found = []
    for part in _PART.finditer(text, piece.start, piece.end):
        tenths = part["tenths"]
        value = _tenths(tenths, part["more"]) if tenths else 100 * _NUMBERS[part["of"]] / _NUMBERS[part["whole"]]
        low, high = {"以上": (value, None), "以下": (None, value)}.get(part["bound"], (value, value))
        found.append(Amount(low, high, True, True, _SHARE, "", False, part[0], Span(*part.span())))
    return found


def _tenths(number: str, more: str | None) -> Decimal:
    return 10 * _NUMBERS[number] + (5 if more == "半" else _NUMBERS[more] if more else 0)


_PART: Final = re.compile(
    "(?:(?P<whole>[二两三四五六七八九十])分之(?P<of>[一二三四五六七八九])|(?P<tenths>[一二两三四五六七八九])成(?P<more>[一二三四五六七八九半])?(?![为立员功本年果长就分套绩]))(?P<bound>以上|以下)?"
)


def _limits_nothing(side: Side, piece: Piece, *, higher: bool) -> bool:
    """Whether a sentence punishes, or is an 项 that lists a case."""
    punishes = any(piece.span.holds(penalty.span) for penalty in side.slots.penalties)
    if punishes or _CRIME.search(side.text, piece.start, piece.end):
        return True
    return piece.item and not higher and not _NORM.search(side.text, piece.start, piece.end)


_SOON: Final = re.compile(
    "(?P<now>立即|立刻|马上|即刻|(?<!不能)(?<!未能)当场(?!处罚|收缴|作出))|(?P<day>当日|当天)(?=[^，。；的]{2})(?!起)|(?:最迟|最晚)?(?P<next>次日|第二天|翌日)(?!起)(?=[^，。；的]{2})|(?<=应当)(?P<prompt>及时)"
)
_SOON_DAYS: Final = {"now": Decimal(0), "day": Decimal(1), "next": Decimal(2), "prompt": Decimal(90)}
_PROMPT: Final = "prompt"
"""What a day or a month more may still be; longer than three months is not 及时."""
_BEFORE: Final = re.compile(
    "(?<=应当在)[^，。；0-9零一二两三四五六七八九十]{2,16}?前(?![，。；日后款项0-9一二三四五六七八九十])"
)
"""应当在开展活动前报…备案: a deadline without a figure."""


def _soon(words: re.Match[str]) -> Decimal:
    """Days that are left.

    >>> [str(_soon(_SOON.search(t))) for t in ("应当立即报告", "当天送还", "最迟第二天报告")]
    ['0', '1', '2']
    """
    return _SOON_DAYS[words.lastgroup or "now"]


_CRIME: Final = re.compile("徒刑|拘役|拘留|犯罪|刑法")
_NORM: Final = re.compile("应当|必须|不得|可以|即可")
"""Words of an 项 that is a rule; the others list cases, and a figure in them is part of a case."""
_EVERY: Final = re.compile(
    "(?:至少)?每(?P<number>[一二两三四五六七八九十半])?个?(?P<unit>年|季度|月|周)(?!度?[^，。；]{0,6}(?:不|超过|收入|工资|休假|可以|享受))"
    "|(?P<number2>[一二两三四五六七八九十半])个?(?P<unit2>年|季度|月|周)[^，。；每]{0,6}一[次回]"
)
_NUMBERS: Final = {
    **{numeral: Decimal(value) for value, numeral in enumerate("一二三四五六七八九十", 1)},
    "两": Decimal(2),
    "半": Decimal("0.5"),
}
_UNITS: Final = {"年": Decimal(12), "季度": Decimal(3), "月": Decimal(1), "周": Decimal("0.23")}
_TIMES: Final = "times"


def _interval(every: re.Match[str]) -> Decimal:
    """Months between two times.

    >>> [str(_interval(_EVERY.search(t))) for t in ("每两年检查", "半年张榜一次", "每季度")]
    ['24', '6.0', '3']
    """
    number, unit = every["number"] or every["number2"] or "一", every["unit"] or every["unit2"]
    return _NUMBERS[number] * _UNITS[unit]


_OF_OTHERS: Final = frozenset(("倍", "元"))
"""Units of multiples and sums: what they are taken of, or paid for, is seldom in the same words."""
_SHARE: Final = "%"


def _value(quantity: Amount | Period) -> tuple[Decimal | None, str]:
    """The one value of a figure (None for a range, a fine and the like), and in what it is counted."""
    if isinstance(quantity, Period):
        plain = quantity.low == quantity.high and quantity.meaning is not Meaning.FREQUENCY
        return (days_of(quantity) if plain else None), _DAYS
    ends = {end for end in (quantity.low, quantity.high) if end is not None}
    plain = len(ends) == 1 and not quantity.fine and quantity.unit not in _OF_OTHERS
    return (ends.pop() if plain else None), quantity.unit


def _from_break(text: str, piece: Piece, place: int) -> int:
    """Where the words between two marks begin that hold ``place``."""
    return max((m.end() for m in _BREAK.finditer(text, piece.start, place)), default=piece.start)


@lru_cache(maxsize=1024)
def _around(text: str, piece: Piece, span: Span) -> tuple[frozenset[str], ...]:
    """Topics of the words between two marks that hold the figure and the next ones, of those before too, of all, of the first alone."""
    start = _from_break(text, piece, span.start)
    ends = [m.start() for m in _BREAK.finditer(text, span.end, piece.end)]
    end = ends[1] if len(ends) > 1 else piece.end
    before = _from_break(text, piece, start - 1)
    lead = text[: text.find("：")] if piece.item else ""
    alone = topics_of(text[start : min(ends, default=piece.end)])
    around = (topics_of(text[start:end]), topics_of(text[before:end]))
    return (*around, topics_of(f"{lead}。{text[piece.start : piece.end]}"), alone)


def _reading(text: str, piece: Piece, quantity: Amount | Period, *, higher: bool) -> _Reading | None:
    span = quantity.span
    before, after = text[_from_break(text, piece, span.start) : span.start], text[span.end : piece.end]
    if higher:
        return _higher_reading(text[piece.start : piece.end], quantity, before, after)
    return _lower_reading(quantity, before, after)


def _higher_reading(sentence: str, quantity: Amount | Period, before: str, after: str) -> _Reading | None:
    if _UNDER_AGE.match(quantity.text):
        return _Reading.BAN if quantity.text.endswith("岁") and _BAN.search(sentence) else None
    limit = _limit(quantity, before, after)
    if limit in (_Reading.DEADLINE, _Reading.EXACT) and _BANNED.match(after):
        return _Reading.BAN
    if limit is _Reading.DEADLINE and _RIGHT.search(before):
        return _Reading.RIGHT
    return limit if limit is not _Reading.EXACT or _STATES.search(before) else None


def _lower_reading(quantity: Amount | Period, before: str, after: str) -> _Reading | None:
    if _UNDER_AGE.match(quantity.text):
        return _Reading.BAN if quantity.text.endswith("岁") and _BAN.search(before) else None
    if _UP_TO.search(before) or (_REACHED.match(quantity.text) and _MAY.search(before)):
        return _Reading.ALLOWED_TO
    if _FROM.search(quantity.text) and (_ALLOWED_AFTER.match(after) or _RIGHT.search(before)):
        return None if _CONDITION.match(after) else _Reading.ALLOWED_FROM
    limit = _limit(quantity, before, after)
    if limit is _Reading.EXACT and _BESIDE.search(before):
        return None
    if limit is _Reading.EXACT and _ALLOWED_NEXT.match(after):
        return _Reading.ALLOWED_FROM
    if limit is _Reading.DEADLINE and _BANNED.match(after):
        return _Reading.BAN
    return _Reading.RIGHT if limit is _Reading.DEADLINE and _ALLOWED_NEXT.match(after) else limit


def _limit(quantity: Amount | Period, before: str, after: str) -> _Reading | None:
    """Which side is limited, by the words of the figure and those right before it; None for what only describes (三个月以上的
    培训, 低于七十公里的机动车) or comes on top of a limit (增加十五日)."""
    if _OF_WHAT.match(after) or _UNDER_AGE.match(quantity.text) or _ON_TOP.search(before):
        return None
    if _AT_LEAST.search(before):
        return _Reading.FLOOR
    if _AT_MOST.search(before):
        return _Reading.CAP
    if quantity.text.endswith("内"):
        return _Reading.DEADLINE
    if isinstance(quantity, Period):
        return _OF_BOUND.get(quantity.bound)
    if quantity.low is None:
        return _Reading.CAP
    return _Reading.FLOOR if quantity.high is None else _Reading.EXACT


_OF_BOUND: Final = {Bound.MAX: _Reading.CAP, Bound.MIN: _Reading.FLOOR, Bound.EXACT: _Reading.EXACT}
