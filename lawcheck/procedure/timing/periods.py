"""Periods in days, working days and months, and the day on which one ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from lawcheck.procedure.timing.calendar import Calendar

__all__ = ["Due", "Period", "PeriodUnit", "add_months", "end_of_period"]


class PeriodUnit(StrEnum):
    """Units of a period: 日 holds holidays, 工作日 does not, 个月 ends on the same day of the month."""

    DAY = "日"
    WORKING_DAY = "工作日"
    MONTH = "个月"


class Period(NamedTuple):
    """A length of time as a rule writes it.

    >>> str(Period(5, PeriodUnit.WORKING_DAY))
    '5个工作日'
    >>> str(Period(2, PeriodUnit.MONTH)), str(Period(30))
    ('2个月', '30日')
    """

    length: int
    unit: PeriodUnit = PeriodUnit.DAY

    def __str__(self) -> str:
        return f"{self.length}{'个' if self.unit is PeriodUnit.WORKING_DAY else ''}{self.unit.value}"


class Due(NamedTuple):
    """The last day of a period; None with a note where the calendar does not reach. ``rolled``: the next working day,
    where the last day is no working day and it is not settled that the period moves (依据待核)."""

    day: date | None
    note: str = ""
    rolled: date | None = None


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or the last day of that month.

    >>> str(add_months(date(2026, 12, 31), 2)), str(add_months(date(2026, 1, 15), 2))
    ('2027-02-28', '2026-03-15')
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_period(start: date, period: Period, calendar: Calendar, *, roll: bool = False) -> Due:
    """The last day of ``period`` that ``start`` sets off; the first day does not count.

    ``roll``: a period of days or months that ends on a day off ends on the next working day. Where no rule says so
    (``roll`` False), ``rolled`` tells that day beside the strict one.

    >>> from lawcheck.procedure import load_calendar
    >>> calendar = load_calendar()
    >>> str(end_of_period(date(2026, 9, 1), Period(30), calendar).day)
    '2026-10-01'
    >>> due = end_of_period(date(2026, 9, 1), Period(30), calendar)
    >>> str(due.rolled), due.note
    ('2026-10-08', '最后一日是休息日，是否顺延至2026-10-08，依据待核')
    >>> end_of_period(date(2026, 12, 30), Period(5, PeriodUnit.WORKING_DAY), calendar)
    Due(day=None, note='2027年的放假安排没有收录，工作日不能计算', rolled=None)
    """
    if period.unit is PeriodUnit.WORKING_DAY:
        worked = calendar.add_working_days(start, period.length)
        return Due(worked, "" if worked else _beyond(calendar, start))
    if period.unit is PeriodUnit.MONTH:
        last = add_months(start, period.length)
    else:
        last = start + timedelta(days=period.length)
    return _rolled(last, calendar, roll)


def _rolled(last: date, calendar: Calendar, roll: bool) -> Due:
    later = calendar.next_working_day(last)
    if later == last:
        return Due(last)
    if later is None:
        return Due(last, f"{last.year}年的放假安排没有收录，最后一日是否休息日未定")
    if roll:
        return Due(later, f"最后一日{last}是休息日，顺延至{later}")
    return Due(last, f"最后一日是休息日，是否顺延至{later}，依据待核", later)


def _beyond(calendar: Calendar, start: date) -> str:
    year = start.year
    while calendar.covers(year):
        year += 1
    return f"{year}年的放假安排没有收录，工作日不能计算"
