"""The main job on the fictional sample: every planted problem that the built rules cover, none of the look-alikes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from benchmarks.sample import DEFAULT, Score, review_sample, score_review
from lawcheck.checks import DOUBT, Severity
from lawcheck.laws import Library
from lawcheck.reviewing import Review


@pytest.fixture(scope="module")
def reviewed(library: Library) -> tuple[Review, Score]:
    review, answers = review_sample(DEFAULT, library.path.parent)
    return review, score_review(review, answers)


def test_every_planted_problem_of_a_built_rule_is_found(reviewed: tuple[Review, Score]) -> None:
    assert reviewed[1].missed == ()


def test_no_look_alike_is_reported(reviewed: tuple[Review, Score]) -> None:
    assert reviewed[1].lookalikes_reported == ()


def test_nothing_is_reported_that_nobody_planted(reviewed: tuple[Review, Score]) -> None:
    """One true remark that the sample's author did not plan: a fine whose upper end is fifteen times its lower end is
    a 提示 for a local regulation (A11). Hints by likeness of words and differences to look at (M01) are told apart."""
    hints = [f for f in reviewed[0].findings if f.evidence.why == DOUBT or f.rule == "M01"]
    hinted = {f"{f.rule} {f.clause} {f.quote[:20]}" for f in hints}
    extra = {name for name in reviewed[1].extra if not name.startswith(tuple(hinted))}
    assert extra == {"A11 第五十一条第一款 二百元以上三千元以下"}
    assert len(reviewed[1].extra) - len(extra) <= 4
    assert all(f.severity is Severity.INFO for f in hints)


def test_every_planted_measure_to_make_has_one_finding(reviewed: tuple[Review, Score]) -> None:
    """T08 has two patterns that meet in one sentence: one place is one finding."""
    spans = [finding.span for finding in reviewed[0].findings if finding.rule == "T08"]
    assert spans
    assert not [(a, b) for a in spans for b in spans if a != b and a.start < b.end and b.start < a.end]


def test_what_is_not_built_yet_is_said_in_the_report(reviewed: tuple[Review, Score]) -> None:
    review, score = reviewed
    states = {run.rule: run for run in review.runs}
    for name in score.not_built:
        run = states[name.split(":")[1]]
        assert (run.state.value, bool(run.reason)) == ("未实现", True)


def test_states_add_up_to_the_rule_pack(reviewed: tuple[Review, Score]) -> None:
    counts = reviewed[0].state_counts
    assert sum(counts.values()) == len(reviewed[0].runs) == 190


def test_restated_clauses_find_their_higher_article(reviewed: tuple[Review, Score]) -> None:
    score = reviewed[1]
    assert score.matches_right / score.matches >= 0.9


def test_every_finding_quotes_its_own_characters(reviewed: tuple[Review, Score]) -> None:
    review, _ = reviewed
    for finding in review.findings:
        assert review.document.source.slice(finding.span) == finding.quote


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_the_readme_commands_name_files_and_options_that_exist(name: str) -> None:
    """The command lines of the README are run in a fresh clone before a release; here: their words are real."""
    root = Path(__file__).parent.parent
    blocks = re.findall(r"```sh\n(.*?)```", (root / name).read_text("utf-8"), re.DOTALL)
    words = [word for block in blocks for word in shlex.split(block, comments=True)]
    paths = [word for word in words if word.startswith("corpus/") or word in ("./check", "constraints.txt")]
    assert len(paths) >= 3
    assert all((root / path).exists() for path in paths)
