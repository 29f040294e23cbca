"""Every law, every version, dated."""

from lawcheck.laws.building import default_home, holds_library
from lawcheck.laws.catalogue import catalogue_at, catalogue_is_whole
from lawcheck.laws.concordance import ConcordanceRow, concordance, find_version, in_reading_order
from lawcheck.laws.dates import (
    EffectClause,
    EnactmentNote,
    NoteEvent,
    find_effect,
    iso,
    parse_date,
    read_note,
    typed_date,
)
from lawcheck.laws.hierarchy import rank
from lawcheck.laws.importing import ImportItem, ImportReport, add_fetched, add_laws, remove_laws
from lawcheck.laws.kinds import KIND_UNKNOWN, begins_with_place, guess_kind, kind_label, level_of, parse_kind
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
from lawcheck.laws.moves import KnownMove, known_moves
from lawcheck.laws.reading import raw_articles
from lawcheck.laws.records import RawArticle, RepealClause
from lawcheck.laws.repeals import find_repeals, stands_in
from lawcheck.laws.searching import SearchHit, SearchPage, Snippet, prepare_search, search
from lawcheck.laws.store import Progress
from lawcheck.laws.suggesting import same_words, without_padding
from lawcheck.laws.territories import Territory, guess_territory, is_within, province_of, territory
from lawcheck.laws.titles import normalise_title

__all__ = [
    "KIND_UNKNOWN",
    "Article",
    "CatalogueEntry",
    "ConcordanceRow",
    "DocumentKind",
    "EffectClause",
    "EnactmentNote",
    "ImportItem",
    "ImportReport",
    "KnownMove",
    "Law",
    "LawVersion",
    "Level",
    "Library",
    "NoteEvent",
    "Progress",
    "Rank",
    "RawArticle",
    "Repeal",
    "RepealClause",
    "SearchHit",
    "SearchPage",
    "Snippet",
    "Territory",
    "Validity",
    "add_fetched",
    "add_laws",
    "begins_with_place",
    "catalogue_at",
    "catalogue_is_whole",
    "concordance",
    "default_home",
    "find_effect",
    "find_repeals",
    "find_version",
    "guess_kind",
    "guess_territory",
    "holds_library",
    "in_reading_order",
    "is_within",
    "iso",
    "kind_label",
    "known_moves",
    "level_of",
    "normalise_title",
    "open_library",
    "parse_date",
    "parse_kind",
    "prepare_search",
    "province_of",
    "rank",
    "raw_articles",
    "read_note",
    "remove_laws",
    "same_words",
    "search",
    "stands_in",
    "territory",
    "typed_date",
    "without_padding",
]
