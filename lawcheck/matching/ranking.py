"""Ordering candidate articles for the clauses of a document: a first look by a line, the order by small trees."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.matching.features import FEATURES, Clause, Features, Leanings, add_neighbours, lean, measure
from lawcheck.matching.index import ClauseIndex
from lawcheck.matching.trees import Trees, load_trees

__all__ = [
    "EVIDENCE",
    "FIRST_LOOK",
    "RETURNED",
    "STANDING",
    "Candidate",
    "Ranking",
    "Standing",
    "confidence",
    "first_look",
    "in_all",
    "look",
    "rank",
    "standing",
]

MODEL: Final = "matching"
# The first look, from which neighbours learn where a clause leans: conditional logit over the candidates of each gold
# clause, fitted by `python benchmarks/matching_fit.py`, which also trains the trees that decide.
FIRST_LOOK: Final = {
    "retrieval": 5.2,
    "containment": 3.6,
    "reverse": 1.25,
    "ratio": 2.67,
    "length": 0.43,
    "prior": 2.65,
    "named": 2.92,
}
# How sure the first place is: logistic regression by the same command. For every gold clause there is a twin from which
# the right articles were taken away, so that staying silent is learned as well (it counts half); clauses in a drafter's
# own words, a quarter of which has no counterpart, count twice.
EVIDENCE: Final = {"containment": 0.8, "ratio": 0.86}
STANDING: Final = {"lead": 0.26, "share": 2.91, "total": 0.09}  # of :class:`Standing`
EVIDENCE_OFFSET: Final = -3.61
LONE_LEAD: Final = 5.0  # lead of a candidate that has no rival
RETURNED: Final = 20  # candidates handed on
_CONTAINMENT, _RATIO, _CITED = (FEATURES.index(name) for name in ("containment", "ratio", "cited"))
_PLACES: Final = {name: FEATURES.index(name) for name in EVIDENCE}
_LINE: Final = np.array([FIRST_LOOK.get(name, 0.0) for name in FEATURES], dtype=np.float32)


class Candidate(NamedTuple):
    """An article for a clause: ``row`` in the index, ``clause`` its best 款 (number in the table of clauses), its
    ``total``, the share of the lower clause found above (by rarity), and the rapidfuzz ratio (0..1); ``whole`` where all 款
    of the article are to be read together. ``citing`` is how like the lower clause is to the nearest one elsewhere that
    cites the article (0..1)."""

    row: int
    clause: int
    total: float
    containment: float
    similarity: float
    whole: bool = False
    citing: float = 0.0


class Ranking(NamedTuple):
    """Candidates, best first, and how sure the first one is (0..1)."""

    candidates: tuple[Candidate, ...]
    confidence: float


def first_look(index: ClauseIndex, clauses: Sequence[Clause]) -> tuple[Features, Leanings]:
    """What each clause says by itself: its features, and where it leans."""
    features = measure(index, clauses)
    return features, lean(clauses, features, features.values @ _LINE)


def look(index: ClauseIndex, clauses: Sequence[Clause], leanings: Leanings | None = None) -> Features:
    """All features of ``clauses``; neighbours are these clauses themselves, or the ``leanings`` of a document. A clause
    alone has none."""
    if leanings is None and len(clauses) > 1:
        features, leanings = first_look(index, clauses)
    else:
        features = measure(index, clauses)
    if leanings is not None:
        add_neighbours(index, clauses, features, leanings)
    return features


def rank(index: ClauseIndex, clauses: Sequence[Clause], leanings: Leanings | None = None) -> tuple[Ranking, ...]:
    """The candidates of each clause, ordered."""
    features = look(index, clauses, leanings)
    totals = in_all(load_trees(MODEL, FEATURES), features.values)
    order = np.lexsort((features.rows, -totals, features.owner))
    order = order[np.arange(len(order)) - np.searchsorted(features.owner, features.owner) < RETURNED]
    measured = tuple(features.values[:, column] for column in (_CONTAINMENT, _RATIO, _CITED))
    columns: tuple[npt.NDArray[Any], ...] = (features.rows, features.clauses, totals, *measured)
    ordered = [
        Candidate(row, clause, total, containment, ratio, citing=citing)
        for row, clause, total, containment, ratio, citing in zip(*(c[order].tolist() for c in columns), strict=True)
    ]
    bounds = np.searchsorted(features.owner[order], np.arange(len(clauses) + 1)).tolist()
    return tuple(
        _ranking(ordered[start:end], features.values[order[start]] if end > start else None)
        for start, end in pairwise(bounds)
    )


def in_all(trees: Trees, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The total of each candidate: the line, which holds for any document, corrected by the trees, which know more."""
    totals: npt.NDArray[np.float32] = trees.totals(values) + np.float32(trees.line) * (values @ _LINE)
    return totals


def _ranking(ordered: Sequence[Candidate], first: npt.NDArray[np.float32] | None) -> Ranking:
    """``first`` are the features of the best."""
    if first is None:
        return Ranking((), 0.0)
    return Ranking(tuple(ordered), confidence(first, standing([candidate.total for candidate in ordered])))


class Standing(NamedTuple):
    """How the first of some candidates stands among them: its lead over the second (log odds), its share of the odds
    (0..1), and its own total."""

    lead: float
    share: float
    total: float


def standing(totals: Sequence[float]) -> Standing:
    """That of the first of ``totals``, best first.

    >>> standing([3.0]), standing([2.0, 2.0])
    (Standing(lead=5.0, share=1.0, total=3.0), Standing(lead=0.0, share=0.5, total=2.0))
    """
    first = totals[0]
    lead = first - totals[1] if len(totals) > 1 else LONE_LEAD
    return Standing(lead, 1 / sum(math.exp(total - first) for total in totals), first)


def confidence(values: npt.NDArray[np.float32], place: Standing) -> float:
    """Estimated probability that a first place with these features and this standing is right, 0..1.

    >>> low, high = np.zeros(len(FEATURES), dtype=np.float32), np.ones(len(FEATURES), dtype=np.float32)
    >>> confidence(low, Standing(0.1, 0.1, 0.0)) < 0.1, confidence(high, Standing(4.0, 0.98, 12.0)) > 0.8
    (True, True)
    """
    total = sum(weight * float(values[_PLACES[name]]) for name, weight in EVIDENCE.items())
    total += sum(weight * getattr(place, name) for name, weight in STANDING.items())
    return 1 / (1 + math.exp(-(total + EVIDENCE_OFFSET)))
