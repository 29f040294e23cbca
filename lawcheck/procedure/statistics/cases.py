"""Cases as statistics see them: the events up to a day, and the reviews in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from lawcheck.laws import kind_label
from lawcheck.procedure.registry.criteria import ReviewOutcome, outcome_of
from lawcheck.procedure.states import Procedure, State
from lawcheck.procedure.timing import Clock, Event, History

__all__ = ["CaseRecord", "ReviewRun", "Span", "reviews_of", "whole_year"]

_BEGINS = frozenset({"distributed", "review_started", "review_reopened"})
_OWN_INITIATIVE = "主动审查"


class Span(NamedTuple):
    """A stretch of days, both counted."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def whole_year(year: int) -> Span:
    """The calendar year.

    >>> whole_year(2026).holds(date(2026, 12, 31))
    True
    """
    return Span(date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True)
class CaseRecord:
    """One case: its procedure, events, and who made the document. ``channel`` is how a suggestion came."""

    id: str
    procedure: Procedure
    history: History
    maker: str = ""
    channel: str = ""

    def until(self, day: date) -> CaseRecord:
        """The case as it stood on ``day``: the events before the first one of a later day."""
        later = next((number for number, event in enumerate(self.history) if event.day > day), len(self.history))
        return replace(self, history=self.history[:later])

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.procedure.state(self.history)

    @property
    def kind(self) -> str:
        """The kind of the document, in Chinese."""
        return kind_label(self.procedure.kind) if self.procedure.kind else "类别未定"

    def first(self, name: str) -> Event | None:
        """The first event of a name."""
        return next((event for event in self.history if event.name == name), None)

    def happened(self, *names: str) -> bool:
        """Whether one of these events happened."""
        return any(event.name in names for event in self.history)

    def clocks(self, day: date, *names: str) -> tuple[Clock, ...]:
        """Its clocks as they stand on a day; with ``names`` only these."""
        return self.procedure.clocks(self.history, day, *names)


class ReviewRun(NamedTuple):
    """One review of a document: when it began, of what kind it is, its events, its outcome (None: it goes on) and the
    state in which it stands."""

    case: str
    began: date
    kind: str
    events: tuple[Event, ...]
    outcome: ReviewOutcome | None
    state: str

    @property
    def ended(self) -> date | None:
        """The day of its outcome."""
        return next((e.day for e in reversed(self.events) if self.outcome and e.name == self.outcome.event), None)

    def has(self, *names: str) -> bool:
        """Whether one of these events is in it."""
        return any(event.name in names for event in self.events)


def reviews_of(cases: Iterable[CaseRecord]) -> tuple[ReviewRun, ...]:
    """Every review in the histories; a document reviewed again counts again."""
    return tuple(run for case in cases for run in _reviews(case))


def _reviews(case: CaseRecord) -> Iterator[ReviewRun]:
    starts = [number for number, event in enumerate(case.history) if event.name in _BEGINS]
    for start, end in pairwise([*starts, len(case.history)]):
        events = case.history[start:end]
        outcome = outcome_of(tuple(event.name for event in events))
        state = case.procedure.state(case.history[:end])
        kind = events[0].told("review_kind") or _OWN_INITIATIVE
        yield ReviewRun(case.id, events[0].day, kind, events, outcome, state.name)
