"""修改决定: quoted new text is laid down, whatever the publisher does with its marks, and the whole text behind stays apart."""

from __future__ import annotations

import pytest

from lawcheck.checks.context import zones_of
from lawcheck.document import Document, UnitKind, new_texts, parse
from lawcheck.matching.asking import questions
from lawcheck.matching.phrases import INSTRUCTION, INSTRUCTION_LEAD
from lawcheck.slots import extract_slots

TITLE = "某市人民政府关于修改《某市某办法》的决定\n某市人民政府决定对《某市某办法》作如下修改：\n"


def rows(document: Document) -> list[str]:
    return [unit.full_text for unit in document.clauses]


def test_each_paragraph_opened_and_only_the_last_closed() -> None:
    text = TITLE + (
        "一、第八条修改为：\n“第八条　甲应当登记。\n“乙不得倒卖“三无”产品。”\n二、增加一条，作为第九条：\n“第九条　禁止下列行为：\n"
        "“（一）丙；\n“（二）丁。”\n三、删去第十条。\n本决定自2025年7月1日起施行。\n"
    )
    document = parse(text)
    assert [unit.label for unit in document.units] == ["一、", "二、", "三、", ""]
    assert document.citation_label(document.units[-1]) == "结尾"
    listed = document.by_eid["cl_2__para_2"]
    assert [point.text for point in listed.children] == ["丙；", "丁。”"]
    assert [document.source.slice(span)[:6] for span in new_texts(document)] == ["“第八条　甲", "“第九条　禁"]


@pytest.mark.parametrize("ending", ["。”", "。”。"])
def test_new_text_is_asked_without_marks_and_label(ending: str) -> None:
    document = parse(TITLE + f"一、将第三条修改为：“第三条　甲应当登记，不得收费{ending}\n二、将“旧局”修改为“新局”。\n")
    asked = questions(document)
    assert [q.skipped for q in asked[::2]] == [INSTRUCTION_LEAD, INSTRUCTION]
    assert asked[1].text == "甲应当登记，不得收费。"
    assert [m.norm.value for m in extract_slots(document)[1].modalities] == ["应当", "不得"]


def test_new_text_is_no_quotation_for_the_rules() -> None:
    document = parse(
        TITLE + "一、将第三条修改为：\n“甲可以收取工本费。\n“乙简称“乙方”。”\n二、将“丙费”修改为“丁费”。\n"
    )
    zones, text = zones_of(document), document.source.text
    quoted = {word: zones.in_quotes(text.rindex(word)) for word in ("工本费", "乙简称", "乙方", "丙费", "丁费")}
    assert quoted == {"工本费": False, "乙简称": False, "乙方": True, "丙费": True, "丁费": True}


def test_quotation_that_is_never_closed_ends_before_the_next_instruction() -> None:
    document = parse(TITLE + "一、将第三条修改为：“甲应当登记。\n二、将第四条修改为：“乙应当公示。”\n")
    assert [unit.label for unit in document.units] == ["一、", "二、"]
    assert [document.source.slice(span) for span in new_texts(document)] == ["“甲应当登记。", "“乙应当公示。”"]


def test_words_between_two_quotations_of_one_line() -> None:
    document = parse(TITLE + "一、第三条第一款修改为：“甲应当登记。”第二款修改为：“乙应当公示。”\n")
    assert rows(document) == ["第三条第一款修改为：", "“甲应当登记。”", "第二款修改为：", "“乙应当公示。”"]


def test_added_point_is_a_clause_by_itself() -> None:
    document = parse(TITLE + "一、第三条增加一项，作为第五项：“（五）擅自收费的；”\n")
    assert rows(document) == ["第三条增加一项，作为第五项：", "“（五）擅自收费的；”"]
    assert not document.problems or all(p.code != "P108" for p in document.problems)


def test_whole_text_behind_the_decision() -> None:
    text = TITLE + (
        "一、将第二条修改为：“乙应当公示，不得收费。”\n本决定自2025年7月1日起施行。\n《某市某办法》根据本决定作相应修改，重新公布。\n\n"
        "某市某办法\n（2015年3月2日公布）\n第一条　甲应当登记。\n第二条　乙应当公示，违反第一条的除外。\n第三条　本办法自2015年5月1日起施行。\n"
    )
    document = parse(text)
    assert document.title.endswith("的决定")
    assert [unit.heading for unit in document.issued] == ["某市某办法"]
    assert document.issued[0].text == "（2015年3月2日公布）"
    labels = [document.citation_label(unit) for unit in document.clauses]
    assert labels[:2] == ["一、第一款", "一、第二款（新第二条）"]
    assert labels[-1] == "《某市某办法》第三条"
    near = text.index("违反第一条")
    found = document.article(1, near=near)
    assert found is not None
    assert found.kind is UnitKind.ARTICLE
    assert document.article(1) is None


def test_text_that_only_tells_of_a_decision_has_nothing_behind_it() -> None:
    document = parse(
        "某市某办法\n（2015年3月2日公布　根据2025年6月3日《某市关于修改〈某市某办法〉的决定》修正）\n第一条　甲应当登记。\n"
    )
    assert document.title == "某市某办法"
    assert not document.annexes


def test_new_text_is_named_by_the_article_that_it_becomes() -> None:
    document = parse(
        TITLE + "一、将第二十一条改为第二十三条，第二款修改为：“甲应当登记，不得收费。”\n"
        "二、增加一条，作为第六条：“乙应当公示。”\n三、将第九条修改为两条：\n“第九条　丙应当备案。\n“第十条　丁应当复核。”\n"
        "四、第三条、第四条修改为：“戊应当报告。”\n"
    )
    quoted = [document.citation_label(unit) for unit in document.clauses if unit.full_text.startswith("“")]
    assert quoted == [
        "一、第二款（新第二十三条第二款）",
        "二、第二款（新第六条）",
        "三、第二款（新第九条）",
        "三、第三款（新第十条）",
        "四、第二款",
    ]


def test_what_is_quoted_bears_the_number_of_its_instruction() -> None:
    text = "某市关于修改《甲办法》的决定\n一、对《甲办法》作出修改\n（一）将第三条修改为：“甲应当登记。”\n（二）将第五条修改为：“乙应当公示。”\n二、本决定自公布之日起施行。"
    document = parse(text)
    quoted = [unit for unit in document.clauses if unit.text.startswith("“")]
    assert [document.citation_label(unit) for unit in quoted] == ["一、（一）（新第三条）", "一、（二）（新第五条）"]
    assert [unit.full_text for unit in quoted] == ["“甲应当登记。”", "“乙应当公示。”"]


def test_an_instruction_that_begins_with_an_article_is_not_where_the_text_begins() -> None:
    text = "某市关于废止和修改部分规章的决定\n一、废止下列规章：\n（一）《甲办法》；\n（二）《乙办法》。\n二、对《丙办法》作出修改：\n第九条增加一款，作为第二款：“不得燃放。”"
    document = parse(text)
    assert [unit.label for unit in document.units] == ["一、", "二、"]
    assert document.units[0].children[0].text == "废止下列规章："


def test_the_first_article_without_a_blank_still_begins_the_text() -> None:
    document = parse("某办法\n一、说明见附件\n第一条为了登记，制定本办法。\n第二条甲应当登记。")
    assert [article.label for article in document.articles] == ["第一条", "第二条"]


def test_annexes_of_the_text_behind_a_decision_are_annexes() -> None:
    text = (
        "某市人民政府关于修改《某市停车办法》的决定\n将第二条修改为：“甲。”\n本决定自公布之日起施行。\n\n"
        "某市停车办法\n第一条　为了规范停车，制定本办法，收费见附件一。\n第二条　甲。\n附件一\n收费标准\n一、首小时4元。\n二、之后6元。\n"
        "附件二\n公示格式\n标明单位。\n"
    )
    document = parse(text)
    assert [(a.label, a.heading) for a in document.annexes] == [
        ("", "某市停车办法"),
        ("附件一", "收费标准"),
        ("附件二", "公示格式"),
    ]
    assert document.annexes[0].full_text.endswith("甲。")
    assert "P110" not in [problem.code for problem in document.problems]


def test_a_short_annex_of_sentences_is_an_annex_and_a_list_of_annexes_is_none() -> None:
    text = "某市人民政府关于修改《某市出租车办法》的决定\n一、将第三条修改为：“甲。”\n二、删去第四条。\n本决定自公布之日起施行。\n附件：服务标准\n"
    (annex,) = parse(f"{text}一、车容整洁。\n二、佩戴服务证。\n").annexes
    assert (annex.heading, [unit.label for unit in annex.children]) == ("服务标准", ["一、", "二、"])
    assert parse(f"{text}某市人民政府\n2026年9月3日\n").annexes == ()
