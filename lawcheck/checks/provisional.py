"""Rules of governments made ahead of a regulation, which may stand for two years (立法法 93)."""

from __future__ import annotations

import re
from datetime import date

from lawcheck.checks.context import BODY_ROLES
from lawcheck.checks.model import State
from lawcheck.checks.registry import for_rule
from lawcheck.checks.reporting import Outcome, Reporter
from lawcheck.document import Span

__all__: list[str] = []

_AHEAD = re.compile(
    r"(?:制定|出台)地方性法规(?:的)?条件(?:尚|还)?不成熟|(?:先行?|先期)制定(?:本|地方政府)?(?:规章|办法|规定)"
    r"|行政管理迫切需要[^。；]{0,30}制定|立法法》第九十三条第五款"
)
_YEARS = 2


@for_rule("A41")
def check_two_years(reporter: Reporter) -> Outcome:
    """A rule that says it was made ahead of a regulation is told once its two years are over."""
    context, facts = reporter.context, reporter.context.facts
    places = (context.normalised.original_span(Span(*m.span())) for m in _AHEAD.finditer(context.normalised.text))
    found = next((span for span in places if context.zones.role(span.start) in BODY_ROLES), None)
    if found is None:
        return Outcome(state=State.NOT_CHECKED, reason="正文没有写明属于先行制定；是否先行制定，请向制定机关核实")
    if facts.effective is None:
        return Outcome(state=State.NOT_CHECKED, reason="没有识别出施行日期，不能计算两年")
    due = _years_later(facts.effective, _YEARS)
    if context.as_of < due:
        return Outcome()
    told = {"施行日期": facts.effective.isoformat(), "满两年": due.isoformat()}
    return Outcome((reporter.finding(found, words={"due": due}, facts=told),))


def _years_later(day: date, years: int) -> date:
    """The same day of the year; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
