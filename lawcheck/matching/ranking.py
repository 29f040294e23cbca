"""Ordering candidate articles for one clause: few features, one linear formula, everything in a few numpy calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from lawcheck.matching.grams import Codes, fold_table
from lawcheck.matching.index import ClauseIndex
from lawcheck.matching.query import Query

__all__ = [
    "EVIDENCE",
    "FEATURES",
    "WEIGHTS",
    "Candidate",
    "Context",
    "Features",
    "Ranking",
    "confidence",
    "measure",
    "rank",
    "shortlist",
]

FEATURES: Final = ("retrieval", "containment", "reverse", "ratio", "length", "prior", "named")
# How candidates are ordered: conditional logit over the candidates of each gold clause, fitted by
# `python benchmarks/matching_fit.py` on all gold sets (its 5-fold figures are printed beside).
WEIGHTS: Final = np.array([5.2, 3.6, 1.25, 2.67, 0.43, 2.65, 2.92], dtype=np.float32)
# How sure the first place is: logistic regression by the same command. For every gold clause there is a twin from which
# the right articles were taken away, so that staying silent is learned as well. Then the lead over the second place.
EVIDENCE: Final = {"containment": 0.67, "reverse": 1.06, "ratio": 1.12, "prior": 1.84, "named": 0.44}
EVIDENCE_LEAD: Final = 0.55
EVIDENCE_OFFSET: Final = -5.17
LONE_LEAD: Final = 5.0  # lead of a candidate that has no rival, as in the fit
RETURNED: Final = 20  # candidates handed on
MEASURED: Final = 40  # candidates that get the costly features; more changes no gold figure by 0.005


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the document, per row of the index: the share of its clauses that vote for the row's law
    (relative to the leading law), and whether the law is named in title or 第一条."""

    prior: npt.NDArray[np.float32]
    named: npt.NDArray[np.bool_]


class Candidate(NamedTuple):
    """An article for a clause: ``row`` in the index, ``clause`` its best 款 (number in the table of clauses), the
    linear ``total``, the share of the lower clause found above (by rarity), and the rapidfuzz ratio (0..1)."""

    row: int
    clause: int
    total: float
    containment: float
    similarity: float


class Ranking(NamedTuple):
    """Candidates, best first, and how sure the first one is (0..1)."""

    candidates: tuple[Candidate, ...]
    confidence: float


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
    query: Query,
    rows: npt.NDArray[np.int64],
    scores: npt.NDArray[np.float32],
    context: Context,
) -> Ranking:
    """The candidates ``rows`` with their retrieval ``scores``, ordered."""
    features = measure(index, query, *shortlist(rows, scores, context), context)
    totals = features.values @ WEIGHTS
    order = np.lexsort((features.rows, -totals)).tolist()
    return Ranking(
        tuple(features.candidate(i, totals[i]) for i in order[:RETURNED]),
        confidence(features.values[order[0]], _lead(totals, order)) if order else 0.0,
    )


def _lead(totals: npt.NDArray[np.float32], order: Sequence[int]) -> float:
    return float(totals[order[0]] - totals[order[1]]) if len(order) > 1 else LONE_LEAD


def confidence(values: npt.NDArray[np.float32], lead: float) -> float:
    """Estimated probability that a first place with these features and this lead over the second is right, 0..1.

    >>> low, high = np.zeros(7, dtype=np.float32), np.ones(7, dtype=np.float32)
    >>> confidence(low, 0.0) < 0.01, confidence(high, 8.0) > 0.97
    (True, True)
    """
    named = dict(zip(FEATURES, values.tolist(), strict=True))
    total = sum(weight * named[name] for name, weight in EVIDENCE.items()) + EVIDENCE_LEAD * lead + EVIDENCE_OFFSET
    return float(1 / (1 + np.exp(-total)))


def shortlist(
    rows: npt.NDArray[np.int64], scores: npt.NDArray[np.float32], context: Context
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The candidates worth measuring, by the features that cost nothing."""
    relative = (scores / max(float(scores.max(initial=0)), 1e-9)).astype(np.float32)
    if len(rows) <= MEASURED:
        return rows, relative
    cheap = WEIGHTS[0] * relative + WEIGHTS[5] * context.prior[rows] + WEIGHTS[6] * context.named[rows]
    chosen = np.sort(np.lexsort((rows, -cheap))[:MEASURED])
    return rows[chosen], relative[chosen]


def measure(
    index: ClauseIndex,
    query: Query,
    rows: npt.NDArray[np.int64],
    relative: npt.NDArray[np.float32],
    context: Context,
) -> Features:
    """The features of candidate ``rows``; ``relative`` is their retrieval score over the best one's."""
    numbers, owner = _clause_numbers(index, rows)
    containment, reverse = _overlaps(index, query, numbers)
    texts = [index.clause(n) for n in numbers.tolist()]
    ratio = process.cdist([query.text], texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100 if texts else containment
    best = _best_clause(containment + ratio, owner, len(rows))
    lengths = np.array([len(text) for text in texts], dtype=np.float32)
    values = np.column_stack(
        [
            relative,
            containment[best],
            reverse[best],
            ratio[best],
            np.abs(np.log((lengths[best] + 1) / (len(query.text) + 1))),
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
    index: ClauseIndex, query: Query, numbers: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """For each clause: share of the query's pairs it contains, by rarity, and share of its own pairs in the query."""
    codes, owner = _clause_pairs(index, numbers)
    hit, at = query.hits(codes)
    found = np.zeros((len(numbers), len(query.pairs)), dtype=np.float32)
    found[owner[hit], at[hit]] = 1
    inside = np.bincount(owner[hit], minlength=len(numbers))
    own = np.maximum(np.bincount(owner, minlength=len(numbers)), 1)
    weights = query.rarity / max(float(query.rarity.sum()), 1e-9)
    return found @ weights, (inside / own).astype(np.float32)


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
