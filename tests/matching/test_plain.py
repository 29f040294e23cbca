"""Questions in plain words: what was learnt of laws and words reorders what BM25 finds, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from lawcheck.matching import ClauseIndex
from lawcheck.matching.building import IndexedArticle, build_index
from lawcheck.matching.plain import PlainModel, best_rows, law_prior, load_plain_model

TEXTS = [
    "拖欠工资的，责令限期支付。",
    "拖欠税款的，责令限期缴纳。",
    "用人单位应当按时足额支付劳动报酬。",
    "本法自公布之日起施行。",
]
NOTHING = PlainModel({}, 0.0, {})


@pytest.fixture
def index(tmp_path: Path) -> ClauseIndex:
    build_index([IndexedArticle(10 + n, n, f"第{n}法", text) for n, text in enumerate(TEXTS)], tmp_path / "index", {})
    return ClauseIndex.load(tmp_path / "index", date(2026, 11, 22))


def first(index: ClauseIndex, question: str, model: PlainModel) -> int:
    keys = {version: f"法{version}" for version in range(len(TEXTS))}
    rows, _ = best_rows(index, question, index.scope(keys), law_prior(index, keys, model), model)
    return int(rows[0])


@pytest.mark.parametrize(
    ("question", "model", "expected"),
    [
        ("老板拖欠工资怎么办", NOTHING, 0),
        ("拖欠了怎么办", PlainModel({"法1": 9.0}, -1.0, {}), 1),
        ("老板不付薪水", PlainModel({}, 0.0, {"薪水": (("报酬", 3.0), ("没有", 1.0))}), 2),
    ],
)
def test_knowledge_of_laws_and_words_reorders(
    index: ClauseIndex, question: str, model: PlainModel, expected: int
) -> None:
    assert first(index, question, model) == expected


def test_meaning_finds_an_article_that_shares_no_word_with_the_question(index: ClauseIndex) -> None:
    scope, prior = index.scope(range(len(TEXTS))), np.zeros(len(TEXTS), dtype=np.float32)
    near = np.array([0.7, 0.7, 0.9, 0.7], dtype=np.float32)
    rows, scores = best_rows(index, "薪水咋没发", scope, prior, NOTHING, near)
    assert rows[0] == 2
    assert len(rows) == len(scores) == len(TEXTS)
    narrow = index.scope([3])
    assert best_rows(index, "薪水咋没发", narrow, prior, NOTHING, near)[0].tolist() == [3]


def test_a_question_without_known_words_finds_nothing(index: ClauseIndex) -> None:
    scope = index.scope(range(len(TEXTS)))
    rows, scores = best_rows(index, "？！", scope, np.zeros(len(TEXTS), dtype=np.float32), NOTHING)
    assert not len(rows)
    assert not len(scores)


def test_the_stored_model_holds_pairs_only() -> None:
    model = load_plain_model()
    assert all(len(plain) == 2 and all(len(legal) == 2 for legal, _ in row) for plain, row in model.words.items())
