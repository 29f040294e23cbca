"""From rows of the index back to laws, versions and articles of the library."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from lawcheck.laws import Article, Law, Library
from lawcheck.matching import phrases
from lawcheck.matching.index import ClauseIndex
from lawcheck.matching.model import HigherClause
from lawcheck.matching.query import Query, shared_words
from lawcheck.matching.ranking import Candidate
from lawcheck.matching.ways import Ways

__all__ = ["Shelf"]

WHOLE_GAIN: Final = 0.05  # the whole article is shown instead of one 款 where it is at least this much more similar
LIKE_ENOUGH: Final = 0.25  # likeness from which a clause that cites the article is named as evidence
KEPT: Final = 8192  # articles kept, of some 300 characters each


@lru_cache(maxsize=KEPT)
def _article(library: Library, version_id: int, article_id: int) -> Article:
    """An article; documents of one kind ask for the same ones again and again."""
    return library.article_of(version_id, article_id)


class Shelf:
    """Articles of the library by row of the index."""

    def __init__(self, library: Library, index: ClauseIndex, ways: Ways | None = None) -> None:
        self._library = library
        self._index = index
        self._ways = ways

    def article(self, row: int) -> Article:
        """The article in ``row``."""
        return _article(self._library, int(self._index.version_ids[row]), int(self._index.article_ids[row]))

    def law(self, row: int) -> Law:
        """The law that the article in ``row`` stands in."""
        return self._library.law(self._library.version(int(self._index.version_ids[row])).law_id)

    def clause(self, query: Query, candidate: Candidate, score: float, *, cited: bool = False) -> HigherClause:
        """The candidate as a value with its evidence; ``cited`` if the clause itself names the article."""
        article = self.article(candidate.row)
        version = self._library.version(article.version_id)
        paragraph, text, similarity, share = self._best_part(query, candidate)
        first, last = self._index.article_clauses[candidate.row : candidate.row + 2].tolist()
        numbers = (first + paragraph - 1, first + paragraph) if paragraph else (first, last)
        words = shared_words(query, self._index.held(*numbers))
        reasons = ([phrases.CITED_CLAUSE] if cited else []) + ([phrases.shared(words)] if words else [])
        reasons += self._by_way(query, candidate)
        return HigherClause(
            self._library.law(version.law_id),
            version,
            article,
            paragraph,
            text,
            round(score, 4),
            round(similarity, 4),
            round(share, 4),
            tuple(reasons),
        )

    def _by_way(self, query: Query, candidate: Candidate) -> list[str]:
        """Which text says the like where it cites the article, if one does."""
        if self._ways is None or candidate.citing < LIKE_ENOUGH:
            return []
        version = self._library.version(self._ways.nearest(query.text, candidate.row))
        return [phrases.by_way(self._library.law(version.law_id).title)]

    def named(self, query: Query, candidate: Candidate) -> tuple[str, str, float]:
        """Law, article and similarity (0..1) of a candidate that is only mentioned."""
        article = self.article(candidate.row)
        law = self._library.law(self._library.version(article.version_id).law_id)
        return law.key, article.label, round(self._best_part(query, candidate)[2], 4)

    def _best_part(self, query: Query, candidate: Candidate) -> tuple[int, str, float, float]:
        """Number of the 款 (0 = whole article), its text, similarity and containment."""
        index = self._index
        first = int(index.article_clauses[candidate.row])
        parts = index.clauses(candidate.row)
        whole = "\n".join(parts)
        if candidate.whole and len(parts) > 1:
            return 0, whole, candidate.similarity, query.containment(whole)
        least = 100 * candidate.similarity
        similarity = fuzz.ratio(query.text, whole, score_cutoff=least) / 100 if len(parts) > 1 else 0.0
        if len(parts) > 1 and similarity > candidate.similarity + WHOLE_GAIN:
            return 0, whole, similarity, query.containment(whole)
        number = candidate.clause - first
        return number + 1, parts[number], candidate.similarity, candidate.containment
