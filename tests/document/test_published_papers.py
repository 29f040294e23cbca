"""Papers as offices publish them: names of 条 on lines of their own, chapters with 一、, notices, half-width marks, recognised scans."""

from __future__ import annotations

import pytest

from lawcheck.document import Document, parse
from lawcheck.readers import read


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def test_the_name_of_an_article_may_have_the_line_of_its_number() -> None:
    document = parse(
        "青浦川市甲办法\n第一条（目的和依据）\n　　为了甲，制定本办法。\n第二条（适用范围）\n　　本办法适用于乙。\n　　丙除外。\n"
    )
    assert [(a.heading, [p.text for p in a.children]) for a in document.articles] == [
        ("目的和依据", ["为了甲，制定本办法。"]),
        ("适用范围", ["本办法适用于乙。", "丙除外。"]),
    ]
    assert "P105" not in codes(document)


@pytest.mark.parametrize("words", ["（已废止）", "（适用范围）"])
def test_brackets_with_no_text_below_are_the_text_of_the_article(words: str) -> None:
    first = parse(f"青浦川市甲办法\n第一条　{words}\n第二条　乙。\n第三条　丙。\n").articles[0]
    assert (first.heading, [p.text for p in first.children]) == ("", [words])


@pytest.mark.parametrize(("number", "value"), [("第—条", 1), ("笫一条", 1), ("第－条", 1), ("第一条", 1)])
def test_a_number_that_recognition_spoilt_is_read(number: str, value: int) -> None:
    document = parse(f"青浦川市甲办法\n{number}　甲——乙。\n第二条　乙。\n笫三条　丙。\n")
    assert [a.number and a.number.value for a in document.articles] == [value, 2, 3]
    assert document.source.text.splitlines()[1].startswith(number)
    assert document.articles[0].children[0].text == "甲——乙。"


def test_a_dash_between_other_words_stays() -> None:
    assert [a.label for a in parse("青浦川市甲办法\n第一条　甲。\n第—期工程由市政府负责。\n").articles] == ["第一条"]


def test_chapters_of_numbered_parts_lack_no_article() -> None:
    text = "青浦川县人民政府工作规则\n第一章　总则\n一、制定本规则。\n二、乙。\n第二章　职责\n三、丙。\n四、丁。\n"
    assert "P107" not in codes(parse(text))
    assert "P107" in codes(parse(text + "第三章　附则\n"))
    assert "P107" in codes(parse("青浦川市甲办法\n第一章　总则\n一、甲。\n第二章　职责\n第一条　乙。\n"))


@pytest.mark.parametrize("mark", [":", "："])
def test_the_opening_words_are_the_preamble_whatever_their_colon(mark: str) -> None:
    document = parse(
        f"青浦川县人民政府关于甲的通告\n为规范甲行为，根据《乙条例》，通告如下{mark}\n一、丙。\n二、丁。\n"
    )
    assert document.preamble == f"为规范甲行为，根据《乙条例》，通告如下{mark}"


NOTICE = (
    "中共青浦川市委办公室青浦川市人民政府办公室印发《关于推进甲的实施意见》的通知（青办发〔2017〕2号）\n"
    "来源：某网 日期：2017-01-12 浏览量：\n各县区委、人民政府：\n《关于推进甲的实施意见》已经市委、市人民政府同意，现印发给你们，请认真执行。\n"
    "中共青浦川市委办公室\n青浦川市人民政府办公室\n2017年1月10日\n{title}\n根据《乙意见》，提出如下意见。\n一、丙。\n二、丁。\n"
)


def test_what_a_notice_without_about_issues_is_the_document() -> None:
    document = parse(NOTICE.format(title="关于推进甲的实施意见"))
    assert document.title == "关于推进甲的实施意见"
    assert document.preamble == "根据《乙意见》，提出如下意见。"
    assert document.annexes == ()


def test_without_the_title_below_the_notice_is_the_document() -> None:
    assert parse(NOTICE.format(title="")).title.endswith("的通知（青办发〔2017〕2号）")


DRAFT = (
    "关于公开征求《青浦川市甲办法（征求意见稿）》意见的公告\n我局起草了《青浦川市甲办法（征求意见稿）》，现公开征求意见。\n"
    "一、电子邮箱：a@example.com\n二、信函地址：某路1号\n青浦川市水利局\n2025年9月1日\n附件1\n{draft}"
)


def test_the_draft_below_the_call_for_opinions_is_the_document() -> None:
    document = parse(DRAFT.format(draft="青浦川市甲办法\n（征求意见稿）\n第一条　甲。\n第二条　乙。\n"))
    assert document.title == "青浦川市甲办法"
    assert [a.label for a in document.articles] == ["第一条", "第二条"]
    assert [annex.label for annex in document.annexes] == ["通知"]


def test_a_call_for_opinions_alone_is_the_document() -> None:
    assert parse(DRAFT.format(draft="")).title == "关于公开征求《青浦川市甲办法（征求意见稿）》意见的公告"


def test_instructions_count_on_behind_new_text_of_several_paragraphs() -> None:
    text = (
        "青浦川市人民政府关于修改部分行政规范性文件的决定\n一、修改的文件\n（一）对《甲办法》作出修改\n1.将第三条修改为：“乙应当登记。”\n"
        "2.删去第四条。\n（{second}）对《丙办法》作出修改\n将第五条修改为：“丁应当备案。\n“戊应当公示。”\n"
    )
    assert "P108" not in codes(parse(text.format(second="二")))
    assert "P108" in codes(parse(text.format(second="四")))


WHOLE = "青浦川市储备粮管理办法第一章 总 则第一条 为加强管理，制定本办法。第二条 依照第一条办理：（一）甲；（二）乙。第二章 附    则第三条 本办法自印发之日起施行。"


def test_a_text_that_lost_its_line_ends_is_parted() -> None:
    document = parse(WHOLE)
    assert document.title == "青浦川市储备粮管理办法"
    assert [unit.heading for unit in document.units] == ["总则", "附则"]
    assert [a.label for a in document.articles] == ["第一条", "第二条", "第三条"]
    assert [p.label for p in document.articles[1].children[0].children] == ["（一）", "（二）"]


@pytest.mark.parametrize(
    "text",
    [
        "依照第一条 甲。第三条 乙。第五条 丙。",
        "第一条 甲依照第二条 和第三条 办理。",
        "青浦川市关于甲的意见\n一、依照《乙》第一条 甲。第二条 乙。第三条 丙。\n二、丁。",
    ],
)
def test_references_do_not_part_a_line(text: str) -> None:
    assert len(parse(text).articles) <= 1


ANNEXED = "青浦川市甲办法\n第一条　甲。\n第二条　乙。\n附件：1．青浦川市政策性粮食购销违法违规行为举报奖励审批表\n2．青浦川市政策性粮食购销违法违规行为举报奖励通知书\n附件1\n审批表\n审批单位填写本表，一式三份。\n附件2\n通知书\n请在三十日内领取。\n"


def test_a_list_of_annexes_is_none_of_them() -> None:
    assert [annex.label for annex in parse(ANNEXED).annexes] == ["附件1", "附件2"]


def test_an_annex_with_a_list_of_its_own_is_one() -> None:
    text = "青浦川市甲办法\n第一条　甲。\n第二条　乙。\n附件：1．审批表\n审批单位应当填写本表，一式三份，分别存放。\n"
    assert len(parse(text).annexes) == 1


@pytest.mark.parametrize(
    ("first", "second", "heading"),
    [
        ("青浦川市违法行为", "举报奖励通知书", "青浦川市违法行为举报奖励通知书"),
        ("青浦川市审批表", "填写说明", "青浦川市审批表"),
        ("青浦川市目录", "2025年版", "青浦川市目录"),
    ],
)
def test_the_name_of_an_annex_may_be_broken(first: str, second: str, heading: str) -> None:
    page = f"<p>青浦川市甲办法</p><p>第一条　甲。</p><p>第二条　乙。</p><p>附件1</p><p align=center>{first}</p><p align=center>{second}</p><p>请在三十日内领取。</p>"
    assert [annex.heading for annex in parse(read("a.html", data=page.encode())).annexes] == [heading]


PLAN = "青浦川市应急预案\n{contents}1 总则\n1.1编制目的\n为了甲，制定本预案。\n1.2适用范围\n本预案适用于乙。\n2 组织\n2.1机构\n市政府设立指挥部。\n"
LIST = "1 总则\n\n1.1编制目的\n\n1.2适用范围\n\n2 组织\n\n2.1机构\n\n"


@pytest.mark.parametrize("contents", ["", LIST, "目录\n" + LIST])
def test_contents_of_a_plan_need_no_name(contents: str) -> None:
    document = parse(PLAN.format(contents=contents))
    assert document.title == "青浦川市应急预案"
    assert [unit.label for unit in document.units] == ["1", "1.1", "1.2", "2", "2.1"]
    assert document.units[1].full_text == "编制目的\n为了甲，制定本预案。"


def test_a_plan_in_two_parts_of_one_name_has_no_contents() -> None:
    text = PLAN.format(contents="") + "1 总则\n1.1编制目的\n丙。\n"
    assert [unit.label for unit in parse(text).units][:3] == ["1", "1.1", "1.2"]


TWO = (
    "青浦川市水利局关于印发《青浦川市甲管理办法》和《青浦川市乙管理办法》的通知\n青水规〔2024〕1号\n各县水利局：\n"
    "现将《青浦川市甲管理办法》和《青浦川市乙管理办法》印发给你们，请遵照执行。\n青浦川市水利局\n2024年1月25日\n"
    "青浦川市甲管理办法\n第一条　为了甲，制定本办法。\n第二条　甲应当登记。\n"
    "{title}\n第一条　为了乙，制定本办法。\n第二条　乙应当登记。\n"
)


def test_each_text_of_a_notice_stands_for_itself() -> None:
    document = parse(TWO.format(title="青浦川市乙管理办法"))
    assert document.title == "青浦川市甲管理办法"
    assert [a.label for a in document.articles] == ["第一条", "第二条"]
    assert [(unit.heading, len(unit.children)) for unit in document.issued] == [("青浦川市乙管理办法", 2)]
    assert "P102" not in codes(document)


def test_a_text_of_another_name_is_none_that_the_notice_issues() -> None:
    assert "P102" in codes(parse(TWO.format(title="青浦川市丙管理办法")))


def test_a_title_over_two_lines_is_whole_where_the_notice_names_it() -> None:
    text = TWO.format(title="青浦川市乙管理办法").replace("\n青浦川市甲管理办法\n", "\n青浦川市\n\n\n甲管理办法\n")
    assert parse(text).title == "青浦川市甲管理办法"
    assert parse("青浦川市水利局\n\n甲管理办法\n第一条　甲。\n第二条　乙。\n").title == "甲管理办法"
