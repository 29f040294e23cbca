"""Steps in another order, and others who act, in a drafter's own words."""

import pytest
from differing import differences_by

from lawcheck.comparison import compare_clauses

ROPEWAY = "客运索道应当经检验合格，方可投入运营。"
MINES = "矿山企业应当在采矿作业开始前向县自然资源主管部门报告开采方案。"
LEASES = "出租房屋的，出租人应当自租赁合同签订之日起三十日内到房产管理部门办理备案。"
INSPECT = "县级人民政府水行政主管部门应当对河道采砂进行巡查，发现违法采砂的，及时处理。"
APPEAL = "当事人对处罚决定不服的，可以向作出决定机关的上一级机关申请复议。"
BANKS = "信托公司擅自吸收存款的，由国务院银行业监督管理机构处五十万元以上二百万元以下罚款。"


_alarms = differences_by("slot", "lower")


@pytest.mark.parametrize(
    ("lower", "upper", "found"),
    [
        ("旅游旺季客运索道可先行投入运营，两个月内补办检验。", ROPEWAY, ("程序", "可先行投入运营")),
        ("矿山企业在采矿作业开始后一个月内，向县自然资源局报告开采方案。", MINES, ("程序", "矿山企业在采矿作业开始后")),
        ("河道采砂的巡查由县砂石行业协会负责，发现违法采砂及时处理。", INSPECT, ("机关", "由县砂石行业协会负责")),
        ("对处罚决定不服的当事人，可以向作出决定的林业局申请复议。", APPEAL, ("机关", "向作出决定的林业局申请复议")),
        (
            "信托公司擅自吸收存款的，由市金融工作局处五十万元以上二百万元以下罚款。",
            BANKS,
            ("机关", "由市金融工作局处五十万元以上二百万元以下罚款"),
        ),
    ],
    ids=["made good", "after", "association", "itself", "nation"],
)
def test_turned_steps_and_other_agents_are_told(lower: str, upper: str, found: tuple[str, str]) -> None:
    slot, words = found
    assert any(s == slot and (w in words or words in w) for s, w in _alarms(lower, upper))


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("客运索道先检验、合格后再投入运营，检验费用由运营单位承担。", ROPEWAY),
        ("采矿作业开始前，矿山企业把开采方案报县自然资源局。", MINES),
        ("房屋租赁合同签订后三十日内，出租人到房产管理部门办理备案。", LEASES),
        ("县水务局定期巡查河道采砂，村民委员会协助，发现违法采砂及时处理。", INSPECT),
        ("不服处罚决定的，当事人可以依法向上一级机关申请复议。", APPEAL),
        ("信托公司擅自吸收存款的，由国家金融监督管理总局依法处罚，市金融工作局协助。", BANKS),
    ],
    ids=["first", "before", "after as well", "helps", "superior", "nation"],
)
def test_the_same_order_and_agent_are_left_alone(lower: str, upper: str) -> None:
    assert [found for found in _alarms(lower, upper) if found[0] in ("程序", "机关")] == []


BAYS = "在城市道路范围内，在不影响行人、车辆通行的情况下，政府有关部门可以施划停车泊位。"


@pytest.mark.parametrize(
    ("lower", "told"),
    [
        ("居民委员会可以根据需要在城市道路上施划停车泊位。", True),
        ("公安机关可以根据需要在城市道路上施划停车泊位。", False),
        ("居民委员会可以根据需要对城市道路上的停车泊位使用进行引导、劝导。", False),
    ],
    ids=["a body that is no authority", "an authority", "it only helps"],
)
def test_what_authorities_may_do_is_left_to_a_body_that_is_none(lower: str, told: bool) -> None:
    found = compare_clauses(lower, BAYS).differences
    assert any(d.slot == "机关" and d.relation.value == "疑似抵触" for d in found) == told
