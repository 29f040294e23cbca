"""Nearness of meaning: vectors by the rows of the index, and what was asked of an article before."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from lawcheck.dense import ArticleVectors, Asked, Floats
from lawcheck.matching import ClauseIndex, join_meaning

VECTORS = ArticleVectors(
    np.array([10, 20, 30]), np.array([7, 5, 6], dtype=np.uint64), np.array([[1, 0], [0, 1], [0, 1]], dtype=np.float16)
)
INDEX = cast(ClauseIndex, SimpleNamespace(article_ids=np.array([30, 20, 10])))


class _Eastward:
    """An encoder whose questions all mean the same."""

    model = "eastward"

    def questions(self, texts: Sequence[str]) -> Floats:
        return np.array([[1.0, 0.0]] * len(texts), dtype=np.float32)

    passages = questions


def test_rows_have_the_vectors_of_their_articles() -> None:
    assert join_meaning(_Eastward(), VECTORS, INDEX).nearness(["问"]).tolist() == [[0, 0, 1]]


def test_an_article_gains_by_like_questions_before_and_by_no_others() -> None:
    like, other = np.array([[1.0, 0.0]], dtype=np.float32), np.array([[0.0, 1.0]], dtype=np.float32)
    keys = np.array([5], dtype=np.uint64)  # the text of article 20
    near = [join_meaning(_Eastward(), VECTORS, INDEX, Asked(keys, v)).nearness(["问"])[0] for v in (like, other)]
    assert near[0].tolist() == pytest.approx([0, 1 / 12, 1])
    assert near[1].tolist() == [0, 0, 1]


def test_a_library_without_the_articles_asked_about_is_as_without() -> None:
    asked = Asked(np.array([99], dtype=np.uint64), np.ones((1, 384), dtype=np.float32))
    assert join_meaning(_Eastward(), VECTORS, INDEX, asked).nearness(["问"]).tolist() == [[0, 0, 1]]
