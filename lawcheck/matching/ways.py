"""How a clause comes to an article by way of a clause that cites it (:mod:`lawcheck.matching.citing`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lawcheck.matching.citing_index import CitingIndex
from lawcheck.matching.compiled import loops
from lawcheck.matching.index import ClauseIndex

__all__ = ["Ways", "ways_of"]

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """The citing clauses by the ``rows`` that they cite (distinct, ascending): those of a row are the ``owners`` from its
    place in ``firsts`` to the next."""

    clauses: CitingIndex
    owners: Rows
    rows: Rows
    firsts: Rows

    def likeness(self, texts: Sequence[str]) -> list[Floats]:
        """For each text and each of :attr:`rows` how like the text is to the nearest clause that cites it, 0..1."""
        return [self._nearest(found) for found in self.clauses.likeness(texts)]

    def _nearest(self, found: Floats) -> Floats:
        """For each of :attr:`rows` the highest of its clauses' values in ``found``."""
        if (fast := loops()) is not None:
            highest: Floats = fast.highest(found, self.owners, self.firsts)
            return highest
        nearest: Floats = np.maximum.reduceat(found[self.owners], self.firsts)
        return nearest

    def nearest(self, text: str, row: int) -> int:
        """The version that holds the clause which cites the article in ``row`` and is likest to ``text``."""
        place = int(np.searchsorted(self.rows, row))
        owners = self.owners[slice(*np.append(self.firsts, len(self.owners))[place : place + 2])]
        likeness = self.clauses.likeness([text])[0][owners]
        return int(self.clauses.version_ids[owners[likeness.argmax()]])

    def at(self, rows: Rows, likeness: Floats) -> Floats:
        """Of any ``rows`` the ``likeness``, 0 for what nobody cites."""
        place = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        found: Floats = np.where(self.rows[place] == rows, likeness[place], np.float32(0))
        return found


def ways_of(index: ClauseIndex, own: Collection[int]) -> Ways | None:
    """All ways in ``index`` but those by the document itself, whose versions are its ``own``; None where there are none."""
    if index.citing is None:
        return None
    owners, rows = index.cited
    if own:
        kept = ~np.isin(index.citing.version_ids[owners], list(own))
        owners, rows = owners[kept], rows[kept]
    if not len(rows):
        return None
    distinct, firsts = np.unique(rows, return_index=True)
    return Ways(index.citing, owners, distinct, firsts)
