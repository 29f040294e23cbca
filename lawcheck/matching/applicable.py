"""Which laws a document faces by rank, place and day (domain.md 1.3, steps 1 and 2), before anything is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from lawcheck.document import Document
from lawcheck.errors import UsageError
from lawcheck.laws import DocumentKind, Law, LawVersion, Level, Library, Rank, normalise_title, rank
from lawcheck.matching.model import Pins
from lawcheck.matching.reach import unreached
from lawcheck.procedure.facts import Facts

__all__ = ["LOCAL_LEVELS", "NO_PINS", "Applicable", "applicable_laws", "is_amendment", "is_variation", "lies_above"]

# Decisions that only change other texts are no higher law of their own: what they change is in the consolidated text.
_AMENDMENT: Final = re.compile(r"关于(?:修改|废止|修订).*的决定$|^宪法修正案")
LOCAL_LEVELS: Final = (Level.LOCAL, Level.LOCAL_RULE)
NO_PINS: Final = Pins()
Held = tuple[Law, LawVersion]


@dataclass(frozen=True, eq=False)
class Applicable:
    """Laws with the version in force: those above the document, and local texts of other places for reference. The same
    value serves every document that faces the same laws."""

    above: tuple[Held, ...]
    reference: tuple[Held, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Held]:
        """Those above by the id of the law."""
        return {pair[0].law_id: pair for pair in self.above}

    @cached_property
    def by_version(self) -> Mapping[int, Law]:
        """Those above by the id of the version."""
        return {version.version_id: law for law, version in self.above}

    @cached_property
    def elsewhere(self) -> Mapping[int, Held]:
        """Those of other places by the id of the version."""
        return {pair[1].version_id: pair for pair in self.reference}

    @cached_property
    def versions(self) -> tuple[frozenset[int], frozenset[int]]:
        """The ids of the versions above, and of those for reference."""
        return frozenset(self.by_version), frozenset(self.elsewhere)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The short titles of all."""
        return frozenset(law.key for held in (self.above, self.reference) for law, _ in held)


def applicable_laws(
    document: Document, facts: Facts, library: Library, as_of: date, pins: Pins = NO_PINS
) -> Applicable:
    """The laws in force on ``as_of`` that rank above the document, itself left out and what holds elsewhere only.

    A person's ``pins`` come after rank: a pinned law counts as above, an unpinned one as not there.

    Raises:
        UsageError: E592 when no law of a pinned or unpinned title is held with the text of the day.
    """
    higher = frozenset(place for place in _places(library, as_of) if lies_above(*place, facts))
    held = _divided(library, as_of, higher)
    titles = {normalise_title(document.title), normalise_title(facts.title)}
    own = held.keys & (titles | unreached(document, facts))
    return _chosen_of(held, library, as_of, own, pins) if own or pins != NO_PINS else held


@lru_cache(maxsize=16)
def _chosen_of(held: Applicable, library: Library, as_of: date, own: frozenset[str], pins: Pins) -> Applicable:
    pinned, unpinned = (_chosen(titles, library, as_of) for titles in (pins.pinned, pins.unpinned))
    out = set(unpinned) - set(pinned)
    above, elsewhere = (
        tuple(pair for pair in part if pair[0].key not in own and pair[0].law_id not in out)
        for part in (held.above, held.reference)
    )
    listed = {law.law_id for law, _ in above}
    above += tuple(pair for law_id, pair in pinned.items() if law_id not in listed)
    return Applicable(above, tuple(pair for pair in elsewhere if pair[0].law_id not in pinned))


@lru_cache(maxsize=16)
def _divided(library: Library, as_of: date, higher: frozenset[tuple[DocumentKind, str]]) -> Applicable:
    """The laws of these kinds and places, and the local texts of others: the same for every document of one place."""
    held = _in_force(library, as_of)
    above = tuple(pair for pair in held if (pair[0].kind, pair[0].territory) in higher)
    taken = {law.law_id for law, _ in above}
    return Applicable(above, tuple(p for p in held if p[0].level in LOCAL_LEVELS and p[0].law_id not in taken))


def _chosen(titles: Sequence[str], library: Library, as_of: date) -> dict[str, Held]:
    """The laws of these titles with the text of the day."""
    found: dict[str, Held] = {}
    for title in titles:
        laws = library.find_title(title)
        held = [(law, version) for law in laws if (version := library.version_at(law.law_id, as_of)) is not None]
        if not held:
            raise UsageError("E592", title=title)
        found |= {pair[0].law_id: pair for pair in held}
    return found


@lru_cache(maxsize=4)
def _in_force(library: Library, as_of: date) -> tuple[Held, ...]:
    """Texts that applied on the day, those 效力待核 included: leaving them out would hide a basis."""
    return tuple(
        (law, version) for law, version in library.in_force(as_of, include_unknown=True) if not is_amendment(law.key)
    )


@lru_cache(maxsize=4)
def _places(library: Library, as_of: date) -> frozenset[tuple[DocumentKind, str]]:
    return frozenset((law.kind, law.territory) for law, _ in _in_force(library, as_of))


def is_amendment(key: str) -> bool:
    """A decision that only changes other texts (关于修改…的决定, 修正案).

    >>> is_amendment("全国人民代表大会常务委员会关于修改消防法的决定"), is_amendment("消防法")
    (True, False)
    """
    return bool(_AMENDMENT.search(key))


def lies_above(kind: DocumentKind, territory: str, facts: Facts) -> bool:
    """Whether a text of this kind and place binds the document."""
    relation = _relation(kind, territory, facts.kind, facts.territory)
    return relation is Rank.ABOVE or (relation is Rank.VARIATION and is_variation(facts))


_relation: Final = lru_cache(maxsize=8192)(rank)  # a few hundred kinds and places, asked for every document


def is_variation(facts: Facts) -> bool:
    """The document may vary higher laws (自治条例, 单行条例, 经济特区法规 …)."""
    return facts.kind in (DocumentKind.K5, DocumentKind.K6)
