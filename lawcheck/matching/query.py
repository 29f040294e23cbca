"""A text as a question to the index, prepared once and used by retrieval, ranking and evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.matching.grams import Codes, grams_of_units, is_pair, pairs_at, pairs_of_units, units_of

__all__ = ["Query", "shared_words"]

_TRIM = 14  # characters of a shared word shown as evidence
_EDGES = "的和与或及等其在由对为将以之者有"  # words do not begin or end with these; they say nothing alone


class Folded(NamedTuple):
    """A folded ``text``, blanks out, separators as NUL; its ``pairs`` in text order, where each starts, and its rarity."""

    text: str
    pairs: list[int]
    at: list[int]
    rarity: list[float]


@dataclass(frozen=True, eq=False)
class Query:
    """``pairs`` are the distinct character pairs, ascending, with their ``rarity`` (idf) and their ``places`` in the
    vocabulary (-1: unknown). ``found`` are the places whose postings are walked through, ``frequent`` those that are only
    looked up for single rows; ``factors`` what a unit of stored weight of each adds to a score."""

    text: str
    pairs: Codes
    rarity: npt.NDArray[np.float32]
    places: npt.NDArray[np.intp]
    found: npt.NDArray[np.intp]
    factors: npt.NDArray[np.float32]
    frequent: npt.NDArray[np.intp]
    frequent_factors: npt.NDArray[np.float32]

    @cached_property
    def known(self) -> npt.NDArray[np.intp]:
        """Positions of the pairs that the vocabulary has."""
        return np.flatnonzero(self.places >= 0)

    @cached_property
    def weights(self) -> npt.NDArray[np.float32]:
        """Rarity as a share of the whole text's."""
        return self.rarity / max(float(self.rarity.sum()), 1e-9)

    @cached_property
    def folded(self) -> Folded:
        """The folded text with its pairs, made once for all the texts that it is shown beside."""
        units = units_of(self.text)
        pairs, at = pairs_at(units)
        text = units.tobytes().decode("utf-16-le", "surrogatepass")
        rarity = self.rarity[np.searchsorted(self.pairs, pairs)]
        return Folded(text, pairs.tolist(), at.tolist(), rarity.tolist())

    def hits(self, codes: Codes) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
        """Which of ``codes`` are pairs of the question, and the position of each in ``pairs``."""
        if not len(self.pairs):
            return np.zeros(len(codes), dtype=np.bool_), np.zeros(len(codes), dtype=np.intp)
        at = np.minimum(np.searchsorted(self.pairs, codes), len(self.pairs) - 1)
        return self.pairs[at] == codes, at

    def containment(self, text: str) -> float:
        """Share of the question's pairs that ``text`` contains, by rarity, 0..1."""
        codes, _ = grams_of_units(units_of(text))
        hit, at = self.hits(codes[is_pair(codes)])
        return float(self.rarity[np.unique(at[hit])].sum() / max(float(self.rarity.sum()), 1e-9))


def shared_words(query: Query, text: str, limit: int = 3) -> tuple[str, ...]:
    """The rarest stretches of characters that the question and ``text`` share, as evidence for a person."""
    folded = query.folded
    upper = set(pairs_of_units(units_of(text)).tolist())
    runs = _runs((at, rarity) for pair, at, rarity in zip(*folded[1:], strict=True) if pair in upper)
    best = sorted(runs, key=lambda run: (-run[2], run[0]))
    words = dict.fromkeys(word for start, end, _ in best if len(word := folded.text[start:end].strip(_EDGES)) > 1)
    return tuple(words)[:limit]


def _runs(shared: Iterable[tuple[int, float]]) -> list[tuple[int, int, float]]:
    """Shared pairs joined to stretches: start, end and summed rarity of each, cut at a readable length."""
    runs: list[tuple[int, int, float]] = []
    for start, value in shared:
        if runs and runs[-1][1] == start + 1 and start + 2 - runs[-1][0] <= _TRIM:
            runs[-1] = (runs[-1][0], start + 2, runs[-1][2] + value)
        else:
            runs.append((start, start + 2, value))
    return runs
