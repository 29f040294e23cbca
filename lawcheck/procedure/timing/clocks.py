"""Clocks of a case, computed from its events alone: when each started, stood still, was extended, ends and ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import floor
from typing import NamedTuple

from lawcheck.procedure.timing.calendar import Calendar, load_calendar
from lawcheck.procedure.timing.events import Event
from lawcheck.procedure.timing.periods import Due, Period, PeriodUnit, end_of_period
from lawcheck.procedure.timing.rules import ClockRule

__all__ = ["AMBER", "Clock", "Light", "Stretch", "most_urgent", "run_clocks"]

AMBER = 0.8
"""The share of a period after which its light is amber (domain.md 2.8)."""


_DAY = timedelta(days=1)


class Light(StrEnum):
    """The colour of a clock; grey where its last day is not known."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class Stretch(NamedTuple):
    """A time in which a clock stood still; ``until`` None: it still does."""

    since: date
    until: date | None


@dataclass(frozen=True)
class Clock:
    """One run of a clock, as it stands on ``today``.

    ``elapsed`` and ``total`` are in the unit of the period (days for months), without the time that it stood still;
    ``total`` is None where the last day is not known, and ``note`` then says why. It is amber from ``amber_on`` and red from
    ``due`` on, if it does not stand still in between.
    """

    rule: ClockRule
    started: date
    due: date | None
    today: date
    elapsed: int
    total: int | None
    stopped: date | None = None
    stopped_by: str = ""
    paused: tuple[Stretch, ...] = ()
    extended: bool = False
    note: str = ""
    rolled: date | None = None
    amber_on: date | None = None

    @property
    def running(self) -> bool:
        """Whether it has not been stopped (it may stand still)."""
        return self.stopped is None

    @property
    def standing(self) -> bool:
        """Whether it stands still just now."""
        return self.running and bool(self.paused) and self.paused[-1].until is None

    @property
    def share(self) -> float | None:
        """The part of the period that is over, 1.0 on its last day; None where the last day is not known."""
        if self.total is None:
            return None
        return self.elapsed / self.total if self.total > 0 else 1.0

    @property
    def light(self) -> Light:
        """Green, amber from 80 % on, red from 100 % on; a stopped clock is red if it was stopped late, else green."""
        if self.share is None:
            return Light.GREY
        if not self.running:
            return Light.RED if self.late else Light.GREEN
        return Light.RED if self.share >= 1 else Light.AMBER if self.share >= AMBER else Light.GREEN

    @property
    def late(self) -> int:
        """By how many days the last day was missed; 0 if it was not, or is not known."""
        return max(0, ((self.stopped or self.today) - self.due).days) if self.due else 0

    @property
    def left(self) -> int | None:
        """What is left of the period, in its unit; negative when it is over."""
        return None if self.total is None else self.total - self.elapsed

    @property
    def reminders(self) -> tuple[date, ...]:
        """The days on which somebody is to be reminded."""
        return tuple(self.due - timedelta(days=days) for days in self.rule.remind) if self.due else ()


class _Run(NamedTuple):
    rule: ClockRule
    name: str
    started: date
    given: date | None
    received: bool
    stopped: date | None = None
    stopped_by: str = ""
    paused: tuple[Stretch, ...] = ()
    extension: Event | None = None

    def after(self, event: Event) -> _Run:
        """This run after one more event."""
        rule = self.rule
        if event.name in rule.stops or event.name in rule.starts:
            return self._resumed(event)._replace(stopped=event.day, stopped_by=event.name)
        if event.name in rule.resumes:
            return self._resumed(event)
        if event.name in rule.pauses:
            return self._replace(paused=(*self.paused, Stretch(event.day, None)))
        if event.name == "extended" and event.told("clock") == rule.id:
            return self._replace(extension=event)
        if event.name == "delivered" and rule.receipt and event.told("of") == self.name:
            return self._replace(started=event.day, received=True)
        return self

    def _resumed(self, event: Event) -> _Run:
        if not self.paused or self.paused[-1].until is not None:
            return self
        return self._replace(paused=(*self.paused[:-1], self.paused[-1]._replace(until=event.day)))


def run_clocks(
    rules: Iterable[ClockRule],
    history: Iterable[Event],
    today: date,
    *,
    calendar: Calendar | None = None,
    roll: bool = False,
) -> tuple[Clock, ...]:
    """Every run of every clock, in the order of their start; each event that starts a clock gives exactly one run.

    >>> from lawcheck.procedure import clock_rules, find_jurisdiction
    >>> rules = clock_rules(find_jurisdiction("beijing"))
    >>> history = (Event("submitted", date(2026, 11, 2)),)
    >>> clock, = run_clocks(rules, history, date(2026, 11, 10))
    >>> clock.rule.name, str(clock.due), clock.share, clock.light.value, clock.left
    ('形式审查', '2026-11-12', 0.8, 'amber', 2)
    >>> clock, = run_clocks(rules, (*history, Event("returned", date(2026, 11, 13))), date(2026, 11, 20))
    >>> clock.running, clock.late, clock.light.value
    (False, 1, 'red')
    """
    events = tuple(history)
    found = (_clock(run, today, calendar or load_calendar(), roll) for rule in rules for run in _runs(rule, events))
    return tuple(sorted(found, key=lambda clock: (clock.started, clock.rule.id)))


def most_urgent(clocks: Iterable[Clock]) -> Clock | None:
    """The running clock that ends first; one whose end is not known comes last; None where none runs.

    >>> from lawcheck.procedure import clock_rules, find_jurisdiction
    >>> history = (Event("distributed", date(2026, 11, 2)),)
    >>> most_urgent(run_clocks(clock_rules(find_jurisdiction("beijing")), history, date(2026, 11, 3))).rule.id
    'committee'
    """
    return min((clock for clock in clocks if clock.running), key=lambda clock: clock.due or date.max, default=None)


def _runs(rule: ClockRule, events: tuple[Event, ...]) -> Iterator[_Run]:
    run: _Run | None = None
    for event in events:
        if run is not None and run.stopped is None:
            run = run.after(event)
            if run.stopped is not None:
                yield run
        if event.name in rule.starts:
            received = event.day_of("received_on")
            since = received if rule.receipt and received else event.day
            run = _Run(rule, event.name, since, event.day_of("due"), received is not None)
    if run is not None and run.stopped is None:
        yield run


def _clock(run: _Run, today: date, calendar: Calendar, roll: bool) -> Clock:
    unit = run.rule.term.period.unit if run.rule.term.period else PeriodUnit.DAY
    until = run.stopped or max(today, run.started)
    stood = sum(_count(unit, s.since, s.until or until, calendar) for s in run.paused)
    due = _due(run, stood, calendar, roll)
    total = _count(unit, run.started, due.day, calendar) - stood if due.day else None
    return Clock(
        rule=run.rule,
        started=run.started,
        due=due.day,
        today=today,
        elapsed=max(0, _count(unit, run.started, until, calendar) - stood),
        total=total,
        stopped=run.stopped,
        stopped_by=run.stopped_by,
        paused=run.paused,
        extended=run.extension is not None,
        note="；".join(filter(None, (due.note, _unreceived(run)))),
        rolled=due.rolled,
        amber_on=_amber(unit, due.day, total, calendar) if due.day and total is not None else None,
    )


def _amber(unit: PeriodUnit, due: date, total: int, calendar: Calendar) -> date:
    """The first day on which no more is left than the last fifth, counted back from the last day."""
    left = floor(total * (1 - AMBER) + 1e-9)
    day = due
    while _count(unit, day - _DAY, due, calendar) <= left:
        day -= _DAY
    return day


def _due(run: _Run, stood: int, calendar: Calendar, roll: bool) -> Due:
    """The last day: as the rule has it, or the letter, or the decision that extended it; later by the time it stood."""
    term, extension = run.rule.term, run.extension
    if extension is not None and (decided := extension.day_of("due")) and term.extension is None:
        return Due(decided)
    if term.period is None:
        return Due(run.given, "" if run.given else f"规定没有写明长度，也没有记录限期（{term.source.text}）")
    more = term.extension.length if extension is not None and term.extension else 0
    whole = Period(term.period.length + more, term.period.unit)
    if not stood:
        return end_of_period(run.started, whole, calendar, roll=roll)
    if whole.unit is PeriodUnit.MONTH:
        first = end_of_period(run.started, whole, calendar).day
        return end_of_period(first, Period(stood), calendar, roll=roll) if first else Due(None)
    return end_of_period(run.started, Period(whole.length + stood, whole.unit), calendar, roll=roll)


def _unreceived(run: _Run) -> str:
    return "没有记录收到日期，自发出之日计算" if run.rule.receipt and not run.received else ""


def _count(unit: PeriodUnit, after: date, until: date, calendar: Calendar) -> int:
    """Days or working days; days where the calendar does not tell working days."""
    worked = calendar.working_days(after, until) if unit is PeriodUnit.WORKING_DAY else None
    return (until - after).days if worked is None else worked
