"""The fine of a row in a discretion table is measured by the clause that the row names, in however few words (A06)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from lawcheck.checks import Example, RulePack, Severity, run_rules
from lawcheck.checks.trying import context_of_example
from lawcheck.document import Number, parse
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level
from lawcheck.matching import CITED_CLAUSE, HigherClause, Match, MatchState
from lawcheck.readers import read

UPPER = "有下列行为之一的，由主管部门责令限期改正，可以处以2万元以下的罚款；造成损失的，应当依法承担赔偿责任："
ROWS = (
    ("序号", "违法行为", "处罚依据", "情形", "裁量幅度"),
    ("1", "擅自占用道路", "《测试法》第一条", "较轻", "可以处5000元以下罚款"),
    ("", "", "", "严重", "处1万元以上{}万元以下罚款"),
)


def _found(folder: Path, pack: RulePack, most: str, reasons: tuple[str, ...]) -> list[Severity]:
    made = docx.Document()
    made.add_paragraph("某市城市管理行政处罚裁量基准")
    table = made.add_table(len(ROWS), len(ROWS[0]))
    for filled, row in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(filled.cells, row, strict=True):
            cell.text = words.format(most)
    made.save(str(folder / "基准.docx"))
    document = parse(read(folder / "基准.docx"))
    row = next(unit for unit in document.clauses if unit.eid.endswith("__row_2"))
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, date(2026, 1, 1), None, "", "", "text", 1)
    article = Article(0, 0, Number(1), "第一条", "", UPPER)
    above = HigherClause(law, version, article, 1, UPPER, 0.95, 0.2, 0.2, reasons)
    match = Match(row.eid, MatchState.MATCHED, "", (above,))
    context = context_of_example(Example("某市规定\n第一条　测试。", positive=True), None)
    context = replace(context, document=document, matches=(match,))
    run = next(run for run in run_rules(pack, context) if run.rule == "A06")
    return [finding.severity for finding in run.findings]


@pytest.mark.parametrize(
    ("most", "reasons", "found"),
    [("3", (CITED_CLAUSE,), [Severity.SUSPECTED]), ("2", (CITED_CLAUSE,), []), ("3", (), [])],
    ids=["above the basis", "within it", "no basis named"],
)
def test_a_fine_above_the_named_basis_is_told(
    tmp_path: Path, pack: RulePack, most: str, reasons: tuple[str, ...], found: list[Severity]
) -> None:
    assert _found(tmp_path, pack, most, reasons) == found
