"""Whose time it is: an organ that binds itself more closely is told apart from people who get less time."""

from __future__ import annotations

import pytest

from lawcheck.comparison import compare_clauses
from lawcheck.comparison.phrases import OWN_TIME


@pytest.mark.parametrize(
    ("upper", "lower", "own"),
    [
        ("登记机关应当自受理之日起三十日内作出决定。", "登记机关应当自受理之日起十五日内作出决定。", True),
        ("申请人补正后，应当在三十日内予以答复。", "申请人补正后，应当在十日内予以答复。", False),
        ("养犬人应当自收到登记机关通知之日起三十日内申请复核。", "养犬人应当自收到登记机关通知之日起十五日内申请复核。", False),
        ("公安机关应当在三日前通知其家属。", "公安机关应当在七日前通知其家属。", False),
        ("经营者应当在三十日内向登记机关备案。", "经营者应当在十五日内向登记机关备案。", False),
    ],
)  # fmt: skip
def test_a_shorter_time_of_an_organ_is_said_to_be_its_own(upper: str, lower: str, own: bool) -> None:
    notes = [difference.note for difference in compare_clauses(lower, upper).differences]
    assert any(note.startswith("期限：") for note in notes)
    assert any(OWN_TIME in note for note in notes) is own


@pytest.mark.parametrize(
    ("lower", "relation"),
    [
        ("饲养场应当在四十八小时内送检，有冷库的可以延长至七日。", None),
        ("场里死了牲口，四十八小时内送检，有冷库的可延到七日。", None),
        ("饲养场应当在七日内送检，有冷库的可以延长至十日。", "放宽"),
    ],
)
def test_two_times_that_both_clauses_have_are_not_held_against_each_other(lower: str, relation: str | None) -> None:
    upper = "饲养场应当在48小时内送检；具备冷藏条件的，可以延长至7日。"
    told = {
        difference.relation.value
        for difference in compare_clauses(lower, upper).differences
        if difference.slot == "期限"
    }
    assert told == ({relation} if relation else set())
