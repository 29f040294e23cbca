"""Free search over all laws in force, for `lawcheck search`."""

from __future__ import annotations

from typing import Final

import numpy as np

from lawcheck.errors import UsageError
from lawcheck.laws import Library
from lawcheck.matching.index import ClauseIndex, best_of
from lawcheck.matching.model import HigherClause
from lawcheck.matching.ranking import Context, measure
from lawcheck.matching.texts import Shelf

__all__ = ["search"]

POOL: Final = 50  # articles looked at closely
CONTAINMENT: Final = 0.5  # weight of the share of the question found in one 款, beside the retrieval score


def search(text: str, library: Library, index: ClauseIndex, limit: int = 10) -> tuple[HigherClause, ...]:
    """The articles in force on the day of the index that fit a question best; ``score`` is relative, 0..1.

    Raises:
        UsageError: E590 when ``limit`` is below 1.
    """
    if limit < 1:
        raise UsageError("E590", limit=limit)
    held = library.in_force(index.as_of, include_unknown=True)
    query = index.query(text, singles=True)
    scores = index.scores(query)
    hits = best_of(scores, index.scope(version.version_id for _, version in held), max(POOL, limit))
    if not len(hits.rows):
        return ()
    features = measure(index, query, hits.rows, hits.scores / hits.scores[0], _no_context(len(index)))
    totals = (features.values[:, 0] + CONTAINMENT * features.values[:, 1]) / (1 + CONTAINMENT)
    order = np.lexsort((features.rows, -totals))[:limit]
    shelf = Shelf(library, index)
    return tuple(shelf.clause(query, features.candidate(i, totals[i]), float(totals[i])) for i in order.tolist())


def _no_context(rows: int) -> Context:
    """A question of a person belongs to no document."""
    no = np.zeros(rows, dtype=np.bool_)
    return Context(no.astype(np.float32), no)
