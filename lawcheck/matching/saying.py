"""Where the laws above a document say a text: the whole library is asked, not only the laws that the document builds on."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from lawcheck.document import Document
from lawcheck.laws import Law, Library, guess_territory, is_within
from lawcheck.matching.applicable import NO_PINS, applicable_laws
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.matching.model import HigherClause, Pins
from lawcheck.matching.ranking import Candidate
from lawcheck.matching.texts import Shelf
from lawcheck.procedure.facts import Facts

__all__ = ["HigherTexts", "Near", "higher_texts"]

ARTICLES: Final = 20  # articles looked at for a text
LEAST: Final = 0.2  # share of a text below which a 款 has nothing to do with it
HANDED: Final = 6  # 款 handed back


class Near(NamedTuple):
    """A 款 of a higher law that holds a ``share`` of a text (of its pairs of characters, by rarity, 0..1): its ``row``
    in the index and its ``number`` in the table of clauses."""

    text: str
    share: float
    row: int
    number: int


@dataclass(frozen=True, eq=False)
class HigherTexts:
    """The 款 of all laws above one document that apply on a day; ask it where they say a text."""

    index: ClauseIndex
    shelf: Shelf
    scope: Scope
    _known: dict[str, tuple[Near, ...]] = field(default_factory=dict, init=False, repr=False)

    def near(self, text: str, levels: Container[str] | None = None) -> tuple[Near, ...]:
        """The 款 that hold most of ``text``, best first, of laws of these levels (None: all); remembered."""
        if text not in self._known:
            self._known[text] = self._look(text)
        found = self._known[text]
        return tuple(n for n in found if levels is None or self.shelf.law(n.row).level.value in levels)[:HANDED]

    def _look(self, text: str) -> tuple[Near, ...]:
        index, query = self.index, self.index.query(text)
        found = []
        for row in index.best(query, self.scope, ARTICLES).rows.tolist():
            for number in range(int(index.article_clauses[row]), int(index.article_clauses[row + 1])):
                clause = index.clause(number)
                share = query.containment(clause)
                if share >= LEAST:
                    found.append(Near(clause, share, row, number))
        return tuple(sorted(found, key=lambda near: (-near.share, near.number)))

    def clause(self, text: str, near: Near) -> HigherClause:
        """``near`` with its law, version and article, for the evidence beside ``text``."""
        ratio = fuzz.ratio(text, near.text) / 100
        candidate = Candidate(near.row, near.number, 0.0, near.share, ratio)
        return self.shelf.clause(self.index.query(text), candidate, near.share)


def higher_texts(
    document: Document, facts: Facts, library: Library, index: ClauseIndex, as_of: date, pins: Pins = NO_PINS
) -> HigherTexts:
    """The texts above ``document`` in ``library`` on ``as_of``; those made for another place alone (北京市…暂行条例 by the
    State Council, for a regulation of Shanghai) are left out."""
    laws = applicable_laws(document, facts, library, as_of, pins).above
    scope = index.scope(version.version_id for law, version in laws if _reaches(law, facts))
    return HigherTexts(index, Shelf(library, index), scope)


def _reaches(law: Law, facts: Facts) -> bool:
    place = "" if law.territory else guess_territory(law.key)[0]
    return not place or is_within(facts.territory, place)
