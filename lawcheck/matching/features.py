"""What is measured of a clause and a candidate article, for all clauses of a document at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from lawcheck.matching.index import ClauseIndex
from lawcheck.matching.query import Query

__all__ = ["FEATURES", "Clause", "Context", "Features", "Found", "Leanings", "add_neighbours", "lean", "measure"]

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

    def only(self, chosen: npt.NDArray[np.intp]) -> Found:
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


def measure(index: ClauseIndex, clauses: Sequence[Clause]) -> Features:
    """All features but those of neighbours (0) for every candidate of every clause."""
    slots = np.full(len(index.terms) + 1, -1, dtype=np.int32)  # the last one answers for "no pair begins here"
    parts = [_measured(index, clause, slots) for clause in clauses if len(clause.found.rows)]
    sizes = [len(clause.found.rows) for clause in clauses]
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Features(nothing, nothing, nothing, np.zeros((0, len(FEATURES)), dtype=np.float32))
    rows, best, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Features(np.repeat(np.arange(len(clauses)), sizes), rows, best, values)


def _measured(
    index: ClauseIndex, clause: Clause, slots: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    found, rows = clause.found, clause.found.rows
    first, last = index.article_clauses[rows], index.article_clauses[rows + 1]
    starts = np.concatenate([[0], np.cumsum(last - first)])
    numbers = np.arange(starts[-1]) + np.repeat(first - starts[:-1], last - first)
    shared, reverse = _shared(index, clause.query, rows, numbers, slots)
    weights = clause.query.rarity / max(float(clause.query.rarity.sum()), 1e-9)
    containment = shared @ weights
    best = _best(containment + reverse, starts)
    articles = np.maximum.reduceat(shared, starts[:-1], axis=0)
    lengths = (index.clause_starts[numbers[best] + 1] - index.clause_starts[numbers[best]]).astype(np.float32)
    texts = [index.clause(number) for number in numbers[best].tolist()]
    place, sizes = (column[rows] for column in index.places)
    values = np.zeros((len(rows), len(FEATURES)), dtype=np.float32)
    columns = (
        found.retrieval,
        containment[best],
        reverse[best],
        process.cdist([clause.query.text], texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100,
        np.abs(np.log((lengths + 1) / (len(clause.query.text) + 1))),
        found.prior,
        found.named,
        articles @ weights,
        found.expanded,
        found.siblings,
        _within(index, rows, found.retrieval),
        _local(articles),
        np.log(sizes),
        (1 - np.abs((place + 0.5) / sizes - clause.share)) * found.prior,
    )
    for number, column in enumerate(columns):
        values[:, number] = column
    return rows, numbers[best], values


def _shared(
    index: ClauseIndex,
    query: Query,
    rows: npt.NDArray[np.int64],
    numbers: npt.NDArray[np.int64],
    slots: npt.NDArray[np.int32],
) -> tuple[Floats, Floats]:
    """For each clause of ``numbers`` which pairs of the query it holds (0 or 1), and the share of its own pairs that
    the query holds. ``slots`` is working space, all -1 before and after."""
    known = query.places >= 0
    slots[query.places[known]] = np.flatnonzero(known)
    bounds = index.clause_starts[index.article_clauses[rows]], index.clause_starts[index.article_clauses[rows + 1]]
    pairs = np.concatenate([index.pairs[a:b] for a, b in zip(*(b.tolist() for b in bounds), strict=True)])
    owner = np.repeat(np.arange(len(numbers)), index.clause_starts[numbers + 1] - index.clause_starts[numbers])
    at = slots[pairs]
    slots[query.places[known]] = -1
    hit = np.flatnonzero(at >= 0)
    shared = np.zeros((len(numbers), len(query.pairs)), dtype=np.float32)
    shared[owner[hit], at[hit]] = 1
    own = np.bincount(owner[pairs >= 0], minlength=len(numbers))
    inside = np.bincount(owner[hit], minlength=len(numbers))
    return shared, (inside / np.maximum(own, 1)).astype(np.float32)


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


def _within(index: ClauseIndex, rows: npt.NDArray[np.int64], retrieval: Floats) -> Floats:
    ids, codes = index.version_codes
    law, highest = codes[rows], np.zeros(len(ids), dtype=np.float32)
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
