"""A benchmark without anything to measure says so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["terms.py", "checks.py"])
def test_a_missing_or_empty_folder_is_no_measurement(name: str, tmp_path: Path) -> None:
    for data, said in ((tmp_path / "none", "is not a folder"), (tmp_path, "holds no file")):
        command = [sys.executable, str(ROOT / "benchmarks" / name), "--data", str(data)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_a_folder_with_files_is_measured(tmp_path: Path) -> None:
    (tmp_path / "甲.md").write_text("第一条　甲。\n", "utf-8")
    command = [sys.executable, str(ROOT / "benchmarks" / "terms.py"), "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert '"files": 1' in done.stdout


@pytest.mark.parametrize("name", ["terms.py", "akn.py", "references.py", "reference_agreement.py", "real_files.py"])
def test_a_folder_of_other_files_is_no_measurement(name: str, tmp_path: Path) -> None:
    (tmp_path / "甲.csv").write_text("甲,乙\n", "utf-8")
    done = _run(name, "--data", tmp_path)
    assert (done.returncode, "holds nothing that is measured here" in done.stderr) == (2, True)


def _run(name: str, *options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / name), *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize(
    "name", ["matching_scale.py", "fuzzing.py", "amendments.py", "slots.py", "sixth_injector.py", "seeded_fifth.py"]
)
def test_data_that_are_not_there_are_told_in_a_line(name: str, tmp_path: Path) -> None:
    done = _run(name, "--data", tmp_path / "none", "--gold", tmp_path / "none", "--out", tmp_path)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
    assert f"{tmp_path / 'none'} " in done.stderr.splitlines()[-1]


def test_a_gold_file_that_cannot_be_read_is_told_in_a_line_and_whole_on_demand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rows.jsonl").write_text("{bad\n", "utf-8")
    (tmp_path / "甲.md").write_text("第一条　甲。\n", "utf-8")
    options = ("--data", tmp_path, "--gold", tmp_path / "rows.jsonl")
    done = _run("slots.py", *options)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert re.search(r"^slots.py: .*JSONDecodeError.*; slots.py:\d+\)", done.stderr)
    monkeypatch.setenv("BENCHMARK_TRACE", "1")
    assert "Traceback" in _run("slots.py", *options).stderr


def test_an_empty_gold_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").touch()
    assert (
        "rows.jsonl is empty" in _run("slots.py", "--data", ROOT / "corpus", "--gold", tmp_path / "rows.jsonl").stderr
    )
