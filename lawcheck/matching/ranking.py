"""Ordering candidate articles for one clause: few features, one linear formula, everything in a few numpy calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from lawcheck.matching.grams import Codes, fold_table, grams_of_units, is_pair, units_of
from lawcheck.matching.index import ClauseIndex

__all__ = [
    "FEATURES",
    "WEIGHTS",
    "Candidate",
    "Context",
    "Features",
    "confidence",
    "containment",
    "measure",
    "rank",
    "shared_words",
]

FEATURES: Final = ("retrieval", "containment", "reverse", "ratio", "length", "statute", "prior", "named")
# Fitted by `python benchmarks/matching.py --fit` (conditional logit over the candidates of each clause, all gold sets).
WEIGHTS: Final = np.array([5.0, 2.8, 1.8, 2.0, 0.4, 2.7, 3.3, 2.3], dtype=np.float32)
# Platt scaling of the best candidate's sum: how often the first place is right. Fitted by the same command.
SLOPE: Final = 0.6
OFFSET: Final = -6.0
MEASURED: Final = 40  # candidates that get the costly features; more changes no gold figure by 0.005
_TRIM: Final = 12  # characters of a shared word shown as evidence


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document, per row of the index: the share of its clauses that vote for the row's law
    (relative to the leading law), whether the law is named in title or 第一条, whether it is a 法律."""

    prior: npt.NDArray[np.float32]
    named: npt.NDArray[np.bool_]
    statute: npt.NDArray[np.bool_]


class Candidate(NamedTuple):
    """An article for a clause: ``row`` in the index, ``clause`` its best 款 (number in the table of clauses), the
    linear ``total``, the share of the lower clause found above (by rarity), and the rapidfuzz ratio (0..1)."""

    row: int
    clause: int
    total: float
    containment: float
    similarity: float


class Features(NamedTuple):
    """One row per candidate: values in the order of :data:`FEATURES`, and the best 款 of each."""

    rows: npt.NDArray[np.int64]
    clauses: npt.NDArray[np.int64]
    values: npt.NDArray[np.float32]

    def candidate(self, position: int, total: float) -> Candidate:
        """One of them as a candidate with its linear total."""
        values = self.values[position]
        row, clause = int(self.rows[position]), int(self.clauses[position])
        return Candidate(row, clause, float(total), float(values[1]), float(values[3]))


def rank(
    index: ClauseIndex,
    query: str,
    rows: npt.NDArray[np.int64],
    scores: npt.NDArray[np.float32],
    context: Context,
) -> tuple[Candidate, ...]:
    """The candidates ``rows`` with their retrieval ``scores``, best first."""
    features = measure(index, query, *_shortlist(rows, scores, context), context)
    totals = features.values @ WEIGHTS
    order = np.lexsort((features.rows, -totals))
    return tuple(features.candidate(i, totals[i]) for i in order.tolist())


def confidence(total: float) -> float:
    """Estimated probability that a first place with this total is the right clause, 0..1.

    >>> confidence(-100.0) < 0.01 < 0.99 < confidence(100.0)
    True
    """
    return float(1 / (1 + np.exp(-(SLOPE * total + OFFSET))))


def _shortlist(
    rows: npt.NDArray[np.int64], scores: npt.NDArray[np.float32], context: Context
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The candidates worth measuring, by the features that cost nothing."""
    relative = (scores / max(float(scores.max(initial=0)), 1e-9)).astype(np.float32)
    if len(rows) <= MEASURED:
        return rows, relative
    cheap = (
        WEIGHTS[0] * relative
        + WEIGHTS[5] * context.statute[rows]
        + WEIGHTS[6] * context.prior[rows]
        + WEIGHTS[7] * context.named[rows]
    )
    chosen = np.sort(np.lexsort((rows, -cheap))[:MEASURED])
    return rows[chosen], relative[chosen]


def measure(
    index: ClauseIndex,
    query: str,
    rows: npt.NDArray[np.int64],
    relative: npt.NDArray[np.float32],
    context: Context,
) -> Features:
    """The features of candidate ``rows``; ``relative`` is their retrieval score over the best one's."""
    numbers, owner = _clause_numbers(index, rows)
    containment, reverse = _overlaps(index, query, numbers)
    texts = [index.clause(n) for n in numbers.tolist()]
    ratio = process.cdist([query], texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100 if texts else containment
    best = _best_clause(containment + ratio, owner, len(rows))
    lengths = np.array([len(text) for text in texts], dtype=np.float32)
    values = np.column_stack(
        [
            relative,
            containment[best],
            reverse[best],
            ratio[best],
            np.abs(np.log((lengths[best] + 1) / (len(query) + 1))),
            context.statute[rows],
            context.prior[rows],
            context.named[rows],
        ]
    ).astype(np.float32)
    return Features(rows, numbers[best], values)


def _clause_numbers(
    index: ClauseIndex, rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """Numbers of all clauses of ``rows`` and which of the rows each belongs to."""
    first, last = index.article_clauses[rows], index.article_clauses[rows + 1]
    owner = np.repeat(np.arange(len(rows)), last - first)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    return first[owner] + within, owner


def _best_clause(values: npt.NDArray[np.float32], owner: npt.NDArray[np.intp], count: int) -> npt.NDArray[np.intp]:
    """For each owner 0..count-1, the position of its first highest value (owners ascend, each has a clause)."""
    order = np.lexsort((np.arange(len(values)), -values, owner))
    return order[np.searchsorted(owner, np.arange(count))]


def _overlaps(
    index: ClauseIndex, query: str, numbers: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """For each clause: share of the query's pairs it contains, by rarity, and share of its own pairs in the query."""
    terms = _pairs(query)
    rarity = index.rarity(terms)
    codes, owner = _clause_pairs(index, numbers)
    if not len(terms):
        return np.zeros(len(numbers), dtype=np.float32), np.zeros(len(numbers), dtype=np.float32)
    at = np.minimum(np.searchsorted(terms, codes), len(terms) - 1)
    hit = terms[at] == codes
    found = np.zeros((len(numbers), len(terms)), dtype=np.float32)
    found[owner[hit], at[hit]] = 1
    inside = np.bincount(owner[hit], minlength=len(numbers))
    own = np.maximum(np.bincount(owner, minlength=len(numbers)), 1)
    return found @ (rarity / rarity.sum()), (inside / own).astype(np.float32)


def _pairs(text: str) -> Codes:
    """Distinct pairs, ascending."""
    codes, _ = grams_of_units(units_of(text))
    return np.unique(codes[is_pair(codes)])


def _clause_pairs(index: ClauseIndex, numbers: npt.NDArray[np.int64]) -> tuple[Codes, npt.NDArray[np.intp]]:
    """All pairs within each of the clauses, and the clause (0, 1 … in the order given) of each pair."""
    spans = list(zip(index.clause_starts[numbers].tolist(), index.clause_starts[numbers + 1].tolist(), strict=True))
    if not spans:
        return np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.intp)
    units = fold_table()[np.concatenate([index.text[start:end] for start, end in spans])]
    owner = np.repeat(np.arange(len(spans)), [end - start for start, end in spans])
    kept = units != 0xFFFF
    units, owner = units[kept].astype(np.uint32), owner[kept]
    whole = (units[:-1] != 0) & (units[1:] != 0) & (owner[:-1] == owner[1:])
    return ((units[:-1] << np.uint32(16)) | units[1:])[whole], owner[:-1][whole]


def containment(index: ClauseIndex, lower: str, upper: str) -> float:
    """Share of the pairs of ``lower`` that ``upper`` contains, by rarity, 0..1."""
    terms = _pairs(lower)
    rarity = index.rarity(terms)
    return float(rarity[np.isin(terms, _pairs(upper))].sum() / max(float(rarity.sum()), 1e-9))


def shared_words(index: ClauseIndex, query: str, text: str, limit: int = 3) -> tuple[str, ...]:
    """The rarest stretches of characters that ``query`` and ``text`` share, as evidence for a person."""
    units = units_of(query)
    codes, at = grams_of_units(units)
    pairs, at = codes[is_pair(codes)], at[is_pair(codes)]
    common = np.isin(pairs, _pairs(text))
    starts, pairs = at[common], pairs[common]
    runs = _runs(starts.tolist(), index.rarity(pairs).tolist())
    runs.sort(key=lambda run: (-run[2], run[0]))
    words = dict.fromkeys(_decode(units[start:end]) for start, end, _ in runs)
    return tuple(words)[:limit]


def _runs(starts: Sequence[int], rarity: Sequence[float]) -> list[tuple[int, int, float]]:
    """Consecutive pairs joined: start, end and summed rarity of each stretch, cut at a readable length."""
    runs: list[tuple[int, int, float]] = []
    for start, value in zip(starts, rarity, strict=True):
        if runs and runs[-1][1] == start + 1 and start + 2 - runs[-1][0] <= _TRIM:
            runs[-1] = (runs[-1][0], start + 2, runs[-1][2] + value)
        else:
            runs.append((start, start + 2, value))
    return runs


def _decode(units: npt.NDArray[np.uint16]) -> str:
    return units.tobytes().decode("utf-16-le", "surrogatepass")
