"""印发通知: what the notice lays down itself is read, each issued text has its rows, packaging is no 款."""

from __future__ import annotations

import pytest

from lawcheck.document import Document, parse
from lawcheck.laws import DocumentKind
from lawcheck.procedure import read_facts

HEAD = "某市财政局关于印发《某市某办法》的通知\n某财规〔2025〕3号\n各县（市、区）财政局，市级各单位：\n"
BARE = "《某市某办法》已经局务会议审议通过，现印发给你们，请遵照执行。\n"
SIGNED = "某市财政局\n2025年2月1日\n"
ISSUED = "某市某办法\n第一条　甲应当登记。\n第二条　本办法自2025年3月1日起施行。\n"


def labels(document: Document) -> list[str]:
    return [document.citation_label(unit) for unit in document.clauses]


def role_of(document: Document, words: str) -> str:
    at = document.source.text.index(words)
    return next(s.role for s in document.segments if s.start <= at < s.end)


def test_bare_notice_has_no_rows() -> None:
    document = parse(HEAD + BARE + "\n" + SIGNED + "\n" + ISSUED)
    assert document.title == "某市某办法"
    assert labels(document) == ["第一条", "第二条"]


def test_items_and_closing_of_a_notice() -> None:
    text = (
        HEAD
        + BARE
        + "一、各单位不得收费。\n二、各单位应当公示。\n本通知自印发之日起施行，原《某规定》同时废止。\n"
        + SIGNED
        + ISSUED
    )
    document = parse(text)
    assert labels(document) == ["通知 一、各单位不得收费", "通知 二、各单位应当公示", "通知第一款", "第一条", "第二条"]
    assert [unit.ordinal for unit in document.walk()] == list(range(sum(1 for _ in document.walk())))
    unit = document.unit_at(text.index("同时废止"))
    assert unit is not None
    assert unit.eid == "notice__para_1"
    assert role_of(document, "各单位不得") == "annex"
    assert role_of(document, "某财规") == "furniture"


def test_sentence_behind_the_phrase_of_issuing() -> None:
    document = parse(HEAD + "现将《某市某办法》印发给你们。原《某规定》同时废止。\n" + SIGNED + ISSUED)
    assert labels(document)[0] == "通知"


def test_notice_with_items_that_issues_a_plan_with_items() -> None:
    document = parse(
        "某市政府办公室关于印发某市某工作方案的通知\n各单位：\n一、各单位应当公示。\n某市政府办公室\n2025年2月1日\n"
        "某市某工作方案\n一、乙应当登记。\n二、丙不得收费。\n"
    )
    assert document.title == "某市某工作方案"
    assert labels(document) == ["通知 一、各单位应当公示", "一、乙应当登记", "二、丙不得收费"]


def test_each_issued_text_has_rows() -> None:
    document = parse(
        HEAD
        + SIGNED
        + "附件1\n"
        + ISSUED
        + "附件2\n某市某细则\n第一条　乙应当公示。\n第二条　违反第一条规定的，从其规定。\n"
    )
    assert labels(document) == ["第一条", "第二条", "附件2第一条", "附件2第二条"]
    assert document.by_eid[document.clauses[2].eid].text == "乙应当公示。"


@pytest.mark.parametrize(
    "tail",
    [
        "特此通告。",
        "公开方式：主动公开",
        "抄送：市委办公室，市人大常委会办公室。",
        "某市公安局办公室　　2025年4月1日印发",
        "附件：1.区域图\n2.举报方式",
        "（联系人：甲，联系电话：0000-0000000）",
        "（此件公开发布）",
    ],
)
def test_packaging_at_the_end_is_no_clause(tail: str) -> None:
    document = parse("某市公安局关于某事的通告\n一、甲应当登记。\n二、乙不得收费。\n" + tail + "\n")
    assert [unit.full_text for unit in document.clauses] == ["甲应当登记。", "乙不得收费。"]
    assert role_of(document, tail[:6]) == "aside"
    signed = parse("某市公安局关于某事的通告\n一、甲应当登记。\n某市公安局\n2025年4月1日\n" + tail + "\n")
    assert signed.conclusion == "某市公安局\n2025年4月1日"


def test_articles_that_only_speak_of_copies_stay() -> None:
    text = "某办法\n第一条　甲应当登记。\n第二条　处理决定应当抄送：主管部门。\n"
    assert len(parse(text).clauses) == 2


def test_short_form_behind_its_label_is_an_annex() -> None:
    document = parse("某办法\n第一条　甲应当登记。\n附件1\n登记表\n名称：\n")
    assert [unit.heading for unit in document.annexes] == ["登记表"]
    assert not document.issued


def test_title_over_two_lines() -> None:
    document = parse("某市公安局交通警察支队\n关于某事的通告\n一、甲应当登记。\n")
    assert document.title == "某市公安局交通警察支队关于某事的通告"
    assert read_facts(document).maker == "某市公安局交通警察支队"
    assert parse("某市某办法\n（试行）\n第一条　甲应当登记。\n").title == "某市某办法（试行）"


def test_kind_by_number_or_notice() -> None:
    by_number = read_facts(parse("某财规〔2025〕3号\n某市某办法\n第一条　甲应当登记。\n"))
    assert (by_number.kind, by_number.kind_certain) == (DocumentKind.K12, True)
    by_notice = read_facts(parse(HEAD.replace("某财规〔2025〕3号\n", "") + SIGNED + ISSUED))
    assert by_notice.kind is DocumentKind.K12
    assert by_notice.kind_certain
    assert not read_facts(parse(ISSUED)).kind_certain


def test_number_behind_a_day() -> None:
    document = parse("日照市某规定\n（2025年6月3日日照市人民政府令第31号公布）\n第一条　甲应当登记。\n")
    assert read_facts(document).document_no == "日照市人民政府令第31号"
