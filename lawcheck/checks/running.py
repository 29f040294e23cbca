"""One run for every rule of the pack; no rule is ever left out silently."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module
from typing import Final

from lawcheck.checks.context import CheckContext
from lawcheck.checks.judging import sentences_in, with_keys
from lawcheck.checks.merging import merge_runs
from lawcheck.checks.model import Finding, RuleRun, State
from lawcheck.checks.pack import Rule, RulePack
from lawcheck.checks.registry import checker_for, own_checker
from lawcheck.checks.reporting import LOW_CONFIDENCE, Outcome, Reporter
from lawcheck.laws import DocumentKind, begins_with_place
from lawcheck.limits import OFFICE_SECONDS, OverTimeError, limited

__all__ = ["KIND_UNCERTAIN", "run_rules"]

CHECKER_MODULES = (
    "amending",
    "basing",
    "burdening",
    "capping",
    "citing",
    "dating",
    "differing",
    "drafting",
    "filing",
    "following",
    "grading",
    "linking",
    "listing",
    "mixing",
    "naming",
    "patterns",
    "privacy",
    "proofreading",
    "provisional",
    "relating",
    "replacing",
    "slotted",
    "structuring",
    "subjects",
    "succeeding",
)
"""Importing these registers the checkers."""
for _module in CHECKER_MODULES:
    import_module(f"lawcheck.checks.{_module}")

CERTAIN = 0.6
"""A rule whose findings are all less certain than this is 存疑, not 问题."""

_LOCAL_KINDS: Final = (DocumentKind.K3, DocumentKind.K4, DocumentKind.K8, DocumentKind.K9, DocumentKind.K12)
_KINDS_OF_RULES: Final = (
    DocumentKind.K2,
    *_LOCAL_KINDS,
    DocumentKind.K5,
    DocumentKind.K7,
    DocumentKind.K10,
    DocumentKind.K11,
)
_A_RULE: Final = re.compile(r"(?:规定|办法|细则|规则)(?:（[^）]*）)?$")
"""Ends the titles of 地方性法规, 地方政府规章 and 规范性文件 alike (all of them are bound by what binds the first), where no place
is named also those of 行政法规 and 部门规章; never that of a law."""

KIND_UNCERTAIN = "文件类别未能确定，本规则是否适用无法判断，请指定类别（--kind）后重新审查"
"""Why a rule for some kinds only is 未检查 where nobody knows the kind."""

OVER_TIME = "本单位的这条规则在本文件上用时超过 {seconds:g} 秒，已经停止，没有查完；请改写规则里的正则表达式，不要在重复里再套重复，例如“(…+)+”"
"""Why a rule of an office is 未检查 where its expressions found no end."""


def run_rules(pack: RulePack, context: CheckContext) -> tuple[RuleRun, ...]:
    """Run the whole pack; the result has exactly one run for each rule, in the order of the pack.

    >>> from lawcheck.checks import Example, load_rules
    >>> from lawcheck.checks.trying import context_of_example
    >>> context = context_of_example(Example("青山市测试条例\\n第一条　甲。\\n第三条　乙。\\n", positive=True), None)
    >>> runs = run_rules(load_rules(), context)
    >>> len(runs), [run.rule for run in runs if run.state.value == "问题"]
    (190, ['S01', 'S07', 'T01'])
    """
    possible = _possible_kinds(context)
    if possible:  # read once more as the kind that may do most, for rules that hold for each of them
        widest = replace(context, facts=replace(context.facts, kind=possible[0], kind_certain=True))
        runs = [_run_of(pack, r, widest if set(possible) <= set(r.kinds) else context) for r in pack.rules]
    else:
        runs = [_run_of(pack, rule, context) for rule in pack.rules]
    return merge_runs(runs, pack.merges)


def _possible_kinds(context: CheckContext) -> tuple[DocumentKind, ...]:
    """What a document of uncertain kind may be, the highest first; nothing where even that is not known."""
    facts = context.facts
    if facts.kind_certain or not _A_RULE.search(facts.title):
        return ()
    return _LOCAL_KINDS if facts.territory_name or begins_with_place(facts.title) else _KINDS_OF_RULES


def _run_of(pack: RulePack, rule: Rule, context: CheckContext) -> RuleRun:
    """An office's own rule has a limit of time: an expression that finds no end leaves the rule 未检查, not the review."""
    if rule.id not in pack.own:
        return _run(rule, context)
    try:
        with limited(OFFICE_SECONDS):
            return _run(rule, context)
    except OverTimeError:
        return RuleRun(rule.id, rule.name, rule.family, State.NOT_CHECKED, OVER_TIME.format(seconds=OFFICE_SECONDS))


def _run(rule: Rule, context: CheckContext) -> RuleRun:
    if not rule.implemented:
        return _partly(rule, context)
    if rule.kinds and not context.facts.kind_certain:
        return RuleRun(rule.id, rule.name, rule.family, State.NOT_CHECKED, KIND_UNCERTAIN)
    if not rule.applies_to(context.facts.kind):
        reason = f"本规则不适用于此类文件（{context.facts.kind.value}）"
        return RuleRun(rule.id, rule.name, rule.family, State.NOT_APPLICABLE, reason)
    if why := rule.by_people.get(context.facts.kind):
        return RuleRun(rule.id, rule.name, rule.family, State.NOT_CHECKED, why)
    checker = checker_for(rule)
    if checker is None:
        return RuleRun(rule.id, rule.name, rule.family, State.NOT_IMPLEMENTED, "程序中没有这条规则的检查函数")
    return _conclude(rule, context, checker(Reporter(rule, context)))


def _partly(rule: Rule, context: CheckContext) -> RuleRun:
    """A rule that is not built whole: what its checker, if it has one, can tell already; else 未实现."""
    checker = own_checker(rule)
    found = checker(Reporter(rule, context)).findings if checker else ()
    if found:
        return _conclude(rule, context, Outcome(found, None, rule.why_not))
    return RuleRun(rule.id, rule.name, rule.family, State.NOT_IMPLEMENTED, rule.why_not)


def _conclude(rule: Rule, context: CheckContext, outcome: Outcome) -> RuleRun:
    """The state: what was found first, then what could not be looked at, else 通过."""
    findings = with_keys(sorted(outcome.findings, key=lambda f: (f.span, f.message)), sentences_in(context))
    state, reason = outcome.state or State.PASS, outcome.reason
    if findings:
        state, doubt = _state_of(findings)
        reason = "；".join(part for part in (doubt, reason) if part)
    elif state is State.PASS and Reporter(rule, context).hangs_on_structure:
        state, reason = _doubt_structure(context, state, reason)
    return RuleRun(rule.id, rule.name, rule.family, state, reason, findings)


def _state_of(findings: tuple[Finding, ...]) -> tuple[State, str]:
    if max(f.confidence for f in findings) >= CERTAIN:
        return State.PROBLEM, ""
    return State.DOUBTFUL, "所列各处把握不大，请对照原文核实"


def _doubt_structure(context: CheckContext, state: State, reason: str) -> tuple[State, str]:
    confidence = context.document.confidence
    if confidence >= LOW_CONFIDENCE:
        return state, reason
    return State.DOUBTFUL, f"结构解析把握不足（{confidence:.0%}），未发现问题不等于没有问题"
