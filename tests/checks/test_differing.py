"""What the comparison tells of a clause is one hint with all its differences (M01)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from lawcheck.checks import Example, RulePack, Severity, run_rules
from lawcheck.checks.trying import context_of_example
from lawcheck.document import Number
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level
from lawcheck.matching import HigherClause, Match, MatchState

UPPER = "主管部门应当自收到申请之日起十日内告知申请人。主管部门应当自受理之日起二十日内作出决定。"
LOWER = "主管部门应当自收到申请之日起十五日内告知申请人。主管部门应当自受理之日起六十日内作出决定。"


def _found(text: str, pack: RulePack) -> list[dict[str, str]]:
    whole = f"青山市测试条例\n第一条　{text}\n第二条　本条例自2026年12月1日起施行。\n"
    context = context_of_example(Example(whole, positive=True), None)
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, date(2026, 1, 1), None, "", "", "text", 1)
    above = HigherClause(law, version, Article(0, 0, Number(1), "第一条", "", UPPER), 1, UPPER, 1.0, 1.0, 1.0)
    match = Match(context.document.clauses[0].eid, MatchState.MATCHED, "", (above,))
    run = next(run for run in run_rules(pack, replace(context, matches=(match,))) if run.rule == "M01")
    assert all(finding.severity is Severity.INFO for finding in run.findings)
    return [dict(finding.evidence.facts) for finding in run.findings]


def test_two_differences_of_one_kind_both_stand_in_the_evidence(pack: RulePack) -> None:
    (facts,) = _found(LOWER, pack)
    assert facts == {
        "放宽（期限）": "本条“十五日内”，上位法“十日内”；本条“六十日内”，上位法“二十日内”",
    }


def test_a_clause_that_says_the_same_has_no_finding(pack: RulePack) -> None:
    assert _found(UPPER, pack) == []
