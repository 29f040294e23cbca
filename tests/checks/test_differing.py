"""What the comparison tells of a clause is one hint with all its differences (M01)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lawcheck.checks import Example, RulePack, Severity, run_rules
from lawcheck.checks.trying import context_of_example
from lawcheck.document import Number, parse
from lawcheck.laws import Article, DocumentKind, Law, LawVersion, Level, Library
from lawcheck.matching import HigherClause, Match, MatchState
from lawcheck.reviewing import review_document

UPPER = "主管部门应当自收到申请之日起十日内告知申请人。主管部门应当自受理之日起二十日内作出决定。"
LOWER = "主管部门应当自收到申请之日起十五日内告知申请人。主管部门应当自受理之日起六十日内作出决定。"


FINES = (
    "单位违反本法规定，有下列行为之一的，责令改正，处五千元以上五万元以下罚款：\n（一）损坏、挪用消防设施的；\n（二）占用消防车通道的。\n"
    "个人有前款第一项、第二项行为之一的，处警告或者五百元以下罚款。"
)


def _found(text: str, pack: RulePack, upper: str = UPPER) -> list[dict[str, str]]:
    whole = f"青山市测试条例\n第一条　{text}\n第二条　本条例自2026年12月1日起施行。\n"
    context = context_of_example(Example(whole, positive=True), None)
    law = Law("example", "测试法", "测试法", DocumentKind.K1, Level.LAW, "", "")
    version = LawVersion(0, law.law_id, law.title, None, None, date(2026, 1, 1), None, "", "", "text", 1)
    above = HigherClause(law, version, Article(0, 0, Number(1), "第一条", "", upper), 1, upper, 1.0, 1.0, 1.0)
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


def test_a_fine_of_persons_is_told_beside_the_paragraph_that_refers_to_the_deeds_before(pack: RulePack) -> None:
    fine = "损坏、挪用消防设施的，对单位处五千元以上五万元以下罚款；对个人处警告或者{}元以下罚款。"
    (facts,) = _found(fine.format("一千"), pack, FINES)
    assert facts == {"加重（数额）": "本条“一千元以下”，上位法“五百元以下”"}
    assert _found(fine.format("五百"), pack, FINES) == []


def test_who_pays_is_no_penalty(pack: RulePack) -> None:
    spared = "当事人不承担行政机关组织听证的费用。"
    (facts,) = _found("听证费用由申请听证的当事人承担；维持原决定的，不予退还。", pack, spared)
    assert facts == {"疑似抵触（数额）": "本条“费用由申请听证的当事人承担”，上位法“当事人不承担行政机关组织听证的费用”"}
    assert _found("听证费用由行政机关承担。", pack, spared) == []


_CITING = "{}《中华人民共和国村民委员会组织法》{}，村民委员会每届任期{}，届满应当及时举行换届选举。"


@pytest.mark.parametrize(
    ("text", "severities"),
    [
        (_CITING.format("依照", "的规定", "三年"), ["advice"]),
        ("村民委员会每届任期三年，届满应当及时举行换届选举。", ["info"]),
        (_CITING.format("依照", "的规定", "五年"), []),
    ],
)
def test_a_figure_beside_the_law_that_is_named_for_it_is_advised_on(
    library: Library, text: str, severities: list[str]
) -> None:
    whole = f"青山市基层治理条例\n第一条　为了加强基层治理，制定本条例。\n第二条　{text}\n第三条　本条例自2026年12月1日起施行。\n"
    found = review_document(parse(whole), library, as_of=date(2026, 11, 23)).findings
    assert [finding.severity.value for finding in found if finding.rule == "M01"] == severities
