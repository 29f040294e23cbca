"""What jobs over the whole base bear: a database that is away for a while, a disk that is full."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy.exc import DBAPIError

from consult_web.errors import Unavailable
from consult_web.storage import is_connection_lost, is_disk_full
from lawcheck.jobs import Journal

__all__ = ["note", "patiently"]

_log = logging.getLogger(__name__)
_WAITS: Final = (0.5, 1, 2, 4, 8, 15, 30, 60, 60, 60)
"""Seconds between two tries: a database or machine that is started again is back within these four minutes."""

T = TypeVar("T")


def patiently(work: Callable[[], T], name: str) -> T:
    """What ``work`` (a whole transaction, that may be done twice) gives; a database that does not answer is waited for.

    :class:`Unavailable` E807 when it stays away, E919 (with ``name``) when the disk is full.
    """
    waits = iter(_WAITS)
    while True:
        try:
            return work()
        except DBAPIError as error:
            if is_disk_full(error):
                raise Unavailable("E919", name=name, cause=error.orig) from error
            if not is_connection_lost(error):
                raise
            seconds = next(waits, None)
            if seconds is None:
                raise Unavailable("E807") from error
            _log.warning("%s waits for the database: %s", name, error.orig)
            time.sleep(seconds)
        except Unavailable as error:
            if error.code != "E802":
                raise
            raise Unavailable("E919", name=name, cause=error.details["cause"]) from error


def note(journal: Journal, key: str, row: object) -> None:
    """Write a row into the journal of a job; :class:`Unavailable` E919 when the disk is full."""
    try:
        journal.add(key, row)
    except OSError as error:
        raise Unavailable("E919", name=journal.path.name, cause=error.strerror or error) from error
