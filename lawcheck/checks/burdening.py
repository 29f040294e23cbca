"""What a document asks of people beyond the higher law: conditions of a permit (A21), duties without a basis (A39)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lawcheck.checks.conduct import character_pairs, slots_of
from lawcheck.checks.guarding import guard
from lawcheck.checks.model import Finding, State
from lawcheck.checks.patterns import find_hits
from lawcheck.checks.registry import for_rule
from lawcheck.checks.relating import Pair, lists_correspond, pairs_of, report
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.comparison import Difference, Relation
from lawcheck.document import Span
from lawcheck.matching.model import MatchState
from lawcheck.slots import Modal

__all__: list[str] = []

_PERMIT = re.compile(r"申请|(?<!所)从事[^，。；]{2,20}经营|许可|审批|核准|资格|资质|证书|[^保认]证(?=[^明据]|$)|执照")
_OF_PERMIT = re.compile(r"许可|审批|核准|批准|登记|任职|资格|资质|从事|设立|开办|[^保认]证(?=[^明据]|$)|执照")
"""Stands in a clause that lets somebody do something; 申请 alone asks for many other things (快速处理)."""
_CONDITIONS = re.compile(r"(?:具备|符合|具有)[^。]{0,12}条件|(?:应当|必须)(?:同时)?(?:具备|符合|具有)")


@for_rule("A21")
def check_permit_conditions(reporter: Reporter) -> Outcome:
    """Conditions of a permit that the higher clause does not ask for."""

    def wanted(pair: Pair, difference: Difference) -> bool:
        added = difference.slot in ("项", "条件") and difference.relation in (Relation.ADDED, Relation.HEAVIER)
        lead, head = (
            re.split("[：:]", text, maxsplit=1)[0] for text in (pair.text, pair.clause.text)
        )  # of a list; what it lists says 许可 for many reasons
        asked = _PERMIT.search(lead) is not None and _CONDITIONS.search(lead) is not None
        asked = asked and _OF_PERMIT.search(pair.clause.text) is not None and _same_permit(lead, head)
        return added and asked and not slots_of(pair.clause.text).penalties and lists_correspond(pair)

    compared = report(reporter, wanted, pairs=pairs_of)
    seen = [finding.span for finding in compared.findings]
    return replace(compared, findings=(*compared.findings, *_told_by_words(reporter, seen)))


def _told_by_words(reporter: Reporter, seen: list[Span]) -> Iterator[Finding]:
    """Conditions that the words alone tell (``patterns`` of the rule), where no difference was told already."""
    for hit in find_hits(reporter.rule.trigger, reporter.context):
        told = guard(reporter.rule, reporter.context, hit.span)
        if not told.drop and not hit.span.overlaps(*seen):
            note = reporter.context.document.source.slice(hit.span)
            words = {"note": note, "upper": "请与设定该许可的上位法核对"}
            yield reporter.finding(hit.span, severity=told.severity, guards=told.results, words=words)


_BUSINESS = re.compile(r"(?:从事|申请)(?P<what>[^，。；：]{2,30}?)(?:的|，|应当|活动|业务|许可|$)")
_COMMON = 0.5
"""Share of the shorter name of a permitted business that the longer one holds, if they are the same."""


def _same_permit(lower: str, upper: str) -> bool:
    """Whether both lead-ins are about the same business, as far as they name one (燃气经营; 营运车辆检验, 机动车维修)."""
    own, other = _BUSINESS.search(lower), _BUSINESS.search(upper)
    if own is None or other is None:
        return True
    one, two = (character_pairs(business["what"]) for business in (own, other))
    return len(one & two) >= _COMMON * min(len(one), len(two))


_OFFICIAL = re.compile(r"政府|部门|机关|机构|委员会|单位及其工作人员|办公室|街道|法院|检察院|国家|执法人员")
_PROCEDURE = re.compile(r"申请|提交|报告|备案|登记|材料|告知|填写|出示")


@for_rule("A39")
def check_duty_without_basis(reporter: Reporter) -> Outcome:
    """A duty or ban for citizens in a rule that no clause of the higher laws resembles; procedure left out."""
    context = reporter.context
    if not context.matches:
        return Outcome(state=State.NOT_CHECKED, reason="没有与上位法条款比对，无法检查")
    bare = {match.eid for match in context.matches if match.state is MatchState.NONE}
    findings = tuple(
        reporter.finding(norm.subject.span, confidence=0.5, words={"modal": norm.modality.text})
        for slots in context.slots
        if slots.eid in bare
        for norm in slots.norms
        if norm.subject and norm.modality and _burdens(norm.subject.text, norm.modality.norm)
        if not _PROCEDURE.search(context.document.source.slice(norm.span))
    )
    blind = sum(match.state is MatchState.NOT_CHECKED for match in context.matches)
    if blind and not findings:
        return Outcome(state=State.NOT_CHECKED, reason=f"{blind}款没有可以比对的上位条款")
    return Outcome(findings)


def _burdens(subject: str, modal: Modal) -> bool:
    return modal.binds and not _OFFICIAL.search(subject)
