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
