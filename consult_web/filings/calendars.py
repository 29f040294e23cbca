"""Days off of a year that the program does not carry, typed in from the State Council's notice; all clocks follow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.background import Work, enqueue, task
from consult_web.errors import Refused
from consult_web.filings.cases_models import CalendarYear, Filing
from consult_web.filings.casework import refresh_clocks
from consult_web.filings.suggestions_models import Suggestion
from lawcheck.procedure import load_calendar

__all__ = ["KnownYear", "known_years", "read_days", "save_year"]

CLOCKS: Final = "clocks"
"""The job that computes the clocks of all cases again."""
_YEARS: Final = range(2000, 2101)
_BATCH: Final = 100
_CASES: Final[tuple[type[Filing] | type[Suggestion], ...]] = (Filing, Suggestion)
_SATURDAY: Final = 5
_DAY: Final = r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_TOKEN: Final = re.compile(rf"{_DAY}(?:\s*(?:至|到|~|～|—|–)\s*(?:{_DAY}|(\d{{1,2}})\s*日?))?")
_GAPS: Final = re.compile(r"[\s,，、;；。]+")


class KnownYear(NamedTuple):
    """A year whose days are known: weekdays off, weekend days at work, where that is from, and whether a person typed it in."""

    year: int
    off: tuple[date, ...]
    work: tuple[date, ...]
    source: str
    typed: bool


def known_years(session: Session) -> list[KnownYear]:
    """All of them, the newest first; what was typed in stands before what the program carries."""
    found = {
        row.year: KnownYear(row.year, tuple(sorted(row.off)), tuple(sorted(row.work)), row.source.text, False)
        for row in load_calendar().years.values()
    }
    for typed in session.scalars(select(CalendarYear)):
        off, work = (tuple(map(date.fromisoformat, days)) for days in (typed.off, typed.work))
        found[typed.year] = KnownYear(typed.year, off, work, typed.source, True)
    return sorted(found.values(), reverse=True)


def read_days(year: int, text: str) -> list[date]:
    """The days named in ``text``, as notices write them (2月5日至11日) or as 02-05; :class:`Refused` E985 for what is no day
    of ``year``.

    >>> [str(day) for day in read_days(2031, "1月1日至3日、2031-05-01；9.30～10.1")]
    ['2031-01-01', '2031-01-02', '2031-01-03', '2031-05-01', '2031-09-30', '2031-10-01']
    """
    days: set[date] = set()
    at = 0
    while at < len(text):
        gap, found = _GAPS.match(text, at), _TOKEN.match(text, at)
        if not gap and not found:
            raise Refused("E985", year=year, what=text[at : at + 20])
        days.update(_span(year, found) if found else ())
        at = (gap or found).end()  # type: ignore[union-attr]
    return sorted(days)


def _span(year: int, found: re.Match[str]) -> Iterator[date]:
    """The days of one entry."""
    own, month, day, own_last, month_last, day_last, only_day = found.groups()
    try:
        first = date(int(own or year), int(month), int(day))
        last = date(int(own_last or year), int(month_last or month), int(day_last or only_day or day))
        if only_day is None and day_last is None:
            last = first
    except ValueError as error:
        raise Refused("E985", year=year, what=found[0]) from error
    if not first.year == last.year == year or last < first:
        raise Refused("E985", year=year, what=found[0])
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def save_year(session: Session, user: User, year: int, off: Sequence[date], work: Sequence[date], source: str) -> None:
    """Keep the days of a year in place of what was known of it, and have all clocks computed again.

    :class:`Refused`: E986 a year out of reach, no day off, a day both off and at work, or work on a weekday; E987 no source.
    """
    fault = next((day for day in work if day in off or day.weekday() < _SATURDAY), None)
    if year not in _YEARS or not off or fault is not None:
        raise Refused("E986", what=fault or year)
    if not source.strip():
        raise Refused("E987")
    row = session.get(CalendarYear, year) or CalendarYear(year=year)
    row.off, row.work = [str(day) for day in off], [str(day) for day in work]
    row.source, row.created_by = source.strip(), user.actor
    session.add(row)
    session.flush()
    details = {"off": len(off), "work": len(work), "source": row.source}
    record(session, user.actor, "calendar.saved", f"year:{year}", details)
    enqueue(session, CLOCKS, key="all", subject=f"year:{year}", actor=user.actor)


@task(CLOCKS)
def _refresh_all(work: Work) -> dict[str, Any]:
    """Every case, some at a time, so that nobody waits long for the database."""
    with work.database.reading() as session:
        waiting = [(model, number) for model in _CASES for number in session.scalars(_with_clocks(model))]
    for first in range(0, len(waiting), _BATCH):
        with work.database.saving() as session:
            for model, number in waiting[first : first + _BATCH]:
                one = session.get_one(Filing, number) if model is Filing else session.get_one(Suggestion, number)
                refresh_clocks(session, one)
        work.progress(min(first + _BATCH, len(waiting)), len(waiting))
    return {"cases": len(waiting)}


def _with_clocks(model: type[Filing] | type[Suggestion]) -> Any:
    return select(model.id).where(model.clocks.any()).order_by(model.id)
