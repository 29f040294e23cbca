"""Tables that lay something down are compared row by row; all others stay one text."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.document import Document as DocxDocument

from lawcheck.comments import open_draft
from lawcheck.comparison import own_text
from lawcheck.document import Document, parse, plain_words, spelled_out
from lawcheck.matching.asking import questions
from lawcheck.readers import read

HEAD = ("序号", "违法行为", "法定依据", "阶次", "裁量基准")
ROWS = (
    ("1", "占用疏散通道的", "《消防法》第六十条", "轻微", "责令改正，处五千元罚款"),
    ("2", "", "", "严重", "责令改正，处五万元罚款"),
    ("3", "损坏消防设施的", "《消防法》第六十条", "一般", "责令改正，处一万元罚款"),
)


def filing(folder: Path, *rows: tuple[str, ...]) -> Document:
    made = docx.Document()
    for line in (
        "某市消防裁量规定",
        "第一条　为了规范裁量，制定本规定。",
        "第二条　本规定适用于本市。",
        "第三条　裁量基准如下表。",
    ):
        made.add_paragraph(line)
    _add_table(made, rows)
    made.add_paragraph("第四条　本规定自2026年1月1日起施行。")
    made.save(str(folder / "某市消防裁量规定.docx"))
    return parse(read(folder / "某市消防裁量规定.docx"))


def _add_table(made: DocxDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    table = made.add_table(len(rows), len(rows[0]))
    for filled, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(filled.cells, row, strict=True):
            cell.text = words


def test_each_row_is_a_clause_with_a_label_and_a_place(tmp_path: Path) -> None:
    document = filing(tmp_path, HEAD, *ROWS)
    rows = [unit for unit in document.clauses if "__row_" in unit.eid]
    assert [document.citation_label(row) for row in rows] == ["第三条表第1行", "第三条表第2行", "第三条表第3行"]
    assert all(document.source.slice(row.span) == row.text and document.by_eid[row.eid] is row for row in rows)
    assert not any("__row_" in unit.eid for unit in document.walk())


def test_the_same_as_above_is_spelled_out_where_it_is_searched_by(tmp_path: Path) -> None:
    document = filing(tmp_path, HEAD, *ROWS)
    second = next(unit for unit in document.clauses if unit.eid.endswith("__row_2"))
    words, span = spelled_out(document.parents[second.eid], second)
    assert words == "占用疏散通道的，《消防法》第六十条，轻微，责令改正，处五千元罚款"
    assert document.source.slice(span).startswith("1\t占用疏散通道的")
    asked = {question.eid: question for question in questions(document)}
    assert "占用疏散通道的" in asked[second.eid].text
    assert not asked[second.eid].skipped


def test_a_row_is_compared_by_what_it_lays_down(tmp_path: Path) -> None:
    document = filing(tmp_path, HEAD, *ROWS)
    first = next(unit for unit in document.clauses if unit.eid.endswith("__row_1"))
    words = own_text(document, first)
    assert len(words) == first.span.length
    assert "".join(words.split()) == "占用疏散通道的，责令改正，处五千元罚款"


@pytest.mark.parametrize("cell", ["特别严重", "三档", "《某法》第六条、第七条", "12"])
def test_cells_beside_the_rule_are_left_out(cell: str) -> None:
    assert plain_words(f"{cell}\t处五十元罚款").split() == ["处五十元罚款"]
    assert len(plain_words(f"{cell}\t处五十元罚款")) == len(f"{cell}\t处五十元罚款")


@pytest.mark.parametrize(
    "rows",
    [
        (("姓名", "职务"), ("某甲", "组长"), ("某乙", "组员")),
        (
            ("单位", "任务", "期限"),
            ("某局", "制定方案", "六月"),
            ("某厅", "应当检查", "七月"),
            ("某委", "汇总", "八月"),
        ),
    ],
)
def test_other_tables_stay_one_text(rows: tuple[tuple[str, ...], ...], tmp_path: Path) -> None:
    assert not filing(tmp_path, *rows).rows


def test_people_comment_on_the_table_as_a_whole(tmp_path: Path) -> None:
    clauses = [clause.eid for clause in open_draft(filing(tmp_path, HEAD, *ROWS)).clauses]
    assert "art_3__table_2" in clauses
    assert not any("__row_" in eid for eid in clauses)


def test_the_rows_of_a_table_in_an_annex_are_compared_and_the_words_around_it_are_not(tmp_path: Path) -> None:
    made = docx.Document()
    for line in ("某市消防裁量规定", "第一条　为了规范裁量，制定本规定。", "第二条　本规定自2026年1月1日起施行。"):
        made.add_paragraph(line)
    for line in ("附件2", "某市消防裁量基准表", "下表由市消防救援机构解释，各区消防救援机构照此执行。"):
        made.add_paragraph(line)
    _add_table(made, (HEAD, *ROWS))
    made.save(str(tmp_path / "规定.docx"))
    document = parse(read(tmp_path / "规定.docx"))
    labels = [document.citation_label(unit) for unit in document.clauses]
    assert labels == ["第一条", "第二条", "附件2表第1行", "附件2表第2行", "附件2表第3行"]
