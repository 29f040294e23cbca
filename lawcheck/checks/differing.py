"""What the comparison with the higher clauses tells of a clause and no rule of its own says (M01)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.relating import Pair, compared_only, of_one_act, pairs_of, place_of
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.comparison import Difference, Relation
from lawcheck.matching.model import MatchState

__all__: list[str] = []

_SHOWN: Final = 4  # differences that one finding names
_DOUBT: Final = 0.5  # a person decides; the run is 存疑 and never 问题
_OF_PENALTIES: Final = frozenset({"数额", "处罚种类", "条件"})
_LISTED: Final = "列举"
_NO_PENALTY: Final = ("费用：", "比例：", "人数：", "次数：")
"""Begin the note of a difference of who pays, how many must agree or take part, which is no penalty."""
_FIGURES: Final = frozenset({"数额", "期限"})
_RESTATES: Final = re.compile("(?:依照|按照|根据|依据)(?:[^，。；《]{0,6})$")
_LEAD: Final = 12  # characters before a citation that say what it is for
_TOLD: Final = frozenset({Relation.CONFLICT, Relation.RELAXED, Relation.HEAVIER, Relation.LIGHTER})


@for_rule("M01")
def check_differences(reporter: Reporter) -> Outcome:
    """One finding for each clause that loosens, sharpens or contradicts its higher clause, at the words that differ; what is
    only 增设 stands in the table of clauses."""
    context = reporter.context
    if not context.matches:
        return Outcome(state=State.NOT_CHECKED, reason="没有与上位法条款比对，无法检查")
    found = tuple(finding for pair in pairs_of(context) for finding in _of_clause(reporter, pair))
    blind = sum(match.state is MatchState.NOT_CHECKED for match in context.matches)
    if found or not blind:
        return Outcome(found)
    return Outcome(state=State.NOT_CHECKED, reason=compared_only(blind))


def _of_clause(reporter: Reporter, pair: Pair) -> Iterator[Finding]:
    differences = pair.compared.comparison.differences if pair.compared.comparison else ()
    told = [d for d in differences if d.relation in _TOLD and _is_comparable(reporter.context, pair, d)]
    if not told:
        return
    clause, at = pair.clause, next((d for d in told if d.lower_span is not None), told[0])
    note = "；".join(dict.fromkeys(d.note for d in told[:_SHOWN]))
    label = clause.article.label + (f"第{clause.paragraph}款" if clause.paragraph else "")
    facts: dict[str, str] = {}
    for d in told[:_SHOWN]:
        name, said = f"{d.relation.value}（{d.slot}）", f"本条“{d.lower or '没有'}”，上位法“{d.upper or '没有'}”"
        facts[name] = f"{facts[name]}；{said}" if name in facts else said
    restated = any(d.slot in _FIGURES and _says_it_restates(reporter.context, pair, d) for d in told)
    if restated:
        facts["本条的说法"] = f"本条写明依照《{clause.law.title}》，数额、期限却与它不同"
    yield reporter.finding(
        place_of(reporter.context, pair, at),
        case="restated" if restated else "",
        evidence=Evidence(note, clause.law.title, str(clause.version.effective_from or ""), label, clause.text, facts),
        confidence=_DOUBT,
        words={"note": note, "upper": f"《{clause.law.title}》{clause.article.label}"},
    )


def _says_it_restates(context: CheckContext, pair: Pair, difference: Difference) -> bool:
    """Whether the sentence names the law that it says otherwise than: 依照《村民委员会组织法》，…每届任期三年."""
    if difference.lower_span is None:
        return False
    offset = pair.compared.start + difference.lower_span.start
    start = context.text.rfind("。", 0, offset) + 1
    return any(
        citation.law is not None
        and citation.law.law_id == pair.clause.law.law_id
        and start <= citation.reference.span.start < offset
        and _RESTATES.search(context.before(citation.reference.span.start, _LEAD)) is not None
        for citation in context.citations
    )


def _is_comparable(context: CheckContext, pair: Pair, difference: Difference) -> bool:
    """Sanctions of two acts are not held against each other; a thing less in an enumeration is for the table."""
    if difference.slot == _LISTED:
        return False
    if difference.note.startswith(_NO_PENALTY):
        return True
    return difference.slot not in _OF_PENALTIES or of_one_act(context, pair, difference)
