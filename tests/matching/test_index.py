"""The index answers as a slow BM25 would, from any part of it, and is built once and whole."""

from __future__ import annotations

import math
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.laws import Library
from lawcheck.matching import ClauseIndex, open_index
from lawcheck.matching.building import FORMAT, B, IndexedArticle, build_index
from lawcheck.matching.building import K1 as SATURATION
from lawcheck.matching.grams import grams_of_units, units_of

DAY = date(2026, 11, 22)
TEXTS = [
    "任何单位和个人都有维护消防安全、保护消防设施、预防火灾、报告火警的义务。",
    "禁止从建筑物中抛掷物品。\n从建筑物中抛掷物品造成他人损害的，由侵权人依法承担侵权责任。",
    "有下列行为之一的，处五百元以下罚款：\n（一）占用消防车通道；\n（二）损坏消防设施。\n情节严重的，责令停产停业。",
    "从事餐饮服务的，应当取得许可证。",
    "",
]


def made(directory: Path, texts: list[str]) -> ClauseIndex:
    articles = [IndexedArticle(100 + n, n % 2, "某法", text) for n, text in enumerate(texts)]
    build_index(articles, directory, {"fingerprint": "x"})
    return ClauseIndex.load(directory, DAY)


@pytest.fixture
def small(tmp_path: Path) -> ClauseIndex:
    return made(tmp_path / "index", TEXTS)


def terms(text: str) -> Counter[int]:
    return Counter(grams_of_units(units_of(text))[0].tolist())


def slow_bm25(query: str, texts: list[str]) -> list[float]:
    """The textbook formula over dictionaries."""
    docs = [terms("某法\n" + text) for text in texts]
    average = sum(map(Counter.total, docs)) / len(docs)
    scores = []
    for doc in docs:
        score = 0.0
        for term, repeated in terms(query).items():
            frequency = sum(term in d for d in docs)
            idf = math.log(1 + (len(docs) - frequency + 0.5) / (frequency + 0.5))
            norm = SATURATION * (1 - B + B * doc.total() / average)
            score += repeated * idf * doc[term] * (SATURATION + 1) / (doc[term] + norm)
        scores.append(score)
    return scores


@pytest.mark.parametrize("query", ["占用消防车通道的，处罚款，并处罚款", "餐饮服务许可证", "某法", "没有关系的星球"])
def test_scores_are_those_of_the_textbook_formula(small: ClauseIndex, query: str) -> None:
    held = [text for text in TEXTS if text]
    expected = slow_bm25(query, held)
    assert small.scores(small.query(query, singles=True)) == pytest.approx(expected, rel=0.01, abs=0.02)


@given(st.text(alphabet="消防设施建筑物罚款许可证的，。", max_size=20))
@settings(max_examples=30, deadline=None)
def test_any_query_scores_as_the_formula(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    index = made(tmp_path_factory.mktemp("any") / "index", TEXTS)
    expected = slow_bm25(query, [text for text in TEXTS if text])
    assert index.scores(index.query(query, singles=True)) == pytest.approx(expected, rel=0.01, abs=0.05)


def test_only_articles_of_the_scope_are_found(small: ClauseIndex) -> None:
    query = small.query("消防设施 建筑物 许可证", singles=True)
    every, odd = small.scope([0, 1]), small.scope([1])
    found = small.top_each(query, (every, odd), 10)
    assert set(found[0].rows.tolist()) == {0, 1, 2, 3}
    assert set(found[1].rows.tolist()) == {1, 3}
    assert list(found[0].scores) == sorted(found[0].scores, reverse=True)


def test_an_article_gives_back_its_clauses_with_points_kept_together(small: ClauseIndex) -> None:
    assert small.clauses(2) == (
        "有下列行为之一的，处五百元以下罚款：\n（一）占用消防车通道；\n（二）损坏消防设施。",
        "情节严重的，责令停产停业。",
    )


def test_articles_without_text_are_left_out(small: ClauseIndex) -> None:
    assert small.article_ids.tolist() == [100, 101, 102, 103]


def test_an_index_of_nothing_answers_nothing(tmp_path: Path) -> None:
    empty = made(tmp_path / "empty", [])
    assert len(empty) == 0
    assert not len(empty.top_each(empty.query("罚款"), (empty.scope([1]),), 5)[0].rows)


def test_an_index_of_another_format_is_not_read(tmp_path: Path) -> None:
    made(tmp_path / "index", TEXTS)
    meta = tmp_path / "index" / "meta.json"
    meta.write_text(meta.read_text().replace(f'"format": {FORMAT}', '"format": 0'))
    with pytest.raises(ValueError, match="format"):
        ClauseIndex.load(tmp_path / "index", DAY)


def test_a_failed_build_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken():  # type: ignore[no-untyped-def]
        yield IndexedArticle(1, 1, "某法", "甲乙")
        raise RuntimeError("interrupted")

    with pytest.raises(RuntimeError):
        build_index(broken(), tmp_path / "index", {})
    assert list(tmp_path.iterdir()) == []


def test_the_index_of_a_library_is_built_once_beside_it(library: Library, index: ClauseIndex) -> None:
    again = open_index(library, DAY)
    assert again.directory == index.directory
    assert again.directory.parent == library.path.parent
    assert len(again) > 20_000
    assert np.array_equal(again.article_ids, index.article_ids)


def test_progress_reaches_the_end(library: Library, index: ClauseIndex, tmp_path: Path) -> None:
    copy = tmp_path / library.path.name
    copy.write_bytes(library.path.read_bytes())
    seen: list[tuple[str, int, int]] = []
    open_index(Library(copy), DAY, progress=lambda *step: seen.append(step))
    assert seen[0][1] == 0
    assert seen[-1][1] == seen[-1][2] > 0
