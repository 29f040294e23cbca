"""Bounds that are a multiple or a share of another quantity."""

from __future__ import annotations

import pytest

from lawcheck.comparison import compare_clauses


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        ("充电价格不得高于居民电价的一点二倍。", "充电价格不得高于居民电价。", "放宽"),
        ("充电价格不得高于居民电价的百分之八十。", "充电价格不得高于居民电价。", "加重"),
        ("充电价格不得高于居民电价。", "充电价格不得高于居民电价的1.2倍。", "加重"),
        ("补偿标准不得低于市场价格的百分之七十。", "补偿标准不得低于市场价格。", "放宽"),
        ("补偿标准不低于市场价格的一点五倍。", "补偿标准不低于市场价格。", "加重"),
        ("补偿标准不低于市场价格的百分之一百二十。", "补偿标准不低于市场价格。", "加重"),
    ],
)
def test_a_multiple_of_the_bound_is_told(lower: str, upper: str, relation: str) -> None:
    assert compare_clauses(lower, upper).relation.value == relation


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("充电价格不得高于居民电价。", "充电价格不得高于居民电价。"),
        ("充电价格不得高于居民电价的一点二倍。", "充电价格不得高于居民电价的一点二倍。"),
        ("充电价格不得高于商业电价的一点二倍。", "充电价格不得高于居民电价。"),
    ],
)
def test_the_same_bound_and_one_of_another_quantity_are_not(lower: str, upper: str) -> None:
    assert all("限度" not in difference.note for difference in compare_clauses(lower, upper).differences)
