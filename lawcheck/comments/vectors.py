"""Texts as sparse rows: tf-idf over pairs and triples of characters, many rows at once, with numpy only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.comments.grams import grams_of

__all__ = [
    "BUCKET_BITS",
    "Floats",
    "Indices",
    "Postings",
    "Rows",
    "Terms",
    "Vocabulary",
    "cosines",
    "pair_up",
    "post",
    "ranges",
    "read_rows",
]

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
Terms = npt.NDArray[np.int32]

BATCH: Final = 8192  # texts turned into grams at a time: some 100 MB of passing arrays
FEW: Final = 1 << 20
_TRIPLE: Final = 1 << 42  # codes of three characters are at least this, of one below 1 << 21
_PAIR: Final = 1 << 21
BUCKET_BITS: Final = 22  # grams are hashed into 4 million buckets; a text has some hundred, so that few meet


class Rows(NamedTuple):
    """Sparse rows, one after the other: row i is ``starts[i]:starts[i+1]``; ``terms`` ascending within a row, ``weights``
    of length 1 for each row.
    """

    starts: Indices
    terms: Terms
    weights: Floats

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.starts) - 1

    def owners(self) -> Indices:
        """The row of each entry."""
        return np.repeat(np.arange(self.size), np.diff(self.starts))

    def take(self, rows: Indices) -> Rows:
        """The rows with these numbers, in this order."""
        places, lengths = ranges(self.starts[rows], self.starts[rows + 1])
        starts = np.concatenate([[0], np.cumsum(lengths)])
        return Rows(starts, self.terms[places], self.weights[places])


class Postings(NamedTuple):
    """Rows turned round: the entries of term t are ``starts[t]:starts[t+1]``, each with its row and weight."""

    starts: npt.NDArray[np.int32]
    owners: Indices
    weights: Floats
    size: int


class Vocabulary(NamedTuple):
    """How many texts hold each bucket."""

    counts: npt.NDArray[np.int32]
    texts: int


def ranges(starts: Indices, ends: Indices) -> tuple[Indices, Indices]:
    """All numbers of the ranges ``starts[i]:ends[i]`` one after the other, and the length of each.

    >>> ranges(np.array([5, 1]), np.array([7, 2]))[0].tolist()
    [5, 6, 1]
    """
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths), lengths


def read_rows(texts: Sequence[str]) -> tuple[Rows, Vocabulary]:
    """Rows of ``texts``; the rarity of a gram is counted over them all, so that their order changes nothing.

    >>> rows, _ = read_rows(["充电太贵", "充电太贵了", "停车"])
    >>> rows.size, cosines(rows, np.array([0, 0]), rows, np.array([0, 2])).round(3).tolist()
    (3, [1.0, 0.0])
    """
    parts = [_count(texts[first : first + BATCH]) for first in range(0, max(len(texts), 1), BATCH)]
    starts = np.concatenate([[0], np.cumsum(np.concatenate([part.lengths for part in parts]))])
    terms, tf = _in_one(parts)
    if len(terms) < FEW:
        # Fewer numbers, so that nothing is counted for 4 million.
        terms = np.unique(terms, return_inverse=True)[1].astype(np.int32)
    vocabulary = Vocabulary(np.bincount(terms).astype(np.int32), len(texts))
    return Rows(starts, terms, _weigh(starts, terms, tf, vocabulary)), vocabulary


class _Counts(NamedTuple):
    """Length of each row, its terms, how often each stands in it."""

    lengths: Indices
    terms: Terms
    times: Floats


def _count(texts: Sequence[str]) -> _Counts:
    grams = grams_of(texts, 3)
    kept = grams.codes >= np.uint64(_PAIR)
    codes, owners = grams.codes[kept], grams.owners[kept]
    mixed = (codes * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - BUCKET_BITS)
    keys = (owners.astype(np.uint64) << np.uint64(BUCKET_BITS + 1)) | (mixed << np.uint64(1)) | (codes >= _TRIPLE)
    cells, times = np.unique(keys, return_counts=True)
    both = cells >> np.uint64(1)
    first = np.flatnonzero(np.diff(both, prepend=both[:1] + np.uint64(1)))  # a pair and a triple in one bucket are one
    both = both[first]
    terms = (both & np.uint64((1 << BUCKET_BITS) - 1)).astype(np.int32)
    lengths = np.bincount((both >> np.uint64(BUCKET_BITS)).astype(np.int64), minlength=len(texts))
    return _Counts(lengths, terms, times[first].astype(np.float32))


def _in_one(parts: list[_Counts]) -> tuple[Terms, Floats]:
    """All terms and times; a part goes when it is copied, for together they take hundreds of megabytes."""
    size = end = sum(len(part.terms) for part in parts)
    terms, times = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.float32)
    while parts:
        part = parts.pop()
        start = end - len(part.terms)
        terms[start:end], times[start:end] = part.terms, part.times
        end = start
    return terms, times


def _weigh(starts: Indices, terms: Terms, tf: Floats, vocabulary: Vocabulary) -> Floats:
    """Weights of length 1 for each row, many rows at a time, in place of ``tf``."""
    rarity = np.log((1 + vocabulary.texts) / (1 + vocabulary.counts)) + 1
    for first in range(0, len(starts) - 1, BATCH):
        bounds = starts[first : first + BATCH + 1]
        own = slice(bounds[0], bounds[-1])
        weights = ((1 + np.log(tf[own])) * rarity[terms[own]]).astype(np.float32)
        sums = np.concatenate([[0.0], np.cumsum(weights.astype(np.float64) ** 2)])
        norms = np.sqrt(np.maximum(np.diff(sums[bounds - bounds[0]]), 1e-12))
        np.divide(weights, np.repeat(norms, np.diff(bounds)), out=tf[own], dtype=np.float32, casting="unsafe")
    return tf


def post(rows: Rows) -> Postings:
    """``rows`` by their terms, for :func:`pair_up`; rows that are asked several times are turned round once."""
    order = np.argsort(rows.terms, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(rows.terms))]).astype(np.int32)
    return Postings(starts, rows.owners()[order], rows.weights[order], rows.size)


def pair_up(queries: Rows, index: Postings, budget: int | None = None) -> tuple[Indices, Indices, Floats]:
    """Pairs (row of ``queries``, row of ``index``) that share entries, and the weight they share.

    With a ``budget`` each query follows its rarest entries (those that fewest rows of ``index`` hold) until they have
    led to that many rows: frequent ones tell little, and cost the square.
    """
    inside = np.minimum(queries.terms, len(index.starts) - 2)
    costs = np.where(inside == queries.terms, index.starts[inside + 1] - index.starts[inside], 0).astype(np.int64)
    known = np.flatnonzero(costs)
    if not len(known):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    asking = queries.owners()[known]
    if budget is not None:
        cheap = _affordable(asking, costs[known], budget)
        known, asking = known[cheap], asking[cheap]
    begins = index.starts[queries.terms[known]].astype(np.int64)
    places, lengths = ranges(begins, begins + costs[known])
    left = np.repeat(asking, lengths)
    products = np.repeat(queries.weights[known], lengths) * index.weights[places]
    pairs = left * index.size + index.owners[places]
    if queries.size * index.size <= len(pairs):  # most rows share something: a table of all pairs is smaller
        table = np.bincount(pairs, products)
        cells = np.flatnonzero(table)
        shared = table[cells]
    else:
        cells, inverse = np.unique(pairs, return_inverse=True)
        shared = np.bincount(inverse, products, len(cells))
    return cells // index.size, cells % index.size, shared.astype(np.float32)


def _affordable(asking: Indices, costs: Indices, budget: int) -> Indices:
    """Places of the cheapest entries of each query, as many as the budget pays for."""
    ranked = np.lexsort((costs, asking))
    spent = np.cumsum(costs[ranked])
    first = np.searchsorted(asking[ranked], asking[ranked])
    within = spent - np.where(first > 0, spent[first - 1], 0)
    return np.sort(ranked[within <= budget])


def cosines(left: Rows, i: Indices, right: Rows, j: Indices) -> Floats:
    """Cosine of row ``i[n]`` of ``left`` and row ``j[n]`` of ``right``, for each n."""
    found = np.zeros(len(i), dtype=np.float32)
    order = np.argsort(j, kind="stable")  # pairs of one row of ``right`` together: its entries are at hand
    for at in range(0, len(i), BATCH):
        chosen = order[at : at + BATCH]
        found[chosen] = _cosines(left, i[chosen], right, j[chosen])
    return found


def _cosines(left: Rows, i: Indices, right: Rows, j: Indices) -> Floats:
    used, rank = np.unique(j, return_inverse=True)
    places, lengths = ranges(right.starts[used], right.starts[used + 1])
    keys = (np.repeat(np.arange(len(used)), lengths) << BUCKET_BITS) | right.terms[places]
    if not len(keys):
        return np.zeros(len(i), dtype=np.float32)
    own, count = ranges(left.starts[i], left.starts[i + 1])
    pair = np.repeat(np.arange(len(i)), count)
    wanted = (rank[pair] << BUCKET_BITS) | left.terms[own]
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    hit = keys[at] == wanted
    return np.bincount(pair[hit], left.weights[own[hit]] * right.weights[places[at[hit]]], len(i)).astype(np.float32)
