"""`lawcheck cite` on three days."""

from __future__ import annotations

import json

import pytest
from runner import Runner

TEXT = "根据《中华人民共和国环境保护法》制定本条例。"


def test_the_state_on_each_day_is_told(run: Runner) -> None:
    days = ("--published", "2026-08-01", "--effective", "2026-09-01", "--as-of", "2026-11-22")
    out = run("cite", TEXT, *days).out
    assert "公布时（2026-08-01）有效；施行时（2026-09-01）已废止；审查日（2026-11-22）已废止" in out
    rows = json.loads(run("cite", TEXT, *days, "--json").out)["citations"]
    assert [(d["moment"], d["state"]) for d in rows[0]["dates"]] == [
        ("公布时", "有效"),
        ("施行时", "已废止"),
        ("审查日", "已废止"),
    ]


@pytest.mark.parametrize("option", ["--published", "--effective"])
def test_a_day_that_is_none_is_an_error(option: str, run: Runner) -> None:
    assert run("cite", TEXT, option, "2026-13-01").code == 2
