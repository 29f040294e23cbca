"""Events of the audit log: written in the transaction of the change they tell of, each with the hash of the one before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import psycopg
from sqlalchemy import BigInteger, Index, Text, event, insert, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult_web.storage import Base, BigId, database_of, utc_now

__all__ = ["AuditEvent", "Head", "describe", "event_hash", "record"]

START: Final = "0" * 64
"""What stands in place of the hash before the first event."""
# Of PostgreSQL: one writer of the chain at a time; each of the two statements sees what was there when it began.
_WAIT_FOR_END: Final = (
    "SELECT pg_advisory_xact_lock(418581342580); SELECT number, hash FROM audit_event ORDER BY number DESC LIMIT 1"
)
_WAITING: Final = "audit_waiting"


class AuditEvent(Base):
    """One event. ``actor`` is ``user:7``, ``visitor`` or ``program``; ``subject`` names a row (``comment:12``); ``details``
    hold what a reader of the log needs, never the content of a comment and no contact data."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "subject", "number"), Index(None, "actor", "number"), Index(None, "action", "number"))

    number: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]]
    organisation_id: Mapped[int | None] = mapped_column(BigInteger)
    before: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text, unique=True)


_COLUMNS: Final = tuple(inspect(AuditEvent).columns.keys())


_END: Final = select(AuditEvent.number, AuditEvent.hash).order_by(AuditEvent.number.desc()).limit(1)
_APPEND: Final = insert(AuditEvent)


class Head(NamedTuple):
    """Where the chain ends: note it outside of the database to prove later that nothing was cut off."""

    number: int
    hash: str


def record(
    session: Session,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    *,
    organisation_id: int | None = None,
) -> None:
    """Note an event; it is written when ``session`` commits, after everything else, and lost when that rolls back.

    Written last, because the chain has one end: the transaction holds it only for the moment of its commit.
    """
    session.info.setdefault(_WAITING, []).append(
        AuditEvent(
            at=utc_now(),
            actor=actor,
            action=action,
            subject=subject,
            details=dict(details or {}),
            organisation_id=organisation_id,
        )
    )


def describe(entry: AuditEvent) -> str:
    """What the hash of ``entry`` is taken of: its fields in a fixed order, as JSON.

    >>> describe(AuditEvent(number=1, at=datetime(2026, 11, 22, tzinfo=UTC), actor="user:1", action="a", subject="b", details={}, before="0"))
    '[1,"2026-11-22T00:00:00.000000+00:00","user:1","a","b",{},null,"0"]'
    """
    moment = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [entry.number, moment, entry.actor, entry.action, entry.subject, entry.details]
    return json.dumps(
        [*fields, entry.organisation_id, entry.before], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def event_hash(entry: AuditEvent) -> str:
    """The hash that ``entry`` must have."""
    return sha256(describe(entry).encode()).hexdigest()


def head(session: Session) -> Head:
    """The end of the chain."""
    row = session.connection().execute(_END).first()
    return Head(row.number, row.hash) if row else Head(0, START)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    waiting: list[AuditEvent] = session.info.pop(_WAITING, [])
    if not waiting:
        return
    session.flush()
    end = head(session) if database_of(session).is_sqlite else _held_head(session)
    for entry in waiting:
        entry.number, entry.before = end.number + 1, end.hash
        entry.hash = event_hash(entry)
        end = Head(entry.number, entry.hash)
    rows = [{name: getattr(entry, name) for name in _COLUMNS} for entry in waiting]
    session.connection().execute(_APPEND, rows if rows[1:] else rows[0])


def _held_head(session: Session) -> Head:
    """The end of the chain, which nobody moves before this transaction ends; asked on one way to the server and back."""
    driver: Any = session.connection().connection.driver_connection
    try:
        answers = driver.execute(_WAIT_FOR_END, prepare=False)
        answers.nextset()
        row = answers.fetchone()
    except psycopg.Error as error:
        raise OperationalError(_WAIT_FOR_END, None, error) from error
    return Head(*row) if row else Head(0, START)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_WAITING, None)
