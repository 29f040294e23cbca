"""Hours of the day in a clause and in the law."""

from __future__ import annotations

import pytest

from lawcheck.comparison import compare_clauses

LAW = "每日凌晨2时至上午8时，娱乐场所不得营业。"


@pytest.mark.parametrize(
    ("own", "relation"),
    [
        ("每日凌晨4时至上午8时，娱乐场所不得营业。", "放宽"),
        ("每日凌晨0时至上午9时，娱乐场所不得营业。", "加重"),
        ("每日凌晨0时至上午6时，娱乐场所不得营业。", "疑似抵触"),
        ("每日凌晨二时至上午八时，娱乐场所不得营业。", "重复"),
        ("每日2:00至8:00，娱乐场所不得营业。", None),
    ],
)
def test_hours_are_compared_by_what_they_say(own: str, relation: str | None) -> None:
    found = compare_clauses(own, LAW)
    told = [d for d in found.differences if d.note.startswith("时段")]
    assert found.relation.value == relation if relation else not told


def test_the_evening_of_one_day_and_the_morning_of_the_next() -> None:
    law, own = "每日23时至次日6时禁止施工作业。", "每日晚上10时30分至次日6时禁止施工作业。"
    assert compare_clauses(own, law).relation.value == "加重"
    assert not [d for d in compare_clauses("每日晚上11时至次日6时禁止施工作业。", law).differences if d.slot == "期限"]


def test_the_hours_of_another_matter_are_none() -> None:
    other = "政务服务中心工作日的受理时间为上午9时至下午5时。"
    assert not [d for d in compare_clauses(other, LAW).differences if d.note.startswith("时段")]
