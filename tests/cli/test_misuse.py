"""A command that is written wrong is told in the words of the user, to programs too."""

from __future__ import annotations

import json
from multiprocessing import get_context
from pathlib import Path
from time import sleep

import click
import pytest
from runner import Runner

from lawcheck.cli import main
from lawcheck.cli.program import _end_workers
from lawcheck.resources import schema_dir


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("templat",), "没有 templat 这个命令"),
        (("convert", "--tu"), "没有 --tu 这个选项（是不是 --to、"),
        (("convert",), "没有写 文件。用法见 lawcheck convert --help"),
        (("convert", "a", "--to", "foo"), "--to 的值不对：应为 akn、docx、html"),
        (("convert", "a", "--to", "md", "--out", "x", "--jobs", "0"), "应为整数，不小于 1"),
        (("convert", "a", "--to"), "--to 的值不对：后面没有写值"),
        (("convert", "--tu", "--lang", "en"), "There is no option --tu (did you mean --to,"),
    ],
)
def test_what_is_wrong_is_said(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    told = capsys.readouterr()
    assert (stop.value.code, told.out) == (2, "")
    assert said in told.err
    assert "Usage:" not in told.err


def test_a_group_alone_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rules"])
    assert "审查规则：列出" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("rules", "show", "ZZ"), ("convert", "--tu"), ("cite", "没有.docx")])
def test_with_json_an_error_is_json_too(words: tuple[str, ...], run: Runner) -> None:
    done = run(*words, "--json")
    assert done.code == 2
    assert json.loads(done.out) == {"error": done.err.strip()}
    assert '"error"' in (schema_dir() / "cli.schema.json").read_text("utf-8")


def test_a_new_library_where_none_was_is_told_once(run: Runner, tmp_path: Path) -> None:
    home = tmp_path / "打错的路径"
    first, second = (run("laws", "info", "--library", home) for _ in range(2))
    assert "[C501]" in first.err
    assert str(home) in first.err
    assert "C501" not in second.err


def test_another_click_error_is_passed_on() -> None:
    from lawcheck.cli.misuse import misuse

    assert "只此一句" in misuse(click.ClickException("只此一句"), "zh")


def test_an_idle_process_is_ended_and_a_busy_one_may_finish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lawcheck.cli.program._PATIENCE", 2)
    idle, busy = (get_context("spawn").Process(target=sleep, args=(seconds,)) for seconds in (600, 0.1))
    idle.start()
    busy.start()
    _end_workers()
    for process in (idle, busy):
        process.join(10)
    assert idle.exitcode not in (None, 0)
    assert busy.exitcode == 0
