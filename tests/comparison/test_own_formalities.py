"""Filing made an approval, approval made a filing, in a drafter's own words."""

import pytest

from lawcheck.comparison import compare_clauses
from lawcheck.comparison.model import Relation

CLINIC = "诊所开业前向所在地县级人民政府卫生健康主管部门备案后，可以开展执业活动。"
DRONES = "购置植保无人机的，应当向县级人民政府农业农村主管部门备案。"
MARKET = "集贸市场的举办者应当在开业前向所在地市场监督管理部门报告。"
BUILDERS = "建筑业企业跨区域承揽工程的，向工程所在地住房城乡建设主管部门报送基本信息，不需要办理审批手续。"
TREES = "移植古树名木的，应当经城市人民政府园林绿化主管部门批准。"
PIPES = "在公路建筑控制区内埋设管线的，应当经公路管理机构批准。"
DAM = "水电站首次蓄水，应当经县级以上人民政府水行政主管部门验收合格后方可蓄水。"
EVENTS = "大型群众性活动实行安全许可制度，由县级以上人民政府公安机关实施安全许可。"


def _steps(lower: str, upper: str) -> list[tuple[Relation, str]]:
    return [(d.relation, d.lower) for d in compare_clauses(lower, upper).differences if d.slot == "程序"]


@pytest.mark.parametrize(
    ("lower", "upper", "relation"),
    [
        ("开办诊所，须经县卫健局批准并领取执业许可证。", CLINIC, Relation.HEAVIER),
        ("农场购置植保无人机，要先到县农业农村局办好飞行许可才能使用。", DRONES, Relation.HEAVIER),
        ("集贸市场要等市场监管局验收合格，发给准营证后方可开业。", MARKET, Relation.HEAVIER),
        ("外地施工队进县承揽工程的，应当先到住建局办理准入许可。", BUILDERS, Relation.HEAVIER),
        ("村民移植古树名木的，告知村委会就行。", TREES, Relation.RELAXED),
        ("移植古树名木无需审批，施工单位提前一周贴告示。", TREES, Relation.RELAXED),
        ("在公路边埋管子，跟公路站打个招呼就可以动工。", PIPES, Relation.RELAXED),
        ("在公路建筑控制区内埋设通信管线的，报公路中心备案。", PIPES, Relation.RELAXED),
        ("小型水电站由业主自行决定蓄水时间。", DAM, Relation.RELAXED),
    ],
    ids=[
        "permit for a filing",
        "only then",
        "inspection for a report",
        "waived above",
        "told to the village",
        "waived below",
        "by word of mouth",
        "filing for an approval",
        "own will",
    ],
)
def test_another_formality_is_told(lower: str, upper: str, relation: Relation) -> None:
    assert [found for found, _ in _steps(lower, upper)] == [relation]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("开办诊所，报县卫健局备案后就能开业。", CLINIC),
        ("农场购置植保无人机，购回后十日内到县农业农村局备案。", DRONES),
        ("集贸市场依法需要办理许可的，应当取得许可证。", MARKET),
        ("外地施工队承揽工程，到住建局登记信息即可，不用审批。", BUILDERS),
        ("移植古树名木，经县园林局批准，并告知村委会。", TREES),
        ("在公路建筑控制区内埋设管线，经县交通局批准后施工，完工后报交通局备案。", PIPES),
        ("水电站蓄水，经水利局验收合格后由业主自行决定时间。", DAM),
        ("公安机关不再受理超过容量的群众性活动的许可申请。", EVENTS),
        ("未经批准移植古树名木的，由城管局责令改正，并报园林局备案。", TREES),
    ],
    ids=[
        "filing",
        "filing later",
        "by another law",
        "waived on both sides",
        "approval and notice",
        "approval and filing",
        "own will after approval",
        "refused",
        "penalty",
    ],
)
def test_the_same_formality_is_silent(lower: str, upper: str) -> None:
    assert not _steps(lower, upper)
