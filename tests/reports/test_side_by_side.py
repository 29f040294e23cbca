"""The two sides: differing characters marked in the page and in the Word table, nothing from the text taken as markup."""

from __future__ import annotations

import io
from datetime import date

import docx
from docx.enum.section import WD_ORIENT

from lawcheck.reports import SideBySide, SideRow, side_by_side_docx, side_by_side_html

ROWS = (
    SideRow("第一章 总则", "", "第一章 总则", "", "", False),
    SideRow(
        "第一条", "处二百元罚款。\n情节严重的，没收。", "第二条", "处五百元罚款。\n情节严重的，没收。", "修改", True
    ),
    SideRow("", "", "第三条", "新增<b>一条</b>。", "新增", True),
    SideRow("第二条", "删去的一条。", "", "", "删除", True),
    SideRow("第三条", "不变。", "第四条", "不变。", "条号变动", False),
)
VALUE = SideBySide("某法新旧条文对照表", "2015年文本", "2023年文本", date(2023, 3, 13), "说明。", ROWS)


def test_the_page_marks_what_differs_and_escapes_the_text() -> None:
    page = side_by_side_html(VALUE)
    assert "处<del>二百</del>元罚款" in page
    assert "处<ins>五百</ins>元罚款" in page
    assert "新增&lt;b&gt;一条&lt;/b&gt;" in page
    assert "<del>删去的一条。</del>" in page
    assert "有变化 3 处" in page
    assert "<script" not in page


def test_the_word_table_is_landscape_and_complete() -> None:
    document = docx.Document(io.BytesIO(side_by_side_docx(VALUE)))
    section, (table,) = document.sections[0], document.tables
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells[0] == ["2015年文本", "2023年文本", "说明"]
    assert cells[2] == [
        "第一条　处二百元罚款。\n情节严重的，没收。",
        "第二条　处五百元罚款。\n情节严重的，没收。",
        "修改",
    ]
    assert cells[4] == ["第二条　删去的一条。", "", "删除"]
    struck = [run.text for p in table.rows[2].cells[0].paragraphs for run in p.runs if run.font.strike]
    lined = [run.text for p in table.rows[2].cells[1].paragraphs for run in p.runs if run.font.underline]
    assert (struck, lined) == (["二百"], ["五百"])


def test_a_part_of_a_split_article_is_neither_gone_nor_new() -> None:
    whole = "甲部门负责登记；乙部门负责监督检查，并公布结果。"
    rows = (
        SideRow("第一条", whole, "第一条", "甲部门负责登记。", "拆分", True),
        SideRow("第一条", whole, "第二条", "乙部门负责监督检查，并公布结果。", "拆分", True),
        SideRow("第二条", "丙部门负责收费。", "", "", "删除", True),
    )
    page = side_by_side_html(SideBySide("某法新旧条文对照表", "旧", "新", date(2023, 3, 13), "说明。", rows))
    assert page.count("<del>；</del>乙部门负责监督检查，并公布结果。") == 2
    assert "<ins>乙部门" not in page
    assert "<del>丙部门负责收费。</del>" in page


def test_the_same_value_gives_the_same_bytes() -> None:
    assert side_by_side_docx(VALUE) == side_by_side_docx(VALUE)
