"""Who pays, turned round in a drafter's own words."""

import pytest
from differing import differences_by

SEIZED = "因公共利益需要征用单位和个人的物资、交通工具的，使用完毕后应当及时返还；毁损或者灭失的，应当给予补偿。"
ILLNESS = "职业病患者的诊疗、康复费用由用人单位承担。"
SAMPLES = "抽样检验的样品应当向被抽样人购买，并支付检验费用，不得向被抽样人收取检验费。"
WATER = "新建住宅的供水设施建设费用由开发建设单位承担，不得转嫁给业主。"
STATION = "因车站原因造成旅客行李损坏的，承运人应当按照实际损失赔偿。"
HEALTH = "政府为六十五周岁以上老年人免费提供健康体检服务。"
FUND = "用人单位缴纳失业补助费。劳动者个人不缴纳失业补助费。"
KEEPING = "因查封、扣押发生的保管费用由行政机关承担。"
HEARING = "当事人不承担行政机关组织听证的费用。"
TOWED = "公安机关交通管理部门拖车不得向当事人收取费用，并应当及时告知当事人停放地点。"
CLEARED = "逾期不清除的，由防汛指挥部组织强行清除，并由设障者负担全部清障费用。"
INSURED = "失业人员参加职业培训所需费用由失业保险基金支付，个人不承担费用。"


_alarms = differences_by("relation", "lower")


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        ("防汛抢险调用的车辆船只，用完即还，途中损毁的损失由车主自担。", SEIZED, "损失由车主自担"),
        ("征用个人车辆造成毁损的，补偿金额最高不超过一万元。", SEIZED, "补偿金额最高不超过一万元"),
        ("职业病病人的诊疗康复费，用人单位承担一半，其余由本人负担。", ILLNESS, "由本人负担"),
        ("市场监管局抽样检验的样品由商户免费提供，检验后不再退回。", SAMPLES, "商户免费提供"),
        ("新建小区供水设施建设费用由购房业主在收房时分摊支付。", WATER, "费用由购房业主在收房时分摊"),
        ("旅客行李在车站损坏的，车站按每件不超过一百元赔付。", STATION, "不超过一百元赔付"),
        ("失业补助费由用人单位和劳动者分担，劳动者按工资的百分之一缴纳。", FUND, "劳动者按工资的百分之一缴纳"),
        ("失业人员参加培训，每人交纳教材费一百元，由个人负担。", INSURED, "由个人负担"),
        ("查封、扣押期间的保管费用由当事人负担。", KEEPING, "费用由当事人负担"),
        ("组织听证的费用由申请听证的当事人承担。", HEARING, "费用由申请听证的当事人承担"),
        ("违停车辆由交警部门拖移，拖车费由车辆所有人负担。", TOWED, "费由车辆所有人负担"),
        ("清除河道障碍，设障者不承担清障费用。", CLEARED, "设障者不承担清障费用"),
    ],
    ids=[
        "own loss",
        "capped",
        "shared",
        "for nothing",
        "another bears",
        "per piece",
        "shared with the spared",
        "spared above",
        "organ above",
        "party spared",
        "nobody charged",
        "doer spared",
    ],
)
def test_money_turned_round_is_told(lower: str, upper: str, words: str) -> None:
    assert ("疑似抵触", words) in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("征用的车辆毁损的，由县人民政府按规定给予补偿。", SEIZED),
        ("违法占用河道的物资被清除的，损失由当事人自行承担。", SEIZED),
        ("职业病病人的诊疗费、康复费由其所在用人单位支付。", ILLNESS),
        ("抽样检验所需经费列入本级财政预算。", SAMPLES),
        ("供水设施建设费用由开发建设单位承担，交付后的维护费由供水企业承担。", WATER),
        ("车站损坏旅客行李的，按行李的实际损失赔。", STATION),
        ("六十五岁以上老人体检不花钱。", HEALTH),
        ("失业人员培训费由失业保险基金支付。", INSURED),
        ("用人单位应当按月为劳动者缴纳失业补助费。", FUND),
        ("查封、扣押的物品由执法机关保管，费用由其负担。", KEEPING),
        ("听证费用列入行政机关预算。", HEARING),
        ("交警部门拖车不向当事人收费，停放地点当日告知。", TOWED),
        ("逾期不清除的，组织强行清除，清障费用由设障者负担。", CLEARED),
    ],
    ids=[
        "made good",
        "wrongdoer",
        "same bearer",
        "budget",
        "bearer kept",
        "real loss",
        "free too",
        "fund",
        "paid for others",
        "organ keeps",
        "organ's budget",
        "not charged",
        "doer pays",
    ],
)
def test_the_same_bearer_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []
