"""``lawcheck digest``: from a spreadsheet and a draft to the files, and back with the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from lawcheck.cli.program import cli
from lawcheck.errors import UnreadableFile, UsageError
from lawcheck.reports import DIGEST_FILES

ROOT = Path(__file__).parents[2]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "意见.csv").write_text(
        "姓名,意见内容\n甲某某,第一条建议将“十元”改为“五元”。\n乙某某,\n", encoding="gb18030"
    )
    (tmp_path / "草案.txt").write_text(
        "某市停车条例\n第一条　每小时收费不得超过十元。\n第二条　禁止占用盲道。\n", "utf-8"
    )
    return tmp_path


def run(case: Path, *more: str) -> Result:
    words = [
        "digest",
        str(case / "意见.csv"),
        str(case / "草案.txt"),
        "--out",
        str(case / "结果"),
        "--jobs",
        "1",
        *more,
    ]
    return CliRunner().invoke(cli, words, catch_exceptions=True)


def test_all_files_are_written_and_the_unusable_row_is_told(case: Path) -> None:
    result = run(case)
    assert result.exit_code == 0, result.output
    assert {path.name for path in (case / "结果").glob("意见*")} == set(DIGEST_FILES)
    assert "内容←意见内容" in result.stderr
    assert "意见.csv 第 3 行：没有意见内容" in result.stderr
    assert "第一条　1 人" in result.stdout


def test_the_json_on_the_screen_and_in_the_file(case: Path) -> None:
    result = run(case, "--json")
    printed = json.loads(result.stdout)
    assert printed["ledger"]["reconciles"]
    written = json.loads((case / "结果" / "意见汇总.json").read_text("utf-8"))
    for name, value in (("cli", printed), ("digest", written)):
        schema = json.loads((ROOT / "docs" / "schema" / f"{name}.schema.json").read_text("utf-8"))
        Draft202012Validator(schema).validate(value)


def test_answers_come_back_and_a_missing_reason_fails(case: Path) -> None:
    run(case)
    table = case / "填好.xlsx"
    book = load_workbook(case / "结果" / "意见汇总表.xlsx")
    book["意见采纳情况表"]["H2"] = "未采纳"
    book.save(table)
    assert "应当写明理由" in run(case, "--dispositions", str(table)).stderr
    book["意见采纳情况表"]["I2"] = "成本高"
    book.save(table)
    result = run(case, "--dispositions", str(table))
    assert (result.exit_code, "已有结果的意见点 1 个，没有结果的 0 个" in result.stdout) == (0, True)


def test_wrong_columns_and_a_missing_file_are_told(case: Path) -> None:
    assert isinstance(run(case, "--columns", "内容=没有").exception, UsageError)
    (case / "意见.csv").unlink()
    assert isinstance(run(case).exception, UnreadableFile)
