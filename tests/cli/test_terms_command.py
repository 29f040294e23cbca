"""``lawcheck terms`` and an office's own word lists."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner
from runner import SCHEMA, Runner

from lawcheck.checks import load_rules, with_term_rules
from lawcheck.cli.terms import terms
from lawcheck.errors import LawcheckError, RulePackError


def _run(*words: object) -> str:
    result = CliRunner().invoke(terms, [str(word) for word in words])
    if isinstance(result.exception, LawcheckError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with an imported list."""
    (tmp_path / "单位词表.csv").write_text("词语,建议\n旧词甲,新词甲\n旧词甲,新词甲\n其它,别的\n", "utf-8")
    shown = _run("import", tmp_path / "单位词表.csv", "--dir", tmp_path / "词表")
    assert "列：词语 → 词（text）" in shown
    assert "书名号内、引号内" in shown
    assert "重复：与第 2 行相同" in shown
    assert "1 个词随附词表中也有" in shown
    return tmp_path / "词表"


def test_list_and_show_take_the_office_lists_along(office: Path) -> None:
    assert _run("list", "--rule", "X901", "--terms", office).splitlines() == [
        "X901　旧词甲 → 新词甲",
        "X901　其它 → 别的",
        "共 2 个词条。",
    ]
    assert "建议：别的" in _run("show", "其 它", "--terms", office)
    assert "同义词：非机动车 ⊂ 车辆" in _run("show", "非机动车")
    with pytest.raises(LawcheckError, match="E459"):
        _run("show", "没有的词")


def test_one_line_tells_of_all_rows_with_the_same_reserve(tmp_path: Path) -> None:
    rows = "".join(f"旧词{n},高\n" for n in "甲乙丙")
    (tmp_path / "表.csv").write_text(f"词语,级别\n{rows}的,提示\n", "utf-8")
    shown = _run("import", tmp_path / "表.csv", "--dir", tmp_path / "词表").splitlines()
    assert "  第 2 行　旧词甲　级别“高”没有识别，按默认（建议修改）（共 3 行这样）" in shown
    assert sum("高" in line for line in shown) == 1
    assert any("只有一个字" in line for line in shown)


@pytest.mark.parametrize(
    "words",
    [("import", "FILE", "--dir", "DIR"), ("list", "--rule", "X06"), ("show", "残废"), ("show", "车辆")],
)
def test_json_has_the_published_shape(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("旧词甲\n旧词甲\n", "utf-8")
    places = {"FILE": str(tmp_path / "甲.txt"), "DIR": str(tmp_path / "词表")}
    jsonschema.validate(json.loads(_run(*(places.get(word, word) for word in words), "--json")), SCHEMA)


def test_review_reports_the_office_words(office: Path, run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "青山市测试条例.txt"
    path.write_text("青山市测试条例\n第一条　对旧词 甲和其它情形，依照本条例执行。\n", "utf-8")
    done = run("review", path, "--terms", office, "--out", tmp_path / "结果", "--json")
    assert done.code == 0, done.err
    printed = done.out
    review = json.loads(printed)["files"][0]["review"]
    found = [(f["rule"], f["quote"], f["suggestion"]) for f in review["findings"] if f["rule"] in ("X901", "W06")]
    assert found == [("X901", "旧词 甲", "改为“新词甲”"), ("X901", "其它", "改为“别的”")]
    assert "词表" in review["pack_version"]


@pytest.mark.parametrize("rule", ["W22", "A19", "X02x"])
def test_a_rule_that_does_not_work_by_lists_is_refused(rule: str) -> None:
    with pytest.raises(RulePackError, match="E453"):
        with_term_rules(load_rules(), [(rule, "甲词")] if rule != "X02x" else [("R901", "甲词")], "")
