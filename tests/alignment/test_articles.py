"""Concordance of articles: truth made by construction, seeded edits of a fictional law."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.alignment import ArticleText, align_articles
from lawcheck.document import Number

SUBJECTS = (
    "市人民政府",
    "绿化主管部门",
    "建设单位",
    "养护单位",
    "镇人民政府",
    "城管执法部门",
    "物业服务企业",
    "园林协会",
)
ACTS = (
    "编制绿地系统规划并向社会公布实施",
    "建立古树名木档案并设置保护标志",
    "不得擅自砍伐移植树木或者损毁花草",
    "依照施工图设计文件完成绿化工程验收",
    "将养护经费列入本级财政预算予以保障",
    "对占用绿地的申请在二十日内作出答复",
    "组织病虫害监测预报和防治工作演练",
    "开展义务植树宣传和技术培训活动",
)


def law() -> list[ArticleText]:
    texts = [f"{s}应当{a}，{b}。" for s, a, b in zip(SUBJECTS * 3, ACTS * 3, ACTS[3:] * 5, strict=False)]
    return [ArticleText(Number(n), f"{text}每年不少于{n * 7}次。") for n, text in enumerate(texts[:8], 1)]


def renumbered(texts: list[str]) -> list[ArticleText]:
    return [ArticleText(Number(n), text) for n, text in enumerate(texts, 1)]


def mapping(old: list[ArticleText], new: list[ArticleText]) -> list[tuple[int | None, int | None, str]]:
    return [(p.old and p.old.value, p.new and p.new.value, p.kind) for p in align_articles(old, new)]


def test_the_same_law_is_the_same() -> None:
    assert mapping(law(), law()) == [(n, n, "same") for n in range(1, 9)]


def test_an_inserted_article_moves_those_behind_it() -> None:
    texts = [a.text for a in law()]
    new = renumbered([*texts[:2], "鼓励居民认养绿地，认养人可以署名。", *texts[2:]])
    expected = [(1, 1, "same"), (2, 2, "same"), *((n, n + 1, "renumbered") for n in range(3, 9)), (None, 3, "added")]
    assert mapping(law(), new) == expected


def test_a_deleted_article_stands_nowhere() -> None:
    texts = [a.text for a in law()]
    assert mapping(law(), renumbered(texts[1:]))[0] == (1, None, "deleted")


def test_a_reworded_article_is_found_by_its_neighbours() -> None:
    texts = [a.text for a in law()]
    texts[3] = texts[3].replace("依照施工图设计文件完成绿化工程验收", "按照批准的图纸完成绿化工程验收")
    assert mapping(law(), renumbered(texts))[3] == (4, 4, "reworded")


def test_an_article_moved_to_the_end_is_found() -> None:
    texts = [a.text for a in law()]
    assert (1, 8, "moved") in mapping(law(), renumbered([*texts[1:], texts[0]]))


def test_split_and_merged_articles_name_all_their_parts() -> None:
    old = law()
    halves = old[1].text.split("，", 1)
    texts = [a.text for a in old]
    assert [m for m in mapping(old, renumbered([texts[0], halves[0], halves[1], *texts[2:]])) if m[0] == 2] == [
        (2, 3, "split"),
        (2, 2, "split"),
    ]
    joined = mapping(renumbered([texts[0], halves[0], halves[1], *texts[2:]]), old)
    assert {m for m in joined if m[1] == 2} == {(2, 2, "merged"), (3, 2, "merged")}


def test_a_changed_sum_is_a_change_however_long_the_article() -> None:
    texts = [a.text for a in law()]
    texts[4] = texts[4].replace("每年不少于35次", "每年不少于36次")
    assert mapping(law(), renumbered(texts))[4] == (5, 5, "reworded")


def test_marks_and_blanks_are_no_change() -> None:
    texts = [a.text.replace("，", ",").replace("应当", "应 当") for a in law()]
    assert {kind for _, _, kind in mapping(law(), renumbered(texts))} == {"same"}


def test_an_exact_text_elsewhere_beats_a_weak_likeness_in_order() -> None:
    old, alike = law(), "市人民政府应当编制绿地系统规划，鼓励认养。"
    found = mapping(old, renumbered([alike, *(a.text for a in old[1:]), old[0].text]))
    assert (1, 9, "moved") in found
    assert (None, 1, "added") in found


def test_nothing_is_paired_with_nothing() -> None:
    assert mapping([], law()) == [(None, n, "added") for n in range(1, 9)]
    assert mapping(law(), []) == [(n, None, "deleted") for n in range(1, 9)]
    assert mapping([], []) == []


@pytest.mark.parametrize("seed", range(20))
def test_seeded_insertions_and_deletions_are_followed(seed: int) -> None:
    chance, old = random.Random(seed), law()
    kept = [a for a in old if chance.random() > 0.25]
    texts, truth = [], {}
    for article in kept:
        if chance.random() < 0.3:
            texts.append(f"新增内容{chance.random()}：鼓励认养绿地。")
        texts.append(article.text)
        truth[article.number] = len(texts)
    found = {p.old: p.new.value for p in align_articles(old, renumbered(texts)) if p.old and p.new}
    assert found == truth


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("甲乙丙丁，。", max_size=12), max_size=8),
    st.lists(st.text("甲乙丙丁，。", max_size=12), max_size=8),
)
def test_every_article_of_both_versions_is_in_a_pair(old: list[str], new: list[str]) -> None:
    pairs = align_articles(renumbered(old), renumbered(new))
    assert {p.old.value for p in pairs if p.old} == set(range(1, len(old) + 1))
    assert {p.new.value for p in pairs if p.new} == set(range(1, len(new) + 1))
    assert all(0 <= p.similarity <= 1 for p in pairs)
