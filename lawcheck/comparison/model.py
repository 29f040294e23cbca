"""What a lower clause makes of the higher one: a relation, and the words that show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from lawcheck.document import Span

__all__ = ["Agreement", "Comparison", "Difference", "Relation", "Step", "StepKind"]


class Relation(StrEnum):
    """The label of a pair of clauses, a suggestion that a person confirms; gravest first."""

    CONFLICT = "疑似抵触"
    HEAVIER = "加重"
    LIGHTER = "减轻"
    RELAXED = "放宽"
    ADDED = "增设"
    NO_BASIS = "无依据"
    DETAILED = "细化"
    SAME = "一致"
    REPEATED = "重复"

    @property
    def order(self) -> int:
        """0 for the gravest.

        >>> sorted([Relation.SAME, Relation.CONFLICT, Relation.ADDED], key=lambda r: r.order)[0].value
        '疑似抵触'
        """
        return _ORDER[self]

    @property
    def alarming(self) -> bool:
        """Whether a reviewer should read both texts: 疑似抵触, 加重, 减轻, 放宽, 增设."""
        return self.order <= Relation.ADDED.order


_ORDER = {relation: number for number, relation in enumerate(Relation)}


class StepKind(StrEnum):
    """What one step from the higher to the lower text does; only the last three change what is said."""

    EQUAL = "equal"
    SPELLING = "spelling"  # numerals of another style, punctuation, width, synonyms of one cluster
    REPLACED = "replaced"
    ADDED = "added"
    LEFT_OUT = "left-out"

    @property
    def same(self) -> bool:
        """Whether both texts say the same there: equal, or another spelling."""
        return self in (StepKind.EQUAL, StepKind.SPELLING)


class Step(NamedTuple):
    """A stretch of both texts; spans are half-open offsets in the texts as given (empty for what one side lacks)."""

    kind: StepKind
    upper: Span
    lower: Span


@dataclass(frozen=True, slots=True)
class Difference:
    """One slot that differs: its name (模态, 数额, 期限, 机关, 例外, 程序, 条件, 处罚种类, 项, 列举,
    主体, 费用, 权利, 义务, 规定; 用语 for a phrase that only reads like a departure), what that makes of the pair, the words
    on both sides with their spans (None where a side has none), and why, in Chinese."""

    slot: str
    relation: Relation
    lower: str
    upper: str
    lower_span: Span | None
    upper_span: Span | None
    note: str


class Agreement(NamedTuple):
    """What both clauses say: a stretch of words that stands in both (``slot`` 文字), or a slot with the same value at places
    that stand for each other (模态, 数额, 期限, 机关, 处罚种类, 例外, 转致); words and spans of both sides."""

    slot: str
    lower: str
    upper: str
    lower_span: Span
    upper_span: Span


@dataclass(frozen=True, slots=True)
class Comparison:
    """A lower and a higher clause compared. ``similarity`` 0..1 (rapidfuzz ratio of the texts without layout); ``copied``
    the share of the lower text that stands in the higher one. Spans of ``differences`` and ``agreements`` count from the
    start of each text."""

    relation: Relation
    differences: tuple[Difference, ...]
    similarity: float
    copied: float
    agreements: tuple[Agreement, ...] = ()

    @property
    def key_points(self) -> tuple[str, ...]:
        """The notes, each once, gravest first, those that begin alike joined: the column 差异要点 of the 条款比对表."""
        ordered = sorted(self.differences, key=lambda d: d.relation.order)
        joined: dict[str, list[str]] = {}
        for note in dict.fromkeys(difference.note for difference in ordered):
            head, colon, rest = note.partition("：")
            joined.setdefault(head + colon, []).append(rest)
        return tuple(head + "、".join(rests) for head, rests in joined.items())

    @property
    def common_points(self) -> tuple[str, ...]:
        """The slots that say the same, each with its words below once: 期限“三十日”."""
        said: dict[str, dict[str, None]] = {}
        for agreement in self.agreements:
            if agreement.slot != "文字":
                said.setdefault(agreement.slot, {})[f"“{agreement.lower}”"] = None
        return tuple(slot + "、".join(words) for slot, words in said.items())
