"""What a changed value does to the norm: the table of domain.md 3.10 and of the rules A06–A10, as functions."""

from __future__ import annotations

import re
from collections.abc import Container
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from lawcheck.comparison.departments import departments_in, same_charge
from lawcheck.comparison.model import Relation
from lawcheck.slots import Amount, Bound, Meaning, Modal, Period
from lawcheck.terms import load_lexicon

__all__ = ["days_of", "field_of", "of_amount", "of_modality", "of_period", "other_organ", "outdone"]

_HARSHER: Final = {"限制开展生产经营活动": "责令停产停业"}
"""Penalties between which the law leaves the choice (限制生产、停产整治), the harsher one second."""


def outdone(kind: str, kinds: Container[str]) -> bool:
    """Whether the harsher of two penalties is imposed, so that ``kind`` is not missed.

    >>> outdone("限制开展生产经营活动", {"责令停产停业"}), outdone("责令停产停业", {"限制开展生产经营活动"})
    (True, False)
    """
    return _HARSHER.get(kind) in kinds


_BY_FORCE: Final = {
    ("duty", "permission"): Relation.RELAXED,
    ("permission", "duty"): Relation.HEAVIER,
    ("duty", "ban"): Relation.CONFLICT,
    ("ban", "duty"): Relation.CONFLICT,
    ("permission", "ban"): Relation.CONFLICT,
    ("ban", "permission"): Relation.CONFLICT,
    ("duty", ""): Relation.RELAXED,
}


def of_modality(lower: Modal, upper: Modal) -> Relation | None:
    """What another modal word makes of the norm; None where it says the same or binds nobody.

    >>> of_modality(Modal.MAY, Modal.DUTY).value, of_modality(Modal.MUST, Modal.DUTY)
    ('放宽', None)
    """
    if Modal.CHARGED in (lower, upper) or Modal.ONLY_THEN in (lower, upper):
        return None
    return _BY_FORCE.get((upper.force, lower.force))


def of_amount(lower: Amount, upper: Amount) -> Relation | None:
    """Interval against interval: within the higher one is 细化, reaching above 加重, reaching below 减轻 (A06–A08); for
    amounts that are no fine a stricter limit is 加重, a looser one 放宽.

    >>> from lawcheck.slots import read_slots
    >>> amount = lambda text: read_slots(text).amounts[0]
    >>> wide, narrow = amount("处一千元以上五千元以下罚款"), amount("处二千元以上三千元以下罚款")
    >>> of_amount(narrow, wide).value, of_amount(wide, narrow).value
    ('细化', '加重')
    >>> of_amount(amount("面积不少于三十平方米"), amount("面积不少于五十平方米")).value
    '放宽'
    """
    if lower.basis and upper.basis and lower.basis != upper.basis and lower.fine:
        return Relation.CONFLICT if _unlike(lower.basis, upper.basis) else None
    ends = _end(lower.low, upper.low), _end(lower.high, upper.high)
    if ends == (0, 0) or ends == (None, None):
        return None
    if lower.fine:
        return _of_fine(lower, upper)
    return _of_limit(lower, upper)


def _unlike(first: str, second: str) -> bool:
    return not set(first) & set(second)


def _end(lower: Decimal | None, upper: Decimal | None) -> int | None:
    """-1, 0, 1 as the lower text's end is below, at or above the higher text's; None if both are open."""
    if lower is None or upper is None:
        return None if lower is upper else 2
    return (lower > upper) - (lower < upper)


def _of_fine(lower: Amount, upper: Amount) -> Relation | None:
    top = None if upper.high is None else (lower.high is None or lower.high > upper.high)
    if top:
        return Relation.HEAVIER
    floor, other = lower.low or Decimal(0), upper.low or Decimal(0)
    if floor < other:
        return Relation.LIGHTER
    return Relation.DETAILED


def _of_limit(lower: Amount, upper: Amount) -> Relation | None:
    if lower.low is not None and upper.low is not None and lower.low != upper.low and upper.high is None:
        return Relation.HEAVIER if lower.low > upper.low else Relation.RELAXED
    if lower.high is not None and upper.high is not None and lower.high != upper.high and upper.low is None:
        return Relation.HEAVIER if lower.high < upper.high else Relation.RELAXED
    return Relation.CONFLICT


_DAYS: Final = {
    "日": Decimal(1),
    "工作日": Decimal("1.4"),
    "小时": 1 / Decimal(24),
    "分钟": 1 / Decimal(1440),
    "周": Decimal(7),
    "月": Decimal(30),
    "季度": Decimal(90),
    "年": Decimal(360),  # twelve months, in which laws count as well
}
_PUNISHES: Final = frozenset((Meaning.DETENTION, Meaning.SUSPENSION))
_LONGER_BURDENS: Final = frozenset((Meaning.BAN, Meaning.KEEPING, Meaning.AHEAD, Meaning.NOTICE))


def of_period(lower: Period, upper: Period) -> Relation | None:
    """A shorter time to act is 加重, a longer one 放宽; for bans, keeping, notice and minimum periods the other way round.

    >>> from lawcheck.slots import read_slots
    >>> period = lambda text: read_slots(text).periods[0]
    >>> of_period(period("应当在十日内申报"), period("应当在三十日内申报")).value
    '加重'
    >>> of_period(period("保存期限不少于一年"), period("保存期限不少于三年")).value
    '放宽'
    """
    own, other = days_of(lower), days_of(upper)
    if own is None or other is None or own == other:
        return None
    longer = own > other
    if upper.meaning in _PUNISHES:
        return Relation.HEAVIER if longer else Relation.LIGHTER
    burdens = upper.meaning in _LONGER_BURDENS or upper.bound is Bound.MIN
    return Relation.HEAVIER if longer == burdens else Relation.RELAXED


def days_of(period: Period) -> Decimal | None:
    """The (longer end of the) period in days; None for units that have none, such as 学期."""
    factor = _DAYS.get(period.unit)
    return None if factor is None else period.high * factor


_LEVEL: Final = re.compile(
    r"^(?:国务院|中央|城市(?=[、和])|省级?|自治区|直辖市|市级?(?![场政容民])|县级?以上(?:地方)?(?:各级)?|设区的市|县级?|区|乡镇?|镇|街道|地方|各级|本级|所在地|上级|上一级|同级|基层|当地|有关|相关|主管|其他|原|（[^）]*）|[、和及或者的其与]|人民政府|政府)+"
)
_ENDING: Final = re.compile(
    r"(?:行政)?(?:主管|管理|监督管理|监管|执法|负责|职能)*(?:部门|机关|机构|单位|局|厅|委员会|委)$"
)


_GENERAL: Final = frozenset(
    (
        "国家",
        "国家有关",
        "登记",
        "发证",
        "审批",
        "许可",
        "行政",
        "执法",
        "上述",
        "其所在",
        "颁证",
        "批准",
        "决定",
        "受理",
        "监管",
        "综合",
        "综合执法",
    )
)


@cache
def _clusters() -> tuple[tuple[str, ...], ...]:
    """Names of institutions of which the later took over from the earlier (corpus/lexicons)."""
    pairs = ((t.text, t.suggestion) for t in load_lexicon().entries if t.category == "outdated-institution")
    return (*((field_of(old), field_of(new)) for old, new in pairs if old and new), *_SAME_FIELDS)


_SAME_FIELDS: Final = (
    ("劳动", "人力资源社会保障"),
    ("劳动", "人力资源和社会保障"),
    ("食品安全", "市场"),
    ("食品药品", "市场"),
    ("工商", "市场"),
    ("质量技术", "市场"),
    ("知识产权", "市场"),
    ("规划", "自然资源"),
    ("渔业", "农业农村"),
)
"""Fields that one department has: names of those that the reform of 2018 joined, and of what laws call by the task."""


@lru_cache(maxsize=4096)
def field_of(organ: str) -> str:
    """What an organ is for, its level and the word for an organ left out.

    >>> field_of("县级以上地方人民政府公安机关"), field_of("省人民政府水行政主管部门"), field_of("有关部门")
    ('公安', '水', '')
    """
    field = _ENDING.sub("", _LEVEL.sub("", organ)).removesuffix("行政")
    return "" if field in _GENERAL or (len(field) < 2 and field != "水") else field


_APART: Final = frozenset(("规划", "城乡规划"))
"""What laws keep apart from building, with which it is in one hand in some places only."""


@lru_cache(maxsize=4096)
def other_organ(lower: str, upper: str) -> bool:
    """Whether the two names mean organs of different fields; level and style of the name do not count, nor do a general
    name (有关部门) or a successor.

    >>> other_organ("市公安机关", "县级以上人民政府市场监督管理部门"), other_organ("市水务部门", "县级以上人民政府水行政主管部门")
    (True, False)
    """
    charges = [[found.charge for found in departments_in(name)] for name in (lower, upper)]
    if any(same_charge(one, another) for one in charges[0] for another in charges[1] if not {one, another} & _APART):
        return False
    own, other = field_of(lower), field_of(upper)
    if not own or not other or set(own) & set(other):
        return False
    return not any(_either(own, other, pair) for pair in _clusters())


def _either(own: str, other: str, pair: tuple[str, ...]) -> bool:
    first, second = pair
    if not first or not second:
        return False
    return (
        (first in own and other in second) or (first in other and own in second) or (own in second and other in first)
    )
