"""Questions in plain words (谁可以成为个体工商户？) → articles: BM25 over characters and pairs, the laws that people ask about
most, and the words of the law that stand for the words of the question.

Both of the latter were learnt by ``benchmarks/lay_questions.py`` and are stored in ``corpus/models/questions.json``:
``laws`` holds a number for each law (the logarithm of its share of the answers), ``words`` for a pair of characters in
questions the pairs of articles that come with it more often than chance.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.laws import Article, Law, Library
from lawcheck.matching.building import WEIGHT_STEPS
from lawcheck.matching.grams import is_pair, pairs_of_units, term_text, units_of
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.resources import corpus_dir

__all__ = ["Answer", "PlainModel", "ask", "best_rows", "load_plain_model", "plain_scores"]

# Weights of the law and of the words beside a best BM25 of 1, chosen by 5-fold on the training questions of STARD.
LAW_WEIGHT: Final = 0.05
WORD_WEIGHT: Final = 0.3
LOOKED_AT: Final = 400  # articles that the added knowledge may reorder
Pairs = Sequence[tuple[str, float]]


class PlainModel(NamedTuple):
    """What was learnt: a number per law (``rest`` for any other), and legal pairs with their weight per plain pair."""

    laws: Mapping[str, float]
    rest: float
    words: Mapping[str, Pairs]


class Answer(NamedTuple):
    """An article that may answer a question; ``score`` orders the answers of one question and means nothing else."""

    law: Law
    article: Article
    score: float


@cache
def load_plain_model() -> PlainModel:
    """The stored model.

    >>> model = load_plain_model()
    >>> model.laws["民法典"] > model.rest
    True
    """
    stored = json.loads((corpus_dir() / "models" / "questions.json").read_text(encoding="utf-8"))
    words = {pair: tuple((text, float(weight)) for text, weight in row) for pair, row in stored["words"].items()}
    return PlainModel(stored["laws"], float(stored["rest"]), words)


def ask(library: Library, index: ClauseIndex, question: str, limit: int = 10) -> tuple[Answer, ...]:
    """The articles in force on the day of the ``index`` that most probably answer a question in plain words."""
    held = {version.version_id: law for law, version in library.in_force(index.as_of, include_unknown=True)}
    prior = law_prior(index, {version: law.key for version, law in held.items()}, load_plain_model())
    rows, scores = best_rows(index, question, index.scope(held), prior, load_plain_model())
    wanted = {int(index.article_ids[row]) for row in rows[:limit]}
    versions = {int(index.version_ids[row]) for row in rows[:limit]}
    articles = {a.article_id: a for v in versions for a in library.articles(v) if a.article_id in wanted}
    found = zip(rows[:limit].tolist(), scores[:limit].tolist(), strict=True)
    chosen = ((articles[int(index.article_ids[row])], score) for row, score in found)
    return tuple(Answer(held[article.version_id], article, round(score, 4)) for article, score in chosen)


def law_prior(index: ClauseIndex, keys: Mapping[int, str], model: PlainModel) -> npt.NDArray[np.float32]:
    """The number of its law for every row; ``keys`` gives the law of a version."""
    ids, codes = index.version_codes
    by_version = [model.laws.get(keys.get(version, ""), model.rest) for version in ids.tolist()]
    result: npt.NDArray[np.float32] = np.array(by_version, dtype=np.float32)[codes]
    return result


def best_rows(
    index: ClauseIndex, question: str, scope: Scope, prior: npt.NDArray[np.float32], model: PlainModel
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Rows within ``scope``, best first, and their scores."""
    hits = index.best(index.query(question, singles=True), scope, LOOKED_AT)
    scores = plain_scores(index, question, hits.rows, hits.scores, prior, model)
    order = np.argsort(-scores, kind="stable")
    return hits.rows[order], scores[order]


def plain_scores(
    index: ClauseIndex,
    question: str,
    rows: npt.NDArray[np.int64],
    retrieved: npt.NDArray[np.float32],
    prior: npt.NDArray[np.float32],
    model: PlainModel,
) -> npt.NDArray[np.float32]:
    """BM25 over the best, with what is known of the laws and of the words."""
    if not len(rows):
        return np.zeros(0, dtype=np.float32)
    meant = _meant(index, question, model)[rows]
    result: npt.NDArray[np.float32] = (
        retrieved / max(float(retrieved.max()), 1e-9)
        + LAW_WEIGHT * prior[rows]
        + WORD_WEIGHT * meant / max(float(meant.max()), 1e-9)
    ).astype(np.float32)
    return result


def _meant(index: ClauseIndex, question: str, model: PlainModel) -> npt.NDArray[np.float32]:
    """BM25 of every row for the legal words that the words of the question stand for."""
    weights: dict[str, float] = {}
    for code in np.unique(pairs_of_units(units_of(question))).tolist():
        for text, weight in model.words.get(term_text(code), ()):
            weights[text] = max(weight, weights.get(text, 0.0))
    codes = [pairs_of_units(units_of(text)) for text in weights]
    known = [(int(c[0]), w) for c, w in zip(codes, weights.values(), strict=True) if len(c) and is_pair(c)[0]]
    result = np.zeros(len(index), dtype=np.float32)
    places = index.lookup(np.array([code for code, _ in known], dtype=np.uint32)).tolist()
    for place, (_, weight) in zip(places, known, strict=True):
        if place >= 0:
            span = slice(int(index.starts[place]), int(index.starts[place + 1]))
            result[index.docs[span]] += index.weights[span] * np.float32(weight * index.idf[place] / WEIGHT_STEPS)
    return result
