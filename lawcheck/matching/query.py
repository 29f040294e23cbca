"""A text as a question to the index, prepared once and used by retrieval, ranking and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from lawcheck.matching.grams import Codes, Units, grams_of_units, is_pair, term_text, units_of

__all__ = ["Query", "shared_words"]

_TRIM = 14  # characters of a shared word shown as evidence
_EDGES = "的和与或及等其在由对为将以之者有"  # words do not begin or end with these; they say nothing alone


@dataclass(frozen=True, eq=False)
class Query:
    """``pairs`` are the distinct character pairs, ascending, with their ``rarity`` (idf) and their ``places`` in the
    vocabulary (-1: unknown); ``found``/``counts`` the places that are searched, and how often each term occurs;
    ``units`` the folded text."""

    text: str
    units: Units
    pairs: Codes
    rarity: npt.NDArray[np.float32]
    places: npt.NDArray[np.intp]
    found: npt.NDArray[np.intp]
    counts: npt.NDArray[np.intp]

    @cached_property
    def folded(self) -> str:
        """The folded text, blanks out, separators as NUL."""
        return _decoded(self.units)

    @cached_property
    def rarity_of(self) -> dict[str, float]:
        """Rarity by pair of characters."""
        return dict(zip(map(term_text, self.pairs.tolist()), self.rarity.tolist(), strict=True))

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
    lower = query.folded
    upper = _decoded(units_of(text))
    inside = {upper[i : i + 2] for i in range(len(upper) - 1)}
    runs = sorted(_runs(lower, inside, query.rarity_of), key=lambda run: (-run[2], run[0]))
    words = dict.fromkeys(word for start, end, _ in runs if len(word := lower[start:end].strip(_EDGES)) > 1)
    return tuple(words)[:limit]


def _runs(lower: str, inside: set[str], value: dict[str, float]) -> list[tuple[int, int, float]]:
    """Shared pairs joined to stretches: start, end and summed rarity of each, cut at a readable length."""
    runs: list[tuple[int, int, float]] = []
    for start in range(len(lower) - 1):
        pair = lower[start : start + 2]
        if pair not in inside or pair not in value:
            continue
        if runs and runs[-1][1] == start + 1 and start + 2 - runs[-1][0] <= _TRIM:
            runs[-1] = (runs[-1][0], start + 2, runs[-1][2] + value[pair])
        else:
            runs.append((start, start + 2, value[pair]))
    return runs


def _decoded(units: Units) -> str:
    return units.tobytes().decode("utf-16-le", "surrogatepass")
