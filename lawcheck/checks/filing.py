"""Rules on the materials of a filing: F01–F16, T09–T12. Their law is in ``lawcheck.procedure``; here it is reported."""

from __future__ import annotations

from collections.abc import Iterable

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Basis, Evidence, Finding, State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span
from lawcheck.procedure import FORM_CHECKS, FilingCase, FormFault, seldom_filed

__all__ = ["NO_MATERIALS", "anchor"]

NO_MATERIALS = "材料不在本文件中：本次只审查一份正文，请提交整套报备材料（报备包）后检查"
"""Why a rule on materials is 未检查 for a single file."""


@for_rule(*FORM_CHECKS)
def check_filing(reporter: Reporter) -> Outcome:
    """What the form check says of this filing; a single file is never in order."""
    context = reporter.context
    if context.materials is None:
        return _by_title(reporter)
    case = FilingCase(context.document, context.facts, context.materials, context.as_of, context.library)
    told = FORM_CHECKS[reporter.rule.id](case)
    if told.outside:
        return Outcome(state=State.NOT_APPLICABLE, reason=told.outside)
    span = anchor(context)
    if span is None:
        return Outcome(state=State.NOT_CHECKED, reason="正式文本没有文字")
    findings = tuple(_finding(reporter, span, fault) for fault in told.faults)
    return Outcome(findings, State.NOT_CHECKED if told.unknown else None, told.unknown)


def _by_title(reporter: Reporter) -> Outcome:
    """A single file: its title may tell that such documents are not filed (F01); all else needs the materials."""
    context = reporter.context
    told = seldom_filed(context.document, context.facts) if reporter.rule.id == "F01" else None
    span = anchor(context)
    if told is None or span is None:
        return Outcome(state=State.NOT_CHECKED, reason=NO_MATERIALS)
    return Outcome((_finding(reporter, span, told),))


def anchor(context: CheckContext) -> Span | None:
    """Where something is shown that stands in another file: the title, else the first line; None in an empty text."""
    if context.document.title_span.length:
        return context.document.title_span
    start = next((index for index, char in enumerate(context.text) if not char.isspace()), None)
    if start is None:
        return None
    end = context.text.find("\n", start)
    return Span(start, end if end > start else len(context.text))


def _finding(reporter: Reporter, span: Span, fault: FormFault) -> Finding:
    shown = {"材料": fault.file, "原文": fault.shown}
    return reporter.finding(
        span,
        case=fault.case,
        evidence=Evidence(fault.said, facts={key: value for key, value in shown.items() if value}),
        confidence=fault.certain,
        words={"problem": fault.said},
        basis=_basis(reporter, fault) if fault.sources else None,
    )


def _basis(reporter: Reporter, fault: FormFault) -> tuple[Basis, ...]:
    """The sources of the fault itself stand in place of the rule's, each once."""
    own: Iterable[Basis] = (Basis(source.text, source.confirmed) for source in fault.sources)
    return tuple(dict.fromkeys(own)) or reporter.rule.basis
