"""``lawcheck match FOLDER``: one bad file never stops it, an interrupted run goes on."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from lawcheck.cli import find
from lawcheck.cli.find import match
from lawcheck.errors import OutputError, UsageError

TEXT = "某市消防条例\n第一条　为了预防火灾，制定本条例。\n第二条　任何单位和个人都有维护消防安全、预防火灾、报告火警的义务。\n"


TURNED = (
    "某市消防条例\n第一条　任何单位、个人不得损坏、挪用或者擅自拆除、停用消防设施、器材，可以埋压、圈占、遮挡消火栓或者占用防火间距，"
    "不得占用、堵塞、封闭疏散通道、安全出口、消防车通道。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in" / "deeper"
    inside.mkdir(parents=True)
    (inside / "甲.txt").write_text(TEXT, encoding="utf-8")
    (inside.parent / "乙.docx").write_bytes(b"\x00\x01 no document")
    (inside.parent / "_index.md").write_text("skipped", encoding="utf-8")
    return inside.parent


def test_a_bad_file_is_told_and_the_others_are_matched(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = [str(folder), "--out", str(tmp_path / "out"), "--jobs", "1", "--as-of", "2026-11-22"]
    first = CliRunner().invoke(match, arguments)
    assert first.exit_code == 2
    assert "2款，2款找到上位法条款" in first.output
    assert "乙.docx" in first.output
    lines = (tmp_path / "out" / "matches.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines[1:]] == [str(folder / "deeper" / "甲.txt")]
    assert "其中" not in first.output
    asked: list[Path] = []
    monkeypatch.setattr(
        find, "_match_file", lambda job: asked.append(job.path) or {"file": str(job.path), "error": "x"}
    )
    again = CliRunner().invoke(match, arguments)
    assert asked == [folder / "乙.docx"]
    assert "2款，2款找到上位法条款" in again.output


def test_the_batch_tells_what_each_clause_makes_of_the_higher_one(tmp_path: Path) -> None:
    (tmp_path / "丙.txt").write_text(TURNED, encoding="utf-8")
    arguments = [str(tmp_path / "丙.txt"), "--as-of", "2026-11-22", "--out", str(tmp_path / "out")]
    assert "1款，1款找到上位法条款，其中疑似抵触1款" in CliRunner().invoke(match, arguments).output
    line = (tmp_path / "out" / "matches.jsonl").read_text(encoding="utf-8").splitlines()[1]
    (clause,) = json.loads(line)["result"]["clauses"]
    (difference,) = clause["differences"]
    assert (clause["relation"], difference["lower"], difference["upper"]) == ("疑似抵触", "可以", "不得")


def test_a_folder_without_files_and_a_file_without_clauses_are_told(tmp_path: Path) -> None:
    empty, bare = tmp_path / "空", tmp_path / "丁.txt"
    empty.mkdir()
    bare.write_text("你好\n", encoding="utf-8")
    told = CliRunner().invoke(match, [str(empty), "--as-of", "2026-11-22"])
    assert told.exit_code == 2
    assert "其中没有文件" in told.output
    assert "没有读出条款" in CliRunner().invoke(match, [str(bare), "--as-of", "2026-11-22"]).output


def test_results_inside_the_folder_are_not_matched(folder: Path) -> None:
    arguments = [str(folder), "--out", str(folder / "结果"), "--jobs", "1", "--as-of", "2026-11-22"]
    CliRunner().invoke(match, arguments)
    assert "matches.jsonl" not in CliRunner().invoke(match, arguments).output


def test_a_law_left_out_by_a_person_is_told(folder: Path) -> None:
    arguments = [str(folder / "deeper" / "甲.txt"), "--as-of", "2026-11-22", "--unpin", "消防法"]
    assert "人工排除，没有作为上位法比对：消防法" in CliRunner().invoke(match, arguments).output


def test_a_law_cannot_be_pinned_and_left_out(folder: Path) -> None:
    arguments = [str(folder), "--as-of", "2026-11-22", "--pin", "消防法", "--unpin", "中华人民共和国消防法"]
    failed = CliRunner().invoke(match, arguments)
    assert isinstance(failed.exception, UsageError)
    assert "《消防法》不能既指定" in failed.exception.text("zh")


def test_a_file_changed_since_is_matched_anew_and_only_that(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "乙.docx").unlink()
    (folder / "丙.txt").write_text(TEXT.replace("某市", "某县"), encoding="utf-8")
    arguments = [str(folder), "--out", str(tmp_path / "out"), "--jobs", "1", "--as-of", "2026-11-22"]
    CliRunner().invoke(match, arguments)
    (folder / "丙.txt").write_text(TURNED, encoding="utf-8")
    asked: list[Path] = []
    true_match = find._match_file
    monkeypatch.setattr(find, "_match_file", lambda job: asked.append(job.path) or true_match(job))
    again = CliRunner().invoke(match, arguments)
    assert asked == [folder / "丙.txt"]
    assert "丙.txt：1款，1款找到上位法条款，其中疑似抵触1款" in again.output
    lines = (tmp_path / "out" / "matches.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines[1:]] == [
        str(folder / "deeper" / "甲.txt"),
        str(folder / "丙.txt"),
    ]
    CliRunner().invoke(match, arguments)
    assert len(asked) == 1


def test_results_under_other_conditions_are_kept_aside(folder: Path, tmp_path: Path) -> None:
    arguments = [str(folder), "--out", str(tmp_path / "out"), "--jobs", "1", "--as-of"]
    CliRunner().invoke(match, [*arguments, "2026-11-22"])
    before = (tmp_path / "out" / "matches.jsonl").read_bytes()
    told = CliRunner().invoke(match, [*arguments, "2025-11-22"])
    assert "[C670]" in told.output
    assert (tmp_path / "out" / "matches.1.jsonl").read_bytes() == before
    assert "[C670]" not in CliRunner().invoke(match, [*arguments, "2025-11-22"]).output


def test_a_second_run_into_the_same_folder_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / ".matches.lock"):
        told = CliRunner().invoke(match, [str(folder), "--out", str(tmp_path / "out"), "--as-of", "2026-11-22"])
    assert isinstance(told.exception, UsageError)
    assert told.exception.code == "E671"


def test_a_full_disk_ends_a_batch_in_words(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("lawcheck.jobs.Journal.add", full)
    arguments = [str(folder), "--out", str(tmp_path / "out"), "--jobs", "1", "--as-of", "2026-11-22"]
    told = CliRunner().invoke(match, arguments).exception
    assert isinstance(told, OutputError)
    assert "磁盘已满" in str(told)


def test_files_of_one_relative_name_in_two_folders_keep_a_row_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("东县", "西县", "东县"):
        (tmp_path / place).mkdir(exist_ok=True)
        (tmp_path / place / "办法.txt").write_text(TEXT.replace("某市", place), encoding="utf-8")
        monkeypatch.chdir(tmp_path / place)
        told = CliRunner().invoke(match, ["办法.txt", "--out", "../out", "--as-of", "2026-11-22"])
        assert told.output.endswith("办法.txt：2款，2款找到上位法条款\n")
    lines = (tmp_path / "out" / "matches.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    assert {json.loads(line)["key"] for line in lines} == {str(tmp_path / p / "办法.txt") for p in ("东县", "西县")}
