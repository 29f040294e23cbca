"""What Windows leaves to the program: names with *, and results that another program has open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from runner import Runner

from lawcheck.cli import common, program


def test_the_shell_of_windows_leaves_stars_to_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("甲.docx", "乙.docx", "丙[2026].docx", "丁.txt"):
        (tmp_path / name).touch()
    words = ["review", str(tmp_path / "*.docx"), str(tmp_path / "*[2026].docx"), str(tmp_path / "*.pdf"), "--out=*"]
    assert program._expanded(words) == words
    monkeypatch.setattr(program, "_EXPANDS", False)
    here = [str(tmp_path / name) for name in ("丙[2026].docx", "乙.docx", "甲.docx")]
    assert program._expanded(words) == ["review", *sorted(here), here[0], words[3], "--out=*"]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of files that another program has open, as Windows guards them."""
    held: set[str] = set()
    real = Path.open

    def guarded(path: Path, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if path.name in held and "+" in mode:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, mode, *rest, **more)

    monkeypatch.setattr(common, "_OPEN_FILES_STAY", True)
    monkeypatch.setattr(Path, "open", guarded)
    return held


def test_a_result_that_is_open_is_told_and_all_others_stay_as_they_were(
    run: Runner, sample: Path, tmp_path: Path, opened: set[str]
) -> None:
    words = ("convert", sample, "--to", "docx", "--out", tmp_path)
    assert run(*words).code == 0
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    opened.add("sample-filing.docx")
    done = run(*words, "--layout", "法规")
    assert (done.code, "[E705] 没有写结果：“sample-filing.docx”正在" in done.err) == (2, True)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    opened.clear()
    assert run(*words, "--layout", "法规").code == 0


def test_a_folder_without_permission_is_told_as_before(
    run: Runner, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(tmp_path / "x"))

    monkeypatch.setattr(common, "_OPEN_FILES_STAY", True)
    monkeypatch.setattr(common, "keep_edited", refuse)
    assert "[E502]" in run("convert", sample, "--to", "docx", "--out", tmp_path).err
