"""What a 款 without a match would differ in, were the nearest higher clause about the same: for a person to look at, never a
finding. On 643 local texts one 款 in a hundred has such a note."""

from __future__ import annotations

from typing import Final

from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.model import Difference, Relation
from lawcheck.matching import HigherClause, Match

__all__ = ["unsure_of"]

LEAST: Final = 0.1
"""How sure the nearest clause must be (0..1) …"""
LEAST_SUM: Final = 0.2
"""… where a sum or a time is only stricter or milder: many acts are fined."""
_SLOTS: Final = frozenset({"模态", "数额", "期限", "规定"})
_TURNED: Final = frozenset({Relation.CONFLICT, Relation.RELAXED})
_SUMS: Final = frozenset({"数额", "期限"})
_SHOWN: Final = 2


def unsure_of(words: str, match: Match) -> str:
    """The first of the nearest clauses that the words depart from, and how; empty where none is."""
    for clause in match.nearest:
        found = compare_clauses(words, clause.text).differences
        notes = dict.fromkeys(d.note for d in found if _is_told(d, clause.score))
        if notes:
            return f"{_label(clause)}：{'；'.join(list(notes)[:_SHOWN])}"
    return ""


def _is_told(difference: Difference, sure: float) -> bool:
    if difference.slot not in _SLOTS or not difference.relation.alarming:
        return False
    if difference.relation in _TURNED:
        return sure >= LEAST
    return difference.slot in _SUMS and difference.relation is not Relation.ADDED and sure >= LEAST_SUM


def _label(clause: HigherClause) -> str:
    paragraph = f"第{clause.paragraph}款" if clause.paragraph else ""
    return f"《{clause.law.title}》{clause.article.label}{paragraph}"
