"""How questions in plain words are turned towards the articles that answer them: one matrix, learnt by
``benchmarks/dense_fit.py`` on the training questions of STARD; the questions themselves are not kept."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from lawcheck.dense.weights import Floats
from lawcheck.resources import corpus_dir

__all__ = ["ADAPTER", "adapt", "load_adapter"]

ADAPTER: Final = "dense-questions.npz"


def load_adapter(path: Path | None = None) -> Floats:
    """The stored matrix (``matrix``; ``made`` beside it says by which command from which data).

    >>> load_adapter().shape
    (384, 384)
    """
    with np.load(path or corpus_dir() / "models" / ADAPTER, allow_pickle=False) as stored:
        found: Floats = stored["matrix"].astype(np.float32)
        return found


def adapt(questions: Floats, matrix: Floats) -> Floats:
    """Vectors of questions with what the matrix adds to them, of length 1 again.

    >>> adapt(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0], [0.0, 0.0]])).round(3).tolist()
    [[0.707, 0.707]]
    """
    turned = questions + questions @ matrix
    found: Floats = turned / np.linalg.norm(turned, axis=1, keepdims=True)
    return found
