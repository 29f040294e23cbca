"""References held against the library."""

from lawcheck.citations.model import Citation, CitationState
from lawcheck.citations.resolver import resolve_citations

__all__ = ["Citation", "CitationState", "resolve_citations"]
