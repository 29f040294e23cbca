"""Which higher laws a document faces, and each 款 beside the higher clause it must agree with."""

from lawcheck.matching.clauses import match_document
from lawcheck.matching.covering import coverage
from lawcheck.matching.higher_laws import find_higher_laws
from lawcheck.matching.index import ClauseIndex
from lawcheck.matching.model import Coverage, Ground, HigherClause, HigherLaw, Match, MatchState, Pins
from lawcheck.matching.opening import open_index
from lawcheck.matching.plain import Answer, ask

__all__ = [
    "Answer",
    "ClauseIndex",
    "Coverage",
    "Ground",
    "HigherClause",
    "HigherLaw",
    "Match",
    "MatchState",
    "Pins",
    "ask",
    "coverage",
    "find_higher_laws",
    "match_document",
    "open_index",
]
