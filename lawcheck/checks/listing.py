"""Rules whose words are in the lexicons: outdated and sensitive terms, fixed pairs of wording."""

from __future__ import annotations

from collections import Counter
from datetime import date

from lawcheck.checks.context import BODY_ROLES, CheckContext
from lawcheck.checks.model import Basis, Evidence, Finding, GuardResult, Severity, State
from lawcheck.checks.patterns import find_hits, pattern_finding
from lawcheck.checks.registry import for_rule, for_trigger
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.terms import TermHit

__all__: list[str] = []

LISTED_ROLES = BODY_ROLES | {"title", "heading"}


def hits_of(reporter: Reporter) -> tuple[TermHit, ...]:
    """The places where a term of this rule stands, excused ones left out."""
    return tuple(
        hit for hit in reporter.context.terms if hit.term.rule == reporter.rule.id and not excuse(reporter, hit)
    )


def excuse(reporter: Reporter, hit: TermHit) -> str:
    """Why a hit is not reported (G1), or nothing: a context that the lexicon exempts, or packaging of the document."""
    roles = reporter.rule.trigger.parameters.get("roles", LISTED_ROLES)
    role = reporter.context.zones.role(hit.span.start)
    known = roles == "all" or (isinstance(roles, list | frozenset) and role in roles)
    return hit.exempt or ("" if known else role)


@for_trigger("lexicon")
def report_terms(reporter: Reporter) -> Outcome:
    """One finding for each place, with the reason, suggestion, source and date of the list; ``patterns`` of the rule
    add what a list of words cannot say (做出……决定). A rule with neither words nor patterns was not looked at."""
    context, rule = reporter.context, reporter.rule
    if context.listed is not None and rule.id not in context.listed and "patterns" not in rule.trigger.parameters:
        return Outcome(
            state=State.NOT_CHECKED, reason=f"没有词归本规则：词表中没有写 {rule.id} 的词（--terms 词表目录）"
        )
    hits = hits_of(reporter)
    listed = [_finding(reporter, hit, len(hits), Severity(hit.term.severity)) for hit in hits]
    taken = [hit.span for hit in reporter.context.terms if hit.term.rule == reporter.rule.id]
    hits_found = find_hits(reporter.rule.trigger, reporter.context)
    found = [hit for hit in hits_found if not hit.span.overlaps(*taken)]
    return Outcome((*listed, *(pattern_finding(reporter, hit, len(found)) for hit in found)))


_BARE_WORD = 12  # longer suggestions in the lexicons are advice in words
_VARIANTS = {
    "spaced": "字间有空格",
    "width": "全角半角",
    "traditional": "繁体字",
    "line": "跨行",
    "marked": "字间有符号",
}


def _advice(suggestion: str) -> str:
    """A bare word becomes 改为“…”; a sentence stays."""
    if suggestion.startswith(("删", "核", "改")):
        return suggestion
    bare = suggestion and len(suggestion) <= _BARE_WORD and not set("，。；：、“”（） /").intersection(suggestion)
    return f"改为“{suggestion}”" if bare else suggestion


def _finding(
    reporter: Reporter,
    hit: TermHit,
    count: int,
    severity: Severity,
    guards: tuple[GuardResult, ...] = (),
    why: str = "",
    basis: tuple[Basis, ...] | None = None,
) -> Finding:
    term = hit.term
    facts = {"词条": term.text, "来源": term.source, "词表日期": str(term.as_of or "未注明"), "全文出现": f"{count}处"}
    if hit.variant:
        facts["变形"] = "、".join(_VARIANTS.get(name, name) for name in hit.variant.split("+"))
    return reporter.finding(
        hit.span,
        severity=severity,
        suggestion=_advice(term.suggestion),
        evidence=Evidence(why or term.reason, facts=facts | ({"变更日期": str(term.since)} if term.since else {})),
        guards=guards,
        basis=basis,
        words={"term": term.text, "reason": term.reason, "right": term.suggestion},
    )


# -- O01 ---------------------------------------------------------------------------------------------------------


@for_rule("O01")
def report_outdated(reporter: Reporter) -> Outcome:
    """Severity by dates: more than a year after the change → 建议修改; earlier, or copied from an upper law in force
    that still uses the word → 提示 (domain.md 3.8)."""
    hits = [hit for hit in hits_of(reporter) if not _historical(reporter.context, hit)]
    counts = Counter(hit.term.text for hit in hits)
    return Outcome(tuple(_outdated(reporter, hit, counts[hit.term.text]) for hit in hits))


def _historical(context: CheckContext, hit: TermHit) -> bool:
    """G5: 原环境保护部, （原工商行政管理局）."""
    before = context.before(hit.span.start, 3)
    return before.endswith(("原", "原国家", "原省", "原市", "曾"))


def _outdated(reporter: Reporter, hit: TermHit, count: int) -> Finding:
    context, since = reporter.context, hit.term.since
    upper = _upper_law_with(context, hit)
    made = context.document_date
    late = made is not None and _more_than_a_year(since, made)
    severity = Severity(hit.term.severity)
    if upper or not late:
        severity = max(severity, reporter.rule.severity(context.facts.kind, "early"), key=lambda level: level.order)
    guards = (GuardResult("G1", False), GuardResult("G4", bool(upper), upper), GuardResult("G5", False))
    return _finding(reporter, hit, count, severity, guards, _why(hit, upper, late, made), _basis(reporter, hit))


def _more_than_a_year(since: date | None, day: date) -> bool:
    """Whether ``day`` is later than one year after ``since``; an undated change counts as long past."""
    if since is None:
        return True
    return (day.year, day.month, day.day) > (since.year + 1, since.month, since.day)


def _upper_law_with(context: CheckContext, hit: TermHit) -> str:
    """The higher law whose matched clause still says the word, or nothing (G4)."""
    unit = context.document.unit_at(hit.span.start)
    for step in context.document.path(unit) if unit else ():
        match = context.matches_by_eid.get(step.eid)
        for clause in match.clauses if match else ():
            if clause.containment >= COPIED and hit.term.text in clause.text:
                return f"《{clause.law.title}》{clause.article.label}"
    return ""


COPIED = 0.6
"""Share of a clause's bigrams found in the upper clause from which on it counts as copied (domain.md 1.3, G4)."""


def _basis(reporter: Reporter, hit: TermHit) -> tuple[Basis, ...]:
    """The decision that the rule names, where the entry rests on it; else the source of the entry."""
    source = hit.term.source
    named = tuple(basis for basis in reporter.rule.basis if basis.text.split("（")[0] in source)
    return named or (Basis(source, hit.term.confirmed),)


def _why(hit: TermHit, upper: str, late: bool, made: date | None) -> str:
    if upper:
        return f"{hit.term.reason}；{upper}现行条文仍使用该用语，仅作提示"
    if made is None:
        return f"{hit.term.reason}；文件没有写明日期，不能判断是否晚于变更，仅作提示"
    return hit.term.reason if late else f"{hit.term.reason}；文件日期距变更不足一年或早于变更，仅作提示"
