"""Another data key: everything sealed is sealed again with the first one."""

from __future__ import annotations

from typing import Final

from sqlalchemy import LargeBinary, Table, select, update
from sqlalchemy.orm import Session

from consult_web.storage.base import Base
from consult_web.storage.database import Database, database_of

__all__ = ["renew_sealed", "sealed_tables"]

_COLUMN: Final = "sealed"
_BATCH: Final = 500


def sealed_tables() -> list[Table]:
    """The tables with a column ``sealed``, of all rooms imported so far."""
    found = [t for t in Base.metadata.sorted_tables if _COLUMN in t.c and isinstance(t.c[_COLUMN].type, LargeBinary)]
    return sorted(found, key=lambda table: table.name)


def renew_sealed(database: Database) -> dict[str, int]:
    """Seal all values with the first key; how many in each table. Afterwards the other keys can be taken away.

    It may be stopped and started again; work may go on meanwhile, since new values take the first key anyway.
    """
    done = {}
    for table in sealed_tables():
        done[table.name] = 0
        last: tuple[object, ...] | None = None
        while True:
            with database.saving() as session:
                last, count = _renew(session, table, last)
            done[table.name] += count
            if count < _BATCH:
                break
    return done


def _renew(session: Session, table: Table, last: tuple[object, ...] | None) -> tuple[tuple[object, ...] | None, int]:
    (key,) = table.primary_key.columns
    query = select(key, table.c[_COLUMN]).order_by(key).limit(_BATCH).with_for_update()
    rows = session.execute(query.where(key > last[0]) if last else query).all()
    keys = database_of(session).keys
    for number, sealed in rows:
        session.execute(update(table).where(key == number).values({_COLUMN: keys.renew(sealed)}))
    return ((rows[-1][0],) if rows else last), len(rows)
