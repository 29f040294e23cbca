"""``lawcheck package`` and packages given to the other commands."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from runner import Runner, results_in

LAW = (
    "某市消防条例\n第一条　甲。\n第二条　任何单位和个人都有维护消防安全的义务。\n第三条　本条例自2026年1月1日起施行。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    held = tmp_path / "材料"
    held.mkdir()
    (held / "某市消防条例.txt").write_text(LAW, "utf-8")
    (held / "备案报告.txt").write_text("关于报送备案的报告", "utf-8")
    (held / "说明.txt").write_text("起草说明", "utf-8")
    return held


@pytest.fixture
def built(folder: Path, tmp_path: Path, run: Runner) -> Path:
    target = tmp_path / "结果" / "报备包.zip"
    result = run("package", "build", folder, "--out", target)
    assert result.code == 0, result.err
    assert "正式文本  originals/某市消防条例.txt" in result.out
    return target


@pytest.mark.parametrize(("out", "name"), [("", "报备包.zip"), ("甲", "甲.zip"), ("甲.ZIP", "甲.ZIP")])
def test_a_package_is_named_as_one(out: str, name: str, folder: Path, tmp_path: Path, run: Runner) -> None:
    (tmp_path / "结果").mkdir()
    result = run("package", "build", folder, "--out", tmp_path / "结果" / out)
    assert result.code == 0, result.err
    assert results_in(tmp_path / "结果") == [name]


def test_what_is_built_passes_the_check(built: Path, run: Runner) -> None:
    result = run("package", "check", built)
    assert result.code == 0
    assert "全部相符" in result.out


def test_check_says_what_is_wrong_in_chinese_and_exits_with_one(built: Path, run: Runner) -> None:
    with zipfile.ZipFile(built, "a") as archive:
        archive.writestr("多余.txt", "x")
    result = run("package", "check", built)
    assert result.code == 1
    assert "[M274] 多余文件“多余.txt”" in result.out


def test_check_of_something_else_is_an_error(tmp_path: Path, run: Runner) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"not a zip")
    assert run("package", "check", path).code == 2
    assert run("package", "check", tmp_path / "none.zip").code == 2


def test_roles_and_details_can_be_given(folder: Path, tmp_path: Path, run: Runner) -> None:
    details = tmp_path / "填报.json"
    details.write_text('{"filer": "某市人民政府"}', "utf-8")
    target = tmp_path / "p.zip"
    words = ("--role", "说明.txt=正式文本", "--details", details)
    assert run("package", "build", folder, "--out", target, *words).code == 0
    with zipfile.ZipFile(target) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["filer"] == "某市人民政府"
    roles = {file["path"]: file["role"] for file in manifest["files"]}
    assert roles["originals/说明.txt"] == "正式文本"
    assert roles["originals/某市消防条例.txt"] == "其他"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--role", "说明.txt=文本"), "E272"),
        (("--role", "说明.txt=正式文本", "--role", "备案报告.txt=正式文本"), "E187"),
        (("--details", "none.json"), "E270"),
    ],
)
def test_wrong_words_are_explained(
    folder: Path, tmp_path: Path, run: Runner, words: tuple[str, ...], code: str
) -> None:
    result = run("package", "build", folder, "--out", tmp_path / "p.zip", *words)
    assert result.code == 2
    assert code in result.err
    assert not (tmp_path / "p.zip").exists()


def test_a_package_is_reviewed_by_its_text_and_the_rest_is_listed(built: Path, tmp_path: Path, run: Runner) -> None:
    out = tmp_path / "out"
    result = run("review", built, "--jobs", "1", "--out", out, "--as-of", "2026-11-22")
    assert result.code == 0, result.err
    assert "审查的正式文本：originals/某市消防条例.txt" in result.out
    assert "备案报告  originals/备案报告.txt" in result.out
    assert (out / "报备包.review.html").is_file()


def test_a_package_is_converted_by_its_text(built: Path, tmp_path: Path, run: Runner) -> None:
    assert run("convert", built, "--to", "text", "--out", tmp_path / "out").code == 0
    assert "第二条" in (tmp_path / "out" / "报备包.txt").read_text("utf-8")


def test_check_and_review_of_a_package_look_at_its_materials_and_a_single_file_has_none(
    built: Path, folder: Path, tmp_path: Path, run: Runner
) -> None:
    told = json.loads(run("package", "check", built, "--json").out)["packages"][0]["form"]
    states = {row["rule"]: row["state"] for row in told}
    assert (states["F10"], states["F13"], len(states)) == ("问题", "通过", 20)
    assert "F10 备案报告的抬头、文号、签章：备案报告没有抬头" in run("package", "check", built).out
    for path, state in ((built, "问题"), (folder / "某市消防条例.txt", "未检查")):
        record = json.loads(run("review", path, "--out", tmp_path / "审查", "--json").out)["files"][0]["review"]
        assert next(r["state"] for r in record["rules"] if r["rule"] == "F10") == state
