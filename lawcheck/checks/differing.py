"""What the comparison with the higher clauses tells of a clause and no rule of its own says (M01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.comparison import Difference, MatchComparison, Relation
from lawcheck.document import Span
from lawcheck.matching.model import Match, MatchState

__all__: list[str] = []

_SHOWN: Final = 4  # differences that one finding names
_DOUBT: Final = 0.5  # a person decides; the run is 存疑 and never 问题
_TOLD: Final = frozenset({Relation.CONFLICT, Relation.RELAXED, Relation.HEAVIER, Relation.LIGHTER})


@for_rule("M01")
def check_differences(reporter: Reporter) -> Outcome:
    """One finding for each clause that loosens, sharpens or contradicts its higher clause, at the words that differ; what is
    only 增设 stands in the table of clauses."""
    context = reporter.context
    if not context.matches:
        return Outcome(state=State.NOT_CHECKED, reason="没有与上位法条款比对，无法检查")
    pairs = zip(context.matches, context.comparisons, strict=True)
    found = tuple(finding for match, compared in pairs for finding in _of_clause(reporter, match, compared))
    blind = sum(match.state is MatchState.NOT_CHECKED for match in context.matches)
    if found or not blind:
        return Outcome(found)
    return Outcome(state=State.NOT_CHECKED, reason=f"{blind}款没有可以比对的上位条款，其余各款未发现问题")


def _of_clause(reporter: Reporter, match: Match, compared: MatchComparison) -> Iterator[Finding]:
    told = [d for d in compared.comparison.differences if d.relation in _TOLD] if compared.comparison else []
    if not told:
        return
    span = _place(reporter, match, compared, told)
    clause = match.clauses[0]
    note = "；".join(dict.fromkeys(d.note for d in told[:_SHOWN]))
    label = clause.article.label + (f"第{clause.paragraph}款" if clause.paragraph else "")
    facts = {
        f"{d.relation.value}（{d.slot}）": f"本条“{d.lower or '没有'}”，上位法“{d.upper or '没有'}”"
        for d in told[:_SHOWN]
    }
    yield reporter.finding(
        span,
        evidence=Evidence(note, clause.law.title, str(clause.version.effective_from or ""), label, clause.text, facts),
        confidence=_DOUBT,
        words={"note": note, "upper": f"《{clause.law.title}》{clause.article.label}"},
    )


def _place(reporter: Reporter, match: Match, compared: MatchComparison, told: Sequence[Difference]) -> Span:
    """The first words below that differ; where something is only missing, the whole clause."""
    at = next((d.lower_span for d in told if d.lower_span is not None), None)
    if at is not None:
        return Span(at.start + compared.start, at.end + compared.start)
    return Span(compared.start, reporter.context.document.by_eid[match.eid].span.end)
