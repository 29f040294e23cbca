"""How near the words of texts are to the clauses of a draft: BM25 over character grams as plain arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.comments.grams import Codes, Grams, grams_of

__all__ = ["GramIndex", "build_cosine", "build_index", "score_all"]

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]

# Usual values; on the questions of development k1 0.9–1.5 and b 0.5–0.9 differ by less than a point of R@1.
K1: Final = 1.2
B: Final = 0.75
BATCH: Final = 2048  # texts scored at a time: 2,048 × 200 clauses of 4 bytes are 1.6 MB


class GramIndex(NamedTuple):
    """Postings of grams: ``codes`` ascending; rows ``docs[starts[i]:starts[i+1]]`` hold gram i with ``weights``."""

    codes: Codes
    starts: Indices
    docs: Indices
    weights: Floats
    size: int
    longest: int

    def scores(self, texts: Sequence[str]) -> Iterator[tuple[int, Floats, Floats]]:
        """In batches: the number of the first text, scores (texts × clauses), and the most that each text could get."""
        yield from ((first, *found) for first, (found,) in score_all([self], texts))

    def of_grams(self, grams: Grams, count: int) -> tuple[Floats, Floats]:
        """Scores of ``count`` texts by their grams, and the most that each could get."""
        at = np.minimum(np.searchsorted(self.codes, grams.codes), max(len(self.codes) - 1, 0))
        known = self.codes[at] == grams.codes if len(self.codes) else np.zeros(len(at), dtype=np.bool_)
        at, owners = at[known], grams.owners[known]
        lengths = self.starts[at + 1] - self.starts[at]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        places = np.arange(total) - np.repeat(ends - lengths, lengths) + np.repeat(self.starts[at], lengths)
        cells = np.repeat(owners, lengths) * self.size + self.docs[places]
        table = np.bincount(cells, self.weights[places], count * self.size).reshape(count, self.size)
        return table.astype(np.float32), self._most(grams, known, at, count)

    def _most(self, grams: Grams, known: npt.NDArray[np.bool_], at: Indices, count: int) -> Floats:
        """The most that each text could get; a gram that no clause has counts as one that a single clause has."""
        best = np.full(len(grams.codes), np.log(1 + (self.size - 0.5) / 1.5))
        if len(self.codes):
            best[known] = np.maximum.reduceat(self.weights, self.starts[:-1])[at]
        return np.bincount(grams.owners, best, count).astype(np.float32)


def score_all(
    indexes: Sequence[GramIndex], texts: Sequence[str]
) -> Iterator[tuple[int, tuple[tuple[Floats, Floats], ...]]]:
    """In batches: the number of the first text, and by index the scores and the most that each text could get; the
    indexes hold grams up to the same length, so that those of a text are made once."""
    for first in range(0, len(texts), BATCH):
        batch = texts[first : first + BATCH]
        grams = grams_of(batch, indexes[0].longest)
        yield first, tuple(index.of_grams(grams, len(batch)) for index in indexes)


def build_index(texts: Sequence[str], longest: int = 2) -> GramIndex:
    """Index the clauses ``texts`` by BM25.

    >>> index = build_index(["停放车辆的规定", "充电收费的规定"])
    >>> [scores.argmax(axis=1).tolist() for _, scores, _ in index.scores(["充电太贵", "车乱停放"])]
    [[1, 0]]
    """
    grams = grams_of(texts, longest)
    size = max(len(texts), 1)
    codes, terms, docs, counts = _counted(grams, size)
    lengths = np.bincount(grams.owners, minlength=size)
    found = np.bincount(terms, minlength=len(codes))
    rarity = np.log(1 + (size - found + 0.5) / (found + 0.5))
    damped = counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths[docs] / max(lengths.mean(), 1)))
    return _index(codes, terms, docs, damped * rarity[terms], size, longest)


def build_cosine(texts: Sequence[str], longest: int = 2) -> GramIndex:
    """Index ``texts`` by tf-idf so that the scores of a text order the clauses by their cosine with it."""
    size = max(len(texts), 1)
    codes, terms, docs, counts = _counted(grams_of(texts, longest), size)
    rarity = np.log((1 + size) / (1 + np.bincount(terms, minlength=len(codes)))) + 1
    weights = (1 + np.log(counts)) * rarity[terms]
    norms = np.sqrt(np.bincount(docs, weights**2, size))
    return _index(codes, terms, docs, weights * rarity[terms] / np.maximum(norms, 1e-9)[docs], size, longest)


def _counted(grams: Grams, size: int) -> tuple[Codes, Indices, Indices, Indices]:
    """The different grams, and for each that a clause has: its number, the clause, and how often it stands there."""
    codes, gram = np.unique(grams.codes, return_inverse=True)
    cells, counts = np.unique(gram.astype(np.int64) * size + grams.owners, return_counts=True)
    return codes, cells // size, cells % size, counts


def _index(codes: Codes, terms: Indices, docs: Indices, weights: Weights, size: int, longest: int) -> GramIndex:
    starts = np.searchsorted(terms, np.arange(len(codes) + 1))
    return GramIndex(codes, starts, docs, weights.astype(np.float32), size, longest)
