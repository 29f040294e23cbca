"""Waking workers at once. Only a hint: the queue is in the database, and workers look there every second anyway."""

from __future__ import annotations

import logging
import threading
from typing import Final, Protocol
from weakref import WeakKeyDictionary

from consult_web.storage import Database

__all__ = ["LocalWake", "RedisWake", "Wake", "use_wake", "wake_of", "wake_workers"]

_LIST: Final = "consult:wake"
_log = logging.getLogger(__name__)


class Wake(Protocol):
    """Something that workers wait for."""

    def notify(self) -> None:
        """There is work."""

    def wait(self, seconds: float) -> None:
        """Return when there may be work, at the latest after ``seconds``."""


class LocalWake:
    """For workers in this process."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def notify(self) -> None:
        """There is work."""
        self._event.set()

    def wait(self, seconds: float) -> None:
        """Wait for it."""
        if self._event.wait(seconds):
            self._event.clear()


class RedisWake:
    """For workers anywhere, by a list in Redis; when Redis is away, workers only wait their second."""

    def __init__(self, url: str) -> None:
        import redis  # most sites have none

        self._failure = redis.RedisError
        self._redis = redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=2)
        self._local = LocalWake()

    def notify(self) -> None:
        """There is work."""
        self._local.notify()
        try:
            self._redis.rpush(_LIST, "1")
            self._redis.ltrim(_LIST, -8, -1)
        except self._failure as error:
            _log.warning("redis does not answer: %s", error)

    def wait(self, seconds: float) -> None:
        """Wait for it."""
        try:
            self._redis.blpop([_LIST], timeout=max(1, int(seconds)))
        except self._failure as error:
            _log.warning("redis does not answer: %s", error)
            self._local.wait(seconds)


_WAKES: WeakKeyDictionary[Database, Wake] = WeakKeyDictionary()


def use_wake(database: Database, redis_url: str = "") -> Wake:
    """Choose how workers of ``database`` are woken."""
    _WAKES[database] = RedisWake(redis_url) if redis_url else LocalWake()
    return _WAKES[database]


def wake_of(database: Database) -> Wake:
    """How they are woken."""
    return _WAKES.get(database) or use_wake(database)


def wake_workers(database: Database) -> None:
    """There is work."""
    if wake := _WAKES.get(database):
        wake.notify()
