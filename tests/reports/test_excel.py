"""The findings as a workbook."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import factory
import openpyxl
import pytest

from lawcheck.checks import Severity
from lawcheck.document import SourceText, parse
from lawcheck.reports import findings_xlsx

HEADER = ["序号", "规则", "名称", "严重程度", "条款", "原文", "说明", "建议", "依据", "上位法", "上位法条款",
          "上位法原文", "核对结论", "备注", "问题标识"]  # fmt: skip


def load(review):
    return openpyxl.load_workbook(io.BytesIO(findings_xlsx(review)))


@pytest.fixture(scope="module")
def book():
    return load(factory.make_review())


def values(sheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


def test_has_four_sheets_with_frozen_headers_and_filters(book):
    assert book.sheetnames == ["问题清单", "条款比对表", "规则状态", "库覆盖"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
        assert sheet["A1"].alignment.wrap_text


def test_lists_one_finding_a_row(book):
    sheet = book["问题清单"]
    assert values(sheet, 1) == HEADER
    assert sheet.max_row == 11
    row = dict(zip(HEADER, values(sheet, 4), strict=True))
    assert row["规则"] == "A01"
    assert row["原文"] == "可以处二万元以上十万元以下罚款"
    assert row["上位法原文"] == factory.FINE_ABOVE
    assert not row["核对结论"]


def test_offers_the_verdicts_for_every_finding(book):
    validation = book["问题清单"].data_validations.dataValidation[0]
    assert validation.formula1 == '"成立,不成立,待研究"'
    assert str(validation.sqref) == "M2:M11"


def test_lists_every_clause_rule_and_level(book):
    assert book["条款比对表"].max_row == 13
    assert book["规则状态"].max_row == 190
    assert values(book["规则状态"], 190)[1].startswith("共 188 条规则")
    assert values(book["库覆盖"], 4)[:3] == ["地方性法规", "未知", 0]
    assert any("库截至 2026-08-28" in str(cell.value) for row in book["库覆盖"] for cell in row)


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1", "  =1", "\r=1"])
def test_filed_text_is_never_a_formula(text):
    document = parse(SourceText.from_text(f"云泽市规定\n第一条　{text}甲。\n"))
    found = factory.finding(document, text, text, Severity.INFO, text.strip(), text, suggestion=text)
    facts = replace(factory.make_facts(), title=text)
    data = findings_xlsx(
        factory.make_review(document=document, findings=(), runs=factory.make_runs(document, ()), facts=facts)
    )
    assert b"<f>" not in sheets(data)
    runs = (factory.RuleRun("X06", text, "X", factory.State.PROBLEM, text, (found,)),)
    data = findings_xlsx(factory.make_review(document=document, runs=runs, facts=facts))
    assert b"<f>" not in sheets(data)
    cell = openpyxl.load_workbook(io.BytesIO(data))["问题清单"]["G2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def sheets(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if "worksheets/" in name)


def test_personal_data_are_masked():
    with zipfile.ZipFile(io.BytesIO(findings_xlsx(factory.make_review()))) as archive:
        assert not any(factory.PHONE.encode() in archive.read(name) for name in archive.namelist())


def test_forbidden_characters_and_endless_cells_do_not_break_the_file():
    document = factory.make_document()
    found = factory.finding(document, "X06", "名", Severity.INFO, "残废人", "坏\x00\x0b字" + "长" * 40_000)
    sheet = load(factory.make_review(findings=(found,)))["问题清单"]
    assert sheet["G2"].value.startswith("坏\ufffd\ufffd字长")
    assert len(sheet["G2"].value) == 32_000


def test_equal_input_gives_equal_bytes():
    assert findings_xlsx(factory.make_review()) == findings_xlsx(factory.make_review())
