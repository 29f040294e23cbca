"""The audit log is written with the change, cannot be changed, and shows it when somebody did all the same."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import AuditEvent, Head, record, verify
from consult_web.storage import Database


def _write(database: Database, *actions: str) -> None:
    for action in actions:
        with database.saving() as session:
            record(session, "user:1", action, "thing:1", {"词": "值", "n": 1})


def test_events_are_chained_in_order(database: Database) -> None:
    _write(database, "a", "b", "c")
    with database.reading() as session:
        found = verify(session)
        assert (found.events, found.fault) == (3, None)
        assert [row.action for row in session.query(AuditEvent).order_by(AuditEvent.number)] == ["a", "b", "c"]


def _add_homeless(session: Session) -> None:
    record(session, "user:1", "a", "thing:1")
    session.add(User(login="x", name="x", organisation_id=999))


def test_a_change_that_is_rolled_back_leaves_no_event(database: Database) -> None:
    with pytest.raises(IntegrityError), database.saving() as session:
        _add_homeless(session)
    with database.reading() as session:
        assert session.query(AuditEvent).count() == 0


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_the_log(database: Database, statement: str) -> None:
    _write(database, "a")
    with pytest.raises(DBAPIError, match="append-only"), database.saving() as session:
        session.execute(text(statement))


def _force(database: Database, statement: str) -> None:
    """What an operator with all rights over the database could do."""
    with database.saving() as session:
        if database.is_sqlite:
            session.execute(text("DROP TRIGGER audit_event_no_update"))
            session.execute(text("DROP TRIGGER audit_event_no_delete"))
        else:
            session.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_event SET action = 'x' WHERE number = 2", (2, "changed")),
        ("UPDATE audit_event SET actor = 'user:2' WHERE number = 3", (3, "changed")),
        ("DELETE FROM audit_event WHERE number = 2", (2, "missing")),
        ("UPDATE audit_event SET hash = 'x' WHERE number = 1", (1, "changed")),
        ("UPDATE audit_event SET before = 'x' WHERE number = 2", (2, "unchained")),
    ],
)
def test_tampering_is_found_at_its_place(database: Database, statement: str, fault: tuple[int, str]) -> None:
    _write(database, "a", "b", "c")
    _force(database, statement)
    with database.reading() as session:
        assert verify(session).fault == fault


def test_a_cut_end_is_found_by_an_end_noted_earlier(database: Database) -> None:
    _write(database, "a", "b", "c")
    with database.reading() as session:
        noted = verify(session).head
    _force(database, "DELETE FROM audit_event WHERE number = 3")
    with database.reading() as session:
        assert verify(session).fault is None
        assert verify(session, [noted]).fault == (3, "cut")
        assert verify(session, [Head(2, "0" * 64)]).fault == (2, "changed")


def test_writers_at_once_make_one_chain(database: Database) -> None:
    workers = [threading.Thread(target=_write, args=(database, *"abcdef")) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with database.reading() as session:
        assert verify(session)[::2] == (30, None)
