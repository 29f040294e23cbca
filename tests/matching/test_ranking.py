"""The fast selections and overlaps equal their slow, obvious versions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import fuzz

from lawcheck.matching import ClauseIndex
from lawcheck.matching.features import FEATURES, Clause, Found, measure
from lawcheck.matching.grams import grams_of_units, is_pair, units_of
from lawcheck.matching.query import Query, shared_words
from lawcheck.matching.ranking import Standing, confidence, rank
from lawcheck.matching.trees import Trees

TEXTS = (
    "任何单位、个人不得损坏、挪用或者擅自拆除、停用消防设施、器材，不得埋压、圈占、遮挡消火栓或者占用防火间距。",
    "生产经营单位应当具备安全生产条件，并对从业人员进行安全生产教育和培训。",
)


def slow_scores(index: ClauseIndex, query: Query) -> np.ndarray:
    """BM25 added up term by term, over all rows, frequent pairs among them."""
    result = np.zeros(len(index), dtype=np.float64)
    lines = np.concatenate([query.found, index._frequent[0][query.frequent]])
    for term, factor in zip(lines.tolist(), [*query.factors, *query.frequent_factors], strict=True):
        span = slice(int(index.starts[term]), int(index.starts[term + 1]))
        result[index.docs[span]] += index.weights[span] * float(factor)
    return result


@pytest.mark.parametrize("text", TEXTS)
def test_scores_hold_frequent_pairs_too(text: str, index: ClauseIndex) -> None:
    query, rows = index.query(text), np.arange(0, len(index), 7, dtype=np.int64)
    expected = slow_scores(index, query)
    owner = np.zeros(len(rows), dtype=np.int64)
    assert len(query.frequent)
    assert index.scores(query) == pytest.approx(expected, abs=1e-3)
    once, twice = index.at((((query,),), ((query, query),)), owner, rows).T
    assert once == pytest.approx(expected[rows], abs=1e-3)
    assert twice == pytest.approx(2 * expected[rows], abs=1e-3)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("limit", [1, 5, 20])
@pytest.mark.parametrize("share", [1, 50])
def test_the_best_are_those_of_a_full_sort(text: str, limit: int, share: int, index: ClauseIndex) -> None:
    """In all laws, and in a few, where hardly any article is near the highest score. Far down the list an article that
    lives by frequent pairs alone may be missing; every score is whole."""
    query = index.query(text)
    scope = index.scope(np.unique(index.version_ids)[::share].tolist())
    hits, slow = index.best(query, scope, limit), slow_scores(index, query)
    best = scope.rows[np.lexsort((scope.rows, -slow[scope.rows]))][:limit]
    assert len(set(best.tolist()) & set(hits.rows.tolist())) >= 0.8 * limit
    assert hits.scores == pytest.approx(slow[hits.rows], abs=1e-3)
    assert scope.inside[hits.rows].all()
    assert np.lexsort((hits.rows, -hits.scores)).tolist() == list(range(limit))


def test_questions_prepared_together_are_those_prepared_alone(index: ClauseIndex) -> None:
    texts = [*TEXTS, "", "龘龘", TEXTS[0], "可以。"]
    index.forget()
    together = index.queries(texts)
    index.forget()
    for query, text in zip(together, texts, strict=True):
        alone = index.query(text)
        for name in ("pairs", "rarity", "places", "found", "factors", "frequent", "frequent_factors"):
            assert getattr(query, name).tolist() == getattr(alone, name).tolist()


def pairs(text: str) -> set[int]:
    codes, _ = grams_of_units(units_of(text))
    return set(codes[is_pair(codes)].tolist())


def alone(index: ClauseIndex, text: str, rows: np.ndarray, scores: np.ndarray, number: int = 0) -> Clause:
    """A clause as a document of its own."""
    values = (scores / max(float(scores.max(initial=0)), 1e-9)).astype(np.float32)
    nothing = np.zeros(len(rows), dtype=np.float32)
    return Clause(
        index.query(text), number, number, 0.0, Found(rows, values, values, nothing, nothing, nothing > 0, nothing)
    )


@pytest.mark.parametrize("lower", ["禁止占用、堵塞、封闭消防车通道。", "生产经营单位应当具备安全生产条件", "龘龘"])
def test_overlaps_and_ratio_equal_the_slow_way(lower: str, index: ClauseIndex) -> None:
    query = index.query(lower)
    rows = np.arange(0, len(index), 997, dtype=np.int64)
    features = measure(index, [alone(index, lower, rows, np.ones(len(rows)))])
    value = dict(zip(query.pairs.tolist(), query.rarity.tolist(), strict=True))
    for row, clause, measured in zip(rows.tolist(), features.clauses.tolist(), features.values, strict=True):
        assert index.clause(clause) in index.clauses(row)
        upper = index.clause(clause)
        shared = sum(value[pair] for pair in pairs(upper) & set(value))
        assert measured[FEATURES.index("containment")] == pytest.approx(shared / sum(value.values()), abs=1e-4)
        assert measured[FEATURES.index("ratio")] == pytest.approx(fuzz.ratio(lower, upper) / 100, abs=1e-4)
        whole = set.union(*(pairs(part) for part in index.clauses(row))) & set(value)
        assert measured[FEATURES.index("whole")] == pytest.approx(
            sum(value[pair] for pair in whole) / sum(value.values()), abs=1e-4
        )
        assert max(map(query.containment, index.clauses(row))) >= query.containment(upper) - 1e-6


def test_an_article_finds_itself(index: ClauseIndex) -> None:
    everything = index.scope(set(index.version_ids.tolist()))
    for row in range(500, len(index), 4999):
        text = "\n".join(index.clauses(row))
        hits = index.top_each(index.query(text), (everything,), 50)[0]
        if len(text) > 40:
            best = rank(index, [alone(index, text, hits.rows, hits.scores)])[0].candidates[0]
            assert index.clauses(best.row)[0][:15] == index.clauses(row)[0][:15]


def test_clauses_ranked_together_and_far_apart_are_ranked_as_if_alone(index: ClauseIndex) -> None:
    everything = index.scope(set(index.version_ids.tolist()))
    texts = ["禁止占用、堵塞、封闭消防车通道。", "任何单位和个人都有维护消防安全、保护消防设施的义务。"]
    clauses = []
    for number, text in enumerate(texts):
        hits = index.top_each(index.query(text), (everything,), 40)[0]
        clauses.append(alone(index, text, hits.rows, hits.scores, number * 1000))
    assert rank(index, clauses) == tuple(rank(index, [clause])[0] for clause in clauses)


def test_neighbours_that_find_neighbouring_articles_lift_a_candidate(index: ClauseIndex) -> None:
    everything = index.scope(set(index.version_ids.tolist()))
    text = "任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。"
    hits = index.top_each(index.query(text), (everything,), 40)[0]
    pair = [alone(index, text, hits.rows, hits.scores, number) for number in (0, 1)]
    single = rank(index, pair[:1])[0].candidates[0]
    together = rank(index, pair)[0].candidates[0]
    assert together.row == single.row
    assert together.total > single.total


def test_trees_give_what_walking_down_them_gives() -> None:
    random = np.random.default_rng(1)
    trees = Trees(
        random.integers(0, 5, (7, 7)),
        random.normal(size=(7, 7)).astype(np.float32),
        random.normal(size=(7, 8)).astype(np.float32),
    )
    values = random.normal(size=(50, 5)).astype(np.float32)
    for row, total in zip(values, trees.totals(values), strict=True):
        expected = 0.0
        for features, thresholds, leaves in zip(trees.features, trees.thresholds, trees.leaves, strict=True):
            node = 0
            while node < 7:
                node = 2 * node + (2 if row[features[node]] > thresholds[node] else 1)
            expected += float(leaves[node - 7])
        assert total == pytest.approx(expected, abs=1e-4)


def test_nothing_to_rank_is_no_candidate_and_no_confidence(index: ClauseIndex) -> None:
    none = np.zeros(0, dtype=np.int64)
    found = rank(index, [alone(index, "罚款", none, none.astype(np.float32))])[0]
    assert found.candidates == ()
    assert found.confidence == 0.0


@pytest.mark.parametrize("name", ["containment", "ratio"])
def test_more_evidence_never_lowers_the_confidence(name: str) -> None:
    weak = np.full(len(FEATURES), 0.4, dtype=np.float32)
    strong = weak.copy()
    strong[FEATURES.index(name)] = 0.9
    place = Standing(1.0, 0.5, 5.0)
    assert confidence(strong, place) > confidence(weak, place)
    assert confidence(weak, Standing(2.0, 0.8, 6.0)) > confidence(weak, place)


@pytest.mark.parametrize("whole", [False, True])
def test_shared_words_are_in_both_texts_and_rare_ones_first(whole: bool, index: ClauseIndex) -> None:
    row = int(np.flatnonzero(np.diff(index.article_clauses) > 1)[0])
    first, last = index.article_clauses[row : row + 2].tolist() if whole else (int(index.article_clauses[row]),) * 2
    upper = "\n".join(index.clause(number) for number in range(first, max(last, first + 1)))
    lower = f"龘龘{upper[:12]}，另行规定的除外。"
    words = shared_words(index.query(lower), index.held(first, max(last, first + 1)))
    assert words[0] in upper[:12]
    assert len(words[0]) > 4
    assert all(word in lower and word in upper for word in words)


def test_the_index_does_not_grow_with_questions(index: ClauseIndex, tmp_path: Path) -> None:
    for number in range(300):
        index.scores(index.query(f"第{number}号消防设施检查规定"))
    held = sum(scored.walked.nbytes for scored in index._scores.values())
    assert held <= 64 << 20
