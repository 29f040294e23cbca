"""Every law, every version, dated."""

from lawcheck.laws.library import Library, open_library
from lawcheck.laws.model import (
    Article,
    CatalogueEntry,
    DocumentKind,
    Law,
    LawVersion,
    Level,
    Rank,
    Repeal,
    Validity,
)
from lawcheck.laws.store import Progress
from lawcheck.laws.titles import normalise_title

__all__ = [
    "Article",
    "CatalogueEntry",
    "DocumentKind",
    "Law",
    "LawVersion",
    "Level",
    "Library",
    "Progress",
    "Rank",
    "Repeal",
    "Validity",
    "normalise_title",
    "open_library",
]
