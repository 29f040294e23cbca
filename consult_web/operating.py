"""What a real site must be given before it starts, and what the person who runs it is told when something is wrong."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError

from consult_web import storage
from consult_web.errors import Unavailable
from consult_web.settings import Settings, read_settings
from consult_web.storage import Database, without_password
from lawcheck.causes import of_database
from lawcheck.errors import LawcheckError

__all__ = ["for_this_user_alone", "opened", "production_settings", "told", "told_of_disk", "with_tables"]

_SECRET: Final = 32
"""Characters of CONSULT_SECRET_KEY: a signature of a cookie can be tried on another machine as often as one likes."""
_NO_RIGHTS: Final = "42501"  # of PostgreSQL


def for_this_user_alone() -> None:
    """What this process writes from now on (databases, backups, files of people) nobody else on this machine can read."""
    os.umask(0o077)


def production_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a site that people reach.

    Beyond :func:`read_settings`: E697 when the secret is short enough to be tried out, E808 without CONSULT_HOSTS unless the
    site is on plain http on this machine, OSError when nothing can be written into the folder of files.
    """
    settings = read_settings(environment)
    if len(settings.secret_key) < _SECRET:
        raise Unavailable("E697", count=len(settings.secret_key), least=_SECRET)
    if settings.secure and not settings.hosts:
        raise Unavailable("E808", names="CONSULT_HOSTS")
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(settings.home, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(settings.home))
    return settings


def opened() -> tuple[Settings, Database]:
    """The settings of the environment and their database."""
    for_this_user_alone()
    settings = read_settings()
    return settings, settings.open_database()


def with_tables(*, of_this_program: bool = True) -> tuple[Settings, Database]:
    """The same, when there are tables (E809), and those of this program where it works on them (E694)."""
    settings, database = opened()
    if of_this_program:
        storage.check_tables(database)
    elif storage.revision(database) is None:
        raise Unavailable("E809", found="-", wanted=storage.latest_revision())
    return settings, database


def told(error: Exception, lang: str = "zh") -> LawcheckError | None:
    """What is said of an error that the disk or the database caused, or that has a message of its own; None for any other."""
    if isinstance(error, LawcheckError):
        return error
    if isinstance(error, OSError):
        return told_of_disk(error.filename, error.strerror or error)
    return _told_of_database(error, lang) if isinstance(error, DBAPIError) else None


def told_of_disk(name: object, cause: object) -> LawcheckError:
    """E997: a place that cannot be read or written."""
    return LawcheckError("E997", name=name or "-", cause=cause)


def _told_of_database(error: DBAPIError, lang: str) -> LawcheckError | None:
    if storage.is_disk_full(error):
        return told_of_disk("DATABASE_URL", error.orig)
    if not storage.is_connection_lost(error) and getattr(error.orig, "sqlstate", None) != _NO_RIGHTS:
        return None
    words = str(error.orig)
    return LawcheckError(
        "E691", cause=words if lang == "en" else of_database(words), url=without_password(read_settings().database_url)
    )
