"""Synonym clusters: relations in both directions, and the trap of 十八周岁以下."""

from __future__ import annotations

import pytest

from lawcheck.terms import load_lexicon

LEXICON = load_lexicon()


@pytest.mark.parametrize(
    ("text", "other", "relation"),
    [
        ("不满十八周岁的自然人", "未成年人", "="),
        ("未成年人", "不满十八周岁的自然人", "="),
        ("未成年人", "十八周岁以下", "≠"),
        ("机动车", "车辆", "⊂"),
        ("车辆", "机动车", "⊃"),
        ("电动自行车", "非机动车", "⊂"),
        ("罚款", "罚金", "≠"),
        ("责令限期改正", "责令改正", "="),
        ("应当", "必须", "~"),
    ],
)
def test_relation_reads_in_both_directions(text: str, other: str, relation: str) -> None:
    found = LEXICON.relation(text, other)
    assert found
    assert (found.text, found.relation, found.other) == (text, relation, other)


def test_words_of_no_common_cluster_have_no_relation() -> None:
    assert LEXICON.relation("车辆", "罚款") is None


def test_expansion_leaves_out_what_is_not_the_same() -> None:
    assert "十八周岁以下" not in LEXICON.expand("未成年人")
    assert "不满十八周岁的公民" in LEXICON.expand("未成年人")
    assert "罚金" not in LEXICON.expand("罚款")


def test_the_trap_is_a_hit_and_says_why() -> None:
    (hit,) = LEXICON.find("组织十八周岁以下的学生")
    assert (hit.term.category, hit.term.rule, hit.term.severity) == ("synonym", "W30", "info")
    assert "本数" in hit.term.reason


def test_synonyms_are_found_with_the_longest_word_at_each_place() -> None:
    text = "行政主管部门对非 机动车和车辆"
    found = [(hit.text, hit.cluster.name, text[hit.span.start : hit.span.end]) for hit in LEXICON.find_synonyms(text)]
    assert found == [
        ("行政主管部门", "主管部门", "行政主管部门"),
        ("非机动车", "车辆", "非 机动车"),
        ("车辆", "车辆", "车辆"),
    ]
