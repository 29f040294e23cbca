"""A 不 that one text has and the other lacks."""

from __future__ import annotations

import pytest

from lawcheck.comparison import compare_clauses

LAW = "行政机关征求其他机关意见所需时间不计算在前款规定的期限内。"


def _told(lower: str, upper: str) -> list[str]:
    return [d.note for d in compare_clauses(lower, upper).differences if d.slot == "规定"]


def test_a_dropped_negation_is_a_contradiction() -> None:
    found = compare_clauses("行政机关征求意见所需时间，计算在前条规定的期限内。", LAW)
    assert found.relation.value == "疑似抵触"


def test_an_added_negation_is_no_repetition() -> None:
    assert _told("申请人更正材料的时间，不计入办理期限。", "申请人更正材料的时间，计入办理期限。")


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("行政机关征求意见所需时间，不计算在前条规定的期限内。", LAW),
        ("行政机关征求意见所需时间，未计算在前条规定的期限内。", LAW),
        ("符合规划的耕地应当划入保护区。", "需要退耕还林、还牧、还湖的耕地，不应当划入保护区。"),
    ],
)
def test_the_same_in_other_words_and_another_matter_are_quiet(lower: str, upper: str) -> None:
    assert _told(lower, upper) == []


def test_items_of_two_lists_are_not_held_against_each_other() -> None:
    lists = "有下列情形之一的，给予处分：\n（一）对{}符合条件的申请人{}许可的；\n（二）泄露秘密的。"
    assert _told(lists.format("不", "准予"), lists.format("", "不予")) == []
