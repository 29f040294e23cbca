"""A row of the 条款比对表 of a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lawcheck.checks import Severity
from lawcheck.comparison import MatchComparison, Relation
from lawcheck.matching import Match, MatchState
from lawcheck.reports.differences import Piece
from lawcheck.reports.labels import text

__all__ = ["RELATIONS", "Comparison", "relation_name", "unmatched_reason"]

_ALARMING = frozenset(relation.value for relation in Relation if relation.alarming)
RELATIONS = (
    *(relation.value for relation in Relation if relation is not Relation.NO_BASIS),
    MatchState.NONE.value,
    MatchState.NOT_CHECKED.value,
)
"""Every relation that a row may tell, gravest first."""
_RELATIONS: Mapping[str, str] = {
    Relation.CONFLICT.value: "possible conflict",
    Relation.HEAVIER.value: "heavier",
    Relation.LIGHTER.value: "lighter",
    Relation.RELAXED.value: "relaxed",
    Relation.ADDED.value: "added",
    Relation.DETAILED.value: "more detailed",
    Relation.SAME.value: "same",
    Relation.REPEATED.value: "repeated",
    MatchState.NONE.value: "nothing similar found",
    MatchState.NOT_CHECKED.value: "not checked",
}


def relation_name(name: str, lang: str = "zh") -> str:
    """A relation of the comparison table in a language.

    >>> relation_name("未找到文字相近的上位条款", "en"), relation_name("细化")
    ('nothing similar found', '细化')
    """
    return _RELATIONS[name] if lang == "en" else name


def unmatched_reason(match: Match | None, compared: MatchComparison | None) -> str:
    """Why a row has no higher clause, with what would differ from the nearest one."""
    reason = match.reason if match else text("no_match")
    return f"{reason}；{text('unsure', note=compared.unsure)}" if compared and compared.unsure else reason


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row of the 条款比对表 (domain.md 5.2); ``reason`` says why there is no higher clause where there is none,
    ``unsure`` that it also says what
    differs from the nearest clause, ``hinted`` that a phrase only reads like a departure, ``common`` what both clauses say alike (the evidence of the match).

    The two last columns of the table are for the reviewer.
    """

    number: int
    eid: str
    clause: str
    filed: tuple[Piece, ...]
    upper_title: str
    upper_version: str
    upper_clause: str
    upper: tuple[Piece, ...]
    relation: str
    difference: str
    common: str
    reason: str
    unsure: bool
    hinted: bool
    findings: tuple[tuple[int, str], ...]
    severity: Severity | None

    @property
    def alarming(self) -> bool:
        """Whether both texts should be read: 疑似抵触, 加重, 减轻, 放宽, 增设."""
        return self.relation in _ALARMING

    @property
    def differs(self) -> bool:
        """Whether it says another thing than the higher clause, not only more."""
        return self.alarming and self.relation != Relation.ADDED.value

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules with findings in this clause, each once."""
        return tuple(sorted({rule for _, rule in self.findings}))
