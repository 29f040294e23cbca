"""新旧条文对照表: nothing is left out, marks tell what is gone and new, and what is odd is said first."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest

from lawcheck.comparison import compare_versions, compare_with_higher
from lawcheck.document import Problem, SourceText, Span, parse
from lawcheck.reports import ComparedView, compared_outputs
from lawcheck.reports.differences import Piece

DAY = date(2026, 11, 22)
OLD = """某市古村落管理办法
（2016年8月25日某市人民政府令第3号公布）
第一章　总则
第一条　为了加强古村落保护，制定本办法。
第二条　市文物主管部门负责古村落的监督管理；市财政部门负责保障古村落保护经费。
第三条　村民委员会应当履行下列职责：
（一）将古村落保护纳入村规民约；
（二）协助做好防火、防盗工作；
（三）劝阻破坏古村落的行为。
第四条　利用古村落从事经营活动的，按照本办法第九条的规定备案。
第五条　核心区面积三十亩以上的，每年补助三十万元。
第六条　本办法自2017年1月1日起施行。
附件
收费表
每户十元。
"""
NEW = """某市古村落办法
（2025年8月25日某市人民政府令第9号公布）
第一章　总则
第一条　利用古村落从事经营活动的，按照本办法第九条的规定备案。
第二条　为了加强古村落保护,制定本办法。
第三条　市文物主管部门负责古村落的监督管理。
第四条　市财政部门负责保障古村落保护经费。
第五条　村民委员会应当履行下列职责：
（一）将古村落保护纳入村规民约；
（二）劝阻破坏古村落的行为；
（三）收集历史资料。
第六条　核心区面积三十亩以上的，每年补助二十万元。
第七条　本办法自2026年1月1日起施行。
附件
收费表
每户二十元。
"""


def view(old: str, new: str) -> ComparedView:
    return ComparedView(compare_versions(parse(old), parse(new)), DAY)


def test_title_note_headings_and_annexes_have_rows_in_place() -> None:
    rows = [(row.left_label, row.right_label, row.tag) for row in view(OLD, NEW).rows]
    assert rows[:3] == [("标题", "标题", "修改"), ("题注", "题注", "修改"), ("第一章", "第一章", "未变")]
    assert rows[-2:] == [("附件1", "附件1", "未变"), ("附件1", "附件1", "修改")]


def test_what_did_not_change_around_the_body_has_no_row() -> None:
    labels = {row.left_label for row in view(OLD, OLD).rows}
    assert not labels & {"标题", "题注", "开头", "落款"}


def test_a_part_that_lives_on_in_the_next_article_is_not_struck() -> None:
    parts = [row for row in view(OLD, NEW).rows if row.tag == "拆分"]
    assert [row.right_label for row in parts] == ["第三条", "第四条"]
    assert {piece.text for row in parts for piece in row.left if piece.differs} == {"；"}
    assert {piece.text for row in parts for piece in row.right if piece.differs} <= {"。"}


def test_what_is_gone_is_struck_as_a_whole() -> None:
    shown = view(OLD, NEW.replace("第四条　市财政部门负责保障古村落保护经费。\n", ""))
    row = next(row for row in shown.rows if row.left_label == "第二条")
    assert "市财政部门负责保障古村落保护经费" in "".join(piece.text for piece in row.left if piece.differs)


def test_items_that_came_and_went_are_told_by_their_numbers() -> None:
    row = next(row for row in view(OLD, NEW).rows if row.left_label == "第三条")
    assert row.points.startswith("删去第（二）项；增加第（三）项")


def test_a_new_version_is_never_in_conflict_with_the_old_one() -> None:
    row = next(row for row in view(OLD, NEW).rows if row.left_label == "第五条")
    assert row.points == "数额：旧文本“三十万元”，新文本“二十万元”"


def test_other_marks_alone_are_no_change_and_are_said() -> None:
    row = next(row for row in view(OLD, NEW).rows if row.left_label == "第一条")
    assert (row.tag, row.changed) == ("条号变动", False)
    assert row.points.startswith("文字未变")


def test_words_of_the_text_are_not_taken_for_words_of_the_note() -> None:
    old = "某市某条例\n第一条　禁止在市区养鸡，但是依照本条例第九条登记的除外。\n第二条　本条例自公布之日起施行。"
    new = "某市某条例\n第一条　禁止在市区养鸡。\n第二条　本条例自公布之日起施行。"
    points = view(old, new).rows[0].points
    assert "旧文本的例外规定在新文本中没有" in points
    assert "依照本条例第九条" in points


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (OLD, OLD, "没有文字上的不同"),
        (OLD, "你好", "没有读出条款"),
        (
            OLD,
            "某市关于修改《某市古村落管理办法》的决定\n一、删去第三条。\n二、将第五条修改为：“不予补助。”",
            "是修改决定",
        ),
        (OLD, "某市犬只规定\n第一条　养犬人应当束链。\n第二条　公安机关收容流浪犬只。", "可能不是同一文件"),
        (OLD, NEW, ""),
    ],
)
def test_what_is_odd_is_said_first(old: str, new: str, said: str) -> None:
    cautions = view(old, new).cautions
    assert said in "".join(cautions)
    assert bool(cautions) == bool(said)


def test_nothing_to_compare_is_said_in_words() -> None:
    found = ComparedView(compare_with_higher(parse("你好"), parse(OLD)), DAY)
    assert found.summary == "没有可以比对的条款。"


def test_marks_inside_a_title_are_single() -> None:
    text = "某市实施《中华人民共和国水法》办法\n第一条　甲应当登记。"
    assert view(text, text).title == "《某市实施〈中华人民共和国水法〉办法》新旧条文对照表"


def test_headings_are_bold_and_the_marks_are_explained_in_word() -> None:
    files = compared_outputs(compare_versions(parse(OLD), parse(NEW)), DAY)
    word = docx.Document(io.BytesIO(files[".compare.docx"]))
    assert any("红字加删除线是删去的文字" in paragraph.text for paragraph in word.paragraphs)
    chapter = next(row for row in word.tables[0].rows if row.cells[1].text == "第一章")
    assert chapter.cells[2].paragraphs[0].runs[0].bold
    assert "附件1" in files[".compare.html"].decode()


def test_annexes_that_are_not_held_against_the_higher_law_are_named() -> None:
    found = ComparedView(compare_with_higher(parse(OLD), parse(NEW)), DAY)
    assert any("附件1《收费表》" in caution for caution in found.cautions)
    assert ComparedView(compare_with_higher(parse(OLD.partition("附件")[0]), parse(NEW)), DAY).cautions == ()


@pytest.mark.parametrize(
    ("new", "told"), [("应当在10日内报告", True), ("应当在15日内报告", False), ("不应当在十日内报告", False)]
)
def test_another_way_of_writing_a_number_is_told(new: str, told: bool) -> None:
    old = "某市某条例\n第一条　经营者应当在十日内报告。\n第二条　本条例自公布之日起施行。"
    points = view(old, old.replace("应当在十日内报告", new)).rows[0].points
    assert ("只有数字写法" in points) == told


def test_a_paragraph_that_went_into_another_article_is_told() -> None:
    old = "某市河湖条例\n第一条　水利部门负责河湖保护。\n河湖保护实行河长制。\n第二条　鼓励志愿服务。\n第三条　本条例自公布之日起施行。"
    new = (
        old.replace("\n河湖保护实行河长制。", "")
        .replace(
            "第二条　鼓励",
            "第二条　河湖保护实行河长制。各级河长组织领导责任河湖的保护工作，每季度至少巡查一次。\n第三条　鼓励",
        )
        .replace("第三条　本", "第四条　本")
    )
    assert view(old, new).rows[0].points == "删去第二款（相近文字见新文本第二条）"
    gone = old.replace("\n河湖保护实行河长制。", "")
    assert view(old, gone).rows[0].points == "删去第二款"


def test_the_workbook_marks_what_differs_and_keeps_the_text() -> None:
    data = compared_outputs(compare_versions(parse(OLD), parse(NEW)), DAY)[".compare.xlsx"]
    sheet = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)["对照表"]
    title = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "标题")
    struck = [block.text for block in title[2].value if block.font.strike]
    assert (str(title[2].value), struck) == ("某市古村落管理办法", ["管理"])
    assert str(title[4].value) == "某市古村落办法"
    assert next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "第一章")[2].font.bold
    texts = {str(row[2].value or "") for row in sheet.iter_rows(min_row=2)}
    assert texts == {row.upper_text for row in compare_versions(parse(OLD), parse(NEW)).rows}
    nasty = compared_outputs(compare_versions(parse(OLD), parse(OLD.replace("为了加强", "=1+1\x0b为了"))), DAY)
    assert openpyxl.load_workbook(io.BytesIO(nasty[".compare.xlsx"]))["对照表"].max_row > 5


def test_words_that_were_not_read_or_are_doubtful_are_told() -> None:
    source = SourceText.from_text(OLD)
    hint = Problem("P213", Span(0, 0), "文件含有 1 幅图片，图片中的文字没有读取，请人工查看。")
    kept = Problem("P226", Span(0, 0), "正文之后网页自带的文字 1 行不作为正文审查。")
    old = parse(replace(source, problems=(hint, hint, kept)))
    told = ComparedView(compare_versions(old, parse(NEW)), DAY).cautions
    assert told == ("《某市古村落管理办法》：文件含有 1 幅图片，图片中的文字没有读取，请人工查看。",)


def _marked(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.differs]


def test_a_new_item_is_marked_whole_and_the_next_only_by_its_number() -> None:
    old = "某市某办法\n第一条　申请人应当提交：\n（一）身份证明；\n（二）住所证明，有效期三个月。"
    new = "某市某办法\n第一条　申请人应当提交：\n（一）身份证明；\n（二）用地证明；\n（三）住所证明，有效期六个月。"
    row = view(old, new).rows[0]
    assert _marked(row.left) == ["二", "三"]
    assert _marked(row.right) == ["（二）用地证明；", "三", "六"]


def test_paragraphs_joined_are_not_marked() -> None:
    old = "某市某办法\n第一条　经营者应当公示价格。\n经营者应当出具票据。"
    row = view(old, old.replace("价格。\n", "价格。")).rows[0]
    assert (_marked(row.left), _marked(row.right)) == ([], [])
