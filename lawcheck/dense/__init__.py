"""Nearness of meaning, an extra: vectors of texts by a small language model that runs on this machine."""

from lawcheck.dense.asked import Asked, drawn, load_asked
from lawcheck.dense.encoder import MODEL, Encoder, is_installed, open_encoder
from lawcheck.dense.vectors import ArticleVectors, open_vectors, prepare_vectors
from lawcheck.dense.weights import Floats

__all__ = [
    "MODEL",
    "ArticleVectors",
    "Asked",
    "Encoder",
    "Floats",
    "drawn",
    "is_installed",
    "load_asked",
    "open_encoder",
    "open_vectors",
    "prepare_vectors",
]
