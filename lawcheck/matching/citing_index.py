"""The index of the clauses that cite articles: how like a text is to each of them (cosine of pairs of characters by rarity)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.matching.compiled import loops
from lawcheck.matching.grams import Codes, fold_table, grams_of_texts, joined, places_among

__all__ = ["CitingClause", "CitingIndex", "directed"]

Floats = npt.NDArray[np.float32]


class CitingClause(NamedTuple):
    """A clause without the words that refer, the version that it stands in, and the ids of the articles that it cites."""

    text: str
    version_id: int
    article_ids: tuple[int, ...]


class CitingIndex(NamedTuple):
    """``docs`` and ``weights`` from ``starts`` to the next are the clauses that have one of the ``terms`` (ascending), and
    its part in their direction; ``rarity`` is that of the terms. The clause with a number stands in the version of that
    place in ``version_ids`` and cites the ``article_ids`` from ``cited`` to the next.

    >>> clauses = [CitingClause("拖欠工资的处理", 1, (7,)), CitingClause("犬只登记的办理", 2, (8, 9))]
    >>> (CitingIndex.of(clauses).likeness(["拖欠劳动者工资"])[0] > 0.4).tolist()
    [True, False]
    """

    terms: Codes
    starts: npt.NDArray[np.int64]
    docs: npt.NDArray[np.int32]
    weights: Floats
    rarity: Floats
    version_ids: npt.NDArray[np.int64]
    cited: npt.NDArray[np.int64]
    article_ids: npt.NDArray[np.int64]

    @classmethod
    def of(cls, clauses: Sequence[CitingClause]) -> CitingIndex:
        """The index of some clauses."""
        owner, codes, counts = grams_of_texts([clause.text for clause in clauses], singles=False)
        terms, place, frequency = np.unique(codes, return_inverse=True, return_counts=True)
        rarity = np.log((len(clauses) + 1) / (frequency + 0.5)).astype(np.float32)
        weights = directed((1 + np.log(counts)) * rarity[place], owner, len(clauses))
        order = np.lexsort((owner, place))
        return cls(
            terms,
            _starts(frequency),
            owner[order].astype(np.int32),
            weights[order],
            rarity,
            np.array([clause.version_id for clause in clauses], dtype=np.int64),
            _starts([len(clause.article_ids) for clause in clauses]),
            np.array([number for clause in clauses for number in clause.article_ids], dtype=np.int64),
        )

    @classmethod
    def load(cls, directory: Path) -> CitingIndex:
        """Map what :meth:`save` wrote."""
        return cls(*(np.asarray(np.load(directory / f"{name}.npy", mmap_mode="r")) for name in cls._fields))

    def save(self, directory: Path) -> None:
        """Write the arrays."""
        directory.mkdir()
        for name, array in self._asdict().items():
            np.save(directory / f"{name}.npy", array, allow_pickle=False)

    @property
    def owners(self) -> npt.NDArray[np.int64]:
        """The number of the clause for each of :attr:`article_ids`."""
        return np.repeat(np.arange(len(self.version_ids)), np.diff(self.cited))

    def likeness(self, texts: Sequence[str]) -> list[Floats]:
        """For each text its likeness to each clause, 0..1."""
        owner, counts, place = self._known(texts)
        weights = directed((1 + np.log(counts)) * self.rarity[place], owner, len(texts))
        bounds = np.searchsorted(owner, np.arange(len(texts) + 1)).tolist()
        return [self._along(place[start:end], weights[start:end]) for start, end in pairwise(bounds)]

    def _known(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], ...]:
        """The terms that each text has: whose, how often, their places."""
        if (fast := loops()) is not None:
            owner, _, counts, place, _ = fast.asked(
                *joined(texts), fold_table(), self.terms, self.rarity, np.float32(0)
            )
        else:
            owner, codes, counts = grams_of_texts(texts, singles=False)
            place = places_among(self.terms, codes)
        known = place >= 0
        return owner[known], counts[known], place[known]

    def _along(self, places: npt.NDArray[np.int64], weights: Floats) -> Floats:
        if (fast := loops()) is not None:
            total: Floats = fast.along(self.starts, self.docs, self.weights, places, weights, len(self.version_ids))
            return total
        firsts = self.starts[places]
        sizes = self.starts[places + 1] - firsts
        at = np.arange(int(sizes.sum())) + np.repeat(firsts - np.cumsum(sizes) + sizes, sizes)
        parts = self.weights[at] * np.repeat(weights, sizes)
        return np.bincount(self.docs[at], parts, minlength=len(self.version_ids)).astype(np.float32)


def directed(weights: npt.NDArray[np.float64], owner: npt.NDArray[np.int64], texts: int) -> Floats:
    """The weights of each text over their length, so that it is 1."""
    lengths = np.sqrt(np.bincount(owner, weights**2, minlength=texts))
    found: Floats = (weights / np.maximum(lengths, 1e-9)[owner]).astype(np.float32)
    return found


def _starts(sizes: Sequence[int] | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
