"""The clause index: memory-mapped BM25 postings over all articles of the library, any day, any set of laws."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from lawcheck.matching.building import CITING, FORMAT, WEIGHT_STEPS
from lawcheck.matching.citing_index import CitingIndex
from lawcheck.matching.compiled import expect, loops
from lawcheck.matching.grams import Codes, fold_table, grams_of_texts, is_pair, joined, places_among
from lawcheck.matching.query import Query

__all__ = ["ClauseIndex", "Hits", "Scope"]

T = TypeVar("T")

MEMO: Final = 2048  # questions and answers remembered: higher laws and clause matching ask the same of one document
SCORE_BYTES: Final = 64 << 20  # memory for whole score vectors: one document of 200 clauses over 70,000 articles
HIGH: Final = 0.3  # of the highest score: the best articles are nearly always above it
TEXTS: Final = 20_000  # clauses kept as strings, some 8 MB: those of one document come again in the next
SCOPES: Final = 64  # scopes kept: every document has some of its own
DOCUMENTS: Final = 8  # results for whole documents kept
# Rarity (idf) below which a pair stands in more than a fifth of all articles (规定, 应当 …): leaving them out
# halves the postings read and loses nothing (gold: xzfg R@50 .780 with and without).
COMMON: Final = 1.5
ENOUGH_TERMS: Final = 8  # with fewer telling pairs than this, the common ones are used too
# Pairs below this rarity (in more than a twentieth of all articles, 140 in Chinese law) hold two thirds of the postings
# of a clause. They are not walked through: what they add is looked up for the rows near the highest score of the others.
FREQUENT: Final = 3.0
LOW: Final = 0.1  # of the highest score in the scope: what is looked at where too few are above HIGH
SMALL: Final = 5_000  # rows of a scope whose scores are read one by one faster than all are looked through
_NO_PAIR: Final = frozenset((-1,))  # what ``pairs`` has where no pair begins
LOOKED_UP: Final = 4  # times as many rows as are wanted, where few are near the highest


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


class _Scored(NamedTuple):
    """BM25 of every row without the frequent pairs; the rows above a ``floor`` near the highest, ascending."""

    walked: npt.NDArray[np.float32]
    floor: np.float32
    high: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Scope:
    """The part of the index that a question may answer from: versions, and the rows of their articles."""

    versions: frozenset[int]
    rows: npt.NDArray[np.int64]
    of: int
    """Rows of the whole index."""

    @cached_property
    def inside(self) -> npt.NDArray[np.bool_]:
        """For each row of the index whether it is one."""
        inside = np.zeros(self.of, dtype=np.bool_)
        inside[self.rows] = True
        return inside


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
    citing: CitingIndex | None = field(default=None, kw_only=True)
    _memo: OrderedDict[tuple[str, frozenset[int], int], Hits] = field(
        default_factory=OrderedDict, init=False, repr=False
    )
    _queries: OrderedDict[tuple[str, bool], Query] = field(default_factory=OrderedDict, init=False, repr=False)
    _scores: OrderedDict[tuple[str, int], _Scored] = field(default_factory=OrderedDict, init=False, repr=False)
    _made: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict, init=False, repr=False)
    _texts: dict[int, str] = field(default_factory=dict, init=False, repr=False)
    _scopes: OrderedDict[frozenset[int], Scope] = field(default_factory=OrderedDict, init=False, repr=False)

    @classmethod
    def load(cls, directory: Path, as_of: date) -> ClauseIndex:
        """Map the arrays of ``directory``; nothing is read yet. ``ValueError`` if another format wrote it."""
        meta = json.loads((directory / "meta.json").read_text(encoding="utf-8"))
        if meta.get("format") != FORMAT:
            raise ValueError(f"index format {meta.get('format')}, expected {FORMAT}: {directory}")
        citing = CitingIndex.load(directory / CITING) if (directory / CITING).is_dir() else None
        index = cls(directory, as_of, *(_map(directory / f"{name}.npy") for name in ARRAYS), citing=citing)
        len(index._laid_out)  # the table of frequent pairs is there before threads share the index: none makes its own
        return index

    def __len__(self) -> int:
        return len(self.article_ids)

    def scope(self, version_ids: Iterable[int]) -> Scope:
        """The rows of these versions."""
        wanted = frozenset(version_ids)
        found = self._scopes.get(wanted)
        if found is None:
            order, bounds = self._by_version
            codes = [code for version_id in wanted if (code := self.version_places.get(version_id)) is not None]
            parts = [order[slice(*bounds[code : code + 2])] for code in codes]
            rows = np.sort(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)
            found = self._scopes[wanted] = Scope(wanted, rows, len(self))
            _shorten(self._scopes, SCOPES)
        return found

    def query(self, text: str, *, singles: bool = False) -> Query:
        """``text`` prepared as a question; remembered, because one document asks the same questions several times.

        Clauses are searched by character pairs that are not everywhere (:data:`COMMON`); short queries of people gain
        from single characters as well (``singles``).
        """
        return self._asked((text,), singles)[0]

    def queries(self, texts: Sequence[str]) -> list[Query]:
        """All clauses of a document prepared together, which takes a fifth of the time."""
        return self._asked(texts, False)

    def _asked(self, texts: Sequence[str], singles: bool) -> list[Query]:
        known = {text: query for text in texts if (query := self._queries.get((text, singles))) is not None}
        new = tuple(dict.fromkeys(text for text in texts if text not in known))
        if new:
            expect(len(new))
            made = dict(zip(new, self._prepared(new, singles), strict=True))
            self._queries.update({(text, singles): query for text, query in made.items()})
            _shorten(self._queries, MEMO)
            known |= made
        return [known[text] for text in texts]

    def _prepared(self, texts: Sequence[str], singles: bool) -> Iterator[Query]:
        owner, terms, counts, found, rarity = self._terms_of(texts, singles)
        walk, look, factors = _parted(owner, counts, found, rarity, len(texts), singles)
        pair = is_pair(terms).nonzero()[0]
        columns = (
            (pair, (terms[pair], rarity[pair], found[pair])),
            (walk, (found[walk], factors[walk])),
            (look, (self._lay_out(found[look]), factors[look])),
        )
        parts = [_by_text(owner[at], len(texts), values) for at, values in columns]
        return (Query(text, *own, *used, *rest) for text, own, used, rest in zip(texts, *parts, strict=True))

    def _terms_of(self, texts: Sequence[str], singles: bool) -> tuple[npt.NDArray[Any], ...]:
        """The distinct terms of each text (see :func:`grams_of_texts`), their positions in the vocabulary, their rarity."""
        if (fast := loops()) is not None and not singles:
            asked: tuple[npt.NDArray[Any], ...] = fast.asked(
                *joined(texts), fold_table(), self.terms, self.idf, self._rarest
            )
            return asked
        owner, terms, counts = grams_of_texts(texts, singles=singles)
        found = self.lookup(terms)
        return owner, terms, counts, found, self._rarity_at(found)

    def scores(self, query: Query) -> npt.NDArray[np.float32]:
        """BM25 of every row for ``query``; a term that the query repeats counts as often."""
        walked = self._scored(query).walked
        return walked + self._frequent[1][:, query.frequent] @ query.frequent_factors if len(query.frequent) else walked

    def at(
        self, groupings: Sequence[Sequence[Sequence[Query]]], owner: npt.NDArray[np.int64], rows: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        """BM25 of ``rows`` for the questions of a group together: that with the number in ``owner`` (ascending). A column
        for each of the ``groupings``, which are equally long."""
        total = np.empty((len(rows), len(groupings)), dtype=np.float32)
        table = self._frequent[1]
        bounds = np.searchsorted(owner, np.arange(len(groupings[0]) + 1)).tolist()
        for groups, (start, end) in zip(zip(*groupings, strict=True), pairwise(bounds), strict=True):
            part = rows[start:end]
            walked = np.zeros((len(groups), len(part)), dtype=np.float32)
            factors = np.zeros((table.shape[1], len(groups)), dtype=np.float32)
            for column, group in enumerate(groups):
                for query in group:
                    walked[column] += self._scored(query).walked[part]
                    factors[query.frequent, column] += query.frequent_factors
            np.add(walked.T, table.take(part, axis=0) @ factors, out=total[start:end])
        return total

    def _scored(self, query: Query) -> _Scored:
        """Remembered, read only."""
        key = (query.text, len(query.found))
        found = self._scores.get(key)  # another thread may drop what this one has just seen
        if found is None:
            found = self._scores[key] = self._computed(query)
            _shorten(self._scores, max(1, SCORE_BYTES // (4 * max(1, len(self)))))
        return found

    def _computed(self, query: Query) -> _Scored:
        walked = np.zeros(len(self), dtype=np.float32)
        floor, high = self._walk(query, walked)
        return _Scored(walked, floor, high)

    def _walk(self, query: Query, walked: npt.NDArray[np.float32]) -> tuple[np.float32, npt.NDArray[np.int64]]:
        """Add the postings of ``query`` to ``walked``; a share of the highest, and the rows above it."""
        if (fast := loops()) is not None:
            floor, high = fast.walk(self.starts, self.docs, self.weights, query.found, query.factors, walked, HIGH)
            return floor, high
        if len(query.found):
            first, last = self.starts[query.found], self.starts[query.found + 1]
            spans = [slice(start, end) for start, end in zip(first.tolist(), last.tolist(), strict=True)]
            weights = np.concatenate([self.weights[span] for span in spans]) * np.repeat(query.factors, last - first)
            # as fast as a sparse product, and scipy takes 0.2 s to import
            np.add.at(walked, np.concatenate([self.docs[span] for span in spans]), weights)
        floor = np.float32(HIGH * float(walked.max(initial=0)))
        return floor, (walked > floor).nonzero()[0]

    def _whole(
        self, query: Query, walked: npt.NDArray[np.float32], rows: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float32]:
        """BM25 of ``rows`` with the frequent pairs."""
        if not len(query.frequent):
            return walked[rows]
        table = self._frequent[1]
        if (fast := loops()) is not None:
            scores: npt.NDArray[np.float32] = fast.whole(walked, rows, table, query.frequent, query.frequent_factors)
            return scores
        more = table.take(rows, axis=0).take(query.frequent, axis=1) @ query.frequent_factors.astype(np.float64)
        return walked[rows] + more.astype(np.float32)

    def _lay_out(self, terms: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Where frequent ``terms`` stand in the table of :attr:`_frequent`; their weights are written there once."""
        lines, table = self._frequent
        places = np.searchsorted(lines, terms)
        for place in set(places[~self._laid_out[places]].tolist()):
            span = slice(*self.starts[lines[place] : lines[place] + 2].tolist())
            table[self.docs[span], place] = self.weights[span]
            self._laid_out[place] = True
        return places

    @cached_property
    def _frequent(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint8]]:
        """The frequent pairs, and for every row the weight of each; filled in when asked for."""
        lines = np.flatnonzero((self.idf >= COMMON) & (self.idf < FREQUENT) & is_pair(self.terms))
        return lines, np.zeros((len(self), len(lines)), dtype=np.uint8)

    @cached_property
    def _laid_out(self) -> npt.NDArray[np.bool_]:
        return np.zeros(len(self._frequent[0]), dtype=np.bool_)

    def top_each(self, query: Query, scopes: Sequence[Scope], limit: int) -> tuple[Hits, ...]:
        """The ``limit`` best rows of each scope, remembered."""
        found = []
        for scope in scopes:
            key = (query.text, scope.versions, limit)
            hits = self._memo.get(key)
            if hits is None:
                hits = self._memo[key] = self.best(query, scope, limit)
            found.append(hits)
        _shorten(self._memo, MEMO)
        return tuple(found)

    def best(self, query: Query, scope: Scope, limit: int) -> Hits:
        """The ``limit`` best rows of one scope; one that lives by frequent pairs alone may be missed far down."""
        if not len(scope.rows):
            return Hits(scope.rows, np.zeros(0, dtype=np.float32))
        found = self._scored(query)
        rows = found.high[scope.inside[found.high]]
        if len(rows) < min(limit, len(scope.rows)):  # every second clause has fewer near its highest score
            rows = _low(found, scope, rows, LOOKED_UP * limit)
            rows = rows[_likeliest(found.walked[rows], LOOKED_UP * limit)]
        return _first(rows, self._whole(query, found.walked, rows), limit)

    def rows_each(self, queries: Sequence[Query], scope: Scope, limit: int) -> list[npt.NDArray[np.int64]]:
        """The rows that :meth:`best` gives for each of ``queries``, sooner where the scope is small."""
        least, found = min(limit, len(scope.rows)), []
        for query in queries:
            scored = self._scored(query)
            walked = scored.walked[scope.rows]
            chosen = (walked > scored.floor).nonzero()[0]
            if len(chosen) < least:
                chosen = _likeliest(walked, LOOKED_UP * limit)
            rows = scope.rows[chosen]
            found.append(_first(rows, self._whole(query, scored.walked, rows), limit).rows)
        return found

    def best_together(self, queries: Sequence[Query], scope: Scope, limit: int) -> Hits:
        """The ``limit`` best rows of one scope for ``queries`` together, chosen among the best of each."""
        rows = np.unique(np.concatenate([self.best(query, scope, 2 * limit).rows for query in queries]))
        return _first(rows, self.at(((queries,),), np.zeros(len(rows), dtype=np.int64), rows)[:, 0], limit)

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gave for ``key``; the last few documents are kept."""
        found: T | None = self._made.get(key)
        if found is None:
            found = self._made[key] = make()
            _shorten(self._made, DOCUMENTS)
        return found

    def forget(self) -> None:
        """Drop remembered questions and answers (for measurements)."""
        self._memo.clear()
        self._made.clear()
        self._queries.clear()
        self._scores.clear()

    def lookup(self, terms: Codes) -> npt.NDArray[np.intp]:
        """Positions of term codes in the vocabulary, -1 for unknown ones."""
        return places_among(self.terms, terms)

    def rarity(self, terms: Codes) -> npt.NDArray[np.float32]:
        """Inverse document frequency of term codes; an unknown term counts as the rarest."""
        return self._rarity_at(self.lookup(terms))

    def _rarity_at(self, found: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
        if not len(self.idf):
            return np.full(len(found), self._rarest, dtype=np.float32)
        result: npt.NDArray[np.float32] = np.where(found >= 0, self.idf[found], self._rarest)
        return result

    @cached_property
    def _rarest(self) -> np.float32:
        """Rarity of what no article has."""
        return np.float32(np.log(1 + (len(self) + 0.5) / 0.5))

    @cached_property
    def version_codes(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
        """All version ids, ascending, and for each row the position of its version among them."""
        ids, codes = np.unique(self.version_ids, return_inverse=True)
        return ids, codes

    @cached_property
    def version_places(self) -> Mapping[int, int]:
        """The position of each version id among them."""
        return {version_id: place for place, version_id in enumerate(self.version_codes[0].tolist())}

    @cached_property
    def _by_version(self) -> tuple[npt.NDArray[np.int64], list[int]]:
        """The rows in the order of their versions, and where each version begins and the last ends."""
        ids, codes = self.version_codes
        order = np.argsort(codes, kind="stable")
        return order, np.searchsorted(codes[order], np.arange(len(ids) + 1)).tolist()

    @cached_property
    def places(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """For each row its place among the articles of its version, from 0, and how many articles that version has."""
        codes, (order, bounds) = self.version_codes[1], self._by_version
        sizes = np.diff(bounds)
        first = np.repeat(bounds[:-1], sizes)
        place = np.empty(len(self), dtype=np.int32)
        place[order] = np.arange(len(self)) - first
        return place, sizes[codes].astype(np.int32)

    @cached_property
    def cited(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Which citing clause cites which row, by row and clause; no entries where nothing is known of it."""
        if self.citing is None:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        order = np.argsort(self.article_ids, kind="stable")
        ids = self.article_ids[order]
        at = np.minimum(np.searchsorted(ids, self.citing.article_ids), len(ids) - 1)
        here = ids[at] == self.citing.article_ids
        rows, owners = order[at[here]], self.citing.owners[here]
        by_row = np.lexsort((owners, rows))
        return owners[by_row], rows[by_row]

    def clauses(self, row: int) -> tuple[str, ...]:
        """The 款 of the article in ``row``."""
        return tuple(self.clause(n) for n in range(int(self.article_clauses[row]), int(self.article_clauses[row + 1])))

    def clause(self, number: int) -> str:
        """The text of the clause with this number in the table of clauses; those read are remembered."""
        text = self._texts.get(number)
        return self._read(number) if text is None else text

    def clause_texts(self, numbers: Sequence[int]) -> list[str]:
        """The texts of these clauses."""
        known = self._texts.get
        return [self._read(number) if (text := known(number)) is None else text for number in numbers]

    def held(self, first: int, last: int) -> frozenset[int]:
        """The places in the vocabulary of the pairs that the clauses with numbers from ``first`` to before ``last`` hold."""
        return frozenset(self.pairs[self.clause_starts[first] : self.clause_starts[last]].tolist()) - _NO_PAIR

    def _read(self, number: int) -> str:
        if len(self._texts) >= TEXTS:
            self._texts.clear()
        start, end = self.clause_starts[number : number + 2].tolist()
        text = self._texts[number] = str(self._bytes[2 * start : 2 * end], "utf-16-le", "surrogatepass")
        return text

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


def _parted(
    owner: npt.NDArray[np.intp],
    counts: npt.NDArray[np.intp],
    found: npt.NDArray[np.intp],
    rarity: npt.NDArray[np.float32],
    texts: int,
    singles: bool,
) -> tuple[npt.NDArray[Any], ...]:
    """Which terms are walked through, which are looked up, and the factor of each."""
    if (fast := loops()) is not None and not singles:
        parts: tuple[npt.NDArray[Any], ...] = fast.parted(
            owner, counts, found, rarity, texts, WEIGHT_STEPS, COMMON, FREQUENT, ENOUGH_TERMS
        )
        return parts
    factors = (counts * rarity / WEIGHT_STEPS).astype(np.float32)
    kept = found >= 0
    telling, rare = (_if_enough(kept, rarity >= least, owner, texts) for least in (COMMON, FREQUENT))
    walked, looked_up = (kept, kept[:0]) if singles else (telling & rare, telling & ~rare)
    return walked.nonzero()[0], looked_up.nonzero()[0], factors


def _if_enough(
    kept: npt.NDArray[np.bool_], wanted: npt.NDArray[np.bool_], owner: npt.NDArray[np.intp], texts: int
) -> npt.NDArray[np.bool_]:
    """Of the terms kept those that are ``wanted``, in texts that have enough of them; in others all."""
    both = kept & wanted
    enough = np.bincount(owner[both], minlength=texts) >= ENOUGH_TERMS
    result: npt.NDArray[np.bool_] = np.where(enough[owner], both, kept)
    return result


def _by_text(
    owner: npt.NDArray[np.intp], texts: int, columns: Sequence[npt.NDArray[Any]]
) -> Iterator[list[npt.NDArray[Any]]]:
    """The columns cut into those of each text, which ``owner`` tells."""
    bounds = owner.searchsorted(np.arange(texts + 1)).tolist()
    return ([column[start:end] for column in columns] for start, end in pairwise(bounds))


def _low(found: _Scored, scope: Scope, high: npt.NDArray[np.int64], limit: int) -> npt.NDArray[np.int64]:
    """The rows of ``scope`` above a low share of the highest of its ``high`` ones; all of them where that gives too few."""
    if len(high) and len(scope.rows) > SMALL:
        rows = _above(found.walked, LOW * float(found.walked[high].max()))
        rows = rows[scope.inside[rows]]
        if len(rows) >= limit:
            return rows
    return scope.rows


def _above(values: npt.NDArray[np.float32], floor: float) -> npt.NDArray[np.int64]:
    """The places of ``values``, none negative, above ``floor``."""
    if (fast := loops()) is not None:
        places: npt.NDArray[np.int64] = fast.above(values, np.float32(floor))
        return places
    return (values > floor).nonzero()[0]


def _likeliest(values: npt.NDArray[np.float32], limit: int) -> npt.NDArray[np.intp]:
    """Where the highest positive values are, about ``limit`` of them, in their order."""
    found = (values > LOW * float(values.max(initial=0))).nonzero()[0]  # selecting among tens of thousands is slow
    if len(found) < limit:
        found = (values > 0).nonzero()[0]
    if len(found) > limit:
        chosen = values[found]
        found = found[chosen >= np.partition(chosen, -limit)[-limit]]
    return found


def _first(rows: npt.NDArray[np.int64], scores: npt.NDArray[np.float32], limit: int) -> Hits:
    """The best of ``rows`` (ascending); ties in row order, so that no machine orders them differently."""
    if len(rows) > 4 * limit:  # sorting a few is cheaper than sorting all
        kept = (scores >= np.partition(scores, -limit)[-limit]).nonzero()[0]
        rows, scores = rows[kept], scores[kept]
    order = (-scores).argsort(kind="stable")[:limit]
    return Hits(rows[order], scores[order])
