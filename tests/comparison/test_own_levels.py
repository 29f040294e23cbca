"""Who decides in a drafter's own words: too low a level, a department for a government, another field."""

import pytest

from lawcheck.comparison import compare_clauses
from lawcheck.comparison.model import Relation

SLAUGHTER = "生猪定点屠宰厂由设区的市级人民政府颁发生猪定点屠宰证书。"
WAGE = "最低工资标准由省、自治区、直辖市人民政府规定，报国务院备案。"
EPIDEMIC = (
    "动物疫情由县级以上人民政府农业农村主管部门认定；其中重大动物疫情由省、自治区、直辖市人民政府农业农村主管部门认定。"
)
WATER = "饮用水水源保护区的划定，由有关市、县人民政府提出划定方案，报省、自治区、直辖市人民政府批准。"
FELLING = "采伐林木的，由县级以上人民政府林业主管部门核发采伐许可证。"
DRAINS = "排水专项规划由城镇排水主管部门编制，报本级人民政府批准。"
AQUACULTURE = "使用国有水域、滩涂从事养殖生产的，由本级人民政府核发养殖证。"
BUDGET = "预算调整方案应当提请本级人民代表大会常务委员会审查和批准。"
FOOD = "从事食品经营的，由所在地县级以上人民政府市场监督管理部门发给食品经营许可证。"
NURSERY = "设立民办幼儿园，由县级人民政府教育行政部门审批。"
GRAVES = "建设公墓，应当经县级人民政府民政部门审核，报设区的市级人民政府民政部门审批。"
VACCINES = "县级以上地方人民政府卫生健康主管部门根据监测信息，报经本级人民政府决定，可以进行群体性预防接种。"
SURVEYORS = "甲级测绘资质由国务院测绘地理信息主管部门核发。"


def _organs(lower: str, upper: str, *, municipality: bool = False) -> list[str]:
    found = compare_clauses(lower, upper, municipality=municipality).differences
    return [d.lower for d in found if d.slot == "机关" and d.relation is Relation.CONFLICT]


@pytest.mark.parametrize(
    ("lower", "upper", "told"),
    [
        ("屠宰场的定点屠宰证书由区农业农村局颁发。", SLAUGHTER, "由区农业农村局颁发"),
        ("全县最低工资标准由县人社局定。", WAGE, "由县人社局定"),
        ("发生重大动物疫情，由县农业农村局会同专家认定。", EPIDEMIC, "由县农业农村局会同专家认定"),
        ("水库周边的饮用水水源保护区由县人民政府划定。", WATER, "由县人民政府划定"),
        ("农户自留山的林木采伐证，由乡镇林业站核发。", FELLING, "由乡镇林业站核发"),
        ("测绘单位要办甲级测绘资质的，向市自然资源和规划局申领。", SURVEYORS, "向市自然资源和规划局申领"),
        ("县城排水专项规划由县住建局批准后实施。", DRAINS, "由县住建局批准"),
        ("县城排水专项规划经局党组会议研究通过后印发。", DRAINS, "经局党组会议研究通过"),
        ("水面、滩涂搞养殖的，养殖证由县农业农村局核发。", AQUACULTURE, "由县农业农村局核发"),
        ("预算调整方案由县人民政府批准后执行。", BUDGET, "由县人民政府批准"),
        ("养殖证的申请，由县农业农村局受理并核发养殖证。", AQUACULTURE, "由县农业农村局受理并核发"),
        ("县卫健局可以决定对学生进行群体性预防接种。", VACCINES, "县卫健局可以决定"),
        ("餐饮店的食品经营许可证由县卫健局发放。", FOOD, "由县卫健局发放"),
        ("在村里设立民办幼儿园的，由县卫生健康局审批。", NURSERY, "由县卫生健康局审批"),
    ],
    ids=[
        "district for city",
        "county for province",
        "grave cases",
        "cross of verbs",
        "township",
        "application",
        "department for government",
        "meeting of a department",
        "certificate of a government",
        "government for congress",
        "received and given",
        "subject of the sentence",
        "another field, short name",
        "another field",
    ],
)
def test_an_organ_that_the_law_does_not_name_is_told(lower: str, upper: str, told: str) -> None:
    assert _organs(lower, upper) == [told]


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("屠宰场的定点屠宰证书由市人民政府颁发。", SLAUGHTER),
        ("全县执行省人民政府规定的最低工资标准。", WAGE),
        ("一般动物疫情由县农业农村局认定。", EPIDEMIC),
        ("饮用水水源保护区由县人民政府提出方案，报省人民政府批准后划定。", WATER),
        ("林木采伐许可证由县林业局核发，乡镇林业站代收材料。", FELLING),
        ("县城排水专项规划由县住建局编制，报县政府批准。", DRAINS),
        ("养殖证由县农业农村局受理，县人民政府核发。", AQUACULTURE),
        ("养殖户向县农业农村局申领养殖证。", AQUACULTURE),
        ("预算调整方案由县财政局编制，提请县人大常委会批准。", BUDGET),
        ("餐饮店的食品经营许可证由县市场监管局发放。", FOOD),
        ("餐饮店的食品经营许可证由县行政审批局发放。", FOOD),
        ("在村里设立民办幼儿园的，由县教育体育局审批。", NURSERY),
        ("公墓建设由县民政局审核同意后，报市民政局审批。", GRAVES),
        ("县级名录由县人民政府批准公布。", "国家级名录由国务院批准公布。"),
    ],
    ids=[
        "city",
        "thing decided elsewhere",
        "other grade",
        "both organs",
        "helper",
        "step before",
        "received by a department",
        "asked for at a department",
        "congress",
        "right department",
        "joined approvals",
        "department of two fields",
        "checked before",
        "thing of its own level",
    ],
)
def test_organs_that_the_law_leaves_it_to_are_silent(lower: str, upper: str) -> None:
    assert not _organs(lower, upper)


def test_the_city_of_a_municipality_is_a_province() -> None:
    lower = "最低工资标准由市人民政府规定。"
    assert _organs(lower, WAGE) == ["由市人民政府规定"]
    assert not _organs(lower, WAGE, municipality=True)


QUOTA = "用水总量控制指标，由国务院水行政主管部门会同国务院发展改革部门报国务院批准并下达实施。"


@pytest.mark.parametrize(
    ("lower", "told"),
    [
        ("市水利部门根据省人民政府下达的用水总量控制指标提出分解方案，报市人民政府批准后实施。", []),
        ("市水利部门提出用水总量控制指标，报市人民政府批准后实施。", ["报市人民政府批准"]),
    ],
)
def test_sharing_out_what_was_handed_down_is_no_decision_of_the_level_above(lower: str, told: list[str]) -> None:
    assert _organs(lower, QUOTA) == told
