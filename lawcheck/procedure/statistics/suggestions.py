"""Figures over suggestions: how they came, what became of them, whether they were answered (domain.md 2.9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lawcheck.procedure.statistics.cases import CaseRecord, Span
from lawcheck.procedure.statistics.figures import Breakdown, Rate, breakdown

__all__ = ["SuggestionFigures", "suggestion_figures"]

_RESULTS = ("移送", "不启动", "启动审查", "办理中")


class SuggestionFigures(NamedTuple):
    """Suggestions received in the span, as they stand at its end. ``told``: those whose proposer has been told the result
    or the transfer, of all received; ``objected``: those told that were objected to."""

    received: int
    by_channel: Breakdown
    by_result: Breakdown
    told: Rate
    objected: Rate


def suggestion_figures(cases: Iterable[CaseRecord], span: Span) -> SuggestionFigures:
    """The figures of cases of the side lane, as they stood at the end of the span.

    >>> from datetime import date
    >>> from lawcheck.procedure import Event, Procedure, find_jurisdiction, whole_year
    >>> desk = Procedure(find_jurisdiction("local"), lane="side")
    >>> events = (Event("suggestion_received", date(2026, 5, 8)),)
    >>> figures = suggestion_figures([CaseRecord("1", desk, events, channel="平台")], whole_year(2026))
    >>> figures.received, figures.by_result.of("办理中"), str(figures.told)
    (1, 1, '0/1（0.00%）')
    """
    came = [case for case in cases if (first := case.first("suggestion_received")) and span.holds(first.day)]
    told = [case for case in came if case.happened("suggestion_transferred", "decline_told", "suggestion_replied")]
    return SuggestionFigures(
        received=len(came),
        by_channel=breakdown("按渠道", len(came), (case.channel or "没有写明" for case in came)),
        by_result=breakdown("按处理结果", len(came), map(_result, came), _RESULTS),
        told=Rate(len(told), len(came)),
        objected=Rate(sum(case.happened("objected") for case in told), len(told)),
    )


def _result(case: CaseRecord) -> str:
    """The last decision counts: one that was objected to may be decided anew."""
    decided = {"suggestion_transferred": "移送", "not_started": "不启动", "merged": "启动审查"}
    names = (event.name for event in reversed(case.history))
    return next((decided[name] for name in names if name in decided), "办理中")
