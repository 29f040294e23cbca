"""References held against the library."""

from lawcheck.citations.changes import ClauseChange, Concern, LawChange, find_changes
from lawcheck.citations.model import Citation, CitationState, DatedState, Moment, Move
from lawcheck.citations.places import missing_part
from lawcheck.citations.resolver import resolve_citations

__all__ = [
    "Citation",
    "CitationState",
    "ClauseChange",
    "Concern",
    "DatedState",
    "LawChange",
    "Moment",
    "Move",
    "find_changes",
    "missing_part",
    "resolve_citations",
]
