"""What both clauses say is told beside what differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lawcheck.comparison import compare_clauses

UPPER = "用户应当自变更之日起三十日内向县级以上人民政府登记；逾期不登记的，处二百元以上五百元以下罚款。"
LOWER = "产权人应当自变更之日起30日内向县级以上人民政府登记；逾期不登记的，处二百元以上一千元以下罚款。"


def points(lower: str, upper: str) -> set[str]:
    return set(compare_clauses(lower, upper).common_points)


@pytest.mark.parametrize("point", ["模态“应当”", "期限“30日内”", "机关“县级以上人民政府”", "处罚种类“罚款”"])
def test_slots_of_the_same_value_are_told(point: str) -> None:
    assert point in points(LOWER, UPPER)


@pytest.mark.parametrize(
    ("old", "new", "slot"),
    [
        ("30日", "60日", "期限"),
        ("应当", "可以", "模态"),
        ("县级以上人民政府", "市公安机关", "机关"),
        ("一千元", "九百元", "数额"),
    ],
)
def test_a_slot_that_differs_is_not(old: str, new: str, slot: str) -> None:
    assert not [point for point in points(LOWER.replace(old, new), UPPER) if point.startswith(slot)]


PIECES = st.lists(st.sampled_from([*UPPER, *LOWER, "但是", "\n", "（一）", "三万元", "不得"]), max_size=40).map("".join)


@given(lower=PIECES, upper=PIECES)
def test_spans_hold_the_words_that_are_told(lower: str, upper: str) -> None:
    for found in compare_clauses(lower, upper).agreements:
        assert (lower[slice(*found.lower_span)], upper[slice(*found.upper_span)]) == (found.lower, found.upper)
