"""`lawcheck laws diff`, `concordance`, `amend`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from runner import Runner

BASE = """某市虚犬条例
第一章　总则
第一条　为了加强犬只管理，制定本条例。
第二条　公安机关负责犬只登记。
第二章　附则
第三条　违反本条例第二条规定的，处二百元罚款。
"""
DECISION = """关于修改《某市虚犬条例》的决定
对《某市虚犬条例》作如下修改：
一、增加一条，作为第二条：“养犬应当文明。”
二、将第三条改为第四条，修改为：“违反本条例第三条规定的，处五百元罚款。”
本决定自公布之日起施行。《某市虚犬条例》根据本决定作相应修改并对条文顺序作相应调整，重新公布。
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    base, decision = tmp_path / "base.txt", tmp_path / "decision.txt"
    base.write_text(BASE, "utf-8")
    decision.write_text(DECISION, "utf-8")
    return decision, base


def test_diff_prints_and_writes_both_tables(run: Runner, tmp_path: Path) -> None:
    done = run("laws", "diff", "宪法", "--from", "1982", "--to", "2018", "--out", tmp_path / "out")
    assert done.code == 0
    assert "第一百二十三条（新增）" in done.out
    assert "第一百二十四条 → 第一百二十九条" not in done.out  # same text: not a change
    assert sorted(p.suffix for p in (tmp_path / "out").iterdir()) == [".docx", ".html"]


def test_concordance_lists_every_article(run: Runner) -> None:
    lines = run("laws", "concordance", "宪法").out.splitlines()
    assert "第一百二十四条\t第一百二十九条\t条号变动\t1.00" in lines


@pytest.mark.parametrize(("words", "code"), [(("宪法", "--from", "1066"), "E516"), (("行政处罚法",), "E517")])
def test_a_missing_version_is_told(words: tuple[str, ...], code: str, run: Runner) -> None:
    done = run("laws", "diff", *words)
    assert (done.code, code in done.err) == (2, True)


def test_amend_writes_the_new_text(run: Runner, files: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("laws", "amend", *files, "--out", tmp_path / "new.md")
    assert done.code == 0
    text = (tmp_path / "new.md").read_text("utf-8")
    assert text.index("养犬应当文明") < text.index("公安机关负责犬只登记") < text.index("附则") < text.index("五百元")
    assert "第四条" in text


def test_amend_never_writes_half_a_law_unasked(run: Runner, files: tuple[Path, Path], tmp_path: Path) -> None:
    decision, base = files
    decision.write_text(DECISION.replace("将第三条改为第四条", "将第九条改为第十条"), "utf-8")
    target = tmp_path / "new.md"
    done = run("laws", "amend", decision, base, "--out", target)
    assert (done.code, target.exists(), "原文中没有第九条" in done.err, "E518" in done.err) == (1, False, True, True)
    assert run("laws", "amend", decision, base, "--out", target, "--partial").code == 1
    assert target.exists()


def test_amend_as_json_tells_each_instruction(run: Runner, files: tuple[Path, Path]) -> None:
    record = json.loads(run("laws", "amend", *files, "--json").out)
    assert [one["deed"] for one in record["instructions"]] == ["增加", "调整条号", "修改", "顺序调整"]
    assert record["complete"]
    assert record["articles"][-1]["label"] == "第四条"


NOTED = """某市虚犬条例

（2018年6月28日某市第六届人民代表大会常务委员会第十一次会议通过）

第一条　为了加强犬只管理，制定本条例。

第二条　公安机关负责犬只登记，收费见附件。

第三条　本条例自2019年1月1日起施行。

附件

收费标准

每只每年100元。
"""
ANNEXED = """某市人民代表大会常务委员会关于修改《某市虚犬条例》的决定

（2024年10月30日某市第七届人民代表大会常务委员会第二十次会议通过）

某市第七届人民代表大会常务委员会第二十次会议决定对《某市虚犬条例》作如下修改：

一、将第一条修改为：“为了规范养犬，制定本条例。”

二、将附件中的“100元”修改为“50元”。

本决定自2025年1月1日起施行。

某市虚犬条例

第一条　为了规范养犬，制定本条例。
"""


def test_amend_keeps_note_and_annex_and_reads_nothing_printed_behind(run: Runner, tmp_path: Path) -> None:
    base, decision, new = tmp_path / "base.txt", tmp_path / "decision.txt", tmp_path / "new.txt"
    base.write_text(NOTED, "utf-8")
    decision.write_text(ANNEXED, "utf-8")
    done = run("laws", "amend", decision, base, "--out", new)
    assert (done.code, "指令 2 条，已执行 2 条。" in done.out) == (0, True)
    lines = [line.strip() for line in new.read_text("utf-8").splitlines() if line.strip()]
    assert lines[1].startswith("（2018年6月28日")
    assert lines[-3:] == ["附件", "收费标准", "每只每年50元。"]


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (DECISION.replace("虚犬", "虚猫"), "E519"),
        (
            "关于废止《某市虚犬条例》等两件规章的决定\n决定废止下列规章：\n一、《某市虚犬条例》\n二、《某市虚猫条例》\n",
            "E540",
        ),
    ],
)
def test_a_decision_that_does_not_amend_the_text_writes_nothing(
    decision: str, code: str, run: Runner, files: tuple[Path, Path], tmp_path: Path
) -> None:
    files[0].write_text(decision, "utf-8")
    done = run("laws", "amend", *files, "--out", tmp_path / "new.md", "--partial")
    assert (done.code, code in done.err, (tmp_path / "new.md").exists()) == (2, True, False)


@pytest.mark.parametrize(("day", "year"), [("1950-01-01", "1982"), ("1990-01-01", "1982"), ("2026-01-01", "2018")])
def test_before_all_versions_the_first_one_is_shown(day: str, year: str, run: Runner) -> None:
    record = json.loads(run("laws", "show", "宪法", "第一条", "--as-of", day, "--json").out)
    assert record["law"]["version"][:4] == year
