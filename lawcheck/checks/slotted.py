"""Rules on slots: which values of a slot of a norm set the rule off, and what else the norm must or must not hold.

The language (all keys optional but ``hit``; see ``docs/rules.md``)::

    trigger:
      kind: slot
      hit: penalties          # penalties measures fines amounts periods modalities subjects organs objects conditions acts
      names: [吊销许可证件]     # kinds of sanctions, or modal words in one form
      not_names: [警告, 罚款]
      words: '营业执照'         # a regular expression in the words of the value
      not_words: '被'
      unit: 元                 # of fines, amounts and periods
      over: 200               # upper end above this
      ratio_over: 10          # upper end more than this many times the lower end
      with: {text: '…', subjects: '…', organs: '…', names: […]}
      without: {text: '…', organs: any, transfers: any}
      once: article           # one finding a 条, at the first value
      scope: clause           # with/without look at the whole 款; article: their text tests at the whole 条
      alone: '…'              # 款 that scope: article looks at by themselves …
      leans: '…'              # … or together with the 款 before them
      rows: leave             # rows of tables (裁量基准) are not asked: what is missing in one stands in its head or lead-in
      unless: '…'             # words anywhere in the document that settle the matter

``with``/``without`` look at the norm (the part of the sentence around one modal word) that holds the value, else at its
sentence, or at what ``scope`` says; ``any`` asks for any value of the slot. Values that a 项 inherits from its lead-in are hit once, in the lead-in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from lawcheck.checks.context import CheckContext
from lawcheck.checks.guarding import Verdict, guard
from lawcheck.checks.model import Finding
from lawcheck.checks.registry import for_trigger
from lawcheck.checks.reporting import Outcome, Reporter, settled
from lawcheck.document import Span, Unit, UnitKind, row_number
from lawcheck.slots import Slots

__all__ = ["slot_hits"]

_LEAVE: Final = "leave"


@for_trigger("slot")
def check_slots(reporter: Reporter) -> Outcome:
    """Report every value that the trigger selects and no guard excuses; with ``once: article`` the first of a 条."""
    parameters, context = reporter.rule.trigger.parameters, reporter.context
    if settled(reporter):
        return Outcome()
    findings, told = [], set()
    for value in slot_hits(parameters, context):
        home = _article(context, value.span) if parameters.get("once") else None
        found = guard(reporter.rule, context, value.span)
        if not found.drop and (home is None or home.eid not in told):
            told.add(home.eid if home else "")
            findings.append(_finding(reporter, value, found))
    return Outcome(tuple(findings))


def _finding(reporter: Reporter, value: Any, found: Verdict) -> Finding:
    return reporter.finding(
        value.span,
        severity=found.severity,
        guards=found.results,
        evidence=found.evidence,
        facts=_facts(value),
        words={"value": value.text},
    )


def _article(context: CheckContext, span: Span) -> Unit | None:
    unit = context.document.unit_at(span.start)
    path = context.document.path(unit) if unit else ()
    return next((step for step in path if step.kind is UnitKind.ARTICLE), None)


def _facts(value: Any) -> dict[str, str]:
    """The figures of an amount or period, for the evidence card."""
    if not hasattr(value, "low"):
        return {}
    low, high = (f"{end:f}" if end is not None else "不限" for end in (value.low, value.high))
    return {"幅度": f"{low}—{high}{value.unit}"}


def slot_hits(parameters: Mapping[str, Any], context: CheckContext) -> Iterator[Any]:
    """The values that the trigger selects, each place once, in reading order."""
    seen: set[Span] = set()
    asked = (
        slots
        for slots in context.slots
        if parameters.get("rows") != _LEAVE or not row_number(context.document.by_eid[slots.eid])
    )
    for slots in asked:
        for value in getattr(slots, parameters["hit"]):
            if value.inherited or value.span in seen or not _selected(parameters, value):
                continue
            seen.add(value.span)
            place = _place(parameters, slots, context, value.span)
            if _holds(parameters.get("with", {}), place, context) and not _breaks(parameters, place, context):
                yield value


def _place(parameters: Mapping[str, Any], slots: Slots, context: CheckContext, span: Span) -> Slots:
    """What with/without look at: the narrowest norm around the value, else its sentence; the 款; the 条."""
    scope = parameters.get("scope", "norm")
    if scope == "clause" or (scope == "article" and _alone(parameters, slots, context)):
        return slots
    if scope == "article":
        first = _leant_on(parameters, slots, context)
        if first is not None:
            return replace(slots, span=Span(first.span.start, max(slots.span.end, first.span.end)))
        article = _article(context, span)
        return replace(slots, span=article.span) if article else slots
    around = [n.span for n in slots.norms if n.span.holds(span)]
    return slots.within(min(around, key=lambda s: s.end - s.start, default=context.sentence(span.start)))


def _alone(parameters: Mapping[str, Any], slots: Slots, context: CheckContext) -> bool:
    words = str(parameters.get("alone", ""))
    return bool(words) and re.search(words, context.document.source.slice(slots.span)) is not None


def _leant_on(parameters: Mapping[str, Any], slots: Slots, context: CheckContext) -> Unit | None:
    """The 款 before one with the words ``leans`` (有前款行为的): what that one says holds for it, no other 款 of the 条."""
    words, unit = parameters.get("leans"), context.document.by_eid.get(slots.eid)
    above = context.document.parents.get(slots.eid)
    if not words or unit is None or above is None or not re.search(words, context.document.source.slice(slots.span)):
        return None
    earlier = [step for step in above.children if step.span.start < unit.span.start]
    return earlier[-1] if earlier else None


def _selected(parameters: Mapping[str, Any], value: Any) -> bool:
    name = getattr(value, "kind", None) or getattr(value, "norm", "")
    names, unwanted = parameters.get("names"), parameters.get("not_names", ())
    if (names is not None and name not in names) or name in unwanted:
        return False
    if (words := parameters.get("words")) and not re.search(words, value.text):
        return False
    if (words := parameters.get("not_words")) and re.search(words, value.text):
        return False
    return _measured(parameters, value)


def _measured(parameters: Mapping[str, Any], value: Any) -> bool:
    if (unit := parameters.get("unit")) and value.unit != unit:
        return False
    if (limit := parameters.get("over")) is not None and (value.high is None or value.high <= limit):
        return False
    ratio = parameters.get("ratio_over")
    return ratio is None or bool(value.low and value.high and value.high > value.low * ratio)


def _holds(wanted: Mapping[str, Any], place: Slots, context: CheckContext) -> bool:
    return all(_has(key, test, place, context) for key, test in wanted.items())


def _breaks(parameters: Mapping[str, Any], place: Slots, context: CheckContext) -> bool:
    return any(_has(key, test, place, context) for key, test in parameters.get("without", {}).items())


def _has(key: str, test: Any, place: Slots, context: CheckContext) -> bool:
    if key == "text":
        return re.search(test, context.document.source.slice(place.span)) is not None
    if key == "names":
        kinds = {sanction.kind for sanction in (*place.penalties, *place.measures)}
        return bool(kinds & set(test)) or any(m.norm.value in test for m in place.modalities)
    values = getattr(place, key)
    return bool(values) if test == "any" else any(re.search(test, value.text) for value in values)
