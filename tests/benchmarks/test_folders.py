"""A benchmark without anything to measure says so."""

from __future__ import annotations

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
