"""Moments as people in China read them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Flask

from consult_web.storage import CHINA

__all__ = ["day_text", "end_text", "install", "local", "moment_text"]


def install(app: Flask) -> None:
    """Filters of page templates: ``|moment`` (2026-11-22 16:05), ``|end`` (2026-11-22 24:00) and ``|day`` (2026-11-22), in
    Chinese time."""
    app.add_template_filter(moment_text, "moment")
    app.add_template_filter(day_text, "day")
    app.add_template_filter(end_text, "end")


def local(moment: datetime) -> datetime:
    """The same moment on a clock in China.

    >>> from datetime import UTC
    >>> local(datetime(2026, 11, 22, 20, tzinfo=UTC)).isoformat()
    '2026-11-23T04:00:00+08:00'
    """
    return moment.astimezone(CHINA)


def moment_text(moment: datetime | None) -> str:
    """To the minute; a day of which no hour is known (midnight to the microsecond) is a day; "" for none.

    >>> from datetime import UTC
    >>> moment_text(datetime(2026, 11, 22, 8, 5, tzinfo=UTC)), moment_text(datetime(2026, 11, 22, 16, tzinfo=UTC))
    ('2026-11-22 16:05', '2026-11-23')
    """
    if moment is None:
        return ""
    here = local(moment)
    return here.strftime("%Y-%m-%d %H:%M" if here.time() != time.min else "%Y-%m-%d")


def end_text(moment: datetime | None) -> str:
    """The end of a period: midnight is 24:00 of the day before, as people say; "" for none.

    >>> from datetime import UTC
    >>> end_text(datetime(2026, 11, 22, 16, tzinfo=UTC)), end_text(datetime(2026, 11, 22, 8, 5, tzinfo=UTC))
    ('2026-11-22 24:00', '2026-11-22 16:05')
    """
    if moment is None or local(moment).strftime("%H:%M") != "00:00":
        return moment_text(moment)
    return (local(moment) - timedelta(days=1)).strftime("%Y-%m-%d 24:00")


def day_text(moment: datetime | date | None) -> str:
    """To the day; "" for none.

    >>> day_text(date(2026, 11, 22))
    '2026-11-22'
    """
    if moment is None:
        return ""
    return (local(moment) if isinstance(moment, datetime) else moment).strftime("%Y-%m-%d")
