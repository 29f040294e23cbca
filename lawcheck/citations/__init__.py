"""References held against the library."""

from lawcheck.citations.model import Citation, CitationState, DatedState, Moment, Move
from lawcheck.citations.resolver import resolve_citations

__all__ = ["Citation", "CitationState", "DatedState", "Moment", "Move", "resolve_citations"]
