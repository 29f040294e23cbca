"""The report in Word."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import factory
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from lawcheck.checks import RuleRun, Severity, State
from lawcheck.document import Problem, Span, parse
from lawcheck.reports import review_docx


@pytest.fixture(scope="module")
def data() -> bytes:
    return review_docx(factory.make_review())


@pytest.fixture(scope="module")
def report(data):
    return docx.Document(io.BytesIO(data))


def body(report):
    """The body as plain XML: the element classes of python-docx have a ``text`` of their own."""
    return etree.fromstring(etree.tostring(report.element.body))


def everything(report) -> str:
    return "\n".join("".join(p.itertext()) for p in body(report).iter(qn("w:p")))


def table_after(report, heading: str):
    """The first table behind a heading."""
    element = next(p for p in body(report).iter(qn("w:p")) if "".join(p.itertext()) == heading)
    return next(e for e in element.itersiblings() if e.tag == qn("w:tbl"))


def rows(table) -> list[list[str]]:
    return [["".join(c.itertext()) for c in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]


def test_has_real_headings_in_the_order_of_a_review_report(report):
    headings = [p.text for p in report.paragraphs if p.style.name == "Heading 1"]
    assert headings[:4] == ["库覆盖与截止日", "一、文件基本情况", "二、审查过程", "三、上位法依据清单"]
    assert headings[4:6] == ["四、审查情况", "五、意见和建议"]
    assert headings[6:] == ["附件1　条款比对表", "附件2　规则检查清单", "附件3　引用核对表", "附件4　材料清单"]
    assert [p.style.name for p in report.paragraphs if p.text == "（二）疑似抵触（1 个）"] == ["Heading 2"]
    assert sum(p.style.name == "Heading 3" for p in report.paragraphs) == 10


def test_every_group_has_its_number_when_some_findings_were_rejected():
    """公开前须处理, five levels and 经核对不成立 make seven groups."""
    made = factory.make_review()
    first = next(run for run in made.runs if run.findings)
    one = first.findings[0]
    more = (replace(one, severity=Severity.CONFLICT), replace(one, verdict="不成立"))
    runs = [replace(run, findings=(*run.findings, *more)) if run is first else run for run in made.runs]
    held = docx.Document(io.BytesIO(review_docx(replace(made, runs=tuple(runs)))))
    groups = [p.text for p in held.paragraphs if p.style.name == "Heading 2" and p.text.startswith("（")]
    assert groups[-1] == "（七）经核对不成立（1 个）", groups


@pytest.mark.parametrize(("style", "font", "size"), [
    ("Title", "方正小标宋简体", 22), ("Heading 1", "黑体", 16), ("Heading 2", "楷体_GB2312", 16),
    ("Normal", "仿宋_GB2312", 16),
])  # fmt: skip
def test_uses_the_fonts_of_official_documents(report, style, font, size):
    properties = report.styles[style].element.rPr
    assert properties.rFonts.get(qn("w:eastAsia")) == font
    assert report.styles[style].font.size.pt == size
    assert not [key for key in properties.rFonts.attrib if "heme" in key]


def test_opens_with_coverage_and_horizon(report):
    text = everything(report)
    assert text.index("库截至 2026-08-28") < text.index("一、文件基本情况")
    assert rows(table_after(report, "库覆盖与截止日"))[3] == [
        "地方性法规", "未知", "0", "", "目录不全，件数未知；未收录正文；无正文，本级匹配未检查"]  # fmt: skip


def test_the_comparison_table_has_the_columns_of_the_trade_in_landscape(report):
    assert [s.orientation for s in report.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert (round(report.sections[1].page_width.mm), round(report.sections[1].page_height.mm)) == (297, 210)
    table = rows(table_after(report, "附件1　条款比对表"))
    unmatched = rows(table_after(report, "没有列出上位条款的 8 款，按原因合并："))
    assert table[0][:4] == ["序号", "报备文件条款", "条文原文", "对应上位法名称（版本/施行日期）"]
    assert table[0][4:8] == ["上位法条款", "上位法原文", "关系", "差异要点（槽位）"]
    assert table[0][8:] == ["规则编号", "严重程度", "审查意见", "处理结果"]
    assert {row[6] for row in table[1:]} == {"加重", "细化", "一致", "重复"}
    assert sum(int(row[2]) for row in unmatched[1:]) == 12 - len(table[1:])
    assert unmatched[1][3].startswith("第一条、")
    assert not any("最接近的是" in row[1] for row in unmatched)
    assert {row[0] for row in unmatched[1:]} == {"未找到文字相近的上位条款"}
    assert all(row[7].startswith("罚款幅度：上位法“") for row in table[1:] if row[6] == "加重")


def test_differing_characters_are_red_underlined_or_struck(report):
    red = f".//{qn('w:color')}[@{qn('w:val')}='C00000']"
    marked = [run for run in body(report).iter(qn("w:r")) if run.find(red) is not None]
    struck = {"".join(r.itertext()) for r in marked if r.find(f".//{qn('w:strike')}") is not None}
    lined = {"".join(r.itertext()) for r in marked if r.find(f".//{qn('w:u')}") is not None}
    assert {"五千", "五万", "二十万", "级以上地方"} <= struck
    assert {"二万", "十万", "市、", "、管理费和保证金"} <= lined


def test_folds_two_states_into_counted_lines(report):
    table = rows(table_after(report, "附件2　规则检查清单"))
    assert table[-2][0] == "不适用：2 条（A40、R20）"
    assert table[-1][0].startswith("未实现：170 条（A02–A39、")
    assert len(table) == 1 + 16 + 2


def test_rules_that_say_the_same_are_one_row_with_their_names():
    passed = [RuleRun(f"W{n:02}", f"规则 W{n:02}", "wording", State.PASS, "", ()) for n in range(1, 7)]
    runs = [*passed, RuleRun("A06", "规则 A06", "authority", State.NOT_CHECKED, "原因", ())]
    report = docx.Document(io.BytesIO(review_docx(factory.make_review(runs=tuple(runs)))))
    table = rows(table_after(report, "附件2　规则检查清单"))
    assert table[1] == ["A06", "规则 A06", "未检查", "原因"]
    assert table[2][0].startswith("通过：6 条W01 规则 W01；W02 规则 W02；")


def test_the_gravest_findings_stand_before_the_tables_of_facts(report):
    text = everything(report)
    assert text.index("最先要看的：") < text.index("[疑似抵触] ") < text.index("一、文件基本情况")


def test_the_head_of_a_finding_stays_with_its_text(report):
    heads = [cell for cell in body(report).iter(qn("w:tc")) if "".join(cell.itertext()).startswith("报备文件　")]
    assert heads
    assert all(cell.find(f".//{qn('w:keepNext')}") is not None for cell in heads)


def test_what_the_reader_noticed_stands_at_the_head():
    noted = replace(
        factory.make_document(), problems=(Problem("P213", Span(0, 0), "[P213] 文件含有 3 幅图片，没有读取。"),)
    )
    text = everything(docx.Document(io.BytesIO(review_docx(factory.make_review(document=noted)))))
    assert text.index("文件含有 3 幅图片，没有读取。") < text.index("一、文件基本情况")


def test_people_sign_and_conclude(report):
    text = everything(report)
    for words in ("审查人：", "复核人：", "日期：", "我们认为：", "建议：", "□成立　□不成立　□待研究", "辅助审查提示"):
        assert words in text
    for value in ("5e" * 32, "示例库-7f3a", "规则包 0.1.0"):
        assert value in text


def test_personal_data_are_masked(data, report):
    assert "138****8000" in everything(report)
    assert factory.PHONE not in everything(report)


def test_equal_input_gives_equal_bytes(data):
    assert review_docx(factory.make_review()) == data


def test_an_empty_review_is_still_a_report():
    review = factory.make_review(findings=(), document=parse("坏\x0b字"), higher_laws=(), coverage=(), runs=())
    assert "已运行的规则没有发现问题" in everything(docx.Document(io.BytesIO(review_docx(review))))
