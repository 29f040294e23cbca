"""Conditions and exceptions of the law that a drafter sweeps away."""

import pytest
from differing import alarms as _alarms


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        (
            "患者病情危急的，不管能否取得患者意见，值班医师可以立即实施抢救措施。",
            "患者病情危急，不能取得患者意见的，经医疗机构负责人批准，可以立即实施抢救措施。",
            ("条件", "加重", "不管能否取得患者意见"),
        ),
        (
            "医疗机构在任何情况下不得泄露患者隐私信息。",
            "医疗机构不得泄露患者隐私信息，但法律另有规定的除外。",
            ("例外", "加重", ""),
        ),
        (
            "公路工程未完工的，可以先行通车试用，交工验收手续日后补办。",
            "公路工程经交工验收合格，方可通车试用。",
            ("程序", "疑似抵触", "可以先行通车试用"),
        ),
        (
            "执法人员检查药品仓库，佩戴工作牌即可进入。",
            "执法人员检查药品仓库，应当出示执法证件。",
            ("条件", "放宽", "佩戴工作牌即可进入"),
        ),
        (
            "调解协议由双方当事人约定，可以口头订立。",
            "调解协议应当由双方当事人书面订立。",
            ("条件", "放宽", "可以口头订立"),
        ),
        (
            "药品销售凭证遗失的，经厂家确认后补开的也不予退货。",
            "药品销售凭证遗失的，经厂家确认后补开，可以退货。",
            ("例外", "疑似抵触", "经厂家确认后补开的也不予退货"),
        ),
    ],
)
def test_a_condition_swept_away_is_told(lower: str, upper: str, told: tuple[str, str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        (
            "不论哪个单位或者个人，都应当保守患者隐私信息，法律另有规定的除外。",
            "医疗机构不得泄露患者隐私信息，但法律另有规定的除外。",
        ),
        (
            "无论是自查发现还是群众举报的，主管部门接到举报后应当立即调查。",
            "主管部门发现或者接到群众举报的，应当立即调查处理。",
        ),
        (
            "公路工程交工验收资料不齐的，退回补齐后组织验收，验收合格方可通车。",
            "公路工程经交工验收合格，方可通车试用。",
        ),
    ],
)
def test_what_sweeps_nothing_away_is_left_alone(lower: str, upper: str) -> None:
    assert _alarms(lower, upper) == []
