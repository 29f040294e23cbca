"""What falls away or changes between two sentences without a slot of its own: bans, shares, bodies."""

import pytest

from lawcheck.comparison import Difference, compare_clauses


def _of(lower: str, upper: str, slot: str) -> list[Difference]:
    return [d for d in compare_clauses(lower, upper).differences if d.slot == slot]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("经依法批准的城乡规划，未经法定程序修改。", "经依法批准的城乡规划，未经法定程序不得修改。"),
        ("捕捞许可证买卖、租赁，不得涂改、伪造。", "捕捞许可证不得买卖、出租，不得涂改、伪造。"),
        ("本市政府规章设定减损公民权利的规范。", "地方政府规章不得设定减损公民权利的规范。"),
    ],
)
def test_a_ban_that_fell_away_is_told(lower: str, upper: str) -> None:
    found = _of(lower, upper, "模态")
    assert [(d.relation.value, d.upper) for d in found] == [("疑似抵触", "不得")]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("捕捞许可证不得买卖、出租、涂改、伪造。", "捕捞许可证不得买卖、出租，不得涂改、伪造。"),
        ("任何单位和个人禁止在此设摊经营。", "任何单位和个人不得在此设摊经营。"),
        ("城乡规划未经法定程序不予修改。", "城乡规划未经法定程序不得修改。"),
        ("禁止下列行为：\n（一）在此设摊经营；\n（二）在此停放车辆。", "不得在此设摊经营。不得在此停放车辆。"),
    ],
)
def test_a_ban_said_in_other_words_is_no_difference(lower: str, upper: str) -> None:
    assert not _of(lower, upper, "模态")


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        ("应当经二分之一以上业主同意。", "应当经三分之二以上业主同意。", "放宽"),
        ("应当经三分之二以上业主同意。", "应当经二分之一以上业主同意。", "加重"),
        ("应当经三分之二以上业主同意。", "应当经三分之二以上业主同意。", None),
    ],
)
def test_shares_are_compared(lower: str, upper: str, relation: str | None) -> None:
    assert [d.relation.value for d in _of(lower, upper, "数额")] == ([relation] if relation else [])


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("下列事项，经村民委员会讨论决定方可办理。", "下列事项，经村民会议讨论决定方可办理。", True),
        ("县级人民政府应当组织建立服务体系。", "县级人民政府应当组织建立健全服务体系。", False),
        ("市人民代表大会常务委员会可以提出地方性法规案。", "全国人民代表大会常务委员会可以提出法律案。", False),
    ],
)
def test_bodies_that_a_law_keeps_apart(lower: str, upper: str, told: bool) -> None:
    assert bool(_of(lower, upper, "机关")) is told
