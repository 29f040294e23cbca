"""Duties and their penalties (S09), definitions and their use (S10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lawcheck.checks.context import BODY_ROLES, CheckContext
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
_BINDS = re.compile(
    r"应当|不得|禁止|严禁|必须|不准|不许|方可|方能|须|(?<![适相响反效供呼])应(?=[按经在由向将予对以先及])|负责|有义务|有责任"
)
_DECLARES = re.compile(_NO_NORM.pattern + r"|不适用|另有规定|从其规定|包括|以下[简统]?称")
"""Words of a sentence that only says what the text is for, where it holds or what its words mean: in such a sentence
按照规定的目录, 应急 or 以下简称 are no norm."""


@for_rule("S09")
def check_duties(reporter: Reporter) -> Outcome:
    """A penalty for the breach of a clause that lays down nothing."""
    context = reporter.context
    links = [c for c in context.citations if _points_away(c) and _is_breach(context, c)]
    if not links:
        return Outcome(state=State.NOT_APPLICABLE, reason="没有写明违反本文件哪一条的处罚条款")
    findings = [
        _no_duty(reporter, c, c.target) for c in links if c.target is not None and not _lays_down(context, c.target)
    ]
    return Outcome(tuple(findings))


def _points_away(citation: Citation) -> bool:
    """Whether the place meant is another one than where the words stand: 违反本条 例 is no 条."""
    target, span = citation.target, citation.reference.span
    return target is not None and not target.span.start <= span.start < target.span.end


def _is_breach(context: CheckContext, citation: Citation) -> bool:
    span = citation.reference.span
    sentence = context.sentence(span.start)
    return bool(_BREACH.search(context.text[sentence.start : span.start])) and not context.zones.in_quotes(span.start)


def _lays_down(context: CheckContext, unit: Unit) -> bool:
    """Not one of the clauses that only encourage, define or say what the text is for; the lead-in of a 项 counts."""
    above = [step for step in context.document.path(unit)[:-1] if step.kind in (UnitKind.PARAGRAPH, UnitKind.POINT)]
    words = unit.full_text + "".join(step.text for step in above)
    if not _NORM.search(words):
        return not _NO_NORM.search(words)
    return not _only_declares(words)


def _only_declares(words: str) -> bool:
    """Whether each sentence says what the text is for, where it holds or what its words mean, and none binds anybody.

    >>> _only_declares("本市电梯的使用、应急救援，适用本条例。电梯的范围包括按照规定的目录列入的设备。")
    True
    >>> _only_declares("本市电梯的使用，适用本条例。使用单位应当建立档案。")
    False
    """
    sentences = [part for part in re.split(r"[。；\n]", words) if part.strip()]
    return not _BINDS.search(words) and all(_DECLARES.search(sentence) for sentence in sentences)


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
    told, local = list(_defined(context)), list(_defined_here(context))
    if not told and not local:
        return Outcome(state=State.NOT_APPLICABLE, reason="没有定义用语的条款")
    for term, span in told:
        if problem := _problem(context, term, span, seen):
            findings.append(reporter.finding(span, words={"problem": problem}, confidence=0.7))
        seen.setdefault(term, span)
    for term, span in local:
        if term not in seen and (problem := _problem(context, term, span, {})):
            findings.append(reporter.finding(span, words={"problem": problem}, confidence=0.7))
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


_HERE = re.compile(r"(?:前[一二两三]?[款条项]|本[款项条])所称(?:的)?“(?P<term>[^“”\n]{2,30})”[，,]?\s*(?:是指|系指)")


def _defined_here(context: CheckContext) -> Iterator[tuple[str, Span]]:
    """Terms in quotation marks that one 条 or 款 defines for itself (本条所称“X”，是指)."""
    for match in _HERE.finditer(context.text):
        if context.zones.role(match.start()) in BODY_ROLES:
            yield match["term"], Span(*match.span("term"))


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
