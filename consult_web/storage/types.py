"""Column types that are the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

__all__ = ["BigId", "Choice", "Json", "UtcDateTime", "utc_now"]

E = TypeVar("E", bound=StrEnum)

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""Row ids: 64 bits on both (SQLite counts only an ``INTEGER`` key up by itself)."""
Json = JSON().with_variant(JSONB(), "postgresql")
"""Lists and mappings. Assign a new value to change one; a change inside is not noticed."""


def utc_now() -> datetime:
    """This moment in UTC, to the microsecond.

    >>> utc_now().tzinfo is UTC
    True
    """
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. What goes in must know its zone; what comes out is UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse local times, which are a fault of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite keeps no zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(TypeDecorator[E], Generic[E]):
    """A :class:`~enum.StrEnum`, stored as its value, so that a table can be read without the program."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Only members go in."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        """The member with this value."""
        return None if value is None else self.kind(value)
