"""Penalties in a drafter's own words: made to wait, imposed at once, a first time free, a fine added, another amount or kind."""

import pytest
from differing import alarms as _alarms

from lawcheck.slots import read_slots

GREEN = (
    "违反本法规定，擅自占用城市绿地的，由城市绿化主管部门责令限期退还、恢复原状，并处五千元以上五万元以下罚款；"
    "造成损失的，依法承担赔偿责任。"
)
HOTEL = "旅馆未按规定登记住宿人员信息的，由公安机关责令改正，给予警告；拒不改正的，处五百元以上一千元以下罚款。"
LESSON = "学校未按照规定对学生进行安全教育的，由教育行政部门责令改正。"
FRAUD = "骗取社会保险待遇的，由社会保险行政部门责令退回骗取的社会保险金，处骗取金额二倍以上五倍以下的罚款。"
FOOD = (
    "未取得食品生产经营许可从事食品生产经营活动的，由食品安全监督管理部门没收违法所得，并处五万元以上十万元以下罚款。"
)


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("擅自占用城市绿地的，由城管局先予劝导，经劝导仍不退还的，处五千元以上五万元以下罚款。", GREEN, ("条件", "减轻", "经劝导仍不退还的")),
        ("私自占用绿地，情节严重的，由城管部门处五千元以上五万元以下罚款。", GREEN, ("条件", "减轻", "情节严重的")),
        ("占用城市绿地不超过三十日的，责令恢复原状，免予罚款；超过的，处五千元罚款。", GREEN, ("条件", "减轻", "免予罚款")),
        ("擅自占用城市绿地的，由城管部门批评教育，督促退还。", GREEN, ("处罚种类", "减轻", "由城管部门批评教育，督促退还")),
        ("旅馆不如实登记住宿人员信息的，由派出所当场处五百元以上一千元以下罚款。", HOTEL, ("条件", "加重", "")),
        ("学校没有对学生开展安全教育的，由县教育局责令改正；逾期未改的，处一万元以下罚款。", LESSON, ("处罚种类", "加重", "处一万元以下罚款")),
        ("骗取社保待遇的，退回骗取的钱，并按骗取金额的百分之五十处以罚款。", FRAUD, ("数额", "减轻", "百分之五十")),
        ("骗取社会保险金的，处骗取金额五倍以上十倍以下的罚款。", FRAUD, ("数额", "加重", "五倍以上十倍以下")),
        ("未取得食品经营许可从事食品经营的，由市场监管局处五万元以上十万元以下罚款。", FOOD, ("处罚种类", "减轻", "")),
    ],
    ids=["after advice", "if grave", "spared", "only a talk", "at once", "fine added", "share for multiple", "more times", "kind left out"],
)  # fmt: skip
def test_a_penalty_that_departs_is_told(lower: str, upper: str, told: tuple[str, str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("擅自占用城市绿地的，由城管局责令限期退还、恢复原状，处一万元以上三万元以下罚款。", GREEN),
        ("擅自占用城市绿地，违法行为轻微并及时改正，没有造成危害后果的，不予行政处罚。", GREEN),
        ("擅自占用城市绿地的，物业服务企业应当劝导，并报告城管部门。", GREEN),
        ("学校没有对学生开展安全教育的，由县教育局责令改正，并约谈校长。", LESSON),
        ("旅馆不登记住宿人员信息的，由公安机关责令改正并警告；拒不改正的，处五百元以上八百元以下罚款。", HOTEL),
        ("骗取社保待遇的，退回骗取的钱，处骗取金额二倍以上三倍以下罚款。", FRAUD),
        ("快递员乱停车辆的，由公安交管部门处五十元罚款。", FOOD),
    ],
    ids=["within", "slight", "bystander", "no fine", "waits above too", "within the multiple", "another act"],
)
def test_a_penalty_within_the_law_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []


def test_a_share_up_to_a_multiple_is_one_interval() -> None:
    [fine] = read_slots("处违法所得百分之五十以上一倍以下罚款。").fines
    assert (float(fine.low or 0), float(fine.high or 0), fine.unit) == (0.5, 1.0, "倍")
