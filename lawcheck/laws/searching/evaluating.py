"""A tree of Whoosh queries, answered for all articles at once with arrays."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import query as q

from lawcheck.errors import UsageError
from lawcheck.laws.searching.folding import fold
from lawcheck.laws.searching.index import SearchIndex
from lawcheck.laws.searching.language import Named, Near, QueryText
from lawcheck.laws.searching.scope import BadValue, Scope, article_number

__all__ = ["Answer", "Evaluation", "positive_words"]

_K1, _B = np.float32(1.2), np.float32(0.75)  # BM25 as Robertson gives it
_ONE: Final = np.float32(1)
_TITLE: Final = 6.0  # a title that is the word outweighs a rare word often in one article (idf about 9, tf part 2)
_CHAPTER: Final = np.float32(0.3)  # a heading stands over many articles and says little of one
_WHOLE: Final = np.float32(0.5)  # weight of a long run found unbroken, beside its words
_ENOUGH: Final = 0.5  # share of the words that a relaxed answer must have


class Answer(NamedTuple):
    """For each document: whether it answers, and how well."""

    mask: NDArray[np.bool_]
    score: NDArray[np.float32]


class Evaluation:
    """Evaluates one query for one index and one day."""

    def __init__(self, index: SearchIndex, scope: Scope, query: QueryText) -> None:
        self._query = query
        self._index = index
        self._scope = scope
        self._norm = _K1 * (1 - _B + _B * index.lengths / np.float32(max(float(index.lengths.mean()), 1.0)))

    def answer(self) -> tuple[Answer, bool]:
        """The answer, limited to current versions unless the query names a state; and whether it had to be relaxed."""
        query = self._query
        found = self._within(query.tree, self.of(query.tree))
        if found.mask.any() or len(query.words) < 2:
            return found, False
        relaxed = self._within(query.tree, self._most_words(query.words))
        return relaxed, bool(relaxed.mask.any())

    def _within(self, tree: q.Query, answer: Answer) -> Answer:
        if any(leaf.fieldname == "status" for leaf in tree.leaves() if isinstance(leaf, q.Term)):
            return answer
        return Answer(answer.mask & self._index.of_versions(self._scope.current), answer.score)

    def of(self, query: q.Query) -> Answer:
        """The answer to a query, of whatever state."""
        match query:
            case q.And():
                return reduce(_both, map(self.of, query.subqueries))
            case q.Or():
                return reduce(_either, map(self.of, query.subqueries))
            case q.Not():
                return Answer(~self.of(query.query).mask, self._nothing().score)
            case q.AndMaybe():
                needed, bonus = self.of(query.a), self.of(query.b)
                return Answer(needed.mask, needed.score + _WHOLE * bonus.score)
            case _:
                return self._leaf(query)

    def _leaf(self, leaf: q.Term) -> Answer:
        field, value = leaf.fieldname, leaf.text
        if field == "any":
            answer = self._word("chapter", value, weight=_CHAPTER, into=self._word("text", value))
            return self._versions(self._scope.titled(value), _TITLE, into=answer)
        if field in ("text", "chapter"):
            return self._word(field, value)
        if field == "title":
            return self._title(leaf)
        try:
            return self._fact(field, value)
        except BadValue as error:
            name, bad, allowed = error.args
            raise UsageError(
                "E325", query=self._query.text, at=leaf.startchar + 1, field=name, value=bad, allowed=allowed
            ) from None

    def _title(self, leaf: q.Term) -> Answer:
        scope = self._scope
        find = (
            scope.nearly_titled if isinstance(leaf, Near) else scope.named if isinstance(leaf, Named) else scope.titled
        )
        return self._versions(find(leaf.text), _TITLE)

    def _fact(self, field: str, value: str) -> Answer:
        if field == "article":
            return Answer(self._index.numbers == article_number(value), self._nothing().score)
        return Answer(self._index.of_versions(self._scope.fitting(field, value)), self._nothing().score)

    def _word(self, field: str, word: str, *, weight: np.float32 = _ONE, into: Answer | None = None) -> Answer:
        """BM25 of one word, added to ``into``."""
        answer = into or self._nothing()
        ids, counts = self._index.word(field, fold(word))
        idf = np.float32(np.log1p((len(self._index) - len(ids) + 0.5) / (len(ids) + 0.5)))
        answer.mask[ids] = True
        answer.score[ids] += weight * idf * (counts * (_K1 + 1)) / (counts + self._norm[ids])
        return answer

    def _versions(self, scores: Mapping[int, float], weight: float = 1.0, *, into: Answer | None = None) -> Answer:
        """All articles of some versions, each with its version's score, added to ``into``."""
        answer = into or self._nothing()
        for version, score in scores.items():
            rows = self._index.rows.get(version, slice(0))
            answer.mask[rows] = True
            answer.score[rows] += np.float32(score * weight)
        return answer

    def _most_words(self, words: tuple[q.Query, ...]) -> Answer:
        """Articles with at least half of the words; those with more of them first."""
        answers = [self.of(word) for word in words]
        score = reduce(np.add, [answer.score for answer in answers])
        counts = reduce(np.add, [answer.mask.astype(np.float32) for answer in answers])
        best = np.float32(float(score.max(initial=0)) + 1)
        return Answer(counts >= max(1, _ENOUGH * len(words)), score + counts * best)

    def _nothing(self) -> Answer:
        size = len(self._index)
        return Answer(np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.float32))


def _both(a: Answer, b: Answer) -> Answer:
    return Answer(a.mask & b.mask, a.score + b.score)


def _either(a: Answer, b: Answer) -> Answer:
    return Answer(a.mask | b.mask, a.score + b.score)


def positive_words(tree: q.Query) -> list[tuple[str, str]]:
    """Field and folded word of every leaf that an article must or may have (not those under NOT)."""
    match tree:
        case q.Not():
            return []
        case q.AndMaybe():
            return [*positive_words(tree.b), *positive_words(tree.a)]
        case q.And() | q.Or():
            return [word for part in tree.subqueries for word in positive_words(part)]
        case _:
            return [(tree.fieldname, fold(tree.text))]
