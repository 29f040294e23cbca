"""What a drafter says in another way, at another place or in another order is no departure; its twin is one."""

import pytest
from differing import alarms as _alarms

EXCEPT = "除地基和承重墙以外，经发包方书面同意，承包方可以把工程的其他部分分包给有资质的单位。"
REPAIR = "检修单位未按照规定复核的，责令限期改正，处一千元罚款；逾期未改正的，处三千元罚款。"
COURTS = "公安机关、人民检察院、人民法院在办理案件中发现学生被遗弃的，应当告知民政部门。"
IDLE = "受让人满一年未开工的，可以征收闲置费；满二年未开工的，可以无偿收回土地。"
CONSENT = "校医室抽取血样，应当经疾病预防控制工作机构负责人同意，并当场封存血样。"


@pytest.mark.parametrize(
    ("upper", "lawful", "departing"),
    [
        (
            EXCEPT,
            "地基和承重墙由承包方自行施工；其他部分经发包方书面同意，承包方可以分包给有资质的单位。",
            "经发包方书面同意，承包方可以把工程的任何部分分包给有资质的单位。",
        ),
        (
            REPAIR,
            "检修单位未按照规定复核的，责令限期改正，处一千元罚款；到期不改的，处三千元罚款。",
            "检修单位未按照规定复核的，责令限期改正，处三千元罚款。",
        ),
        (
            COURTS,
            "人民法院、人民检察院、公安机关在办理案件中发现学生被遗弃的，应当告知民政部门。",
            "公安机关、人民检察院、人民法院在办理案件中发现学生被遗弃的，应当告知财政部门。",
        ),
        (IDLE, "受让人满二年未开工的，可以无偿收回土地。", "受让人满三年未开工的，可以无偿收回土地。"),
        (
            CONSENT,
            "校医室抽取血样，应当经疾病预防控制机构负责人同意，并当场封存血样。",
            "校医室抽取血样，应当当场封存血样。",
        ),
    ],
)
def test_said_otherwise(upper: str, lawful: str, departing: str) -> None:
    assert _alarms(lawful, upper) == []
    assert _alarms(departing, upper)


def test_alternatives_that_the_law_does_not_know_sweep_nothing_away() -> None:
    law = "单位应当备足保安员报酬。没有备足报酬的，不得开业。"
    assert _alarms("单位应当备足保安员报酬；无论城区还是郊县，没有备足报酬的，不得开业。", law) == []


def test_those_treated_alike_meet_no_new_condition() -> None:
    law = "村民可以申请领取口粮补助。"
    assert _alarms("村民可以申请领取口粮补助；户籍不在本村的，同等办理。", law) == []
