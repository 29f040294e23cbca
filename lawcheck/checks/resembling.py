"""Hints where a sentence reads like a fault of a rule in words that no pattern of the rule knows.

Only sentences of which no rule of authority or rights has said anything are read, and only as faults of rules that apply
to the document and could run. A hint is 提示 and leaves its rule 存疑: weights learnt from examples told it, not the rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import Final

from rapidfuzz import fuzz, process

from lawcheck.checks.context import BODY_ROLES, SENTENCE_ENDS, CheckContext
from lawcheck.checks.guarding import guard
from lawcheck.checks.judging import sentences_in, with_keys
from lawcheck.checks.model import Evidence, Finding, RuleRun, Severity, State
from lawcheck.checks.pack import RulePack, load_sentences
from lawcheck.checks.patterns import is_excused
from lawcheck.checks.reporting import Reporter
from lawcheck.checks.restating import said_above
from lawcheck.checks.running import KIND_UNCERTAIN
from lawcheck.checks.wordings import SHORT, Likeness, Wordings, label_length, load_wordings
from lawcheck.document import Span, normalise

__all__ = ["DOUBT", "FAMILIES", "with_likenesses"]

FAMILIES: Final = frozenset({"authority", "rights"})
CONFIDENCE: Final = 0.4
"""Below what makes a rule 问题 (``running.CERTAIN``)."""
DOUBT: Final = "措辞与已知写法相近，由例句学习得出，请人工核对"
_SENTENCE: Final = re.compile(f"[^{SENTENCE_ENDS}]{{1,500}}")  # what runs on longer is read in pieces
_CELLS: Final = "\t"  # rows of tables are no sentences
_OPEN: Final = frozenset({State.PASS, State.PROBLEM, State.DOUBTFUL, State.NOT_CHECKED})
"""A rule that lacks laws to compare with can be resembled all the same; the hint keeps the reason."""


def with_likenesses(
    runs: Sequence[RuleRun], pack: RulePack, context: CheckContext, wordings: Wordings | None = None
) -> tuple[RuleRun, ...]:
    """``runs`` with a finding for every sentence that reads like a fault of a rule that could run.

    >>> from lawcheck.checks import Example, load_rules, run_rules
    >>> from lawcheck.checks.trying import context_of_example
    >>> text = "青山县测试办法\\n第一条　外地厂家的砖瓦拉进本县，先去县墙材办换一张本地的合格单。\\n"
    >>> context = context_of_example(Example(text, positive=True, kind="K12"), None)
    >>> runs = with_likenesses(run_rules(load_rules(), context), load_rules(), context)
    >>> [(run.rule, run.state.value, finding.severity.value) for run in runs if run.rule == "R03" for finding in run.findings]
    [('R03', '存疑', 'info')]
    """
    wordings = wordings or load_wordings()
    among = {
        run.rule
        for run in runs
        if run.family in FAMILIES and run.state in _OPEN and run.reason != KIND_UNCERTAIN
        if context.facts.kind not in pack[run.rule].by_people
    }
    found: dict[str, list[Finding]] = {}
    for span, likeness in _alike(runs, context, wordings, among):
        finding = _finding(pack, context, span, likeness, wordings)
        if finding is not None:
            found.setdefault(likeness.rule, []).append(finding)
    return tuple(_joined(run, found.get(run.rule, []), context) for run in runs)


def _alike(
    runs: Sequence[RuleRun], context: CheckContext, wordings: Wordings, among: set[str]
) -> Iterator[tuple[Span, Likeness]]:
    """The sentences that touch no finding of these families and read like a fault."""
    told = sorted(f.span for run in runs if run.family in FAMILIES for f in run.findings)
    starts, furthest = [span.start for span in told], [0, *accumulate((span.end for span in told), max)]
    for span, sentence in _sentences(context):
        if furthest[bisect_left(starts, span.end)] <= span.start:
            likeness = wordings.judge(sentence, among)
            if likeness is not None and likeness.odds >= wordings.floors.least:
                yield span, likeness


def _sentences(context: CheckContext) -> Iterator[tuple[Span, str]]:
    """The sentences of the body as the rules read them, with their places; what is quoted is left out."""
    text, zones = context.normalised, context.zones
    for match in _SENTENCE.finditer(text.text):
        start = match.start() + label_length(match[0])
        sentence = text.text[start : match.end()].rstrip()
        if len(sentence) >= SHORT:
            span = text.original_span(Span(start, start + len(sentence)))
            said = zones.role(span.start) in BODY_ROLES and not zones.in_quotes(span.start)
            if said and _CELLS not in context.document.source.slice(span):
                yield span, sentence


def _finding(
    pack: RulePack, context: CheckContext, span: Span, likeness: Likeness, wordings: Wordings
) -> Finding | None:
    """The hint; nothing where the rule's own words or a guard excuse the sentence, or a higher clause says the same."""
    rule = pack[likeness.rule]
    excused = is_excused(span, rule.trigger.parameters, context)
    if excused or guard(rule, context, span).drop or said_above(context, span):
        return None
    reporter = Reporter(rule, context)
    found = reporter.finding(
        span,
        severity=Severity.INFO,
        suggestion="请对照本规则的依据核对这句话；不属于这一情形的，记为“不成立”",
        evidence=_evidence(pack, context.document.source.slice(span), likeness, wordings),
        confidence=CONFIDENCE,
    )
    return replace(found, message=f"这句话的措辞与“{rule.name}”的例句相近，请核对是否属于这一情形")


def _evidence(pack: RulePack, sentence: str, likeness: Likeness, wordings: Wordings) -> Evidence:
    nearest = process.extractOne(sentence, _sentences_of(likeness.rule), scorer=fuzz.ratio)
    facts = {
        "相近程度": "较高" if likeness.odds >= wordings.floors.strong else "一般",
        "说明的词": "、".join(wordings.telling(normalise(sentence).text, likeness.rule)),
        "最相近的例句": nearest[0] if nearest else "",
        "也像": "；".join(f"{rule} {pack[rule].name}" for rule in likeness.also),
    }
    return Evidence(DOUBT, facts={name: said for name, said in facts.items() if said})


@lru_cache(maxsize=256)
def _sentences_of(rule_id: str) -> tuple[str, ...]:
    return load_sentences(rule_id)


def _joined(run: RuleRun, more: Sequence[Finding], context: CheckContext) -> RuleRun:
    if not more:
        return run
    findings = with_keys(sorted((*run.findings, *more), key=lambda f: (f.span, f.message)), sentences_in(context))
    if run.findings:
        return replace(run, findings=findings)
    reason = "；".join(part for part in (DOUBT, run.reason) if part)
    return replace(run, state=State.DOUBTFUL, reason=reason, findings=findings)
