"""A column with words of the draft (原文) beside the person's own: no reason, but what is to be changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from lawcheck.comments import Comment, analyse, read_comments
from lawcheck.document import parse

DRAFT = """某市渡口管理办法（征求意见稿）
第一条　渡船应当每日检查。
第二条　公安、消防、通信等部门按照职责做好工作。
交通部门负责渡口的登记，并在三十日内答复。
第三条　本办法自2027年3月1日起施行。
"""
HEADER = ["单位", "条款", "原文", "修改建议", "理由"]
DELETE, REPLACE = "删去", "改为"


def shown(comments: tuple[Comment, ...]) -> list[tuple[tuple[str, ...], str, list[tuple[str, str, str]]]]:
    digest = analyse(comments, parse(DRAFT))
    return [
        (
            mapping.targets,
            digest.stances[mapping.point_id].stance.value,
            [(w.kind.value, w.old, w.new) for w in digest.wordings if w.point_id == mapping.point_id],
        )
        for mapping in digest.mappings
    ]


def _sheet(path: Path, rows: list[list[str]], header: list[str] = HEADER) -> tuple[Comment, ...]:
    book = Workbook()
    assert book.active is not None
    for row in (header, *rows):
        book.active.append(row)
    book.save(path)
    return read_comments(path)[0]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (
            ["第三条", "2027年3月1日", "2027年6月1日"],
            (("art_3__para_1",), "建议修改", [(REPLACE, "2027年3月1日", "2027年6月1日")]),
        ),
        (
            ["第二条", "三十日内答复", "十五日内答复"],
            (("art_2__para_2",), "建议修改", [(REPLACE, "三十日内答复", "十五日内答复")]),
        ),
        (
            ["第二条", "公安、消防、通信等部门", "改为“公安、消防救援等部门”"],
            (("art_2__para_1",), "建议修改", [(REPLACE, "公安、消防、通信等部门", "公安、消防救援等部门")]),
        ),
        (["第二条", "并在三十日内答复", "删除"], (("art_2__para_2",), "反对", [(DELETE, "并在三十日内答复", "")])),
        (["第一条", "渡船应当每日检查。", "删除"], (("art_1__para_1",), "反对", [(DELETE, "", "")])),
        (["第一条", "渡船应当每日检查。", "同意"], (("art_1__para_1",), "支持", [])),
        (["", "渡船应当每日检查。", "太频繁"], (("art_1__para_1",), "未表明", [])),
    ],
)
def test_what_is_put_for_the_words_copied(row: list[str], wanted: object, tmp_path: Path) -> None:
    comments = _sheet(tmp_path / "表.xlsx", [["某局", *row, ""]])
    assert comments[0].reason == ""
    assert shown(comments) == [wanted]


def test_words_copied_from_another_draft_are_told(tmp_path: Path) -> None:
    comments = _sheet(tmp_path / "表.xlsx", [["某局", "第一条", "渡船应当每月检查。", "太少", ""]])
    mapping = analyse(comments, parse(DRAFT)).mappings[0]
    assert mapping.targets == ("art_1__para_1",)
    assert "可能抄自另一稿" in mapping.problem


def test_a_column_for_the_new_words(tmp_path: Path) -> None:
    header = ["单位", "条款", "原文", "修改为", "理由"]
    rows = [
        ["甲局", "第二条", "三十日内答复", "十五日内答复", "快"],
        ["乙局", "第一条", "渡船应当每日检查。", "渡船应当每班检查。", ""],
        ["丙局", "第三条", "", "删除", ""],
    ]
    assert [found for _, _, found in shown(_sheet(tmp_path / "表.xlsx", rows, header))] == [
        [(REPLACE, "三十日内答复", "十五日内答复")],
        [("改写全条", "", "渡船应当每班检查。")],
        [(DELETE, "", "")],
    ]


def test_a_table_in_a_letter(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("市水上支队修改意见表")
    rows = [
        HEADER[1:],
        ["第二条第二款", "三十日内答复", "十五日内答复", "太久"],
        ["第一条", "渡船应当“每日”检查。", "增加“夜间”", ""],
        ["第三条", "", "无意见", ""],
    ]
    table = document.add_table(len(rows), len(rows[0]))
    for cells, row in zip(rows, table.rows, strict=True):
        for text, cell in zip(cells, row.cells, strict=True):
            cell.text = text
    document.save(str(tmp_path / "表.docx"))
    comments = read_comments(tmp_path)[0]
    assert comments[0].author == "市水上支队"
    assert shown(comments) == [
        (("art_2__para_2",), "建议修改", [(REPLACE, "三十日内答复", "十五日内答复")]),
        (("art_1__para_1",), "建议修改", [("增加", "", "夜间")]),
        (("art_3__para_1",), "支持", []),
    ]
