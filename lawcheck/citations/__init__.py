"""References held against the library."""

from lawcheck.citations.model import Citation, CitationState, Move
from lawcheck.citations.resolver import resolve_citations

__all__ = ["Citation", "CitationState", "Move", "resolve_citations"]
