"""Working days of China: weekends, and the holidays that the State Council's office announces for each year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

import yaml

from lawcheck.errors import RulePackError
from lawcheck.procedure.profiles import Source
from lawcheck.resources import corpus_dir

__all__ = ["Calendar", "HolidayYear", "load_calendar"]

_DAY = timedelta(days=1)
_SATURDAY = 5


class HolidayYear(NamedTuple):
    """The holidays of one year: weekdays off, weekend days at work, and the notice they come from."""

    year: int
    off: frozenset[date]
    work: frozenset[date]
    source: Source
    url: str = ""


@dataclass(frozen=True)
class Calendar:
    """The years whose holidays are known. A question about another year gets None, never a guess."""

    years: Mapping[int, HolidayYear]

    def covers(self, year: int) -> bool:
        """Whether the holidays of ``year`` are known.

        >>> load_calendar().covers(2026), load_calendar().covers(2027)
        (True, False)
        """
        return year in self.years

    @property
    def horizon(self) -> date:
        """The last day of the last year known.

        >>> load_calendar().horizon >= date(2026, 12, 31)
        True
        """
        return date(max(self.years), 12, 31)

    def is_working_day(self, day: date) -> bool | None:
        """Whether ``day`` is a working day; None in a year whose holidays are not known.

        >>> calendar = load_calendar()
        >>> calendar.is_working_day(date(2026, 10, 1)), calendar.is_working_day(date(2026, 10, 10))
        (False, True)
        >>> calendar.is_working_day(date(2031, 1, 6)) is None
        True
        """
        known = self.years.get(day.year)
        if known is None:
            return None
        return day in known.work if day.weekday() >= _SATURDAY else day not in known.off

    def add_working_days(self, day: date, count: int) -> date | None:
        """The working day ``count`` working days after ``day`` (which does not count itself); None beyond the years known.

        >>> calendar = load_calendar()
        >>> str(calendar.add_working_days(date(2026, 9, 30), 5))
        '2026-10-13'
        >>> calendar.add_working_days(date(2026, 12, 30), 5) is None
        True
        """
        left, at = count, day
        while left > 0:
            at += _DAY
            working = self.is_working_day(at)
            if working is None:
                return None
            left -= working
        return at

    def working_days(self, after: date, until: date) -> int | None:
        """The working days after ``after`` up to and with ``until``; None where one of them is not known.

        >>> load_calendar().working_days(date(2026, 9, 30), date(2026, 10, 13))
        5
        """
        count = 0
        for day in _days(after, until):
            working = self.is_working_day(day)
            if working is None:
                return None
            count += working
        return count

    def next_working_day(self, day: date) -> date | None:
        """``day`` if one works on it, else the next working day; None where that is not known.

        >>> str(load_calendar().next_working_day(date(2026, 10, 1)))
        '2026-10-08'
        """
        at = day
        while (working := self.is_working_day(at)) is False:
            at += _DAY
        return None if working is None else at

    def with_year(self, year: int, off: Iterable[date], work: Iterable[date], source: str) -> Calendar:
        """With the holidays of one more year, as a person typed them in from the State Council's notice.

        ``off`` may hold weekends too; a date of another year raises :class:`~lawcheck.errors.RulePackError`.

        >>> more = load_calendar().with_year(2031, [date(2031, 1, 1)], [], "国办通知（虚构）")
        >>> more.is_working_day(date(2031, 1, 1))
        False
        """
        days = frozenset(off), frozenset(work)
        strange = sorted(str(day) for part in days for day in part if day.year != year)
        if strange:
            raise RulePackError("E281", file="holidays", detail=f"{year}: {', '.join(strange)}")
        added = HolidayYear(year, *days, Source(source, bool(source)))
        return replace(self, years={**self.years, year: added})


def _days(after: date, until: date) -> Iterator[date]:
    return (after + timedelta(days=n) for n in range(1, (until - after).days + 1))


@cache
def load_calendar() -> Calendar:
    """The calendar that ships with lawcheck (``corpus/profiles/holidays.yaml``).

    >>> load_calendar().years[2026].source.text
    '国务院办公厅关于2026年部分节假日安排的通知'
    """
    data = yaml.safe_load((corpus_dir() / "profiles" / "holidays.yaml").read_text(encoding="utf-8"))
    return Calendar({row["year"]: _year(row) for row in data["years"]})


def _year(row: Mapping[str, Any]) -> HolidayYear:
    off, work = (
        frozenset(date.fromisoformat(f"{row['year']}-{day}") for day in row[part]) for part in ("closed", "worked")
    )
    return HolidayYear(row["year"], off, work, Source(row["source"], True), row["url"])
