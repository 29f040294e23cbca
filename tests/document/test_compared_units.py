"""The level at which clauses are compared: 款, and the （一） of a notice whose 一、 only heads them."""

from lawcheck.document import parse

NOTICE = "某县关于森林防火工作的通知\n一、{lead}\n（一）{one}\n（二）{two}"


def _compared(lead: str, one: str, two: str) -> list[str]:
    return [unit.eid for unit in parse(NOTICE.format(lead=lead, one=one, two=two)).clauses]


def test_points_below_a_heading_are_compared_one_by_one() -> None:
    points = ["cl_1__para_1__point_1", "cl_1__para_1__point_2"]
    assert _compared("压实责任", "乡镇长负责。", "林农负责。") == points
    assert _compared("加强组织领导。", "乡镇长负责。", "林农负责。") == points


def test_a_list_that_its_lead_in_completes_stays_one_clause() -> None:
    whole = ["cl_1__para_1"]
    assert _compared("防火期内不得有下列行为：", "烧荒；", "露营。") == whole
    assert _compared("进入林区的人员", "登记；", "不带火种。") == whole
    said = "县林业局负责统一指挥。发生火情的，乡镇人民政府应当立即组织人员扑救并向县林业局报告"
    assert _compared(said, "乡镇长负责。", "林农负责。") == whole


def test_the_list_of_an_article_stays_one_clause() -> None:
    document = parse("某办法\n第一条　职责分工\n（一）县林业局负责指挥。\n（二）乡镇人民政府负责扑救。")
    assert [unit.eid for unit in document.clauses] == ["art_1__para_1"]


def test_headings_below_headings_give_way_to_what_they_head() -> None:
    text = (
        "某县意见\n一、管住火源\n（一）进山车辆\n1.进山车辆应当加装防火装置。\n2.进山人员应当登记。\n（二）禁止野炊。"
    )
    compared = [unit.full_text for unit in parse(text).clauses]
    assert compared == ["进山车辆应当加装防火装置。", "进山人员应当登记。", "禁止野炊。"]


def test_rules_that_are_only_announced_are_compared_one_by_one() -> None:
    listed = "（一）受理申请应当出具书面凭证。\n（二）实施许可不得收取费用。"
    announced = parse(f"某办法\n第一条　行政机关实施许可，应当遵守下列规定：\n{listed}")
    assert [unit.eid for unit in announced.clauses] == ["art_1__para_1__point_1", "art_1__para_1__point_2"]
    punished = parse(f"某办法\n第一条　违反本办法的，由市民政部门按照下列规定处罚：\n{listed}")
    assert [unit.eid for unit in punished.clauses] == ["art_1__para_1"]


def test_who_does_it_behind_the_full_stop_does_not_lump_the_items() -> None:
    points = ["cl_1__para_1__point_1", "cl_1__para_1__point_2"]
    assert (
        _compared(
            "压实责任", "乡镇长负责巡查。（责任单位：各乡镇）", "林农负责看护。〔牵头单位：县林业局，完成时限：九月〕"
        )
        == points
    )
