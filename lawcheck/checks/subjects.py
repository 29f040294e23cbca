"""The four matters on which cities with districts may legislate (立法法 81, 93), by title and headings of chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from lawcheck.checks.context import CheckContext
from lawcheck.checks.model import Finding
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span, UnitKind

__all__: list[str] = []

_HEADED = (UnitKind.PART, UnitKind.CHAPTER)


@for_rule("A40")
def check_matters(reporter: Reporter) -> Outcome:
    """A field of law that lies outside, told once at its first place: in the title it is suspected, in the heading of a
    章 alone a hint, as is what 省会 and other older cities made before the limit (it stays valid)."""
    parameters = reporter.rule.trigger.parameters
    fields, unwanted = parameters.get("fields", {}), str(parameters.get("not_fields", ""))
    older = _is_older(reporter.context, parameters)
    findings: list[Finding] = []
    told: set[str] = set()
    for case, span in _heads(reporter.context):
        words = re.sub(r"\s", "", reporter.context.document.source.slice(span))
        for field, pattern in fields.items() if isinstance(fields, dict) else ():
            if field not in told and re.search(str(pattern), re.sub(unwanted, "", words)):
                told.add(field)
                findings.append(
                    reporter.finding(span, case="older" if older else case, words={"field": field}, confidence=0.7)
                )
    return Outcome(tuple(findings))


def _heads(context: CheckContext) -> Iterator[tuple[str, Span]]:
    """The title, then the headings of 编 and 章, each with its case."""
    title = context.document.title_span
    if title.length:
        yield "", title
    for unit in context.document.walk():
        if unit.kind in _HEADED and unit.heading:
            end = context.text.find("\n", unit.span.start)
            yield "chapter", Span(unit.span.start, unit.span.end if end < 0 else end)


def _is_older(context: CheckContext, parameters: Mapping[str, object]) -> bool:
    """Made before the limit by a city that could make regulations then."""
    until, cities = parameters.get("older_until"), parameters.get("older_cities")
    facts = context.facts
    made = facts.adopted or context.document_date  # the approval of a 条例 of 2014 may be of 2015
    if not isinstance(until, date) or not isinstance(cities, list) or made is None or made >= until:
        return False
    named = (facts.territory_name, facts.title, facts.maker)
    return any(str(city) in name for city in cities for name in named)
