"""What differs between a clause and the higher clause it must agree with, and between two documents or versions."""

from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.matches import MatchComparison, compare_matches, own_span
from lawcheck.comparison.model import Comparison, Difference, Relation, Step, StepKind
from lawcheck.comparison.steps import find_steps, folded

__all__ = [
    "Comparison",
    "Difference",
    "MatchComparison",
    "Relation",
    "Step",
    "StepKind",
    "compare_clauses",
    "compare_matches",
    "find_steps",
    "folded",
    "own_span",
]
