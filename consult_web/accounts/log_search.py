"""What an auditor asks of the log: whose events, of which kind, about what, on which days."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from consult_web.accounts.log_words import subject_code
from consult_web.audit import AuditEvent
from consult_web.errors import Refused
from consult_web.storage import day_begins
from lawcheck.laws import iso

__all__ = ["Asked", "Finder", "add_subjects", "count_events", "find_events", "read_asked"]

Finder = Callable[[Session, str], Collection[str]]
"""What somebody typed, or a subject of the log, to all subjects that belong to it: a register number to its filing and letters."""
_FINDERS: Final = "audit_subjects"
_FIELDS: Final = ("actor", "action", "subject", "from", "to")


class Asked(NamedTuple):
    """What was asked, as it was typed; "" asks nothing. ``first`` and ``last`` are days in China, both included."""

    actor: str
    action: str
    subject: str
    first: date | None
    last: date | None

    @property
    def told(self) -> dict[str, str]:
        """What was asked, by the names of the form's fields: for links, hidden fields and the log itself.

        >>> Asked("李审查", "", "", date(2026, 11, 1), None).told
        {'actor': '李审查', 'from': '2026-11-01'}
        """
        days = (iso(self.first), iso(self.last))
        values = zip(_FIELDS, (self.actor, self.action, self.subject, *days), strict=True)
        return {name: value for name, value in values if value}


def read_asked(sent: Mapping[str, str]) -> Asked:
    """What a form or an address asks; :class:`Refused` E911 for a day that is none."""
    actor, action, subject, first, last = (sent.get(name, "").strip()[:200] for name in _FIELDS)
    return Asked(actor, action, subject, _day(first), _day(last))


def add_subjects(app: Flask, finder: Finder) -> None:
    """Let a room say which subjects belong to what an auditor types."""
    app.extensions.setdefault(_FINDERS, []).append(finder)


def find_events(session: Session, asked: Asked, actors: Iterable[str]) -> Select[AuditEvent]:
    """The events asked for, not yet ordered. ``actors``: how the log names the person who was typed."""
    return select(AuditEvent).where(*_conditions(session, asked, actors))


def count_events(session: Session, asked: Asked, actors: Iterable[str]) -> int:
    """How many there are."""
    query = select(func.count()).select_from(AuditEvent).where(*_conditions(session, asked, actors))
    return session.scalar(query) or 0


def _conditions(session: Session, asked: Asked, actors: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    if asked.actor:
        yield AuditEvent.actor.in_(list(actors))
    if asked.action:
        yield AuditEvent.action == asked.action
    if asked.subject:
        yield AuditEvent.subject.in_(_subjects(session, subject_code(asked.subject)))
    if asked.first:
        yield AuditEvent.at >= day_begins(asked.first)
    if asked.last:
        yield AuditEvent.at < day_begins(asked.last + timedelta(days=1))


def _subjects(session: Session, code: str) -> list[str]:
    """The subject itself, and what the rooms of the site know to belong to it."""
    finders: list[Finder] = current_app.extensions.get(_FINDERS, [])
    found = {one for finder in finders for one in finder(session, code)}
    return sorted(found | {code})


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Refused("E911", value=typed[:20]) from None
