"""How often something may be done: counted in our database, or in Redis, for all processes together."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import Any

import psycopg
from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits.storage import Storage
from sqlalchemy import delete
from sqlalchemy.exc import OperationalError

from consult_web.accounts.models import RateWindow
from consult_web.storage import Database

__all__ = ["DatabaseRates", "install_limits", "limiter"]

limiter = Limiter(get_remote_address, strategy="fixed-window", headers_enabled=False)
"""``@limiter.limit("30 per minute")`` above ``@allowed``; counted by address unless told otherwise."""

_COUNT = (
    "INSERT INTO rate_window (key, count, expires) {} ON CONFLICT (key) DO UPDATE SET "
    "count = CASE WHEN rate_window.expires <= :now THEN excluded.count ELSE rate_window.count + excluded.count END, "
    "expires = CASE WHEN rate_window.expires <= :now THEN excluded.expires ELSE rate_window.expires END RETURNING count"
)
_ON_SQLITE = _COUNT.format("VALUES (:key, :amount, :expires)")
# A count may be lost with the machine, so no disk is waited for: one way to the database and back, in half a millisecond.
_ON_POSTGRESQL = _COUNT.replace(":now", "%(now)s::float8").format(
    "SELECT %(key)s, %(amount)s::bigint, %(expires)s::float8 FROM set_config('synchronous_commit', 'off', true)"
)


class DatabaseRates(Storage):
    """A storage of the package ``limits`` on the table ``rate_window``; one statement counts, so that none is lost."""

    STORAGE_SCHEME = ["consult-database"]  # noqa: RUF012  (the package reads a list)

    def __init__(self, uri: str | None = None, *, database: Database, **options: Any) -> None:
        super().__init__(uri, **options)
        self._database = database

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """What may go wrong."""
        from sqlalchemy.exc import SQLAlchemyError

        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count and return how many there are in the window of ``expiry`` seconds."""
        now = time.time()
        values = {"key": key, "amount": amount, "expires": now + expiry, "now": now}
        return self._count_in_file(values) if self._database.is_sqlite else self._count_at_server(values)

    def _count_at_server(self, values: dict[str, Any]) -> int:
        """By the driver itself: pages that are limited ask once or twice, and SQLAlchemy would take as long again."""
        try:
            with closing(self._database.engine.raw_connection()) as connection:
                driver: Any = connection.driver_connection
                driver.autocommit = True
                try:
                    return int(driver.execute(_ON_POSTGRESQL, values).fetchone()[0])
                finally:
                    driver.autocommit = False
        except psycopg.Error as error:
            raise OperationalError(_ON_POSTGRESQL, values, error) from error

    def _count_in_file(self, values: dict[str, Any]) -> int:
        """By the driver itself, since SQLAlchemy begins a transaction, in which how to wait for the disk cannot be changed."""
        connection = self._database.engine.raw_connection()
        cursor = connection.cursor()
        waits = int(cursor.execute("PRAGMA synchronous").fetchone()[0])
        try:
            cursor.execute(f"PRAGMA synchronous={min(waits, 1)}")
            (row,) = cursor.execute(_ON_SQLITE, values).fetchall()
            return int(row[0])
        except sqlite3.Error as error:
            raise OperationalError(_ON_SQLITE, values, error) from error
        finally:
            cursor.execute(f"PRAGMA synchronous={waits}")
            connection.close()

    def get(self, key: str) -> int:
        """The count of the window under way."""
        row = self._row(key)
        return row.count if row else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""
        row = self._row(key)
        return row.expires if row else time.time()

    def check(self) -> bool:
        """Whether the database answers."""
        return self._row("") is None

    def reset(self) -> int | None:
        """Forget all counts."""
        with self._database.saving() as session:
            return len(session.execute(delete(RateWindow).returning(RateWindow.key)).all())

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._database.saving() as session:
            session.execute(delete(RateWindow).where(RateWindow.key == key))

    def forget_ended(self) -> int:
        """Delete the windows that have ended."""
        with self._database.saving() as session:
            ended = delete(RateWindow).where(RateWindow.expires < time.time()).returning(RateWindow.key)
            return len(session.execute(ended).all())

    def _row(self, key: str) -> RateWindow | None:
        with self._database.reading() as session:
            row = session.get(RateWindow, key)
            return row if row and row.expires > time.time() else None


def install_limits(app: Flask, database: Database, redis_url: str) -> None:
    """Switch the limits on; whoever meets one gets the page E824."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or "consult-database://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {} if redis_url else {"database": database}
    app.config["RATELIMIT_KEY_PREFIX"] = "consult"
    app.config.setdefault("RATELIMIT_SWALLOW_ERRORS", bool(redis_url))  # Redis away: serve, and say so in the log
    limiter.init_app(app)
