"""The session of the request under way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from consult_web.storage.database import Database, start_saving
from consult_web.storage.files import FileStore

__all__ = ["database", "files", "install", "saving", "session"]


def install(app: Flask, opened: Database, store: FileStore) -> None:
    """Give ``app`` its database and file store; each request's session ends with the request."""
    app.extensions["database"] = opened
    app.extensions["files"] = store
    app.teardown_appcontext(_close)


def database() -> Database:
    """The database of the current application."""
    found: Database = current_app.extensions["database"]
    return found


def files() -> FileStore:
    """The file store of the current application."""
    found: FileStore = current_app.extensions["files"]
    return found


def session() -> Session:
    """The session of this request, for reading; to write, use :func:`saving`."""
    if "db_session" not in g:
        g.db_session = database().new_session()
    found: Session = g.db_session
    return found


@contextmanager
def saving() -> Iterator[Session]:
    """The session of this request in a transaction that is committed when the block ends, before any answer is sent."""
    own = session()
    start_saving(own)
    try:
        yield own
        own.commit()
    except BaseException:
        own.rollback()
        raise


def _close(_error: BaseException | None) -> None:
    if opened := g.pop("db_session", None):
        opened.close()
