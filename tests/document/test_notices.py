"""Notices, opinions and measures: how their parts, lists and paragraphs hang together."""

from __future__ import annotations

import pytest

from lawcheck.document import Document, parse


def tree(document: Document) -> list[str]:
    return [f"{unit.eid}|{unit.label}|{unit.text}" for unit in document.walk()]


def rows(text: str) -> list[str]:
    return [unit.full_text for unit in parse(text).clauses]


def codes(text: str) -> list[str]:
    return [problem.code for problem in parse(text).problems]


def test_paragraphs_below_a_point_that_is_a_heading_belong_to_it() -> None:
    text = "某县意见\n一、管好水面\n（一）划定钓区\n县水利局公布钓区。\n钓区设置标志。\n（二）限制时间\n夜间禁止垂钓。\n本意见自印发之日起施行。"
    document = parse(text)
    assert tree(document) == [
        "cl_1|一、|",
        "cl_1__para_1||管好水面",
        "cl_1__para_1__point_1|（一）|划定钓区",
        "cl_1__para_1__point_1__para_1||县水利局公布钓区。",
        "cl_1__para_1__point_1__para_2||钓区设置标志。",
        "cl_1__para_1__point_2|（二）|限制时间",
        "cl_1__para_1__point_2__para_1||夜间禁止垂钓。",
        "para_1||本意见自印发之日起施行。",
    ]
    assert rows(text) == ["县水利局公布钓区。", "钓区设置标志。", "夜间禁止垂钓。", "本意见自印发之日起施行。"]
    second = document.by_eid["cl_1__para_1__point_1__para_2"]
    assert document.citation_label(second) == "一、（一）第二段"


def test_paragraphs_between_two_points_belong_to_the_first_of_them() -> None:
    text = "某县意见\n一、管好水面\n（一）划定钓区。县水利局公布钓区。\n钓区设置标志：\n1.牢固；\n2.醒目。\n（二）限制时间。夜间禁止垂钓。"
    assert rows(text) == [
        "划定钓区。县水利局公布钓区。",
        "钓区设置标志：\n1.牢固；\n2.醒目。",
        "限制时间。夜间禁止垂钓。",
    ]
    assert codes(text) == []
    assert parse(text).by_eid["cl_1__para_1__point_1"].full_text.startswith("划定钓区。")


def test_text_behind_a_list_in_an_article_stays_a_paragraph() -> None:
    document = parse("某办法\n第一条　职责\n（一）划定钓区\n县水利局公布钓区。\n（二）限制时间\n夜间禁止垂钓。")
    assert [unit.eid for unit in document.clauses] == ["art_1__para_1"]


def test_arabic_numbers_below_parts_are_points_that_may_count_through() -> None:
    text = "某县措施\n一、放宽准入\n1.简化登记。登记当日办结。\n2.对下列商户减免租金：\n（1）菜摊；\n（2）修鞋摊。\n二、附则\n3.本措施由县商务局解释。"
    assert [line.rpartition("|")[0] for line in tree(parse(text))] == [
        "cl_1|一、",
        "cl_1__para_1|",
        "cl_1__para_1__point_1|1.",
        "cl_1__para_1__point_2|2.",
        "cl_1__para_1__point_2__indent_1|（1）",
        "cl_1__para_1__point_2__indent_2|（2）",
        "cl_2|二、",
        "cl_2__para_1|",
        "cl_2__para_1__point_3|3.",
    ]
    assert codes(text) == []
    assert codes(text.replace("3.本", "4.本")) == ["P108"]
    assert codes(text.replace("2.对", "3.对")) == ["P108", "P108"]


def test_levels_below_a_point_are_told_apart_by_their_numbers() -> None:
    text = "某县意见\n一、用工\n（一）工资。\n1.按时支付：\n（1）设专户；\n（2）实名：\n①登记；\n②考勤。\n2.足额支付。\n（二）工时。"
    document = parse(text)
    last = document.by_eid["cl_1__para_1__point_1__indent_1__indent_2__indent_2"]
    assert (last.label, document.citation_label(last)) == ("②", "一、（一）1（2）②")
    assert document.by_eid["cl_1__para_1__point_1__indent_2"].text == "足额支付。"


@pytest.mark.parametrize(("one", "two", "four"), [("（一）", "（二）", "（四）"), ("1.", "2.", "4.")])
def test_parts_numbered_throughout_without_chinese_headings(one: str, two: str, four: str) -> None:
    text = f"某县措施\n（虚构）\n为了便民，制定本措施。\n{one}夜市每日开放。\n{two}摊位免费。\n{four}本措施自发布之日起施行。"
    document = parse(text)
    assert document.preamble.endswith("为了便民，制定本措施。")
    assert rows(text) == ["夜市每日开放。", "摊位免费。", "本措施自发布之日起施行。"]
    assert [unit.label for unit in document.units] == [one, two, four]
    assert codes(text) == ["P101"]


def test_a_part_of_its_own_number_is_cited_by_it() -> None:
    document = parse("某县措施\n（一）夜市每日开放。\n（二）摊位免费。")
    assert document.citation_label(document.clauses[1]) == "（二）摊位免费"


def test_marks_behind_the_number_of_an_article_do_not_hide_it() -> None:
    document = parse(
        "某办法\n第一条　甲。\n第二条：乙。\n第三条.丙：\n(一)、丁；\n㈡戊。\n第四条、己。\n*第五条* 庚。\n第六条、第七条辛。"
    )
    assert [article.label for article in document.articles] == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert [article.children[0].text for article in document.articles] == ["甲。", "乙。", "丙：", "己。", "庚。"]
    assert document.by_eid["art_3__para_1__point_1"].text == "丁；"
    assert document.articles[-1].children[-1].text == "第六条、第七条辛。"


def test_a_part_whose_mark_is_unusual_counts_where_it_follows() -> None:
    assert [u.label for u in parse("某通告\n一、甲。\n二．乙。\n三,丙。\n五,丁。").units] == ["一、", "二．", "三,"]


@pytest.mark.parametrize("brackets", ["【】", "（）", "〔〕", "[]", "()"])
def test_names_of_articles_stand_in_any_brackets(brackets: str) -> None:
    document = parse("某办法\n第一条　{0}目的依据{1}甲。\n第二条{0}登记{1}　乙。".format(*brackets))
    assert [article.heading for article in document.articles] == ["目的依据", "登记"]
    assert [unit.full_text for unit in document.clauses] == ["甲。", "乙。"]
    assert codes("某办法\n第一条　{0}目的依据{1}甲。\n第二条{0}登记{1}　乙。".format(*brackets)) == []


@pytest.mark.parametrize(
    "text", ["（一）甲；", "（县级）人民政府负责。", "（甲）、（乙）负责。", "（删去）", "（2020）甲。"]
)
def test_other_brackets_at_the_head_of_an_article_are_its_text(text: str) -> None:
    assert parse(f"某办法\n第一条　{text}").articles[0].heading == ""


def test_articles_that_run_on_within_a_line_are_found() -> None:
    text = "某办法\n　　为了便民，制定本办法。　　第一条　甲。　第二条　依照第三条　乙。第三条规定的除外。　　第三条【收费】丙。\n第四条　丁。"
    document = parse(text)
    assert [article.label for article in document.articles] == ["第一条", "第二条", "第三条", "第四条"]
    assert document.by_eid["art_2__para_1"].text == "依照第三条　乙。第三条规定的除外。"
    assert document.preamble == "为了便民，制定本办法。"
    assert codes(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "第一条　甲。第三条　乙。",  # does not continue the count
        "第一条　甲，第二条　乙。",  # no end of a sentence
        "第一条　“甲。第二条　乙。”",  # quoted
        "第一条　甲。第二条　乙。\n第二条　丙。",  # the article itself follows
    ],
)
def test_other_numbers_within_a_line_are_no_articles(line: str) -> None:
    document = parse(f"某办法\n{line}")
    assert document.articles[0].children[0].text == line.partition("\n")[0].removeprefix("第一条　")


def test_parts_of_a_notice_that_run_on_within_a_line_are_found() -> None:
    assert rows("某通告\n现通告如下：一、甲。二、乙。\n三、丙。四、五级护林员负责丁。") == [
        "甲。",
        "乙。",
        "丙。四、五级护林员负责丁。",
    ]
    assert [unit.label for unit in parse("某办法\n第一条　甲。二、乙。").units] == ["第一条"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("应当：（一）甲；（二）乙。", ["（一）", "（二）"]),
        ("应当:(一)甲;(二)乙,丙。", ["(一)", "(二)"]),
        ("应当：（一）甲；（三）乙。", []),
        ("应当：（一）甲；（二）乙。违反的，责令改正。", []),
        ("依照“下列规定：（一）甲；（二）乙。”办理。", []),
        ("符合第（一）项、第（二）项的，适用前款。", []),
    ],
)
def test_points_that_run_on_within_a_line_are_found(line: str, found: list[str]) -> None:
    points = parse(f"某办法\n第一条　{line}").articles[0].children[0].children
    assert [point.label for point in points] == found


def test_the_name_of_a_part_is_none_of_its_paragraphs() -> None:
    document = parse("某县纪要\n一、关于采购\n会议议定，应当公开采购。\n二、关于检查\n检查应当公开。\n结果应当公示。")
    assert [document.citation_label(unit) for unit in document.clauses] == [
        "一、关于采购",
        "二、第一款",
        "二、第二款",
    ]


@pytest.mark.parametrize("line", ["出席：甲、乙", "列席人员：丙", "分送：各有关单位。", "（共印30份）"])
def test_who_was_there_and_who_gets_a_copy_is_no_paragraph(line: str) -> None:
    document = parse(f"某县会议纪要\n一、应当公开。\n二、本纪要自印发之日起执行。\n{line}")
    assert [unit.full_text for unit in document.clauses] == ["应当公开。", "本纪要自印发之日起执行。"]


def test_all_who_sign_stand_in_the_conclusion() -> None:
    signs = "某市住房和城乡建设局\n某市公安局\n某市司法局\n某市城市管理委员会\n某市消防救援支队"
    text = f"某规定\n第一条　甲应当登记。\n第二条　乙应当公示。\n（此页无正文）\n{signs}\n2026年11月2日\n抄送：市委办公室。"
    document = parse(text)
    assert document.conclusion == f"（此页无正文）\n{signs}\n2026年11月2日"
    assert [unit.full_text for unit in document.clauses] == ["甲应当登记。", "乙应当公示。"]


@pytest.mark.parametrize(
    ("between", "conclusion"),
    [("某市人民政府\n2026年10月15日", "某市人民政府\n2026年10月15日"), ("目录如下\n2026年10月15日", "")],
)
def test_the_signature_between_the_name_of_an_annex_and_the_annex(between: str, conclusion: str) -> None:
    text = f"某市人民政府决定\n一、废止下列规章。\n二、本决定自公布之日起施行。\n附件：废止的规章目录\n{between}\n《某办法》由某市人民政府令第12号公布，自2003年4月2日起施行。"
    document = parse(text)
    assert document.conclusion == conclusion
    assert [annex.heading for annex in document.annexes] == ["废止的规章目录"]
    assert document.annexes[0].children[-1].text.startswith("《某办法》")
    assert len(document.annexes[0].children) == (1 if conclusion else 3)
