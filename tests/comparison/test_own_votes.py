"""How many must take part, agree or ask, in a drafter's own words."""

import pytest

from lawcheck.comparison import compare_clauses

VILLAGE = "召开村民会议，应当有本村十八周岁以上村民的过半数参加，村民会议所作决定应当经到会人员的过半数通过。"
OWNERS = "业主大会决定改建建筑物的，应当经专有部分占建筑物总面积2/3以上的业主且占总人数2/3以上的业主同意；决定其他事项，应当经总人数过半数的业主同意。"
RECALL = "本村五分之一以上有选举权的村民或者三分之一以上的村民代表联名，可以要求罢免村民委员会成员。"
CLEARANCE = "因旧城区改建需要征收房屋，多数被征收人认为征收补偿方案不符合规定的，应当组织听证会。"


def _told(lower: str, upper: str) -> list[tuple[str, str]]:
    found = compare_clauses(lower, upper).differences
    return [(d.relation.value, d.lower) for d in found if d.note.startswith("比例")]


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("村民会议有三分之一以上的成年村民到会，即可举行。", VILLAGE, ("放宽", "三分之一以上")),
        ("旧城区改建中，四分之三以上被征收人要求听证的，征收部门组织听证会。", CLEARANCE, ("加重", "四分之三以上")),
        ("业主大会决定，由全体业主一致同意后执行。", OWNERS, ("加重", "全体业主一致")),
        ("业主大会的决定有三分之一业主同意即可作出。", OWNERS, ("放宽", "三分之一")),
        ("罢免村民委员会成员，由本村三分之一以上有选举权的村民联名提出。", RECALL, ("加重", "三分之一以上")),
    ],
)
def test_another_share_is_told(lower: str, upper: str, told: tuple[str, str]) -> None:
    assert _told(lower, upper) == [told]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("村民会议由半数以上成年村民参加方可举行。", VILLAGE),
        ("旧城区改建中，过半数被征收人对补偿方案提出反对的，组织听证会。", CLEARANCE),
        ("业主大会决定改建建筑物的，应当经占总人数三分之二以上的业主同意；其他事项，过半数的业主同意即可。", OWNERS),
        ("经常务委员会组成人员过半数同意，可以暂不付表决。", "经联组会议或者全体会议同意，可以暂不付表决。"),
        ("罢免村民委员会成员，由本村三分之一以上村民代表联名提出。", RECALL),
        ("全体村民应当爱护公共设施，三分之一的村民小组轮流值守。", VILLAGE),
    ],
)
def test_the_same_share_or_none_is_left_alone(lower: str, upper: str) -> None:
    assert _told(lower, upper) == []
