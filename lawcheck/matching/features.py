"""What is measured of a clause and a candidate article, for all clauses of a document at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from lawcheck.matching.compiled import loops
from lawcheck.matching.index import ClauseIndex
from lawcheck.matching.query import Query

__all__ = [
    "FEATURES",
    "Clause",
    "Context",
    "Features",
    "Floats",
    "Found",
    "Leanings",
    "add_neighbours",
    "lean",
    "measure",
]

FEATURES: Final = (
    "retrieval",  # BM25 over the best candidate's
    "containment",  # share of the clause's pairs that the best 款 of the article holds, by rarity
    "reverse",  # share of that 款's pairs that the clause holds
    "ratio",  # rapidfuzz ratio of the two
    "length",  # difference of their lengths (logarithm)
    "prior",  # votes of all clauses for the law, over the leading law's
    "named",  # the law is named in title, 第一条, or the clause itself
    "whole",  # containment in the whole article
    "expanded",  # BM25 with the text of the own articles that the clause refers to (违反本条例第X条)
    "siblings",  # BM25 of the other 款 of the same 条
    "within",  # BM25 over the best of the same law
    "local",  # containment, by rarity among the candidates: what tells articles of one law from each other
    "size",  # number of articles of the law (logarithm)
    "cited",  # likeness to the nearest clause of another text that cites the article
    "place",  # as far into the law as the clause into its document, times prior
    "near",  # neighbouring clauses find neighbouring articles
    "beside",  # the same, counted narrowly
    "rival",  # another 条 of the document finds this very article
)
Floats = npt.NDArray[np.float32]
_NO_PAIR: Final = -2
_ALONE: Final = FEATURES.index("near")  # features that need no look at other clauses
TOGETHER: Final = 32  # clauses whose candidates are read together: what fits the processor's cache
LEANING: Final = 0.05  # least probability at which a clause tells its neighbours where it leans
REACH: Final = 12  # clauses before and after that count as neighbours
FADE: Final = 3.0  # clauses or articles over which the influence of a neighbour falls to 1/e
FADED: Final = 128  # … and over which nothing is left of it (1e-19)
BESIDE: Final = 4  # clauses within which a direct neighbour of the article counts fully


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document, per version code of the index: the share of its clauses that vote for the law
    (relative to the leading law), and whether the law is named in title or 第一条."""

    prior: npt.NDArray[np.float32]
    named: npt.NDArray[np.bool_]


class Found(NamedTuple):
    """Candidate rows of one clause with what retrieval says of them (see :data:`FEATURES`), one value a row."""

    rows: npt.NDArray[np.int64]
    retrieval: Floats
    expanded: Floats
    siblings: Floats
    prior: Floats
    named: npt.NDArray[np.bool_]
    cited: Floats

    def only(self, chosen: npt.NDArray[np.intp] | slice) -> Found:
        """The candidates at these positions."""
        rows, retrieval, expanded, siblings, prior, named, cited = self
        return Found(
            rows[chosen],
            retrieval[chosen],
            expanded[chosen],
            siblings[chosen],
            prior[chosen],
            named[chosen],
            cited[chosen],
        )


class Clause(NamedTuple):
    """One clause to be ranked: its ``number`` and its 条 (``article``) in the document, counted from 0; ``share`` is
    how far into the document it stands, 0..1."""

    query: Query
    number: int
    article: int
    share: float
    found: Found


class Features(NamedTuple):
    """One line per candidate: the clause it belongs to (position in the list measured), its row, its best 款, values
    in the order of :data:`FEATURES`."""

    owner: npt.NDArray[np.intp]
    rows: npt.NDArray[np.int64]
    clauses: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]


class Leanings(NamedTuple):
    """Where clauses lean before their neighbours are asked: clause number (ascending), its 条, row, probability."""

    numbers: npt.NDArray[np.intp]
    articles: npt.NDArray[np.intp]
    rows: npt.NDArray[np.int64]
    weights: Floats


class _Table(NamedTuple):
    """All candidates of all clauses, one after the other, and their 款: ``bounds`` are where the candidates of each
    clause begin, ``starts`` where the 款 of each candidate do (both end with the total); ``numbers`` of the 款 in the
    table of clauses."""

    rows: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.intp]
    starts: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int64]


class _Held(NamedTuple):
    """For the 款 of some articles, one after the other, how often (``counts``) each of ``terms`` (places in the
    vocabulary, ascending) stands in each, and in which ``articles``; the ``totals`` of all pairs of each 款 (at least 1);
    ``first`` is where the 款 of each article begin."""

    terms: npt.NDArray[np.intp]
    counts: npt.NDArray[np.uint16]
    articles: npt.NDArray[np.uint8]
    totals: Floats
    first: npt.NDArray[np.int64]


class _Overlap(NamedTuple):
    """Shares of pairs held in common (see :data:`FEATURES`): by 款, or those of the best 款, and by candidate article."""

    containment: Floats
    reverse: Floats
    whole: Floats
    local: Floats


def measure(index: ClauseIndex, clauses: Sequence[Clause]) -> Features:
    """All features but those of neighbours (0) for every candidate of every clause."""
    sizes = [len(clause.found.rows) for clause in clauses]
    if not sum(sizes):
        nothing = np.zeros(0, dtype=np.int64)
        return Features(nothing, nothing, nothing, np.zeros((0, len(FEATURES)), dtype=np.float32))
    found = Found(*(np.concatenate(column) for column in zip(*(clause.found for clause in clauses), strict=True)))
    bounds, owner = np.concatenate([[0], np.cumsum(sizes)]), np.repeat(np.arange(len(sizes)), sizes)
    numbers, overlap = _best_clauses(index, clauses, found.rows, bounds)
    lengths, (place, of) = _lengths(index, numbers), (column[found.rows] for column in index.places)
    own, share = (np.array(column, dtype=np.float32)[owner] for column in _of_clauses(clauses))
    values = np.zeros((len(found.rows), len(FEATURES)), dtype=np.float32)
    columns = (
        found.retrieval,
        overlap.containment,
        overlap.reverse,
        _ratios(index, clauses, numbers, bounds),
        np.abs(np.log((lengths + 1) / (own + 1))),
        found.prior,
        found.named,
        overlap.whole,
        found.expanded,
        found.siblings,
        _within(index, bounds, found.rows, found.retrieval),
        overlap.local,
        np.log(of),
        found.cited,
        (1 - np.abs((place + 0.5) / of - share)) * found.prior,
    )
    for number, column in enumerate(columns):
        values[:, number] = column
    return Features(owner, found.rows, numbers, values)


def _of_clauses(clauses: Sequence[Clause]) -> tuple[list[int], list[float]]:
    """Length of each clause, and how far into the document it stands."""
    return [len(clause.query.text) for clause in clauses], [clause.share for clause in clauses]


def _table(index: ClauseIndex, rows: npt.NDArray[np.int64], bounds: npt.NDArray[np.intp]) -> _Table:
    first, last = index.article_clauses[rows], index.article_clauses[rows + 1]
    starts = np.concatenate([[0], np.cumsum(last - first)])
    numbers = np.arange(starts[-1]) + np.repeat(first - starts[:-1], last - first)
    return _Table(rows, bounds, starts, numbers)


def _lengths(index: ClauseIndex, numbers: npt.NDArray[np.int64]) -> Floats:
    lengths: Floats = (index.clause_starts[numbers + 1] - index.clause_starts[numbers]).astype(np.float32)
    return lengths


def _ratios(
    index: ClauseIndex, clauses: Sequence[Clause], numbers: npt.NDArray[np.int64], bounds: npt.NDArray[np.intp]
) -> Floats:
    """rapidfuzz ratio of each clause and the 款 ``numbers`` of its candidates."""
    texts = index.clause_texts(numbers.tolist())
    found = [
        process.cdist([clause.query.text], texts[start:end], scorer=fuzz.ratio, dtype=np.float32)[0]
        for clause, (start, end) in zip(clauses, pairwise(bounds.tolist()), strict=True)
        if end > start
    ]
    return (np.concatenate(found) / 100).astype(np.float32)


def _best_clauses(
    index: ClauseIndex, clauses: Sequence[Clause], rows: npt.NDArray[np.int64], bounds: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.int64], _Overlap]:
    """Of each candidate the number of the 款 that has most in common with the clause, and what that is."""
    if (fast := loops()) is not None:
        queries = [clause.query for clause in clauses]
        places, weights = (
            np.concatenate(column) for column in zip(*((q.places, q.weights) for q in queries), strict=True)
        )
        firsts = np.cumsum([0, *(len(query.places) for query in queries)])
        numbers, values = fast.overlap(
            index.pairs, index.clause_starts, index.article_clauses, places, weights, firsts, rows, bounds
        )
        return numbers, _Overlap(*values.T)
    table = _table(index, rows, bounds)
    overlap = _overlap(index, clauses, table)
    best = _best(overlap.containment + overlap.reverse, table.starts)
    return table.numbers[best], overlap._replace(containment=overlap.containment[best], reverse=overlap.reverse[best])


def _overlap(index: ClauseIndex, clauses: Sequence[Clause], table: _Table) -> _Overlap:
    """Which pairs of its clause each 款 and each article holds, weighed by rarity, and how much of a 款 that is."""
    filled = np.flatnonzero(np.diff(table.bounds)).tolist()
    found = [
        measured
        for first in range(0, len(filled), TOGETHER)
        for measured in _overlaps(index, clauses, table, filled[first : first + TOGETHER])
    ]
    return _Overlap(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _overlaps(
    index: ClauseIndex, clauses: Sequence[Clause], table: _Table, chosen: Sequence[int]
) -> Iterator[_Overlap]:
    """The same for some neighbouring clauses: they share candidates, so the text of each article is read once."""
    begin, end = int(table.bounds[chosen[0]]), int(table.bounds[chosen[-1] + 1])
    articles, which = np.unique(table.rows[begin:end], return_inverse=True)
    queries = [clauses[number].query for number in chosen]
    held = _held(index, queries, articles)
    starts = table.starts[begin : end + 1] - table.starts[begin]
    parts = np.arange(starts[-1]) + np.repeat(held.first[which] - starts[:-1], np.diff(starts))
    for query, number in zip(queries, chosen, strict=True):
        own = np.where(query.places >= 0, held.terms.searchsorted(query.places), len(held.terms))
        first, last = (table.bounds[number : number + 2] - begin).tolist()
        mine = parts[starts[first] : starts[last]]
        counts = held.counts.take(mine[:, None] * held.counts.shape[1] + own).astype(np.float32)
        whole = held.articles.take(which[first:last, None] * held.counts.shape[1] + own).astype(np.float64)
        inside = counts @ np.ones(len(own), dtype=np.float32)
        shares = (
            (counts > 0) @ query.weights.astype(np.float64),
            whole @ query.weights.astype(np.float64),
            _local(whole),
        )
        containment, in_all, local = (share.astype(np.float32) for share in shares)  # rounded once
        yield _Overlap(containment, inside / held.totals[mine], in_all, local)


def _held(index: ClauseIndex, queries: Sequence[Query], articles: npt.NDArray[np.int64]) -> _Held:
    """How often each 款 of ``articles`` holds each pair of ``queries``."""
    terms = np.unique(np.concatenate([query.places[query.known] for query in queries]))
    slots = np.full(len(index.terms) + 1, -1, dtype=np.int32)
    slots[-1] = _NO_PAIR  # what index.pairs has (-1) where no pair begins
    slots[terms] = np.arange(len(terms))
    firsts, lasts = index.article_clauses[articles], index.article_clauses[articles + 1]
    bounds = zip(index.clause_starts[firsts].tolist(), index.clause_starts[lasts].tolist(), strict=True)
    at = slots.take(np.concatenate([index.pairs[start:end] for start, end in bounds]), mode="wrap")
    parts = lasts - firsts
    first = np.cumsum(parts) - parts
    numbers = np.arange(int(parts.sum())) + np.repeat(firsts - first, parts)
    lengths = index.clause_starts[numbers + 1] - index.clause_starts[numbers]
    hit = (at >= 0).nonzero()[0]
    of, place = np.repeat(np.arange(len(numbers)), lengths)[hit], at[hit]
    counts = np.zeros((len(numbers), len(terms) + 1), dtype=np.uint16)  # the last column: pairs that no article has
    np.add.at(counts.reshape(-1), of * counts.shape[1] + place, np.uint16(1))
    whole = np.zeros((len(articles), len(terms) + 1), dtype=np.uint8)
    whole.reshape(-1)[np.repeat(np.arange(len(articles)), parts)[of] * whole.shape[1] + place] = 1
    totals = np.add.reduceat(at > _NO_PAIR, np.cumsum(lengths) - lengths, dtype=np.int32)
    return _Held(terms, counts, whole, np.maximum(totals, 1).astype(np.float32), first)


def _best(values: Floats, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """For each run of ``values`` the position of its first highest value (``starts`` ends with their number)."""
    highest = np.repeat(np.maximum.reduceat(values, starts[:-1]), np.diff(starts))
    at = np.flatnonzero(values == highest)
    return at[np.searchsorted(at, starts[:-1])]


def _local(articles: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Share of the query's pairs in each article, weighed by their rarity among these articles alone."""
    rarity = np.log((len(articles) + 1) / (articles.sum(axis=0) + 0.5))
    result: npt.NDArray[np.float64] = articles @ rarity / max(float(rarity.sum()), 1e-9)
    return result


def _within(index: ClauseIndex, bounds: npt.NDArray[np.intp], rows: npt.NDArray[np.int64], retrieval: Floats) -> Floats:
    """Retrieval over the best of the same clause and law."""
    laws = index.version_codes[1][rows]
    if (fast := loops()) is not None:
        shares: Floats = fast.within(bounds, laws, retrieval)
        return shares
    owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    _, law = np.unique(owner * len(index.version_codes[0]) + laws, return_inverse=True)
    highest = np.zeros(int(law.max()) + 1, dtype=np.float32)
    np.maximum.at(highest, law, retrieval)
    return (retrieval / np.maximum(highest[law], 1e-9)).astype(np.float32)


# -- neighbours ----------------------------------------------------------------------------------------------------


def lean(clauses: Sequence[Clause], features: Features, totals: Floats) -> Leanings:
    """Where each clause leans by its own ``totals`` (log odds within its candidates)."""
    starts = np.searchsorted(features.owner, np.arange(len(clauses)))
    filled = starts[np.diff(np.append(starts, len(totals))) > 0]
    if not len(filled):
        none = np.zeros(0, dtype=np.intp)
        return Leanings(none, none, none, none.astype(np.float32))
    owner = np.searchsorted(filled, np.arange(len(totals)), side="right") - 1
    odds = np.exp(totals - np.maximum.reduceat(totals, filled)[owner])
    weights = odds / np.add.reduceat(odds, filled)[owner]
    kept = np.flatnonzero(weights >= LEANING)
    numbers, articles = (
        np.array([getattr(clause, name) for clause in clauses], dtype=np.intp)[features.owner[kept]]
        for name in ("number", "article")
    )
    return Leanings(numbers, articles, features.rows[kept], weights[kept].astype(np.float32))


def add_neighbours(index: ClauseIndex, clauses: Sequence[Clause], features: Features, leanings: Leanings) -> None:
    """Fill in the features that come from the other clauses of the document."""
    numbers, own = (
        np.array([getattr(clause, name) for clause in clauses], dtype=np.intp)[features.owner]
        for name in ("number", "article")
    )
    features.values[:, _ALONE], features.values[:, _ALONE + 1] = _near(index, numbers, features.rows, leanings)
    features.values[:, _ALONE + 2] = _rivals(features.rows, own, leanings)


def _rivals(rows: npt.NDArray[np.int64], own: npt.NDArray[np.intp], leanings: Leanings) -> Floats:
    """For each candidate how strongly a clause of another 条 leans towards the very article."""
    if not len(leanings.rows):
        return np.zeros(len(rows), dtype=np.float32)
    order = np.lexsort((-leanings.weights, leanings.rows))
    sought, articles, weights = leanings.rows[order], leanings.articles[order], leanings.weights[order]
    wanted, starts = np.unique(sought, return_index=True)
    leader = np.repeat(articles[starts], np.diff(np.append(starts, len(sought))))
    second = np.maximum.reduceat(np.where(articles != leader, weights, np.float32(0)), starts)
    at = np.minimum(np.searchsorted(wanted, rows), len(wanted) - 1)
    best: Floats = np.where(articles[starts][at] != own, weights[starts][at], second[at])
    return np.where(wanted[at] == rows, best, np.float32(0))


def _near(
    index: ClauseIndex, numbers: npt.NDArray[np.intp], rows: npt.NDArray[np.int64], leanings: Leanings
) -> tuple[Floats, Floats]:
    """How strongly the clauses around ``numbers`` lean towards articles of the same law around ``rows``."""
    codes, place = index.version_codes[1], index.places[0]
    width = int(max(numbers.max(initial=0), leanings.numbers.max(initial=0))) + 2 * REACH + 1
    keys = codes[leanings.rows] * width + leanings.numbers + REACH  # those of one law together, by clause
    order = keys.argsort(kind="stable")
    wanted = codes[rows] * width + numbers
    first, last = (keys[order].searchsorted(wanted + reach) for reach in (0, 2 * REACH + 1))
    if (fast := loops()) is not None:
        about = (leanings.weights, leanings.numbers, place[leanings.rows].astype(np.int64))
        found = fast.near(*about, numbers, place[rows].astype(np.int64), first, last, order, _faded(), BESIDE)
        return found[0], found[1]
    sizes = last - first
    ends = np.cumsum(sizes)
    by = order.take(np.arange(int(sizes.sum())) + np.repeat(last - ends, sizes))
    distance = np.abs(leanings.numbers.take(by) - np.repeat(numbers, sizes))
    gaps = np.abs(place[leanings.rows].take(by) - np.repeat(place[rows], sizes))
    weights = leanings.weights.take(by) * (distance > 0)
    faded = weights * _faded().take(np.minimum(distance + gaps, FADED))
    return _sums(faded, sizes), _sums(weights * ((distance <= BESIDE) & (gaps <= 1)), sizes)


@cache
def _faded() -> Floats:
    """What remains of an influence over so many clauses and articles."""
    return np.exp(-np.arange(FADED + 1) / FADE).astype(np.float32)


def _sums(values: Floats, sizes: npt.NDArray[np.intp]) -> Floats:
    """The sum of each run of ``values``."""
    total = np.zeros(len(sizes), dtype=np.float32)
    filled = sizes > 0
    if filled.any():
        total[filled] = np.add.reduceat(values, (np.cumsum(sizes) - sizes)[filled], dtype=np.float64)
    return total
