"""The fast selections and overlaps equal their slow, obvious versions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from lawcheck.matching import ClauseIndex
from lawcheck.matching.grams import grams_of_units, is_pair, units_of
from lawcheck.matching.index import Scope, best_of
from lawcheck.matching.query import shared_words
from lawcheck.matching.ranking import FEATURES, Context, confidence, measure, rank


@given(st.lists(st.integers(0, 12), max_size=60), st.integers(1, 20), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_best_are_those_of_a_full_sort(values: list[int], limit: int, random: object) -> None:
    scores = np.array(values, dtype=np.float32)
    inside = [row for row in range(len(values)) if row % 3]
    expected = sorted((row for row in inside if values[row] > 0), key=lambda row: (-values[row], row))[:limit]
    found = best_of(scores, Scope(frozenset(), np.array(inside, dtype=np.int64)), limit)
    assert found.rows.tolist() == expected
    assert found.scores.tolist() == [values[row] for row in expected]


def pairs(text: str) -> set[int]:
    codes, _ = grams_of_units(units_of(text))
    return set(codes[is_pair(codes)].tolist())


@pytest.mark.parametrize("lower", ["禁止占用、堵塞、封闭消防车通道。", "生产经营单位应当具备安全生产条件", "龘龘"])
def test_overlaps_and_ratio_equal_the_slow_way(lower: str, index: ClauseIndex) -> None:
    query = index.query(lower)
    rows = np.arange(0, len(index), 997, dtype=np.int64)
    nothing = np.zeros(len(index), dtype=bool)
    features = measure(index, query, rows, np.ones(len(rows), dtype=np.float32), Context(nothing + 0.0, nothing))
    value = dict(zip(query.pairs.tolist(), query.rarity.tolist(), strict=True))
    for row, clause, measured in zip(rows.tolist(), features.clauses.tolist(), features.values, strict=True):
        assert index.clause(clause) in index.clauses(row)
        upper = index.clause(clause)
        shared = sum(value[pair] for pair in pairs(upper) & set(value))
        assert measured[FEATURES.index("containment")] == pytest.approx(shared / sum(value.values()), abs=1e-4)
        assert measured[FEATURES.index("ratio")] == pytest.approx(fuzz.ratio(lower, upper) / 100, abs=1e-4)
        best = max(query.containment(c) + fuzz.ratio(lower, c) / 100 for c in index.clauses(row))
        assert query.containment(upper) + fuzz.ratio(lower, upper) / 100 == pytest.approx(best, abs=1e-4)


def test_an_article_finds_itself(index: ClauseIndex) -> None:
    everything = index.scope(set(index.version_ids.tolist()))
    nothing = np.zeros(len(index), dtype=bool)
    for row in range(500, len(index), 4999):
        query = index.query("\n".join(index.clauses(row)))
        hits = index.top_each(query, (everything,), 50)[0]
        if len(query.text) > 40:
            best = rank(index, query, hits.rows, hits.scores, Context(nothing + 0.0, nothing)).candidates[0]
            assert index.clauses(best.row)[0][:15] == index.clauses(row)[0][:15]


def test_nothing_to_rank_is_no_candidate_and_no_confidence(index: ClauseIndex) -> None:
    nothing = np.zeros(len(index), dtype=bool)
    none = np.zeros(0, dtype=np.int64)
    found = rank(index, index.query("罚款"), none, none.astype(np.float32), Context(nothing + 0.0, nothing))
    assert found.candidates == ()
    assert found.confidence == 0.0


@pytest.mark.parametrize("name", ["containment", "ratio", "prior", "named"])
def test_more_evidence_never_lowers_the_confidence(name: str) -> None:
    weak = np.full(len(FEATURES), 0.4, dtype=np.float32)
    strong = weak.copy()
    strong[FEATURES.index(name)] = 0.9
    assert confidence(strong, 1.0) > confidence(weak, 1.0)
    assert confidence(weak, 2.0) > confidence(weak, 1.0)


def test_shared_words_are_in_both_texts_and_rare_ones_first(index: ClauseIndex) -> None:
    lower, upper = "应当在疏散通道设置自动喷水灭火系统的", "建设单位应当设置自动喷水灭火系统"
    words = shared_words(index.query(lower), upper)
    assert words[0] == "设置自动喷水灭火系统"
    assert all(word in lower and word in upper for word in words)


def test_the_index_does_not_grow_with_questions(index: ClauseIndex, tmp_path: Path) -> None:
    for number in range(300):
        index.scores(index.query(f"第{number}号消防设施检查规定"))
    held = sum(scores.nbytes for scores in index._scores.values())
    assert held <= 64 << 20
