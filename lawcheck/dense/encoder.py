"""Texts → vectors that lie near each other where the meaning does: multilingual-e5-small by onnxruntime, offline."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from lawcheck.dense.adapter import adapt, load_adapter
from lawcheck.dense.graph import build_graph
from lawcheck.dense.pieces import Cutter
from lawcheck.dense.weights import SHA256, Floats, Weights, find_weights, read_weights
from lawcheck.errors import UsageError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

__all__ = ["E5", "MODEL", "Encoder", "is_installed", "open_encoder"]

MODEL: Final = f"e5-{SHA256[:10]}-1"  # raise the last number when the same text gets another vector
_NEEDED: Final = ("onnx", "onnxruntime", "sentencepiece")
_PASSAGE, _QUESTION = "passage: ", "query: "  # the model was taught with these words in front
MOST_PIECES: Final = 256  # of a text; an article has some 80, and the model reads 512 at most
THREADS: Final = 2


class Encoder(Protocol):
    """What makes vectors. ``model`` names it, so that vectors of another one are not taken for its own."""

    @property
    def model(self) -> str:
        """Name of the model, fit for a file name."""

    def passages(self, texts: Sequence[str]) -> Floats:
        """Vectors of length 1, one a text that may hold an answer."""

    def questions(self, texts: Sequence[str]) -> Floats:
        """Vectors of length 1, one a question."""


class E5:
    """The shipped model; each text is computed alone, so that its vector does not depend on the others."""

    model = MODEL

    def __init__(self, weights: Weights, adapter: Floats, threads: int = THREADS) -> None:
        self._weights, self._adapter, self._threads = weights, adapter, threads
        self._cut = Cutter(weights)
        self._session = _session(build_graph(weights))

    def passages(self, texts: Sequence[str]) -> Floats:
        """See :class:`Encoder`."""
        return self._encode([_PASSAGE + text for text in texts])

    def questions(self, texts: Sequence[str]) -> Floats:
        """See :class:`Encoder`."""
        return adapt(self.plain_questions(texts), self._adapter)

    def plain_questions(self, texts: Sequence[str]) -> Floats:
        """Vectors of questions as the model gives them, which the matrix of :mod:`lawcheck.dense.adapter` is learnt on."""
        return self._encode([_QUESTION + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Floats:
        def one(text: str) -> Floats:
            numbers = np.array(self._cut(text, MOST_PIECES))
            pieces = self._weights.rows("emb.word", self._weights.sizes.width, numbers)
            vector: Floats = self._session.run(None, {"pieces": pieces[None]})[0][0]
            return vector / np.linalg.norm(vector)

        if len(texts) == 1:
            return one(texts[0])[None]
        with ThreadPoolExecutor(self._threads) as pool:  # onnxruntime lets other threads run
            rows = list(pool.map(one, texts))
        return np.stack(rows) if rows else np.zeros((0, self._weights.sizes.width), dtype=np.float32)


def _session(graph: bytes) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def is_installed(home: Path | None = None) -> bool:
    """Whether the extra ``lawcheck[dense]`` is there; nothing is imported."""
    return all(map(find_spec, _NEEDED)) and find_weights(home) is not None


def open_encoder(home: Path | None = None, *, threads: int = THREADS) -> E5:
    """The model, read anew (about a second); ``home`` is where the library lies, see :func:`find_weights`.

    Raises:
        UsageError: E330 when the extra is not installed, E331 when its file of weights is another one than expected.
    """
    path = find_weights(home)
    if path is None or not is_installed(home):
        raise UsageError("E330")
    return E5(read_weights(path), load_adapter(), threads)
