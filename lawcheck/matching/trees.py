"""A small ensemble of decision trees as plain arrays: read from JSON, evaluated with numpy.

Trained by ``benchmarks/matching_fit.py``; the file is small enough to read. Every tree is a full binary tree of the
same depth, at most four. Nothing walks down a tree: for each feature a table says, for every interval between two
thresholds, which leaves of all trees remain; the leaf reached is the first that remains for all features (QuickScorer,
Lucchese et al. 2015).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.matching.compiled import loops
from lawcheck.resources import corpus_dir

__all__ = ["Trees", "load_trees"]

BLOCK: Final = 256  # rows evaluated at a time: what fits the processor's cache
_LANE: Final = 4  # trees whose sixteen leaves fill a word of 64 bits


class _Table(NamedTuple):
    """The distinct thresholds of a feature, ascending, and for each number of them that a value exceeds the leaves that
    remain: four trees a word, a bit each leaf."""

    feature: int
    thresholds: npt.NDArray[np.float32]
    remaining: npt.NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Trees:
    """``features`` and ``thresholds``: trees × inner nodes, level by level, a value above the threshold goes right;
    ``leaves``: trees × 2^depth; the total of a row is the sum of the leaves it reaches. The trees correct a line:
    ``line`` is the factor of its total in theirs."""

    features: npt.NDArray[np.intp]
    thresholds: npt.NDArray[np.float32]
    leaves: npt.NDArray[np.float32]
    line: float = 0.0

    def totals(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The total of each row of ``values`` (rows × features).

        >>> stump = Trees(np.array([[0]]), np.array([[0.5]], np.float32), np.array([[1.0, 3.0]], np.float32))
        >>> stump.totals(np.array([[0.2], [0.9]], np.float32)).tolist()
        [1.0, 3.0]
        """
        if (fast := loops()) is not None:
            totals: npt.NDArray[np.float32] = fast.reached(np.ascontiguousarray(values, np.float32), *self._flat)
            return totals
        columns = np.ascontiguousarray(values.T)
        blocks = [self._block(columns[:, start : start + BLOCK]) for start in range(0, len(values), BLOCK)]
        return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)

    def _block(self, columns: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        trees, leaves = self.leaves.shape
        remaining = np.full((columns.shape[1], -(-trees // _LANE)), -1, dtype=np.int64).view(np.uint64)
        kept = np.empty_like(remaining)
        for feature, thresholds, table in self._tables:
            table.take(thresholds.searchsorted(columns[feature]), axis=0, out=kept, mode="clip")  # quicker than "raise"
            remaining &= kept
        reached = _first_bits().take(remaining.view(np.uint16)[:, :trees]) + np.arange(trees) * leaves
        totals: npt.NDArray[np.float64] = self.leaves.ravel().take(reached).sum(axis=1, dtype=np.float64)
        return totals.astype(np.float32)

    @cached_property
    def _flat(self) -> tuple[npt.NDArray[Any], ...]:
        """What :func:`lawcheck.matching.loops.reached` asks for."""
        tables = self._tables
        bounds = np.cumsum([0, *(len(table.thresholds) for table in tables)])
        return (
            np.array([table.feature for table in tables]),
            np.concatenate([table.thresholds for table in tables]),
            bounds,
            np.concatenate([table.remaining for table in tables]),
            _first_bits(),
            self.leaves,
        )

    @cached_property
    def _tables(self) -> tuple[_Table, ...]:
        masks = _right_of(self.leaves.shape[1])
        return tuple(self._table(int(feature), masks) for feature in np.unique(self.features))

    def _table(self, feature: int, masks: npt.NDArray[np.uint16]) -> _Table:
        trees, nodes = np.nonzero((self.features == feature) & (self.thresholds < np.inf))
        thresholds, steps = np.unique(self.thresholds[trees, nodes], return_inverse=True)
        width = -(-len(self.features) // _LANE) * _LANE
        remaining = np.full((len(thresholds) + 1, width), 0xFFFF, dtype=np.uint16)
        np.bitwise_and.at(remaining, (steps + 1, trees), masks[nodes])
        return _Table(feature, thresholds, np.bitwise_and.accumulate(remaining, axis=0).view(np.uint64))


def _right_of(leaves: int) -> npt.NDArray[np.uint16]:
    """For each inner node, level by level, the leaves that remain where its value goes right (bit 0: the leftmost)."""
    masks = np.full(leaves - 1, 0xFFFF, dtype=np.uint16)
    for node in range(leaves - 1):
        level = (node + 1).bit_length() - 1
        width = leaves >> (level + 1)  # leaves of its left half
        first = (node + 1 - (1 << level)) * 2 * width
        masks[node] = 0xFFFF ^ (((1 << width) - 1) << first)
    return masks


@cache
def _first_bits() -> npt.NDArray[np.uint8]:
    """For each 16-bit word the position of its lowest set bit."""
    words = np.arange(1 << 16)
    found: npt.NDArray[np.uint8] = np.log2(np.maximum(words & -words, 1)).astype(np.uint8)
    return found


@cache
def load_trees(name: str, features: tuple[str, ...]) -> Trees:
    """The ensemble ``corpus/models/{name}.json``; ``ValueError`` if it was trained on other features."""
    stored = json.loads((corpus_dir() / "models" / f"{name}.json").read_text(encoding="utf-8"))
    if tuple(stored["features"]) != features:
        raise ValueError(f"{name}: trained on other features; run benchmarks/matching_fit.py")
    return Trees(
        np.array([tree["feature"] for tree in stored["trees"]], dtype=np.intp),
        np.array(
            [[np.inf if t is None else t for t in tree["threshold"]] for tree in stored["trees"]], dtype=np.float32
        ),
        np.array([tree["leaf"] for tree in stored["trees"]], dtype=np.float32),
        stored["line"],
    )
