"""The clause index: memory-mapped BM25 postings over all articles of the library, any day, any set of laws."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from lawcheck.matching.building import FORMAT, WEIGHT_STEPS
from lawcheck.matching.grams import Codes, grams_of_units, is_pair, pairs_of_units, units_of
from lawcheck.matching.query import Query

__all__ = ["ClauseIndex", "Hits", "Scope", "best_of"]

T = TypeVar("T")

MEMO: Final = 2048  # questions and answers remembered: higher laws and clause matching ask the same of one document
SCORE_BYTES: Final = 64 << 20  # memory for whole score vectors: one document of 200 clauses over 70,000 articles
HIGH: Final = 0.3  # of the highest score; where too few articles are above it, all are looked at
DOCUMENTS: Final = 8  # results for whole documents kept
# Rarity (idf) below which a pair stands in more than a fifth of all articles (规定, 应当 …): leaving them out
# halves the postings read and loses nothing (gold: xzfg R@50 .780 with and without).
COMMON: Final = 1.5
ENOUGH_TERMS: Final = 8  # with fewer telling pairs than this, the common ones are used too


ARRAYS: Final = (
    "terms",
    "starts",
    "docs",
    "weights",
    "idf",
    "article_ids",
    "version_ids",
    "article_clauses",
    "clause_starts",
    "text",
    "pairs",
)


class Hits(NamedTuple):
    """Rows of the article table, best first, and their BM25 scores; equal scores in row order."""

    rows: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The part of the index that a question may answer from: versions, and the rows of their articles."""

    versions: frozenset[int]
    rows: npt.NDArray[np.int64]
    inside: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class ClauseIndex:
    """Postings by term, so that a question touches only the pages of its own terms.

    Open one with :func:`lawcheck.matching.open_index`. Rows number the articles from 0; ``article_ids`` and
    ``version_ids`` give the library's ids for a row; ``as_of`` is the day it was opened for.
    """

    directory: Path
    as_of: date
    terms: Codes
    starts: npt.NDArray[np.int64]
    docs: npt.NDArray[np.int32]
    weights: npt.NDArray[np.uint8]
    idf: npt.NDArray[np.float32]
    article_ids: npt.NDArray[np.int64]
    version_ids: npt.NDArray[np.int64]
    article_clauses: npt.NDArray[np.int64]
    clause_starts: npt.NDArray[np.int64]
    text: npt.NDArray[np.uint16]
    pairs: npt.NDArray[np.int32]
    _memo: OrderedDict[tuple[str, int, int], Hits] = field(default_factory=OrderedDict, init=False, repr=False)
    _queries: OrderedDict[tuple[str, bool], Query] = field(default_factory=OrderedDict, init=False, repr=False)
    _scores: OrderedDict[tuple[str, int], npt.NDArray[np.float32]] = field(
        default_factory=OrderedDict, init=False, repr=False
    )
    _highs: OrderedDict[tuple[str, int], npt.NDArray[np.int64]] = field(
        default_factory=OrderedDict, init=False, repr=False
    )
    _made: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict, init=False, repr=False)
    _scopes: dict[frozenset[int], Scope] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, directory: Path, as_of: date) -> ClauseIndex:
        """Map the arrays of ``directory``; nothing is read yet. ``ValueError`` if another format wrote it."""
        meta = json.loads((directory / "meta.json").read_text(encoding="utf-8"))
        if meta.get("format") != FORMAT:
            raise ValueError(f"index format {meta.get('format')}, expected {FORMAT}: {directory}")
        return cls(directory, as_of, *(_map(directory / f"{name}.npy") for name in ARRAYS))

    def __len__(self) -> int:
        return len(self.article_ids)

    def scope(self, version_ids: Iterable[int]) -> Scope:
        """The rows of these versions."""
        wanted = frozenset(version_ids)
        if wanted not in self._scopes:
            ids = np.fromiter(wanted, dtype=np.int64, count=len(wanted))
            inside = np.isin(self.version_ids, ids)
            self._scopes[wanted] = Scope(wanted, np.flatnonzero(inside), inside)
        return self._scopes[wanted]

    def query(self, text: str, *, singles: bool = False) -> Query:
        """``text`` prepared as a question; remembered, because one document asks the same questions several times.

        Clauses are searched by character pairs that are not everywhere (:data:`COMMON`); short queries of people gain
        from single characters as well (``singles``).
        """
        key = (text, singles)
        if key not in self._queries:
            self._queries[key] = self._prepared(text, singles)
            _shorten(self._queries, MEMO)
        return self._queries[key]

    def _prepared(self, text: str, singles: bool) -> Query:
        units = units_of(text)
        terms, counts = np.unique(grams_of_units(units)[0] if singles else pairs_of_units(units), return_counts=True)
        found = self.lookup(terms)
        rarity, pair = self._rarity_at(found), is_pair(terms)
        kept = found >= 0
        telling = kept & (rarity >= COMMON)
        if not singles and np.count_nonzero(telling) >= ENOUGH_TERMS:
            kept = telling
        return Query(text, units, terms[pair], rarity[pair], found[pair], found[kept], counts[kept])

    def scores(self, query: Query) -> npt.NDArray[np.float32]:
        """BM25 of every row for ``query``; a term that the query repeats counts as often. Remembered, read only."""
        key = (query.text, len(query.found))
        if key not in self._scores:
            self._scores[key] = self._computed(query)
            _shorten(self._scores, max(1, SCORE_BYTES // (4 * max(1, len(self)))))
        return self._scores[key]

    def _computed(self, query: Query) -> npt.NDArray[np.float32]:
        found = query.found
        if not len(found):
            return np.zeros(len(self), dtype=np.float32)
        starts, ends = self.starts[found].tolist(), self.starts[found + 1].tolist()
        factors = (query.counts * self.idf[found] / WEIGHT_STEPS).astype(np.float32)
        total = sum(ends) - sum(starts)
        docs, weights = np.empty(total, dtype=np.intp), np.empty(total, dtype=np.float32)
        filled = 0
        for start, end, factor in zip(starts, ends, factors, strict=True):
            room = slice(filled, filled := filled + end - start)
            docs[room] = self.docs[start:end]
            np.multiply(self.weights[start:end], factor, out=weights[room])
        result = np.zeros(len(self), dtype=np.float32)
        np.add.at(result, docs, weights)  # as fast as a sparse product, and scipy takes 0.2 s to import
        return result

    def top_each(self, query: Query, scopes: Sequence[Scope], limit: int) -> tuple[Hits, ...]:
        """The ``limit`` best rows of each scope, remembered; one pass over the postings serves all scopes."""
        keys = [(query.text, id(scope), limit) for scope in scopes]
        if any(key not in self._memo for key in keys):
            scores, high = self.scores(query), self._high(query)
            for key, scope in zip(keys, scopes, strict=True):
                self._memo[key] = best_of(scores, scope, limit, high)
        result = tuple(self._memo[key] for key in keys)
        _shorten(self._memo, MEMO)
        return result

    def best(self, query: Query, scope: Scope, limit: int) -> Hits:
        """The ``limit`` best rows of one scope."""
        return best_of(self.scores(query), scope, limit, self._high(query))

    def _high(self, query: Query) -> npt.NDArray[np.int64]:
        """Rows near the highest score, found once for all scopes that are asked."""
        key = (query.text, len(query.found))
        if key not in self._highs:
            scores = self.scores(query)
            self._highs[key] = np.flatnonzero(scores > HIGH * float(scores.max(initial=0)))
            _shorten(self._highs, MEMO)
        return self._highs[key]

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gave for ``key``; the last few documents are kept."""
        if key not in self._made:
            self._made[key] = make()
            _shorten(self._made, DOCUMENTS)
        found: T = self._made[key]
        return found

    def forget(self) -> None:
        """Drop remembered questions and answers (for measurements)."""
        self._memo.clear()
        self._highs.clear()
        self._made.clear()
        self._queries.clear()
        self._scores.clear()

    def lookup(self, terms: Codes) -> npt.NDArray[np.intp]:
        """Positions of term codes in the vocabulary, -1 for unknown ones."""
        if not len(self.terms):
            return np.full(len(terms), -1, dtype=np.intp)
        at = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[at] == terms, at, -1)

    def rarity(self, terms: Codes) -> npt.NDArray[np.float32]:
        """Inverse document frequency of term codes; an unknown term counts as the rarest."""
        return self._rarity_at(self.lookup(terms))

    def _rarity_at(self, found: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
        rarest = np.float32(np.log(1 + (len(self) + 0.5) / 0.5))
        if not len(self.idf):
            return np.full(len(found), rarest, dtype=np.float32)
        result: npt.NDArray[np.float32] = np.where(found >= 0, self.idf[found], rarest)
        return result

    @cached_property
    def version_codes(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
        """All version ids, ascending, and for each row the position of its version among them."""
        ids, codes = np.unique(self.version_ids, return_inverse=True)
        return ids, codes

    @cached_property
    def places(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """For each row its place among the articles of its version, from 0, and how many articles that version has."""
        _, codes = self.version_codes
        order = np.argsort(codes, kind="stable")
        sizes = np.bincount(codes)
        first = np.repeat(np.cumsum(sizes) - sizes, sizes)
        place = np.empty(len(self), dtype=np.int32)
        place[order] = np.arange(len(self)) - first
        return place, sizes[codes].astype(np.int32)

    def clauses(self, row: int) -> tuple[str, ...]:
        """The 款 of the article in ``row``."""
        return tuple(self.clause(n) for n in range(int(self.article_clauses[row]), int(self.article_clauses[row + 1])))

    def clause(self, number: int) -> str:
        """The text of the clause with this number in the table of clauses."""
        start, end = self.clause_starts[number : number + 2].tolist()
        return str(self._bytes[2 * start : 2 * end], "utf-16-le", "surrogatepass")

    @cached_property
    def _bytes(self) -> memoryview:
        return memoryview(np.asarray(self.text).view(np.uint8).data)


def _map(path: Path) -> npt.NDArray[Any]:
    """A plain array over the mapped file: slices of ``np.memmap`` itself are several times slower."""
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))


def _shorten(memory: OrderedDict[Any, Any], limit: int) -> None:
    """Forget the oldest entries."""
    while len(memory) > limit:
        memory.popitem(last=False)


def best_of(
    scores: npt.NDArray[np.float32], scope: Scope, limit: int, high: npt.NDArray[np.int64] | None = None
) -> Hits:
    """The best positive scores within ``scope``; ties in row order, so that no machine orders them differently.
    ``high`` are the rows above a share of the highest score, where they are known."""
    rows = _promising(scores, scope, limit, high)
    chosen = scores[rows]
    if len(rows) > 4 * limit:  # sorting a few is cheaper than sorting all
        kept = np.flatnonzero(chosen >= np.partition(chosen, -limit)[-limit])
        rows, chosen = rows[kept], chosen[kept]
    order = np.argsort(-chosen, kind="stable")[:limit]
    return Hits(rows[order], chosen[order])


def _promising(
    scores: npt.NDArray[np.float32], scope: Scope, limit: int, high: npt.NDArray[np.int64] | None
) -> npt.NDArray[np.int64]:
    """Rows that surely hold the ``limit`` best positive scores: selecting among tens of thousands is slow, and the best
    are nearly always above a fixed share of the highest."""
    if len(scope.rows) <= limit:
        return scope.rows[scores[scope.rows] > 0]
    if high is None:
        high = np.flatnonzero(scores > HIGH * float(scores.max(initial=0)))
    rows = high[scope.inside[high]]
    if len(rows) < limit:
        rows = scope.rows[scores[scope.rows] > 0]
    return rows
