"""An expression without end is left where nothing can interrupt it either (Windows): the process is begun again without it."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

import lawcheck
from lawcheck import limits
from lawcheck.cli import main
from lawcheck.laws import Library
from lawcheck.limits import OverTimeError, limited, stoppable


def _search(patterns: list[str], text: str, seconds: float) -> list[str]:
    """What each of the patterns finds; "…" where it finds no end."""
    found = []
    for pattern in patterns:
        try:
            with limited(seconds):
                found.append(str(bool(re.search(pattern, text))))
        except OverTimeError:
            found.append("…")
    return found


def _fail() -> None:
    raise LookupError("甲")


def _die() -> None:
    os._exit(3)


@pytest.fixture
def without_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows."""
    monkeypatch.setattr(limits, "_HAS_TIMER", False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))  # where the other process finds what is called


_WITHOUT_END = "(?:甲+)+乙"


@pytest.mark.usefixtures("without_timer")
def test_only_what_finds_no_end_is_left() -> None:
    patterns = ["甲", _WITHOUT_END, "丙", _WITHOUT_END + "丁", "甲甲"]
    assert stoppable(_search, patterns, "甲" * 60, 0.2) == ["True", "…", "False", "…", "True"]


@pytest.mark.usefixtures("without_timer")
def test_what_ends_in_time_is_as_it_would_be_here() -> None:
    assert stoppable(_search, ["甲", "乙"], "甲", 5.0) == _search(["甲", "乙"], "甲", 5.0)
    with pytest.raises(LookupError, match="甲"):
        stoppable(_fail)
    with pytest.raises(subprocess.CalledProcessError):
        stoppable(_die)


_RULE = """\
id: W901
version: 1
name: 本单位规则
family: wording
tier: 3
kinds: all
implemented: true
severity: advice
basis: []
message: "“{quote}”"
trigger:
  kind: pattern
  patterns:
    - find: '(?:台+)+帐'
examples:
  positive:
    - text: 建立台帐。
    - text: 建立台台帐。
    - text: 登记台帐。
  negative:
    - text: 建立台账。
    - text: 台。
    - text: 帐。
"""


@pytest.mark.usefixtures("without_timer")
def test_a_review_with_such_a_rule_says_that_it_was_not_checked(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_PATIENCE", 0.1)  # a second for ten
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "W901.yaml").write_text(_RULE, "utf-8")

    def state(words: str) -> str:
        text = f"某市停车办法\n第一条　为了规范停车，制定本办法。\n第二条　{words}。"
        review = lawcheck.review(text, as_of=date(2026, 11, 22), library=library, rules=tmp_path)
        return next(run.state.value for run in review.runs if run.rule == "W901")

    assert state("台" * 60) == "未检查"
    assert state("建立台帐") == "问题"


@pytest.mark.usefixtures("without_timer")
def test_so_does_the_command_for_a_package_too(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(limits, "_PATIENCE", 0.1)
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "W901.yaml").write_text(_RULE, "utf-8")
    package = tmp_path / "报备.zip"
    with ZipFile(package, "w") as files:
        files.writestr("正式文本.txt", f"某市停车办法\n第一条　为了规范停车，制定本办法。\n第二条　{'台' * 60}。")
        files.writestr("说明.txt", "关于某市停车办法的说明\n现将有关情况说明如下。")
    words = ["review", str(package), "--out", str(tmp_path / "结果"), "--rules", str(tmp_path), "--json"]
    with pytest.raises(SystemExit):
        main([*words, "--library", str(library.path.parent)])
    runs = json.loads(capsys.readouterr().out)["files"][0]["review"]["rules"]
    assert [run["state"] for run in runs if run["rule"] == "W901"] == ["未检查"]
