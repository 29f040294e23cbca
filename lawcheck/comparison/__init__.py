"""What differs between a clause and the higher clause it must agree with, and between two documents or versions."""

from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.cues import CUE
from lawcheck.comparison.documents import (
    ComparedRow,
    DocumentComparison,
    compare_versions,
    compare_with_higher,
    copied_share,
)
from lawcheck.comparison.matches import MatchComparison, compare_matches, own_span, own_text
from lawcheck.comparison.model import Agreement, Comparison, Difference, Relation, Step, StepKind
from lawcheck.comparison.parted import parted_groups
from lawcheck.comparison.same import SameClause, find_same
from lawcheck.comparison.steps import find_steps, folded

__all__ = [
    "CUE",
    "Agreement",
    "ComparedRow",
    "Comparison",
    "Difference",
    "DocumentComparison",
    "MatchComparison",
    "Relation",
    "SameClause",
    "Step",
    "StepKind",
    "compare_clauses",
    "compare_matches",
    "compare_versions",
    "compare_with_higher",
    "copied_share",
    "find_same",
    "find_steps",
    "folded",
    "own_span",
    "own_text",
    "parted_groups",
]
