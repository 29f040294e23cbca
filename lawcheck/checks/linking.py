"""Duties and their penalties (S09), definitions and their use (S10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.citations import Citation
from lawcheck.document import Span, Unit, UnitKind

__all__: list[str] = []

# -- S09 -----------------------------------------------------------------------------------------------------------

_BREACH = re.compile(r"(?:违反|未(?:按照|依照|遵守|履行)|不(?:按照|依照|遵守|履行))[^，。；]{0,30}\Z")
_NORM = re.compile(
    r"应|不得|禁止|严禁|必须|不准|方可|方能|须|严格|负责|义务|责任|履行|遵守|符合|未经|需要|不低于|不少于|至少|以上|以下|限于|要求|规定的"
)
_NO_NORM = re.compile(r"鼓励|支持|提倡|倡导|是指|所称|制定本|适用于|适用本")
"""Words of a clause that lays down nothing: many a duty stands without any modal word (开展工作，公示信息)."""


@for_rule("S09")
def check_duties(reporter: Reporter) -> Outcome:
    """A penalty for the breach of a clause that lays down nothing."""
    context = reporter.context
    links = [c for c in context.citations if c.target is not None and _is_breach(context, c)]
    if not links:
        return Outcome(state=State.NOT_APPLICABLE, reason="没有写明违反本文件哪一条的处罚条款")
    findings = [
        _no_duty(reporter, c, c.target) for c in links if c.target is not None and not _lays_down(context, c.target)
    ]
    return Outcome(tuple(findings))


def _is_breach(context: CheckContext, citation: Citation) -> bool:
    span = citation.reference.span
    sentence = context.sentence(span.start)
    return bool(_BREACH.search(context.text[sentence.start : span.start])) and not context.zones.in_quotes(span.start)


def _lays_down(context: CheckContext, unit: Unit) -> bool:
    """Not one of the clauses that only encourage, define or say what the text is for; the lead-in of a 项 counts."""
    above = [step for step in context.document.path(unit)[:-1] if step.kind in (UnitKind.PARAGRAPH, UnitKind.POINT)]
    words = unit.full_text + "".join(step.text for step in above)
    return bool(_NORM.search(words)) or not _NO_NORM.search(words)


def _no_duty(reporter: Reporter, citation: Citation, unit: Unit) -> Finding:
    label = reporter.context.document.citation_label(unit)
    evidence = Evidence(f"{label}没有规定义务或者禁止", facts={label: unit.full_text[:100]})
    return reporter.finding(citation.reference.span, evidence=evidence, words={"label": label}, confidence=0.7)


# -- S10 -----------------------------------------------------------------------------------------------------------

_LOCAL = re.compile(r"(?:前[款条项]|本[款项]|本条(?!例)|第[一二三四五六七八九十百]+[条款项])")
_NOT_A_NAME = re.compile(r"的|^在|至|或者|主要$")
_SHORT = re.compile(r"（以下(?:统称|简称|称)(?:为)?[“”]?(?P<short>[^“”（）]{1,20})[“”]?）")


@for_rule("S10")
def check_definitions(reporter: Reporter) -> Outcome:
    """A term is defined once and used outside its definition."""
    context = reporter.context
    seen: dict[str, Span] = {}
    findings: list[Finding] = []
    told = list(_defined(context))
    if not told:
        return Outcome(state=State.NOT_APPLICABLE, reason="没有定义用语的条款")
    for term, span in told:
        if problem := _problem(context, term, span, seen):
            findings.append(reporter.finding(span, words={"problem": problem}, confidence=0.7))
        seen.setdefault(term, span)
    return Outcome(tuple(findings))


def _defined(context: CheckContext) -> Iterator[tuple[str, Span]]:
    """Terms with 是指 behind them, meant for the whole document: 本条例所称X，是指, or X，是指 at the head of a 项."""
    for slots in context.slots:
        for phrase in slots.terms:
            start, end = phrase.span
            behind = context.text[end : end + 6]
            before = context.text[context.sentence(start).start : start]
            if (
                phrase.inherited
                or _NOT_A_NAME.search(phrase.text)
                or not re.match(r"[”》]?[，,]?\s*(?:是指|系指)", behind)
            ):
                continue
            if _LOCAL.search(before[-7:] + phrase.text) or not re.search(r"所称|）\s*“?$", before):
                continue
            term = re.sub(r"[“”]|\x22", "", phrase.text)
            if 2 <= len(term) <= 30:
                yield term, phrase.span


def _problem(context: CheckContext, term: str, span: Span, seen: dict[str, Span]) -> str:
    if term in seen:
        return "" if _same(context, seen[term], span) else f"“{term}”有两处不同的定义"
    squeezed = re.sub(r"\s", "", context.text)
    if any(squeezed.count(name) > 1 for name in _names(term)) or set(term) <= set(context.facts.title):
        return ""
    return f"“{term}”定义以后没有使用"


def _names(term: str) -> Iterator[str]:
    """The term, its short name and, of several terms in one definition, each.

    >>> list(_names("绍兴古城（以下简称古城）"))
    ['绍兴古城', '古城', '绍兴古城']
    """
    short = _SHORT.search(term)
    bare = _SHORT.sub("", term)
    yield bare
    if short:
        yield short["short"]
    yield from (part for part in re.split(r"[、和及与]|以及", bare) if len(part) > 1)


def _same(context: CheckContext, one: Span, two: Span) -> bool:
    first, second = (context.document.source.slice(context.sentence(span.start)) for span in (one, two))
    return first.strip() == second.strip()
