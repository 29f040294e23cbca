"""Nearness of meaning beside nearness of words: the vectors of the dense extra, by the rows of the clause index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.dense import (
    MODEL,
    ArticleVectors,
    Asked,
    Encoder,
    drawn,
    is_installed,
    load_asked,
    open_encoder,
    open_vectors,
)
from lawcheck.laws import Library
from lawcheck.matching.index import ClauseIndex

__all__ = ["Meaning", "join_meaning", "open_meaning"]


class Meaning(NamedTuple):
    """An encoder, the vectors it made of the library, for each row of the clause index the place of its vector, and
    what was ``asked`` of some articles before, if that is known."""

    encoder: Encoder
    vectors: ArticleVectors
    places: npt.NDArray[np.int64]
    asked: Asked | None = None

    def nearness(self, questions: Sequence[str]) -> npt.NDArray[np.float32]:
        """Cosine of each question with each row of the clause index, more where questions before were near: questions × rows."""
        turned = self.encoder.questions(questions)
        near = self.vectors.nearness(turned)
        if self.asked:
            articles, before = self.asked.places(self.vectors.keys)
            if len(articles):
                near[:, articles] += drawn(turned, self.asked.vectors[before])
        found: npt.NDArray[np.float32] = near[:, self.places]
        return found


def join_meaning(encoder: Encoder, vectors: ArticleVectors, index: ClauseIndex, asked: Asked | None = None) -> Meaning:
    """The vectors of a library for the rows of its clause index."""
    return Meaning(encoder, vectors, vectors.places(index.article_ids), asked)


def open_meaning(library: Library, index: ClauseIndex) -> Meaning | None:
    """What ``lawcheck laws index --dense`` made for this library; None without it or without the extra.

    Raises:
        UsageError: E331 when the file of weights is another one than expected.
    """
    home = library.path.parent
    vectors = open_vectors(library, MODEL) if is_installed(home) else None
    return join_meaning(open_encoder(home), vectors, index, load_asked()) if vectors else None
