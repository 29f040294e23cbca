"""A row of the 条款比对表 of a review."""

from __future__ import annotations

from dataclasses import dataclass

from lawcheck.checks import Severity
from lawcheck.comparison import Relation
from lawcheck.matching import MatchState
from lawcheck.reports.differences import Piece

__all__ = ["RELATIONS", "Comparison"]

_ALARMING = frozenset(relation.value for relation in Relation if relation.alarming)
RELATIONS = (
    *(relation.value for relation in Relation if relation is not Relation.NO_BASIS),
    MatchState.NONE.value,
    MatchState.NOT_CHECKED.value,
)
"""Every relation that a row may tell, gravest first."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A row of the 条款比对表 (domain.md 5.2); ``reason`` says why there is no higher clause where there is none,
    ``common`` what both clauses say alike (the evidence of the match).

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
    findings: tuple[tuple[int, str], ...]
    severity: Severity | None

    @property
    def alarming(self) -> bool:
        """Whether both texts should be read: 疑似抵触, 加重, 减轻, 放宽, 增设."""
        return self.relation in _ALARMING

    @property
    def rules(self) -> tuple[str, ...]:
        """Rules with findings in this clause, each once."""
        return tuple(sorted({rule for _, rule in self.findings}))
