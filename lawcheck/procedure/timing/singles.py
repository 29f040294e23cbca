"""Periods outside the course of a case: single ones, days before an event, and duties that come every year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from lawcheck.errors import UsageError
from lawcheck.procedure.jurisdictions import Jurisdiction
from lawcheck.procedure.profiles import Source
from lawcheck.procedure.timing.calendar import Calendar, load_calendar
from lawcheck.procedure.timing.periods import Due, Period, PeriodUnit, end_of_period
from lawcheck.procedure.timing.rules import clock_data

__all__ = ["SinglePeriod", "YearlyDuty", "due_after", "latest_day_before", "list_periods", "yearly_duties"]


class SinglePeriod(NamedTuple):
    """A period that is counted by itself; ``rolls``: its law moves a last day that is no working day."""

    id: str
    name: str
    period: Period
    rolls: bool
    source: Source


class YearlyDuty(NamedTuple):
    """What is due in a year, and by which day."""

    id: str
    name: str
    due: date
    source: Source


def list_periods(part: str = "periods") -> tuple[SinglePeriod, ...]:
    """The single periods; ``part="before"`` those that count back from an event.

    >>> [period.name for period in list_periods("before")]
    ['公布听证会的时间、地点和内容（规章）', '听证会材料送达听证参加人（重大行政决策）']
    """
    return tuple(_period(row) for row in clock_data()[part])


def due_after(name: str, start: date, calendar: Calendar | None = None) -> Due:
    """The last day of a single period that ``start`` sets off; an unknown name raises
    :class:`~lawcheck.errors.UsageError`.

    >>> str(due_after("reconsideration_transfer", date(2026, 9, 30)).day), str(due_after("approval", date(2026, 3, 2)).day)
    ('2026-10-15', '2026-07-02')
    """
    single = _find(name, "periods")
    return end_of_period(start, single.period, calendar or load_calendar(), roll=single.rolls)


def latest_day_before(name: str, event: date) -> date:
    """The last day on which something that must be done so many days before ``event`` is in time.

    >>> str(latest_day_before("hearing_notice", date(2026, 12, 31)))
    '2026-12-01'
    """
    return event - timedelta(days=_find(name, "before").period.length)


def yearly_duties(place: Jurisdiction, year: int) -> tuple[YearlyDuty, ...]:
    """What the rules of ``place`` make due in ``year``.

    >>> from lawcheck.procedure import find_jurisdiction
    >>> [(duty.id, str(duty.due)) for duty in yearly_duties(find_jurisdiction("shanghai"), 2027)]
    [('catalogue', '2027-01-31'), ('annual_report', '2027-12-31')]
    """
    return tuple(
        YearlyDuty(
            row["id"], row["name"], date(year, row["month"], row["day"]), Source(row["source"], row["confirmed"])
        )
        for row in clock_data()["yearly"]
        if place.id in row["for"]
    )


def _find(name: str, part: str) -> SinglePeriod:
    for period in list_periods(part):
        if period.id == name:
            return period
    raise UsageError("E285", name=name, known="、".join(period.id for period in list_periods(part)))


def _period(row: Mapping[str, Any]) -> SinglePeriod:
    period = Period(row["length"], PeriodUnit(row["unit"]))
    return SinglePeriod(row["id"], row["name"], period, row.get("roll", False), Source(row["source"], row["confirmed"]))
