"""Kinds of documents that a rule leaves to people."""

from __future__ import annotations

from datetime import date

import lawcheck
from lawcheck.checks import Example, State, load_rules, try_example
from lawcheck.laws import Library

COURT = "最高人民法院关于审理测试案件的解释\n第一条　人民法院应当在三十日内对调解协议作出确认。\n"


def test_what_a_rule_cannot_judge_of_a_kind_is_said_to_be_unchecked() -> None:
    told = try_example(load_rules(), "A35", Example(COURT, positive=False, kind="K10"), None)
    assert (told.state, told.findings) == (State.NOT_CHECKED, ())
    assert "人工" in told.reason


def test_other_kinds_are_still_judged_by_it() -> None:
    assert try_example(load_rules(), "A35", Example(COURT, positive=True, kind="K12"), None).findings


def test_no_likeness_is_told_for_a_kind_left_to_people(law_library: Library) -> None:
    review = lawcheck.review(lawcheck.parse(COURT), library=law_library, as_of=date(2026, 11, 22), kind="K10")
    assert not [finding for finding in review.findings if finding.rule == "A35"]
