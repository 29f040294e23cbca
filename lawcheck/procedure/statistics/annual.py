"""Figures of the yearly report, from event histories (domain.md 2.9): filing, review, correction, clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

from lawcheck.procedure.registry import Punctual, Punctuality, review_kinds, review_outcomes
from lawcheck.procedure.statistics.cases import CaseRecord, ReviewRun, Span, reviews_of
from lawcheck.procedure.statistics.figures import Breakdown, Rate, breakdown
from lawcheck.procedure.statistics.suggestions import SuggestionFigures, suggestion_figures
from lawcheck.procedure.timing import Clock

__all__ = ["AnnualFigures", "ClockFigures", "FilingFigures", "ReviewFigures", "annual_figures"]

_RESULTS = ("登记", "暂缓登记", "退回", "待审核")
_LATE = "迟报"
_TIMES = ("按时", _LATE, "无法判断")
_DONE_LATE, _STILL_LATE = "逾期办结", "已逾期"
_CLOCK_STATES = ("按时办结", _DONE_LATE, "在期限内", _STILL_LATE, "期限未定")


class FilingFigures(NamedTuple):
    """Filings that came in the span (first 报送). ``irregular``: those that had to be completed or were returned, of all
    that came. ``missing``: 漏报 of the documents listed in catalogues (None: no catalogue was compared)."""

    filed: int
    by_kind: Breakdown
    by_maker: Breakdown
    by_month: Breakdown
    by_result: Breakdown
    by_time: Breakdown
    late_by_kind: Breakdown
    irregular: Rate
    missing: Rate | None


class ReviewFigures(NamedTuple):
    """Reviews begun in the span, by kind and by where they stand at its end; reviews ended in it, by outcome; letters sent
    in it; problems found in reviews ended or discussed in it (a review may have several: ``problems`` counts problems,
    ``at_fault`` reviews)."""

    begun: int
    by_kind: Breakdown
    by_state: Breakdown
    ended: Breakdown
    letters: Mapping[str, int]
    problems: Breakdown
    at_fault: Rate


class ClockFigures(NamedTuple):
    """The runs of one clock that began in the span, as they stand at its end."""

    id: str
    name: str
    runs: Breakdown

    @property
    def late(self) -> int:
        """Those that passed their term, ended or not.

        >>> ClockFigures("filing", "报备", Breakdown("报备", 6, (("按时办结", 3), ("逾期办结", 2), ("已逾期", 1)))).late
        3
        """
        return self.runs.of(_DONE_LATE) + self.runs.of(_STILL_LATE)


class AnnualFigures(NamedTuple):
    """All figures of a span; ``database``: documents held, by kind, where that was handed in."""

    span: Span
    filing: FilingFigures
    review: ReviewFigures
    suggestions: SuggestionFigures
    clocks: tuple[ClockFigures, ...]
    database: Breakdown | None


def annual_figures(
    cases: Iterable[CaseRecord],
    span: Span,
    *,
    punctuality: Punctuality | None = None,
    database: Mapping[str, int] | None = None,
) -> AnnualFigures:
    """The figures of a span, as the cases stood at its end: later events change nothing.

    >>> from lawcheck.laws import DocumentKind
    >>> from lawcheck.procedure import Event, Procedure, find_jurisdiction, whole_year
    >>> desk = Procedure(find_jurisdiction("beijing"), DocumentKind.K12)
    >>> events = (Event("published", date(2026, 3, 2)), Event("submitted", date(2026, 4, 9)))
    >>> figures = annual_figures([CaseRecord("1", desk, events, "某区人民政府")], whole_year(2026))
    >>> figures.filing.filed, figures.filing.by_time.of("迟报"), str(figures.filing.irregular)
    (1, 1, '0/1（0.00%）')
    """
    stood = [case.until(span.last) for case in cases]
    main = [case for case in stood if case.procedure.lane == "main"]
    side = [case for case in stood if case.procedure.lane == "side"]
    held = (
        breakdown("数据库", sum(database.values()), chain(*([k] * n for k, n in database.items())))
        if database
        else None
    )
    return AnnualFigures(
        span=span,
        filing=_filing(main, span, punctuality),
        review=_review(main, span),
        suggestions=suggestion_figures(side, span),
        clocks=_clocks(stood, span),
        database=held,
    )


# -- filing -----------------------------------------------------------------------------------------------------------


def _filing(cases: list[CaseRecord], span: Span, punctuality: Punctuality | None) -> FilingFigures:
    came = [(case, day) for case in cases if (day := _filed(case)) is not None and span.holds(day)]
    filed = [case for case, _ in came]
    count = len(filed)
    times = [_time(case, span.last) for case in filed]
    late = [case.kind for case, time in zip(filed, times, strict=True) if time == _LATE]
    return FilingFigures(
        filed=count,
        by_kind=breakdown("按类别", count, (case.kind for case in filed)),
        by_maker=breakdown("按制定机关", count, (case.maker or "没有写明" for case in filed)),
        by_month=breakdown("按月份", count, (f"{day:%Y-%m}" for _, day in came), _months(span)),
        by_result=breakdown("按登记结果", count, map(_result, filed), _RESULTS),
        by_time=breakdown("按报备时间", count, times, _TIMES),
        late_by_kind=breakdown("迟报按类别", len(late), late),
        irregular=Rate(sum(case.happened("supplement_asked", "returned") for case in filed), count),
        missing=Rate(punctuality.count(Punctual.MISSING), _listed(punctuality)) if punctuality else None,
    )


def _filed(case: CaseRecord) -> date | None:
    event = case.first("submitted")
    return event.day if event else None


def _months(span: Span) -> list[str]:
    first, last = (day.year * 12 + day.month - 1 for day in span)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def _result(case: CaseRecord) -> str:
    if case.happened("registered"):
        return "登记"
    return {"S1a": "暂缓登记", "S1b": "退回"}.get(case.state.id, "待审核")


def _time(case: CaseRecord, day: date) -> str:
    clock = next(iter(case.clocks(day, "filing")), None)
    if clock is None or clock.due is None:
        return "无法判断"
    return _LATE if clock.late else "按时"


def _listed(punctuality: Punctuality) -> int:
    return sum(row.listed is not None for row in punctuality.rows)


# -- review -----------------------------------------------------------------------------------------------------------

_LETTERS = {
    "explanation_asked": "请予说明函",
    "reminded": "提醒函",
    "correction_discussed": "备案审查建议书（沟通）",
    "opinion_issued": "书面审查意见",
    "reply_urged": "催办函",
    "sent_up": "移送函",
    "annulled": "撤销决定公告",
}


def _review(cases: list[CaseRecord], span: Span) -> ReviewFigures:
    runs = reviews_of(cases)
    begun = [run for run in runs if span.holds(run.began)]
    ended = [run for run in runs if run.ended is not None and span.holds(run.ended)]
    looked = [run for run in runs if _looked(run, span)]
    problems = [code for run in looked for code in _problems(run)]
    sent = [event.name for case in cases for event in case.history if span.holds(event.day)]
    return ReviewFigures(
        begun=len(begun),
        by_kind=breakdown("按审查方式", len(begun), (r.kind for r in begun), (kind.name for kind in review_kinds())),
        by_state=breakdown("按办理情况", len(begun), (r.outcome.name if r.outcome else r.state for r in begun)),
        ended=breakdown("审结", len(ended), (r.outcome.name for r in ended if r.outcome), _outcome_names()),
        letters={label: sent.count(name) for name, label in _LETTERS.items()},
        problems=breakdown("按问题类别", len(problems), problems),
        at_fault=Rate(sum(bool(_problems(run)) for run in looked), len(looked)),
    )


def _outcome_names() -> list[str]:
    return [outcome.name for outcome in review_outcomes() if outcome.event != "reminded"]


def _looked(run: ReviewRun, span: Span) -> bool:
    """Whether it ended in the span, or was found at fault in it."""
    ended = run.ended is not None and span.holds(run.ended)
    return ended or any(event.name == "correction_discussed" and span.holds(event.day) for event in run.events)


def _problems(run: ReviewRun) -> list[str]:
    found = [event.facts.get("problems") for event in run.events if event.name == "correction_discussed"]
    codes = chain.from_iterable(value for value in found if isinstance(value, list | tuple))
    return list(dict.fromkeys(map(str, codes)))


# -- clocks -----------------------------------------------------------------------------------------------------------


def _clocks(cases: list[CaseRecord], span: Span) -> tuple[ClockFigures, ...]:
    runs: dict[str, list[Clock]] = {}
    for case in cases:
        for clock in case.clocks(span.last):
            if span.holds(clock.started):
                runs.setdefault(clock.rule.id, []).append(clock)
    return tuple(
        ClockFigures(
            name, found[0].rule.name, breakdown(found[0].rule.name, len(found), map(_how, found), _CLOCK_STATES)
        )
        for name, found in sorted(runs.items())
    )


def _how(clock: Clock) -> str:
    if clock.due is None:
        return "期限未定"
    if clock.running:
        return _STILL_LATE if clock.late else "在期限内"
    return _DONE_LATE if clock.late else "按时办结"
