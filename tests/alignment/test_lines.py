"""Lines before characters: a 项 or a row that came is one line, not a shift of all that follow it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lawcheck.alignment import align_lines

LINES = st.text(alphabet="甲乙丙丁应当（一二）、；。\n\t", max_size=60)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(old[slice(*pair.old)], new[slice(*pair.new)]) for pair in align_lines(old, new)]


@given(LINES, LINES)
def test_every_line_of_both_texts_stands_in_one_pair_in_order(a: str, b: str) -> None:
    pairs = told(a, b)
    assert [line for old, _ in pairs for line in old.split("\n") if line] == [line for line in a.split("\n") if line]
    assert [line for _, new in pairs for line in new.split("\n") if line] == [line for line in b.split("\n") if line]


def test_a_row_put_into_a_table_leaves_the_others_beside_their_own() -> None:
    old = "类别\t次数\t面积\n甲类\t每日三次\t不少于六亩\n乙类\t每日二次\t不少于四亩"
    new = "类别\t次数\t面积\n特类\t每日三次\t不少于八亩\n甲类\t每日二次\t不少于六亩\n乙类\t每日二次\t不少于四亩"
    assert ("甲类\t每日三次\t不少于六亩", "甲类\t每日二次\t不少于六亩") in told(old, new)
    assert ("", "特类\t每日三次\t不少于八亩") in told(old, new)


def test_a_running_number_before_the_first_cell_does_not_pair_rows() -> None:
    old = "1\t倾倒垃圾\t处五十元罚款\n2\t损坏路灯\t处二百元罚款"
    new = "1\t损坏路灯\t处三百元罚款"
    assert told(old, new) == [("1\t倾倒垃圾\t处五十元罚款", ""), ("2\t损坏路灯\t处二百元罚款", new)]


def test_lines_joined_to_one_stay_with_it() -> None:
    old = "经营者应当公示价格。\n经营者应当出具票据。\n本条自公布之日起施行。"
    new = "经营者应当公示价格。经营者应当出具票据。\n本条自公布之日起施行。"
    joined = "经营者应当公示价格。\n经营者应当出具票据。"
    assert told(old, new)[0] == (joined, "经营者应当公示价格。经营者应当出具票据。")
    assert told(new, old)[0] == ("经营者应当公示价格。经营者应当出具票据。", joined)
