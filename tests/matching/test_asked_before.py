"""What was asked of an article before brings a like question to it, and no other; known only by the very words of the article."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from lawcheck.dense.vectors import text_key
from lawcheck.laws import Library
from lawcheck.matching import ClauseIndex, ask
from lawcheck.matching.asked_before import AskedBefore, asked_rows, load_asked_before, spread
from lawcheck.matching.building import IndexedArticle, build_index
from lawcheck.matching.plain import PlainModel, best_rows
from lawcheck.resources import corpus_dir

ASKED = [("邻居的狗半夜乱叫怎么办", (2,)), ("楼上养狗太吵可以投诉吗", (2,)), ("公司拖着工资不发怎么办", (0,))]
TEXTS = ["拖欠劳动报酬的，责令限期支付。", "投标保证金应当退还。", "饲养动物干扰他人正常生活的，处警告。"]


def test_a_like_question_finds_an_article_that_shares_no_word_with_it(tmp_path: Path) -> None:
    build_index([IndexedArticle(n, n, "某法", text) for n, text in enumerate(TEXTS)], tmp_path / "index", {})
    index = ClauseIndex.load(tmp_path / "index", date(2026, 11, 24))
    before = AskedBefore.of(ASKED, ())
    scope, prior = index.scope(range(3)), np.zeros(3, dtype=np.float32)
    for question, expected in (("隔壁的狗整夜乱叫", [2]), ("保证金", [1])):
        like = spread(before.ids.astype(np.int64), before.likeness(question), len(index))
        rows, _ = best_rows(index, question, scope, prior, PlainModel({}, 0.0, {}), None, like)
        assert rows[:1].tolist() == expected


def test_what_has_nothing_in_common_is_not_like() -> None:
    assert AskedBefore.of(ASKED, ()).likeness("投标文件密封").tolist() == [0, 0]
    assert AskedBefore.of(ASKED, ()).likeness("？！").tolist() == [0, 0]


def test_articles_are_known_by_their_words_alone(library: Library, index: ClauseIndex) -> None:
    law = next(law for law in library.laws() if law.key == "劳动合同法")
    version = library.versions(law.law_id)[-1].version_id
    article = library.articles(version)[29]
    keys = np.array([text_key(f"{law.key} {article.text}"), 5], dtype=np.uint64)
    before = AskedBefore.of([], [law.key])._replace(ids=keys)
    rows = asked_rows(library, index, {version: law.key}, before)
    assert rows[1] == -1
    assert index.article_ids[rows[0]] == article.article_id


def test_what_is_stored_is_small_and_finds_its_articles(library: Library, index: ClauseIndex) -> None:
    assert (corpus_dir() / "models" / "plain-asked.npz").stat().st_size < 2_000_000
    stored = load_asked_before()
    held = {version.version_id: law.key for law, version in library.in_force(date(2026, 11, 24), include_unknown=True)}
    assert (asked_rows(library, index, held, stored) >= 0).mean() > 0.3
    assert any("劳动" in answer.law.title for answer in ask(library, index, "老板拖欠工资不给怎么办", limit=5))
