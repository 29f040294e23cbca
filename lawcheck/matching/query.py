"""A text as a question to the index, prepared once and used by retrieval, ranking and evidence."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.matching.grams import Codes, grams_of_units, is_pair, pairs_at, units_of

__all__ = ["Query", "shared_words"]

_TRIM = 14  # characters of a shared word shown as evidence
_EDGES = "的和与或及等其在由对为将以之者有"  # words do not begin or end with these; they say nothing alone


class Folded(NamedTuple):
    """A folded ``text``, blanks out, separators as NUL; its pairs in text order: ``places`` in the vocabulary (-1:
    unknown), where each starts, and its rarity."""

    text: str
    places: list[int]
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
        own = self.pairs.searchsorted(pairs)
        return Folded(text, self.places[own].tolist(), at.tolist(), self.rarity[own].tolist())

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


def shared_words(query: Query, held: Container[int], limit: int = 3) -> tuple[str, ...]:
    """The rarest stretches of characters that the question shares with a text that holds the pairs in these places of the
    vocabulary (see :meth:`lawcheck.matching.index.ClauseIndex.held`), as evidence for a person."""
    text = query.folded.text
    best = sorted(_runs(query.folded, held), key=lambda run: (-run[2], run[0]))
    words = dict.fromkeys(word for start, end, _ in best if len(word := text[start:end].strip(_EDGES)) > 1)
    return tuple(words)[:limit]


def _runs(folded: Folded, held: Container[int]) -> Iterator[tuple[int, int, float]]:
    """Pairs that are held, joined to stretches: start, end and summed rarity of each, cut at a readable length."""
    first, last, total = -1, -1, 0.0
    for place, start, value in zip(folded.places, folded.at, folded.rarity, strict=True):
        if place in held:
            if last == start + 1 and start + 2 - first <= _TRIM:
                last, total = start + 2, total + value
            else:
                if last > 0:
                    yield first, last, total
                first, last, total = start, start + 2, value
    if last > 0:
        yield first, last, total
