"""What one 款 says, slot by slot: who must, may or must not do what, under which condition, on pain of what."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from lawcheck.document import Number, Span

__all__ = [
    "Amount",
    "Bound",
    "Meaning",
    "Modal",
    "Modality",
    "Norm",
    "Period",
    "Phrase",
    "Sanction",
    "Slots",
    "Transfer",
]


class Modal(StrEnum):
    """Modal words in one form; ``binds`` tells duties and bans from the rest.

    >>> [m.value for m in Modal if m.binds]
    ['应当', '必须', '不得', '禁止']
    """

    DUTY = "应当"
    MUST = "必须"
    MAY = "可以"
    MUST_NOT = "不得"
    FORBIDDEN = "禁止"
    RIGHT = "有权"
    EXEMPT = "无需"
    ENCOURAGED = "鼓励"
    CHARGED = "负责"
    ONLY_THEN = "方可"
    NOT_GRANTED = "不予"

    @property
    def force(self) -> str:
        """``duty``, ``ban``, ``permission`` or ``""`` (鼓励, 负责 and the like): 应当 = 必须, 不得 = 禁止, 可以 = 有权."""
        return _FORCES.get(self, "")

    @property
    def binds(self) -> bool:
        """A duty or a ban."""
        return self.force in ("duty", "ban")


_FORCES = {
    Modal.DUTY: "duty",
    Modal.MUST: "duty",
    Modal.MUST_NOT: "ban",
    Modal.FORBIDDEN: "ban",
    Modal.MAY: "permission",
    Modal.RIGHT: "permission",
    Modal.EXEMPT: "permission",
}


class Bound(StrEnum):
    """Which side of a period is limited."""

    MAX = "max"  # 三十日内, 不超过三十日
    MIN = "min"  # 不少于三十日, 提前三十日
    RANGE = "range"  # 五日以上十日以下: within it an authority chooses
    EXACT = "exact"  # 有效期为三年
    OVER = "over"  # 超过三年的


class Meaning(StrEnum):
    """What a period is for."""

    HANDLING = "办理时限"  # an organ must act within it
    DUTY = "义务时限"  # a person must act within it
    AHEAD = "提前"
    VALIDITY = "有效期"
    NOTICE = "公示期"
    KEEPING = "保存期"
    TERM = "任期"
    BAN = "禁止期"
    DETENTION = "拘留"
    SUSPENSION = "暂扣"
    ELAPSED = "经过"  # time gone by as a condition
    FREQUENCY = "频率"
    OTHER = "其他"


class Phrase(NamedTuple):
    """Words of the clause (in normalised form) and where they stand; ``inherited`` from the lead-in of its 款."""

    text: str
    span: Span
    inherited: bool = False


class Modality(NamedTuple):
    """A modal word of a norm (not one inside a condition or an attribute); ``text`` as written, ``norm`` in one form."""

    norm: Modal
    text: str
    span: Span
    inherited: bool = False


class Sanction(NamedTuple):
    """A penalty of 行政处罚法第九条, or a measure that is none (责令改正, 处分 …).

    ``kind`` is its name in one form (罚款, 没收违法所得 …; the names are those of ``corpus/slots/words.yaml``),
    ``optional`` whether it only 可以 be imposed.
    """

    kind: str
    text: str
    span: Span
    optional: bool = False
    inherited: bool = False


class Amount(NamedTuple):
    """A quantity that limits something, as an interval; ``low`` or ``high`` None = open on that side.

    ``unit``: 元 (万元 multiplied out), 倍, %, 平方米, 人 …; ``basis``: the words that it multiplies or is counted by
    (违法所得, 每平方米), else empty; ``fine``: it is the amount of a 罚款.
    """

    low: Decimal | None
    high: Decimal | None
    low_included: bool
    high_included: bool
    unit: str
    basis: str
    fine: bool
    text: str
    span: Span
    inherited: bool = False


class Period(NamedTuple):
    """A duration: ``low``–``high`` equal unless a range; ``unit`` 日, 工作日, 月, 年, 小时, 周, 分钟, 学期; ``start``: the words
    自…之日起 that it counts from, else empty."""

    low: Decimal
    high: Decimal
    unit: str
    bound: Bound
    meaning: Meaning
    start: str
    text: str
    span: Span
    inherited: bool = False


class Transfer(NamedTuple):
    """The clause sends to another text: 依照《X》第N条处罚. ``law`` without 《》 and 中华人民共和国, ``*`` for unnamed laws and
    ``本法`` for the document itself; ``articles`` named with it."""

    law: str
    articles: tuple[Number, ...]
    text: str
    span: Span
    inherited: bool = False


class Norm(NamedTuple):
    """One thing that somebody must, may or must not do: the part of a sentence around one modal word (or around one main
    verb, ``modality`` None). ``span`` covers it with its conditions, so ``slots.within(norm.span)`` is all it says."""

    span: Span
    subject: Phrase | None
    modality: Modality | None
    acts: tuple[Phrase, ...]
    objects: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """Everything found in one 款 (its 项 included) or one 项, each list in reading order.

    ``eid`` is the unit's (empty for a bare text). Spans point into the text of the document (or the bare text).
    """

    eid: str
    span: Span
    norms: tuple[Norm, ...] = ()
    subjects: tuple[Phrase, ...] = ()
    modalities: tuple[Modality, ...] = ()
    acts: tuple[Phrase, ...] = ()
    objects: tuple[Phrase, ...] = ()
    conditions: tuple[Phrase, ...] = ()
    exceptions: tuple[Phrase, ...] = ()
    penalties: tuple[Sanction, ...] = ()
    measures: tuple[Sanction, ...] = ()
    amounts: tuple[Amount, ...] = ()
    periods: tuple[Period, ...] = ()
    organs: tuple[Phrase, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    terms: tuple[Phrase, ...] = ()

    @property
    def fines(self) -> tuple[Amount, ...]:
        """The amounts of 罚款."""
        return tuple(amount for amount in self.amounts if amount.fine)

    @property
    def penalty_kinds(self) -> frozenset[str]:
        """Names of the penalties, each once."""
        return frozenset(penalty.kind for penalty in self.penalties)

    def within(self, span: Span) -> Slots:
        """Only what stands within ``span``.

        >>> from lawcheck.slots import read_slots
        >>> slots = read_slots("用户应当登记；拒不登记的，可以处五百元罚款。")
        >>> [slots.within(norm.span).penalty_kinds for norm in slots.norms]
        [frozenset(), frozenset({'罚款'})]
        """
        lists = ((name, values) for name in LISTS if (values := getattr(self, name)))
        kept = {name: tuple(value for value in values if span.holds(value.span)) for name, values in lists}
        return Slots(self.eid, span, **kept)


LISTS: Final[tuple[str, ...]] = tuple(name for name in Slots.__slots__ if name not in ("eid", "span"))
"""The names of the lists of :class:`Slots`."""
