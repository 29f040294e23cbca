"""Which laws a document faces by rank, place and day (domain.md 1.3, steps 1 and 2), before anything is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from lawcheck.citations.model import Citation, CitationState
from lawcheck.document import Document
from lawcheck.laws import DocumentKind, Law, LawVersion, Level, Library, Rank, normalise_title, rank
from lawcheck.matching.model import Coverage
from lawcheck.procedure.facts import Facts

__all__ = ["Applicable", "applicable_laws", "coverage", "is_variation"]

# Decisions that only change other texts are no higher law of their own: what they change is in the consolidated text.
_AMENDMENT: Final = re.compile(r"关于(?:修改|废止|修订).*的决定$|^宪法修正案")
_LOCAL_LEVELS: Final = (Level.LOCAL, Level.LOCAL_RULE)
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

Held = tuple[Law, LawVersion]


@dataclass(frozen=True, slots=True)
class Applicable:
    """Laws with the version in force: those above the document, and local texts of other places for reference."""

    above: tuple[Held, ...]
    reference: tuple[Held, ...]


def applicable_laws(document: Document, facts: Facts, library: Library, as_of: date) -> Applicable:
    """The laws in force on ``as_of`` that rank above the document, the document itself left out."""
    own = {normalise_title(document.title), normalise_title(facts.title)}
    held = [(law, version) for law, version in _in_force(library, as_of) if law.key not in own]
    above = tuple(pair for pair in held if _ranks_above(pair[0], facts))
    taken = {law.law_id for law, _ in above}
    reference = tuple((law, v) for law, v in held if law.level in _LOCAL_LEVELS and law.law_id not in taken)
    return Applicable(above, reference)


@lru_cache(maxsize=4)
def _in_force(library: Library, as_of: date) -> tuple[Held, ...]:
    """Texts that applied on the day, those 效力待核 included: leaving them out would hide a basis."""
    return tuple(
        (law, version)
        for law, version in library.in_force(as_of, include_unknown=True)
        if not _AMENDMENT.search(law.key)
    )


def _ranks_above(law: Law, facts: Facts) -> bool:
    relation = rank(law.kind, law.territory, facts.kind, facts.territory)
    return relation is Rank.ABOVE or (relation is Rank.VARIATION and is_variation(facts))


def is_variation(facts: Facts) -> bool:
    """The document may vary higher laws (自治条例, 单行条例, 经济特区法规 …)."""
    return facts.kind in (DocumentKind.K5, DocumentKind.K6)


def coverage(
    document: Document, facts: Facts, citations: Sequence[Citation], library: Library, as_of: date
) -> tuple[Coverage, ...]:
    """For each level above the document: how many laws apply, how many of them have text in the library, and why not.

    ``laws`` counts the laws held and those that the document names but the library has no text of; a level with
    ``with_text == 0`` makes matching there 未检查.
    """
    held = applicable_laws(document, facts, library, as_of).above
    missing = _named_without_text(citations)
    return tuple(
        _row(level, facts, sum(law.level is level for law, _ in held), missing.get(level, ()))
        for level, kind in _LEVELS
        if _level_applies(level, kind, facts)
    )


def _level_applies(level: Level, kind: DocumentKind, facts: Facts) -> bool:
    if level in _LOCAL_LEVELS and not facts.territory:
        return rank(kind, "330000", facts.kind, "330500") is Rank.ABOVE  # place unknown: as in any other city
    relation = rank(kind, _province(facts.territory), facts.kind, facts.territory)
    return relation is Rank.ABOVE or (relation is Rank.VARIATION and is_variation(facts))


def _province(territory: str) -> str:
    return territory[:2] + "0000" if territory else ""


def _named_without_text(citations: Sequence[Citation]) -> dict[Level, tuple[str, ...]]:
    """Titles that the document names and the library knows only by title, or not at all, by level.

    A title that the library does not know is counted only where its last character tells the level (…法).
    """
    found: dict[Level, dict[str, None]] = {}
    for citation in citations:
        title = citation.reference.address.law or ""
        if citation.state is CitationState.CATALOGUE_ONLY and citation.catalogue:
            found.setdefault(citation.catalogue.level, {})[citation.catalogue.title] = None
        elif citation.state is CitationState.NOT_IN_LIBRARY and title.endswith("法"):
            found.setdefault(Level.LAW, {})[title] = None
    return {level: tuple(titles) for level, titles in found.items()}


def _row(level: Level, facts: Facts, held: int, missing: Sequence[str]) -> Coverage:
    label = f"本省{level.value}" if level in _LOCAL_LEVELS else level.value
    notes = []
    if missing:
        notes.append("文中提到而库中没有文本：" + "、".join(f"《{title}》" for title in missing))
    if level in _LOCAL_LEVELS and not facts.territory:
        notes.append("本文件的行政区域未能识别，不能确定适用哪一省的文本")
    if not held:
        notes.append("库中没有该层级的文本，该层级未检查")
    return Coverage(label, held + len(missing), held, "；".join(notes))
