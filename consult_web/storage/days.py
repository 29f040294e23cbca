"""The legal day: in China, whatever the clock of the machine says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final

__all__ = ["CHINA", "china_day", "china_today", "day_begins"]

CHINA: Final = timezone(timedelta(hours=8), "北京时间")
"""China has one time zone, and no summer time since 1991; needs no zone database."""


def china_day(moment: datetime) -> date:
    """The day of ``moment`` in China.

    >>> china_day(datetime(2026, 11, 21, 17, tzinfo=UTC))
    datetime.date(2026, 11, 22)
    """
    return moment.astimezone(CHINA).date()


def day_begins(day: date) -> datetime:
    """The moment at which a day begins in China, in UTC."""
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


def china_today() -> date:
    """Today in China."""
    return china_day(datetime.now(UTC))
