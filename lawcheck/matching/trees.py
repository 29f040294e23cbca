"""A small ensemble of decision trees as plain arrays: read from JSON, evaluated with numpy.

Trained by ``benchmarks/matching_fit.py``; the file is small enough to read. Every tree is a full binary tree of the
same depth, so that all rows go down all trees at once.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.resources import corpus_dir

__all__ = ["Trees", "load_trees"]

BLOCK: Final = 256  # rows evaluated at a time: what fits the processor's cache is four times as fast


class Trees(NamedTuple):
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
        blocks = [self._block(values[start : start + BLOCK]) for start in range(0, len(values), BLOCK)]
        return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)

    def _block(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        trees, inner = self.features.shape
        first = np.arange(trees) * inner
        features, thresholds = self.features.ravel(), self.thresholds.ravel()
        start = (np.arange(len(values)) * values.shape[1])[:, None]
        flat = values.ravel()
        node = np.zeros((len(values), trees), dtype=np.intp)
        for _ in range(inner.bit_length()):
            place = node + first
            node = 2 * node + 1 + (flat.take(features.take(place) + start) > thresholds.take(place))
        reached = node - inner + np.arange(trees) * (inner + 1)
        totals: npt.NDArray[np.float32] = self.leaves.ravel().take(reached).sum(axis=1, dtype=np.float32)
        return totals


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
