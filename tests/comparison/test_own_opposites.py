"""The very opposite of what the law says, in a few words, and lawful sentences that look like it."""

import pytest
from differing import differences_by

from lawcheck.comparison import compare_clauses

RENEWAL = "行政机关应当在该行政许可有效期届满前作出是否准予延续的决定；逾期未作决定的，视为准予延续。"
CHAIR = "听证由行政机关指定的非本案调查人员主持；当事人认为主持人与本案有直接利害关系的，有权申请回避。"
LEDGER = "业主有权查阅维修资金的有关账目，物业服务人不得拒绝。"
TIPS = "行政机关应当对举报人的信息予以保密。"
WAGES = "劳动者在试用期的工资不得低于用人单位所在地的最低工资标准。"
SURCHARGE = "当事人申请行政复议的，加处罚款的数额在行政复议期间不予计算。"
GUARDS = "从事危险工序的作业人员经应急管理部门考核合格，方可上岗作业。"


_alarms = differences_by("relation", "lower")


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("行政机关逾期未作出是否延续决定的，视为不予延续。", RENEWAL, ("疑似抵触", "视为不予延续")),
        ("听证主持人由本案调查人员担任。", CHAIR, ("疑似抵触", "由本案调查人员")),
        ("物业服务人有权拒绝业主查阅维修资金账目。", LEDGER, ("疑似抵触", "有权拒绝")),
        ("对举报人的信息，行政机关可以向被举报人提供。", TIPS, ("疑似抵触", "可以向被举报人提供")),
        ("试用期工资由双方商定，不受最低工资标准限制。", WAGES, ("疑似抵触", "不受最低工资标准限制")),
        ("当事人申请行政复议期间，加处罚款照常计算。", SURCHARGE, ("疑似抵触", "照常计算")),
        ("从事危险工序的作业人员培训后即可上岗作业，无须考核。", GUARDS, ("放宽", "无须考核")),
    ],
)
def test_the_opposite_is_told(lower: str, upper: str, told: tuple[str, str]) -> None:
    assert told in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("行政机关逾期未作出是否延续决定的，视为准予延续行政许可。", RENEWAL),
        ("听证会上，由本案调查人员提出当事人违法的事实、证据，当事人进行质证。", CHAIR),
        ("查阅人不出示身份证明的，物业服务人可以拒绝其查阅维修资金账目。", LEDGER),
        ("经举报人同意，行政机关可以公开举报人的信息。", TIPS),
        ("医疗机构应当为被报复的举报人提供救治。", TIPS),
        ("加班工资不受本条规定的试用期限制。", WAGES),
        ("行政复议期间，加处罚款不计算；复议维持的，继续计算。", SURCHARGE),
        ("从事危险工序的作业人员考核合格后方可上岗作业，持证期内调换岗位无须考核的除外。", GUARDS),
    ],
    ids=[
        "deemed alike",
        "another deed",
        "a case to refuse",
        "consent",
        "help",
        "another limit",
        "both said",
        "only a case",
    ],
)
def test_what_looks_like_it_is_left_alone(lower: str, upper: str) -> None:
    found = compare_clauses(lower, upper).differences
    assert [d.lower for d in found if d.relation.value == "疑似抵触" or d.lower == "无须考核"] == []
