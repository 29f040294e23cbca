"""Every implemented rule reports its positive examples and stays silent on its negative ones."""

from __future__ import annotations

import pytest

from lawcheck.checks import Example, RulePack, load_examples, load_rules, try_example
from lawcheck.laws import Library

IMPLEMENTED = [rule.id for rule in load_rules().rules if rule.implemented]
CASES = [(rule, example) for rule in IMPLEMENTED for example in load_examples(rule)]


@pytest.mark.parametrize("rule", IMPLEMENTED)
def test_implemented_rule_has_three_examples_of_each_side(rule: str) -> None:
    sides = [example.positive for example in load_examples(rule)]
    assert sides.count(True) >= 3
    assert sides.count(False) >= 3


@pytest.mark.parametrize(
    ("rule", "example"),
    CASES,
    ids=[f"{rule}-{'hit' if e.positive else 'miss'}-{n}" for n, (rule, e) in enumerate(CASES)],
)
def test_example_comes_out_as_the_rule_file_says(
    rule: str, example: Example, pack: RulePack, law_library: Library
) -> None:
    run = try_example(pack, rule, example, law_library)
    assert bool(run.findings) == example.positive, run
    if example.finds:
        assert run.findings[0].quote == example.finds
    if example.severity:
        assert run.findings[0].severity.value == example.severity
