"""What is measured of a clause and a candidate article, for all clauses of a document at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

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
    "place",  # as far into the law as the clause into its document, times prior
    "near",  # neighbouring clauses find neighbouring articles
    "beside",  # the same, counted narrowly
    "rival",  # another 条 of the document finds this very article
)
Floats = npt.NDArray[np.float32]
_NO_PAIR: Final = -2
_ALONE: Final = FEATURES.index("near")  # features that need no look at other clauses
LEANING: Final = 0.05  # least probability at which a clause tells its neighbours where it leans
REACH: Final = 12  # clauses before and after that count as neighbours
FADE: Final = 3.0  # clauses or articles over which the influence of a neighbour falls to 1/e
BESIDE: Final = 4  # clauses within which a direct neighbour of the article counts fully


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document, per row of the index: the share of its clauses that vote for the row's law
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

    def only(self, chosen: npt.NDArray[np.intp] | slice) -> Found:
        """The candidates at these positions."""
        rows, retrieval, expanded, siblings, prior, named = self
        return Found(rows[chosen], retrieval[chosen], expanded[chosen], siblings[chosen], prior[chosen], named[chosen])


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

    owner: npt.NDArray[np.intp]
    rows: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.intp]
    starts: npt.NDArray[np.int64]
    numbers: npt.NDArray[np.int64]


class _Overlap(NamedTuple):
    """Shares of pairs held in common (see :data:`FEATURES`): by 款, and by candidate article."""

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
    table = _table(index, found.rows, sizes)
    overlap = _overlap(index, clauses, table)
    best = _best(overlap.containment + overlap.reverse, table.starts)
    numbers = table.numbers[best]
    lengths, (place, of) = _lengths(index, numbers), (column[found.rows] for column in index.places)
    own, share = (np.array(column, dtype=np.float32)[table.owner] for column in _of_clauses(clauses))
    values = np.zeros((len(found.rows), len(FEATURES)), dtype=np.float32)
    columns = (
        found.retrieval,
        overlap.containment[best],
        overlap.reverse[best],
        _ratios(index, clauses, numbers, table.bounds),
        np.abs(np.log((lengths + 1) / (own + 1))),
        found.prior,
        found.named,
        overlap.whole,
        found.expanded,
        found.siblings,
        _within(index, table, found.retrieval),
        overlap.local,
        np.log(of),
        (1 - np.abs((place + 0.5) / of - share)) * found.prior,
    )
    for number, column in enumerate(columns):
        values[:, number] = column
    return Features(table.owner, found.rows, numbers, values)


def _of_clauses(clauses: Sequence[Clause]) -> tuple[list[int], list[float]]:
    """Length of each clause, and how far into the document it stands."""
    return [len(clause.query.text) for clause in clauses], [clause.share for clause in clauses]


def _table(index: ClauseIndex, rows: npt.NDArray[np.int64], sizes: Sequence[int]) -> _Table:
    first, last = index.article_clauses[rows], index.article_clauses[rows + 1]
    starts = np.concatenate([[0], np.cumsum(last - first)])
    numbers = np.arange(starts[-1]) + np.repeat(first - starts[:-1], last - first)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    return _Table(np.repeat(np.arange(len(sizes)), sizes), rows, bounds, starts, numbers)


def _lengths(index: ClauseIndex, numbers: npt.NDArray[np.int64]) -> Floats:
    lengths: Floats = (index.clause_starts[numbers + 1] - index.clause_starts[numbers]).astype(np.float32)
    return lengths


def _ratios(
    index: ClauseIndex, clauses: Sequence[Clause], numbers: npt.NDArray[np.int64], bounds: npt.NDArray[np.intp]
) -> Floats:
    """rapidfuzz ratio of each clause and the 款 ``numbers`` of its candidates."""
    texts = index.clause_texts(numbers)
    found = [
        process.cdist([clause.query.text], texts[start:end], scorer=fuzz.ratio, dtype=np.float32)[0]
        for clause, (start, end) in zip(clauses, pairwise(bounds.tolist()), strict=True)
        if end > start
    ]
    return (np.concatenate(found) / 100).astype(np.float32)


def _overlap(index: ClauseIndex, clauses: Sequence[Clause], table: _Table) -> _Overlap:
    """Which pairs of its clause each 款 and each article holds, weighed by rarity, and how much of a 款 that is."""
    width = np.array([len(clause.query.pairs) for clause in clauses])[table.owner]  # pairs to look for, by candidate
    parts = np.diff(table.starts)
    lengths = index.clause_starts[table.numbers + 1] - index.clause_starts[table.numbers]
    units = np.concatenate([[0], np.cumsum(lengths)])
    at = _positions(index, clauses, table, units)
    of = np.repeat(np.arange(len(table.numbers)), lengths)  # the 款 of each unit
    hit = np.flatnonzero(at >= 0)
    by_clause = _marks(np.repeat(width, parts), of[hit], at[hit])
    by_article = _marks(width, np.repeat(np.arange(len(parts)), parts)[of[hit]], at[hit])
    inside = np.bincount(of[hit], minlength=len(lengths))
    reverse = inside / np.maximum(np.bincount(of[at > _NO_PAIR], minlength=len(lengths)), 1)
    shares = _shares(clauses, table, by_clause, by_article)
    return _Overlap(shares[0], reverse.astype(np.float32), *shares[1:])


def _positions(
    index: ClauseIndex, clauses: Sequence[Clause], table: _Table, units: npt.NDArray[np.int64]
) -> npt.NDArray[np.int32]:
    """For every unit of every 款 the position, among the pairs of its clause, of the pair that begins there; -1 where
    the clause does not have it, ``_NO_PAIR`` where none begins."""
    slots = np.full(len(index.terms) + 1, -1, dtype=np.int32)
    slots[-1] = _NO_PAIR  # what index.pairs has (-1) where no pair begins
    firsts, lasts = index.article_clauses[table.rows], index.article_clauses[table.rows + 1]
    spans = list(zip(index.clause_starts[firsts].tolist(), index.clause_starts[lasts].tolist(), strict=True))
    ends = units[table.starts].tolist()
    found = np.empty(units[-1], dtype=np.int32)
    for clause, (start, end) in zip(clauses, pairwise(table.bounds.tolist()), strict=True):
        if end > start:
            query = clause.query
            slots[query.places[query.known]] = query.known
            pairs = np.concatenate([index.pairs[a:b] for a, b in spans[start:end]])
            slots.take(pairs, out=found[ends[start] : ends[end]], mode="wrap")
            slots[query.places[query.known]] = -1
    return found


def _marks(width: npt.NDArray[np.intp], of: npt.NDArray[np.intp], at: npt.NDArray[np.int32]) -> Floats:
    """A line of ``width`` marks each, one after the other: 1 at the positions ``at`` of the lines ``of``, else 0."""
    starts = np.cumsum(width) - width
    marks = np.zeros(int(width.sum()), dtype=np.float32)
    marks[starts[of] + at] = 1
    return marks


def _shares(clauses: Sequence[Clause], table: _Table, by_clause: Floats, by_article: Floats) -> tuple[Floats, ...]:
    """Containment by 款; containment in the whole article; the same by rarity among the candidates alone."""
    found: list[tuple[Floats, Floats, Floats]] = []
    done = passed = 0
    for clause, (start, end) in zip(clauses, pairwise(table.bounds.tolist()), strict=True):
        if end > start:
            size, parts = len(clause.query.pairs), int(table.starts[end] - table.starts[start])
            marks = by_clause[done : (done := done + parts * size)].reshape(parts, size)
            articles = by_article[passed : (passed := passed + (end - start) * size)].reshape(end - start, size)
            weights = clause.query.weights
            found.append((marks @ weights, articles @ weights, _local(articles)))
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))


def _best(values: Floats, starts: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """For each run of ``values`` the position of its first highest value (``starts`` ends with their number)."""
    highest = np.repeat(np.maximum.reduceat(values, starts[:-1]), np.diff(starts))
    at = np.flatnonzero(values == highest)
    return at[np.searchsorted(at, starts[:-1])]


def _local(articles: Floats) -> Floats:
    """Share of the query's pairs in each article, weighed by their rarity among these articles alone."""
    rarity = np.log((len(articles) + 1) / (articles.sum(axis=0) + 0.5))
    result: Floats = articles @ (rarity / max(float(rarity.sum()), 1e-9)).astype(np.float32)
    return result


def _within(index: ClauseIndex, table: _Table, retrieval: Floats) -> Floats:
    """Retrieval over the best of the same clause and law."""
    codes = table.owner * len(index.version_codes[0]) + index.version_codes[1][table.rows]
    _, law = np.unique(codes, return_inverse=True)
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
    starts = np.searchsorted(features.owner, np.arange(len(clauses) + 1))
    for clause, start, end in zip(clauses, starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        rows, values = features.rows[start:end], features.values[start:end]
        values[:, _ALONE], values[:, _ALONE + 1] = _near(index, clause, rows, leanings)
    own = np.array([clause.article for clause in clauses], dtype=np.intp)[features.owner]
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


def _near(index: ClauseIndex, clause: Clause, rows: npt.NDArray[np.int64], leanings: Leanings) -> tuple[Floats, Floats]:
    low, high = np.searchsorted(leanings.numbers, [clause.number - REACH, clause.number + REACH + 1])
    distance = np.abs(leanings.numbers[low:high] - clause.number)
    others = leanings.rows[low:high]
    weights = leanings.weights[low:high] * (distance > 0)
    place = index.places[0]
    gaps = np.abs(place[rows][None, :] - place[others][:, None])
    same = index.version_ids[rows][None, :] == index.version_ids[others][:, None]
    faded = (weights * np.exp(-distance / FADE)).astype(np.float32)
    near: Floats = faded @ (np.exp(-gaps / FADE) * same).astype(np.float32)
    beside: Floats = (weights * (distance <= BESIDE)).astype(np.float32) @ ((gaps <= 1) & same).astype(np.float32)
    return near, beside
