"""``lawcheck same``: the clause must say something, folders are searched."""

from __future__ import annotations

from pathlib import Path

import pytest
from runner import Runner


def test_clauses_like_it_are_found_in_folders(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("某市规定\n第一条　经营者应当到指定的机构检测车辆。\n", "utf-8")
    assert "《某市规定》第一条" in run("same", "经营者应当到指定的机构检测车辆。", str(tmp_path)).out


@pytest.mark.parametrize("words", ["", "　。"])
def test_an_empty_clause_is_refused(run: Runner, tmp_path: Path, words: str) -> None:
    told = run("same", words, str(tmp_path))
    assert told.code == 2
    assert "没有写出问题条款" in told.err


def test_like_named_files_are_told_by_their_folders(run: Runner, tmp_path: Path) -> None:
    for place in ("东县", "西县"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "办法.txt").write_text(f"{place}规定\n第一条　经营者应当到指定的机构检测车辆。\n", "utf-8")
        (tmp_path / place / "空.txt").touch()
    told = run("same", "经营者应当到指定的机构检测车辆。", tmp_path)
    assert {str(Path(place) / "办法.txt") in told.out for place in ("东县", "西县")} == {True}
    assert {str(Path(place) / "空.txt") in told.err for place in ("东县", "西县")} == {True}
