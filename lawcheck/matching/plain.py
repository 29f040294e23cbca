"""Questions in plain words (谁可以成为个体工商户？) → articles: BM25 over characters and pairs, the laws that people ask about
most, and the words of the law that stand for the words of the question.

What was asked of an article before counts too (:mod:`lawcheck.matching.asked_before`). Laws and words were learnt by
``benchmarks/lay_questions.py`` and are stored in ``corpus/models/questions.json``:
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
from lawcheck.matching.asked_before import asked_rows, load_asked_before, spread
from lawcheck.matching.building import WEIGHT_STEPS
from lawcheck.matching.grams import is_pair, pairs_of_units, term_text, units_of
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.matching.meaning import Meaning
from lawcheck.resources import corpus_dir

__all__ = ["Answer", "PlainModel", "ask", "best_rows", "candidates", "load_plain_model", "parts", "plain_scores"]

# Weights of BM25 (the best is 1), of the law, of the words (the best is 1), of the questions before and of the nearness of
# meaning (cosine), chosen by 5-fold on the training questions of STARD (``benchmarks/lay_questions.py --dense``): without
# vectors, and with them, where the words add nothing and the questions before are in the nearness already.
WEIGHTS: Final = (1.0, 0.05, 0.3, 0.4)
DENSE_WEIGHTS: Final = (1.0, 0.115, 0.0, 0.0, 12.0)
ASKED: Final = 50  # articles looked at for what was asked of them before
LOOKED_AT: Final = 400  # articles that the added knowledge may reorder, of the nearest in words and in meaning each
Pairs = Sequence[tuple[str, float]]
Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


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


def ask(
    library: Library, index: ClauseIndex, question: str, limit: int = 10, meaning: Meaning | None = None
) -> tuple[Answer, ...]:
    """The articles in force on the day of the ``index`` that most probably answer a question in plain words.

    With ``meaning`` (:func:`lawcheck.matching.open_meaning`) articles are found that share no word with the question.
    """
    held = {version.version_id: law for law, version in library.in_force(index.as_of, include_unknown=True)}
    keys = {version: law.key for version, law in held.items()}
    prior = law_prior(index, keys, load_plain_model())
    near = meaning.nearness([question])[0] if meaning else None
    asked = load_asked_before()
    before = spread(asked_rows(library, index, keys, asked), asked.likeness(question), len(index))
    rows, scores = best_rows(index, question, index.scope(held), prior, load_plain_model(), near, before)
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
    index: ClauseIndex,
    question: str,
    scope: Scope,
    prior: Floats,
    model: PlainModel,
    near: Floats | None = None,
    before: Floats | None = None,
) -> tuple[Rows, Floats]:
    """Rows within ``scope``, best first, and their scores; ``near`` is the nearness of meaning of every row, ``before`` its
    likeness to what was asked of it."""
    rows, retrieved = candidates(index, question, scope, near, before)
    scores = plain_scores(index, question, rows, retrieved, prior, model, near, before)
    order = np.argsort(-scores, kind="stable")
    return rows[order], scores[order]


def candidates(
    index: ClauseIndex, question: str, scope: Scope, near: Floats | None = None, before: Floats | None = None
) -> tuple[Rows, Floats]:
    """The rows nearest in words, those nearest in meaning, and those of which like questions were asked, with their BM25."""
    query = index.query(question, singles=True)
    hits = index.best(query, scope, LOOKED_AT)
    more = [_most(near, scope, LOOKED_AT)] if near is not None else []
    if before is not None:
        asked = _most(before, scope, ASKED)
        more.append(asked[before[asked] > 0])
    if not more or not len(scope.rows):
        return hits.rows, hits.scores
    rows = np.unique(np.concatenate([hits.rows, *more]))
    return rows, index.scores(query)[rows]


def _most(values: Floats, scope: Scope, limit: int) -> Rows:
    """The rows of the scope with the highest values."""
    if not len(scope.rows):
        return scope.rows
    most, inside = min(limit, len(scope.rows)), values[scope.rows]
    return scope.rows[np.argpartition(-inside, most - 1)[:most]]


def plain_scores(
    index: ClauseIndex,
    question: str,
    rows: Rows,
    retrieved: Floats,
    prior: Floats,
    model: PlainModel,
    near: Floats | None = None,
    before: Floats | None = None,
) -> Floats:
    """BM25 over the best, with what is known of the laws, of the words and of questions before, and the nearness of meaning."""
    if not len(rows):
        return np.zeros(0, dtype=np.float32)
    weights = WEIGHTS if near is None else DENSE_WEIGHTS
    table = parts(index, question, rows, retrieved, prior, model, near, before)
    return table @ np.array(weights, dtype=np.float32)


def parts(
    index: ClauseIndex,
    question: str,
    rows: Rows,
    retrieved: Floats,
    prior: Floats,
    model: PlainModel,
    near: Floats | None = None,
    before: Floats | None = None,
) -> Floats:
    """What :func:`plain_scores` adds up: rows × 4, or 5 with ``near`` (less its highest, so that the best is 0)."""
    meant = _meant(index, question, model)[rows]
    asked = np.zeros(len(rows), dtype=np.float32) if before is None else before[rows]
    columns = [_share(retrieved), prior[rows], _share(meant), asked]
    if near is not None:
        columns.append(near[rows] - near[rows].max())
    return np.stack(columns, axis=1).astype(np.float32)


def _share(values: Floats) -> Floats:
    """Of the highest."""
    found: Floats = values / max(float(values.max()), 1e-9)
    return found


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
