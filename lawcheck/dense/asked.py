"""What people asked of an article before: a second vector for articles that answered questions in plain words, learnt by
``benchmarks/dense_fit.py`` on the training questions of STARD; the questions themselves are not kept.

A layman's next question on the same article is often nearer to the ones before than to the words of the law.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.dense.weights import Floats
from lawcheck.resources import corpus_dir

__all__ = ["ASKED", "Asked", "centres", "drawn", "load_asked"]

ASKED: Final = "dense-asked.npz"
NEAR: Final = 0.5
"""Cosine below which a question has nothing in common with those before; turned questions on one matter are above."""
SHARE: Final = 1 / 6
"""How much of what is beyond it is added to the nearness of the article; both by 5-fold (``lay_questions.py --dense``)."""


class Asked(NamedTuple):
    """``vectors`` of length 1, one for each article known by its ``keys`` (:func:`lawcheck.dense.vectors.text_key`, ascending)."""

    keys: npt.NDArray[np.uint64]
    vectors: Floats

    def places(self, keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Of articles with ``keys`` the places of those that were asked about, and where in :attr:`vectors` they stand.

        >>> asked = Asked(np.array([3, 8], dtype=np.uint64), np.eye(2, dtype=np.float32))
        >>> [places.tolist() for places in asked.places(np.array([9, 8, 1], dtype=np.uint64))]
        [[1], [1]]
        """
        at = np.searchsorted(self.keys, keys)
        known = np.append(self.keys, np.uint64(0))[at] == keys
        found = np.flatnonzero(known & (at < len(self.keys)))
        return found, at[found]


def load_asked(path: Path | None = None) -> Asked:
    """The stored vectors (``made`` beside them says by which command from which data).

    >>> load_asked().vectors.shape[1]
    384
    """
    with np.load(path or corpus_dir() / "models" / ASKED, allow_pickle=False) as stored:
        return Asked(stored["keys"], stored["vectors"].astype(np.float32))


def centres(questions: Floats, right: list[tuple[int, ...]]) -> tuple[list[int], Floats]:
    """The middle of the turned ``questions`` that each article answers; ``right`` gives the articles of a question.

    >>> centres(np.array([[1.0, 0.0], [0.0, 1.0]]), [(7,), (7, 2)])[0]
    [2, 7]
    """
    articles = sorted({article for answers in right for article in answers})
    sums = np.zeros((len(articles), questions.shape[1]), dtype=np.float32)
    places = {article: place for place, article in enumerate(articles)}
    for question, answers in zip(questions, right, strict=True):
        sums[[places[article] for article in answers]] += question
    return articles, sums / np.linalg.norm(sums, axis=1, keepdims=True)


def drawn(questions: Floats, vectors: Floats) -> Floats:
    """What nearness gains by the questions before: questions × articles asked about.

    >>> drawn(np.array([[1.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])).round(3).tolist()
    [[0.083, 0.0]]
    """
    found: Floats = SHARE * np.maximum(questions @ vectors.T - NEAR, 0)
    return found
