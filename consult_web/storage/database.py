"""One database, SQLite or PostgreSQL, behind two ways in: ``reading`` and ``saving``."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from consult_web.errors import Unavailable
from consult_web.storage.keys import Keyring

__all__ = [
    "Database",
    "database_of",
    "is_connection_lost",
    "is_disk_full",
    "one_line",
    "open_database",
    "start_saving",
    "without_password",
]

_BUSY_SECONDS: Final = 20  # how long a writer of SQLite waits for the one before it
_FULL: Final = (10, 13)  # SQLITE_IOERR, SQLITE_FULL: a full disk shows as either
_FRESH: Final = 1.0  # seconds
_USED: Final = "used"
_SILENT: Final = {"hide_parameters": True}  # what people wrote stands in no log when a statement fails
_POOL: Final = {"pool_size": 16, "max_overflow": 16, "pool_timeout": 10}


class Database:
    """An engine, the keys of what is encrypted in it, and its sessions; :func:`database_of` leads back from these.

    ``secrets`` are those read so far (:func:`consult_web.storage.secret`).
    """

    def __init__(self, engine: Engine, keys: Keyring | None = None) -> None:
        self.engine = engine
        self._keys = keys
        self.secrets: dict[str, bytes] = {}
        self._sessions = sessionmaker(engine, expire_on_commit=False, autoflush=True, info={"database": self})

    def __repr__(self) -> str:
        return f"<Database {self.engine.url.render_as_string(hide_password=True)}>"

    @property
    def is_sqlite(self) -> bool:
        """Whether one file holds it, with one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of SQLite."""
        return Path(self.engine.url.database) if self.is_sqlite and self.engine.url.database else None

    @property
    def keys(self) -> Keyring:
        """The keys; :class:`Unavailable` E805 when none were given."""
        if self._keys is None:
            raise Unavailable("E805")
        return self._keys

    def new_session(self) -> Session:
        """A session that the caller closes."""
        return self._sessions()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes are thrown away."""
        with self._sessions() as session:
            yield session

    @contextmanager
    def saving(self) -> Iterator[Session]:
        """A session committed at the end of the block, rolled back when it raises."""
        with self._sessions() as session:
            start_saving(session)
            yield session
            session.commit()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def database_of(session: Session) -> Database:
    """The database that a session belongs to."""
    found: Database = session.info["database"]
    return found


def start_saving(session: Session) -> None:
    """Begin a transaction that will write.

    What was read before is read again, since others may have written meanwhile. SQLite takes its one write lock now
    (``BEGIN IMMEDIATE``): a reader that turns writer later may be refused at once instead of waiting.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made before the transaction that saves them began")
    session.rollback()
    session.connection(execution_options={"lawcheck_begin": "IMMEDIATE"})


def open_database(url: str | URL, keys: Keyring | None = None) -> Database:
    """The database at ``url`` (``sqlite:///file`` or ``postgresql://…``); nothing is connected yet.

    Raises :class:`Unavailable` E801 for any other kind.

    >>> open_database("postgres://user:secret@host/law")
    <Database postgresql+psycopg://user:***@host/law>
    """
    address = _address(url)
    if address.get_backend_name() in ("postgres", "postgresql"):
        return Database(_postgresql(address.set(drivername="postgresql+psycopg")), keys)
    if address.get_backend_name() == "sqlite":
        return Database(_sqlite(address), keys)
    raise Unavailable("E801", url=address.render_as_string(hide_password=True))


def _address(url: str | URL) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:  # a port that is no number is a ValueError
        raise Unavailable("E801", url=without_password(str(url))) from error


def without_password(url: str) -> str:
    """An address, perhaps a malformed one, as a message may tell it.

    >>> without_password('"postgresql://consult:g@/heim@host/x"'), without_password("postgresql:///x?password=geheim&port=1")
    ('"postgresql://consult:***@host/x"', 'postgresql:///x?password=***&port=1')
    """
    return re.sub(r"(?<=password=)[^&]*", "***", re.sub(r"//([^:/@]*):.*@", r"//\1:***@", url))


def _postgresql(address: URL) -> Engine:
    options = {"connect_timeout": 5, "application_name": "consult-web", "options": "-c timezone=UTC"}
    engine = create_engine(address, connect_args=options, **_SILENT, **_POOL)
    event.listen(engine, "connect", _check_encoding, insert=True)  # before SQLAlchemy asks in words it could not read
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ping)
    return engine


def _check_encoding(connection: Any, _record: object) -> None:
    """:class:`Unavailable` E693 for a database that was made without UTF8, as a cluster of locale C makes it."""
    found = connection.info.parameter_status("server_encoding")
    if found not in ("UTF8", None):
        connection.close()
        raise Unavailable("E693", found=found)


def _note_use(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_USED] = time.monotonic()


def _ping(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask whether the database is still there, unless it was within the last second: a page takes five connections one after
    the other, and to ask each time cost a quarter of its way to the database and back."""
    if time.monotonic() - record.info.get(_USED, -_FRESH) < _FRESH:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError from error


def _sqlite(address: URL) -> Engine:
    # Transactions are begun by the listener below; the driver's own rules begin them too late.
    options: dict[str, Any] = {"timeout": _BUSY_SECONDS, "isolation_level": None, "check_same_thread": False}
    pool = {} if address.database in (None, ":memory:") else _POOL
    engine = create_engine(address, connect_args=options, **_SILENT, **pool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # A commit that was acknowledged outlives a loss of power, not only of the process.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-16384")  # KiB for each connection; what is sorted takes as much once more
    cursor.close()


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("lawcheck_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def is_connection_lost(error: DBAPIError) -> bool:
    """Whether ``error`` says that the database is away or locked, and not that a statement was wrong."""
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def one_line(error: Exception) -> str:
    """What the database itself says of an error, for a log.

    >>> one_line(OperationalError("SELECT 1", None, ConnectionError("refused:\\n\\tis it running?")))
    'refused: is it running?'
    """
    return " ".join(str(getattr(error, "orig", None) or error).split())


def is_disk_full(error: DBAPIError) -> bool:
    """Whether ``error`` says that the database has no room left to write."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return (code & 0xFF) in _FULL if code is not None else getattr(error.orig, "sqlstate", None) == "53100"
