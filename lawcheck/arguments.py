"""What the public functions say of an argument of the wrong type: its name, what is wanted, what came."""

from __future__ import annotations

from datetime import date, datetime
from reprlib import repr as shortened

__all__ = ["day_given", "expect"]


def expect(value: object, kinds: type | tuple[type, ...], name: str, wanted: str) -> None:
    """``TypeError`` unless ``value`` is one of ``kinds``; what many programs would do with it is never guessed.

    >>> expect("51", int, "version_id", "a number")
    Traceback (most recent call last):
    TypeError: version_id: expected a number, not '51'
    """
    if not isinstance(value, kinds):
        raise TypeError(f"{name}: expected {wanted}, not {shortened(value)}")


def day_given(value: date, name: str = "as_of") -> date:
    """The day alone; the clock of a ``datetime`` says nothing of the law.

    >>> day_given(datetime(2026, 11, 22, 9)), day_given(date(2026, 11, 22))
    (datetime.date(2026, 11, 22), datetime.date(2026, 11, 22))
    """
    expect(value, date, name, "a datetime.date such as date(2026, 11, 22)")
    return value.date() if isinstance(value, datetime) else value
