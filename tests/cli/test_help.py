"""``--help`` in Chinese, and what is said where standard output or a part of the program is missing."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from runner import Runner

from lawcheck.cli import main

COMMANDS = (
    *(
        (),
        ("review",),
        ("convert",),
        ("match",),
        ("compare",),
        ("same",),
        ("digest",),
        ("cite",),
        ("search",),
        ("ask",),
    ),
    *(("serve",), ("package",), ("package", "build"), ("package", "check"), ("template",), ("template", "fill")),
    *(("template", "show"), ("rules",), ("rules", "new"), ("rules", "test"), ("terms",), ("terms", "import")),
    *(("laws",), ("laws", "add"), ("laws", "amend"), ("laws", "show"), ("laws", "diff"), ("laws", "fetch")),
)
ENGLISH = re.compile(
    r"Usage|Options|Commands|OPTIONS|ARGS|required|Show|PATH|DIRECTORY|TEXT|FILE|INTEGER|default|<=|>="
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_chinese_and_fits_the_screen(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*command, "--help"])
    said = capsys.readouterr().out
    assert said.startswith(f"用法：{' '.join(('lawcheck', *command))} ")
    assert not ENGLISH.findall(said)
    assert all(len(line.encode("gb18030")) <= 80 for line in said.splitlines() if "|" not in line)


def test_help_names_the_limits_of_a_number_and_what_must_be_given(run: Runner) -> None:
    assert "（0 至 65535）" in run("serve", "--help").out
    assert "目标格式。（必填）" in run("convert", "--help").out


def test_a_slip_in_a_command_finds_those_that_are_not_loaded(run: Runner) -> None:
    assert "是不是 review" in run("revew").err


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, run: Runner) -> None:
    for name in [name for name in sys.modules if name.startswith("consult_web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "flask_login", None)
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    done = run("serve", "--no-open")
    assert (done.code, "[E673]" in done.err, "Traceback" in done.err) == (2, True, False)
    assert "pip install '.[web]'" in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [("rules", "list"), ("rules", "list", "--json")])
def test_a_full_disk_under_standard_output_is_one_line(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "lawcheck", *words]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "[E672] 写不出结果：磁盘已满。请检查磁盘空间和输出的位置。\n")
