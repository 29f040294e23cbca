"""What questions in plain words add to the weights: a few thin matrices, learnt by ``benchmarks/dense_fit.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from lawcheck.dense.weights import Floats
from lawcheck.resources import corpus_dir

__all__ = ["ADAPTER", "load_adapter"]

ADAPTER: Final = "dense-questions.npz"


def load_adapter(path: Path | None = None) -> dict[str, Floats]:
    """What is added to each matrix of the network for questions: the product of its two thin ones.

    Empty where nothing has been learnt (the file does not exist).
    """
    path = path or corpus_dir() / "models" / ADAPTER
    if not path.is_file():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        names = sorted(name.removeprefix("up_") for name in stored.files if name.startswith("up_"))
        return {name: _product(stored[f"up_{name}"], stored[f"down_{name}"]) for name in names}


def _product(up: Floats, down: Floats) -> Floats:
    found: Floats = up.astype(np.float32) @ down.astype(np.float32)
    return found
