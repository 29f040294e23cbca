"""What holds for every text: spans quote it, blanks and widths change nothing; merging loses nothing; doubt lowers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lawcheck.checks import Example, Finding, RulePack, Severity, run_rules
from lawcheck.checks.trying import context_of_example

CLAUSES = (
    "任何单位和个人不得占用其它场地。",
    "由市工商行政管理局处五千元罚款。",
    "做出处罚决定的，应当在十五天内送达。",
    "不得向十八周岁以下的未成年人出售。",
    "照顾残废人，依法给予行政处分。",
    "面积不满十平方米的，处一千元罚款；二十平方米以上的，处五千元罚款。",
    "未经批准不得经营，并缴纳保证金。",
    "依照《青山市旧办法》执行，不得泄露商业秘密。",
)
CHOSEN = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=4)
WIDE = str.maketrans("0123456789（）", "０１２３４５６７８９（）")


def text_of(clauses: list[str], gap: str = "\n") -> str:
    """A regulation of these clauses."""
    numbers = "一二三四五六七八九"
    lines = [f"第{numbers[i]}条　{clause}" for i, clause in enumerate(clauses)]
    last = f"第{numbers[len(clauses)]}条　本条例自2026年1月1日起施行。"
    return gap.join(["青山市测试条例", *lines, last]) + "\n"


def findings(pack: RulePack, text: str) -> list[Finding]:
    context = context_of_example(Example(text, positive=True), None)
    return [finding for run in run_rules(pack, context) for finding in run.findings]


def said(found: list[Finding]) -> list[tuple[str, str, Severity]]:
    return sorted((f.rule, f.clause, f.severity) for f in found)


FIXTURE = [HealthCheck.function_scoped_fixture]


@settings(max_examples=25, deadline=None, suppress_health_check=FIXTURE)
@given(clauses=CHOSEN)
def test_blank_lines_change_no_finding_and_no_key(clauses: list[str], pack: RulePack) -> None:
    plain, spaced = (findings(pack, text_of(clauses, gap)) for gap in ("\n", "\n\n\n"))
    assert said(plain) == said(spaced)
    assert sorted(f.key for f in plain) == sorted(f.key for f in spaced)


@settings(max_examples=25, deadline=None, suppress_health_check=FIXTURE)
@given(clauses=CHOSEN)
def test_full_width_digits_change_no_finding(clauses: list[str], pack: RulePack) -> None:
    assert said(findings(pack, text_of(clauses))) == said(findings(pack, text_of(clauses).translate(WIDE)))


@settings(max_examples=25, deadline=None, suppress_health_check=FIXTURE)
@given(clauses=CHOSEN)
def test_every_finding_quotes_the_text_and_has_a_key_of_its_own(clauses: list[str], pack: RulePack) -> None:
    text = text_of(clauses)
    found = findings(pack, text)
    assert all(text[f.span.start : f.span.end] == f.quote for f in found)
    assert len({f.key for f in found}) == len(found)


def test_merging_marks_what_another_rule_tells_and_counts_it_still(pack: RulePack) -> None:
    context = context_of_example(Example(text_of([CLAUSES[1]]), positive=True), None)
    apart = {run.rule: run for run in run_rules(replace(pack, merges=()), context)}
    runs = {run.rule: run for run in run_rules(pack, context)}
    assert {rule: len(run.findings) for rule, run in runs.items()} == {r: len(run.findings) for r, run in apart.items()}
    (kept,) = runs["O01"].findings
    (told,) = runs["W22"].findings
    assert (told.merged, [also.rule for also in kept.also]) == (kept.key, ["W22"])
    assert kept.severity.order == min(apart["O01"].findings[0].severity.order, apart["W22"].findings[0].severity.order)


def test_every_merge_names_rules_of_the_pack(pack: RulePack) -> None:
    known = {rule.id for rule in pack.rules}
    assert all({merge.keep, merge.drop} <= known for merge in pack.merges)


@pytest.mark.parametrize(("confidence", "severity"), [(0.95, Severity.TECHNICAL), (0.5, Severity.ADVICE)])
def test_doubt_of_the_parser_lowers_what_hangs_on_structure(
    confidence: float, severity: Severity, pack: RulePack
) -> None:
    text = "青山市测试条例\n第一条　甲应当登记。\n第三条　本条例自2026年1月1日起施行。\n"
    context = context_of_example(Example(text, positive=True), None)
    problems = context.document.problems
    doubtful = replace(context.document, confidence=confidence, problems=problems)
    runs = {run.rule: run for run in run_rules(pack, replace(context, document=doubtful))}
    assert [f.severity for f in runs["S01"].findings] == [severity]


HARMLESS = [
    "情节严重的，由市场监督管理部门依照《中华人民共和国产品质量法》的规定依法吊销营业执照。",
    "依照《中华人民共和国水法》的规定处罚。",
    "禁止任何单位和个人指定机动车维修机构。",
    "原《中华人民共和国城市规划法》施行期间核发的证件继续有效。",
    "旅馆接待未成年人入住，应当询问入住人员关系，但未能取得联系的，应当立即报告公安机关。",
]


@pytest.mark.parametrize("clause", HARMLESS)
def test_the_guarded_clauses_of_domain_7_2_raise_nothing_grave(clause: str, pack: RulePack) -> None:
    grave = (Severity.CONFLICT, Severity.SUSPECTED, Severity.TECHNICAL)
    found = findings(pack, text_of([clause, "市人民政府应当加强领导。"]))
    assert [(f.rule, f.quote) for f in found if f.severity in grave and f.rule not in ("T01", "S07")] == []
