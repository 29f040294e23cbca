"""The help of ``consult-web`` is Chinese, and a part that is not installed is told in one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from consult_web.command import main

_PLACEHOLDERS = re.compile(
    r"DATABASE_URL|CONSULT_HOME|CONSULT_DATA_KEYS|SIGTERM|Ctrl\+C|Dask|YYYY-MM-DD|MB|zip|add-peer|desk|FOLDER"
)


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("path", sorted(commands(main)), ids="-".join)
def test_no_english_sentence_stands_in_the_help(path: tuple[str, ...]) -> None:
    text = CliRunner().invoke(main, [*path, "--help"]).output
    assert text.startswith("用法：")
    for line in text.splitlines()[1:]:
        said = re.split(r"\s{2,}", line.strip())[-1]
        words = re.sub(r"-{1,2}[a-z-]+|127\.0\.0\.1", "", _PLACEHOLDERS.sub("", said))
        assert not re.search(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}", words), line


def test_a_part_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking() -> None:
        raise ModuleNotFoundError("No module named 'flask'", name="flask")

    monkeypatch.setattr(main.commands["demo"], "callback", lambda **_: lacking())
    done = CliRunner().invoke(main, ["demo"])
    assert done.exit_code == 1
    assert "flask" in done.output
    assert "pip install '.[web]'" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("bakcup",), "E537"),
        (("backup",), "E535"),
        (("backup", "--keep", "3", "x.zip"), "E536"),
        (("backup", "--keep-days", "x", "x.zip"), "E538"),
        (("admin", "create", "root1"), "--name"),
    ],
)
def test_a_command_that_is_written_wrong_is_told_in_chinese(words: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(main, words, prog_name="consult-web")
    assert done.exit_code == 2
    assert told in done.output
    assert "用法见 consult-web" in done.output
    assert not re.search(r"Error:|Try|Missing|No such|Invalid", done.output)


def test_a_group_without_a_command_shows_its_help() -> None:
    done = CliRunner().invoke(main, ["admin"])
    assert "用法：" in done.output
    assert "new-key" in done.output
