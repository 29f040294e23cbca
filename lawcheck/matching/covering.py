"""How much of the law above a document the library holds, level by level, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from lawcheck.citations.model import Citation, CitationState
from lawcheck.document import Document, Span
from lawcheck.laws import (
    DocumentKind,
    Level,
    Library,
    Rank,
    catalogue_at,
    catalogue_is_whole,
    guess_kind,
    guess_territory,
    level_of,
    normalise_title,
    province_of,
    rank,
)
from lawcheck.matching import phrases
from lawcheck.matching.applicable import LOCAL_LEVELS, applicable_laws, is_amendment, is_variation, lies_above
from lawcheck.matching.higher_laws import basis_zones, within
from lawcheck.matching.model import Coverage
from lawcheck.matching.reach import unreached
from lawcheck.procedure.facts import Facts

__all__ = ["coverage"]

# Levels under which coverage is reported, each with the kind whose rank decides whether it lies above the document.
_LEVELS: Final = (
    (Level.CONSTITUTION, DocumentKind.K0),
    (Level.LAW, DocumentKind.K1),
    (Level.ADMINISTRATIVE, DocumentKind.K2),
    (Level.SUPERVISORY, DocumentKind.K2M),
    (Level.LOCAL, DocumentKind.K3),
    (Level.DEPARTMENT_RULE, DocumentKind.K7),
    (Level.LOCAL_RULE, DocumentKind.K8),
    (Level.INTERPRETATION, DocumentKind.K10),
)
# Below this share of a level whose size is known, a search of it is no search. A choice, not a measurement.
_HELD_SHARE: Final = 0.5
# Titles that by their words are national, with the level that the words tell.
_NATIONAL: Final = (
    (Level.LAW, re.compile(r"(?<!办)法$|^(?:中华人民共和国)?全国人(?:民代表大会|大)")),
    (Level.ADMINISTRATIVE, re.compile(r"^国务院.*(?:条例|规定|办法|决定)$|^中华人民共和国.*(?:条例|实施细则)$")),
)


class _Named(NamedTuple):
    """A title that the document names and the library has no text of; ``level`` None where the words do not tell."""

    title: str
    level: Level | None


def coverage(
    document: Document, facts: Facts, citations: Sequence[Citation], library: Library, as_of: date
) -> tuple[Coverage, ...]:
    """For each level above the document: how many laws there are, how many of them are held with text, what is missing.

    The number comes from the catalogue, from the laws held, and from what the document names. A level that is
    ``lacking``, and a law that the document builds on and that is ``missing``, make matching 未检查.
    """
    held = applicable_laws(document, facts, library, as_of).above
    own = {normalise_title(document.title), normalise_title(facts.title)} | unreached(document, facts)
    levels = [level for level, kind in _LEVELS if _level_applies(level, kind, facts)]
    named = tuple(_named_without_text(document, citations))
    rows = []
    for level in levels:
        keys = {law.key for law, _ in held if law.level is level}
        titles = tuple(item.title for item in named if item.level is level)
        known = keys | {normalise_title(title) for title in titles} | (_catalogued(level, facts, as_of) - own)
        later = len({law.key for law in library.laws(level)} & (known - keys))  # held, not with the text of the day
        rows.append(_row(level, facts, len(known), len(keys), titles, later, library))
    rest = tuple(item.title for item in named if item.level not in levels)
    return (*rows, *([_unplaced(rest)] if rest else []))


# -- which levels --------------------------------------------------------------------------------------------------


def _level_applies(level: Level, kind: DocumentKind, facts: Facts) -> bool:
    if level in LOCAL_LEVELS and not facts.territory:
        return _binds_any_city(kind, facts.kind)
    relation = rank(kind, province_of(facts.territory), facts.kind, facts.territory)
    return relation is Rank.ABOVE or (relation is Rank.VARIATION and is_variation(facts))


def _binds_any_city(provincial: DocumentKind, kind: DocumentKind) -> bool:
    """Whether provincial texts of one kind bind a document of another kind in a city of that province.

    The order is the same in every province, so any city and its province tell it (here 湖州 and 浙江).

    >>> _binds_any_city(DocumentKind.K3, DocumentKind.K4), _binds_any_city(DocumentKind.K8, DocumentKind.K4)
    (True, False)
    """
    return rank(provincial, "330000", kind, "330500") is Rank.ABOVE


# -- how many laws there are ---------------------------------------------------------------------------------------


def _catalogued(level: Level, facts: Facts, as_of: date) -> frozenset[str]:
    """Keys that the catalogue lists as in force above the document."""
    if level not in LOCAL_LEVELS:
        return _national_keys(level, as_of)
    titles = _local_titles(level, as_of)
    higher = {place for place in {title[1:] for title in titles} if lies_above(*place, facts)}
    return frozenset(key for key, *place in titles if tuple(place) in higher)


@lru_cache(maxsize=16)
def _national_keys(level: Level, as_of: date) -> frozenset[str]:
    return frozenset(entry.key for entry in catalogue_at(level, as_of) if not is_amendment(entry.key))


@lru_cache(maxsize=16)
def _local_titles(level: Level, as_of: date) -> tuple[tuple[str, DocumentKind, str], ...]:
    """Key, kind and place of the local titles that the catalogue lists."""
    return tuple(
        (entry.key, guess_kind(entry.title, entry.maker)[0], guess_territory(entry.title, entry.maker)[0])
        for entry in catalogue_at(level, as_of)
        if not is_amendment(entry.key)
    )


# -- what the document names ---------------------------------------------------------------------------------------


def _named_without_text(document: Document, citations: Sequence[Citation]) -> Iterator[_Named]:
    """Titles of which no text is held: all that the catalogue knows, and of the others those that the document gives
    as its basis (第一条, 前言) or that by their words are national; each once."""
    zones, seen = tuple(basis_zones(document)), set()
    for citation in citations:
        span = citation.reference.span
        item = _named(citation, basis=within(span, zones) and not _changed_here(document.source.text, span))
        if item and item.title not in seen:
            seen.add(item.title)
            yield item


_CHANGES_BEFORE = re.compile(r"(?:修改|废止|修订|修正)[〈《]?$")
_CHANGES_BEHIND = re.compile(
    r"[》〉]?(?:（[^）]*）)?(?:[、和及]《[^》]*》)*(?:等[^，。；《]{0,20})?(?:作(?:出)?(?:如下|以下)?修改|(?:同时|予以|即行)(?:废止|修改)|废止)"
)


def _changed_here(text: str, span: Span) -> bool:
    """Whether the title is that of a text which this one amends or repeals: no basis of it.

    >>> _changed_here("原《青山市测试办法》同时废止。", Span(1, 10)), _changed_here("根据《测试法》修改本办法。", Span(2, 7))
    (True, False)
    """
    return bool(_CHANGES_BEFORE.search(text, 0, span.start) or _CHANGES_BEHIND.match(text, span.end))


def _named(citation: Citation, *, basis: bool) -> _Named | None:
    if citation.state is CitationState.CATALOGUE_ONLY and citation.catalogue:
        found = _Named(citation.catalogue.title, citation.catalogue.level)
        return found if basis or found.level not in (*LOCAL_LEVELS, Level.OTHER) else None
    title = citation.reference.address.law or ""
    if citation.state is not CitationState.NOT_IN_LIBRARY or not title:
        return None
    level = next((level for level, words in _NATIONAL if words.search(title)), None)
    if level is None and basis:
        kind = guess_kind(title)[0]
        level = level_of(kind)
        return _Named(title, None if level is Level.OTHER else level)
    return _Named(title, level) if level else None


# -- the rows ------------------------------------------------------------------------------------------------------


def _row(
    level: Level, facts: Facts, known: int, held: int, missing: tuple[str, ...], later: int, library: Library
) -> Coverage:
    local = level in LOCAL_LEVELS
    complete = catalogue_is_whole(level, facts.territory)
    lacking = not held or (complete and held < known * _HELD_SHARE)
    notes = [
        "" if complete else phrases.CATALOGUE_PARTIAL,
        phrases.DECISIONS_PARTIAL if level is Level.LAW else "",
        phrases.TERRITORY_UNKNOWN if local and not facts.territory else "",
        phrases.LEVEL_EMPTY if not held else phrases.LEVEL_THIN if lacking else "",
        phrases.held_later(later) if later else "",
        phrases.missing_laws(missing) if missing else "",
    ]
    return Coverage(
        f"本省{level.value}" if local else level.value,
        known,
        held,
        "；".join(filter(None, notes)),
        complete,
        library.horizons.get(level),
        missing,
        lacking,
    )


def _unplaced(titles: tuple[str, ...]) -> Coverage:
    """The row of laws that the document builds on and whose level nothing tells."""
    return Coverage(phrases.UNPLACED, len(titles), 0, phrases.missing_laws(titles), True, None, titles)
