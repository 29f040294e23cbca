"""What a drafter demands of an applicant beyond the law: papers of others, deposits, ties to the place, steps, qualities."""

import pytest
from differing import differences_by

SCHOOL = (
    "申请设立民办培训机构，举办者应当向审批机关提交下列材料：\n（一）申办报告；\n（二）举办者的姓名、住址；\n（三）培训场地的使用证明；\n"
    "（四）资产来源、资金数额的有效证明文件。"
)
HOTEL = (
    "申请开办旅馆，应当具备下列条件：\n（一）有固定的营业场所；\n（二）有符合规定的消防设施；\n（三）有安全管理人员。"
)
LAND = "土地承包经营权可以依法转让，受让方应当具有农业经营能力。"
SHOW = "个体演员从事营业性演出的，应当向县级人民政府文化主管部门备案。"


_alarms = differences_by("slot", "relation", "lower", alarming=False)


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        (
            "设立培训机构的，交齐申办报告、场地和资产证明后，还要提供教育培训协会的推荐函。",
            SCHOOL,
            "提供教育培训协会的推荐函",
        ),
        (
            "申请办培训机构，须提交申办报告、场地证明，以及所在社区出具的无异议证明。",
            SCHOOL,
            "所在社区出具的无异议证明",
        ),
        ("举办者在提交申办材料时，应当一并缴存二十万元质量保证金。", SCHOOL, "缴存二十万元质量保证金"),
        ("开旅馆要有固定场所、消防设施和安全管理人员，并且加入县旅馆业协会。", HOTEL, "加入县旅馆业协会"),
        ("申请开办旅馆的，应当有固定营业场所，法定代表人还应当具有本县户籍。", HOTEL, "具有本县户籍"),
        ("外地人在本县开办旅馆，应当在本县设立子公司，配备安全管理人员。", HOTEL, "在本县设立子公司"),
        ("申请开办旅馆的，营业场所应当固定，经营面积不少于八百平方米。", HOTEL, "经营面积不少于八百平方米"),
        ("土地承包经营权转让的，受让方仅限本村户籍的农户。", LAND, "仅限本村户籍的农户"),
        (
            "从事营业性演出的个体演员，应当先到县演出协会参加考试合格后，方可到县文化局备案。",
            SHOW,
            "到县演出协会参加考试合格",
        ),
        ("个体演员在本市连续居住满三年的，方可向县文化局备案从事营业性演出。", SHOW, "在本市连续居住满三年"),
    ],
    ids=["paper", "paper of others", "deposit", "club", "register", "seat", "size", "only locals", "step", "residence"],
)
def test_a_demand_that_the_law_does_not_make_is_told(lower: str, upper: str, words: str) -> None:
    assert ("条件", "加重", words) in _alarms(lower, upper)


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("申请设立培训机构的，提交申办报告、场地使用证明，以及资产来源证明文件。", SCHOOL),
        ("申请设立培训机构，还应当提交法律、行政法规规定的其他材料。", SCHOOL),
        ("审批机关受理申请后，还应当征求公安机关出具的意见，并到现场核实。", SCHOOL),
        ("举办者应当提交申办报告，并附身份证复印件和申请表。", SCHOOL),
        ("审批机关不得要求举办者另行提供村委会出具的证明。", SCHOOL),
        ("取消旅馆开办人应当具有本县户籍的限制。", HOTEL),
        ("鼓励旅馆投保公众责任险，并加入旅馆业协会。", HOTEL),
        ("具有本市户籍的个体演员从事营业性演出，到县文化局备案。", SHOW),
        (
            "申请设立培训机构的，还应当提交三家同行签字的担保书。",
            "设立民办培训机构的具体条件由省、自治区、直辖市人民政府规定。",
        ),
    ],
    ids=["listed", "by law", "organ", "forms", "denied", "lifted", "encouraged", "of whom", "left to the province"],
)
def test_what_the_law_asks_too_or_nobody_must_is_left_alone(lower: str, upper: str) -> None:
    assert not [row for row in _alarms(lower, upper) if row[0] == "条件"]


EQUAL = "对常住在本行政区域内的外埠老年人给予同等优待。"


def test_people_from_elsewhere_left_out_are_told() -> None:
    lower = "老年人凭优待证进公园，外地户籍的老年人不享受优待。"
    assert ("条件", "疑似抵触", "外地户籍的老年人不享受") in _alarms(lower, EQUAL)
    assert not _alarms("老年人凭优待证进公园，外地来的老年人同样优待。", EQUAL)
