"""Workers: each takes one job at a time, says that it lives, and writes down how it ended."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from consult_web.background.models import Job, JobState
from consult_web.background.queue import ATTEMPTS, LEASE, claim, enqueue, finish, give_up_lost, hold
from consult_web.background.waking import wake_of
from consult_web.storage import Database, FileStore, is_connection_lost, one_line, utc_now
from lawcheck.errors import LawcheckError

__all__ = ["Lost", "Work", "Worker", "every", "start_thread", "task"]

_log = logging.getLogger(__name__)
_POLL: Final = 1.0  # seconds between two looks into the queue
_HEARTBEATS: Final = 4  # signs of life in one lease
_PATROL: Final = 60.0  # seconds between two looks at what is due by the clock
_RETRY: Final = timedelta(seconds=20)

Task = Callable[["Work"], Mapping[str, Any] | None]
_TASKS: dict[str, Task] = {}
_PERIODS: dict[str, timedelta] = {}


class Lost(Exception):  # noqa: N818  (what happened to the job)
    """Another worker has taken this job over; whatever is being done must not be saved."""


class Work:
    """What a task is given: the database, the files, what to work on; and where it tells how far it is."""

    def __init__(self, database: Database, files: FileStore, job: Job, worker: str) -> None:
        self.database, self.files = database, files
        self.job_id, self.payload, self.actor = job.id, job.payload, job.created_by
        self._worker, self._told, self._lost = worker, 0.0, False

    def progress(self, done: int, total: int, step: str = "") -> None:
        """Say how far it is (written at most once a second); raises :class:`Lost`."""
        if self._lost:
            raise Lost
        if done < total and time.monotonic() - self._told < 1:
            return
        self._told = time.monotonic()
        self.alive(done=done, total=total, step=step)
        if self._lost:
            raise Lost

    def alive(self, **progress: object) -> None:
        """Extend the lease."""
        with self.database.saving() as session:
            self._lost = not hold(session, self.job_id, self._worker, **progress)


def task(kind: str) -> Callable[[Task], Task]:
    """Make a function the task of this kind; it may be run again after a crash, so it must bear that."""

    def register(function: Task) -> Task:
        _TASKS[kind] = function
        return function

    return register


def every(period: timedelta, kind: str) -> None:
    """Have the task of this kind run each ``period``, by whichever worker is there."""
    _PERIODS[kind] = period


class Worker:
    """One worker; :meth:`run` until ``stop`` is set, or :meth:`step` once."""

    def __init__(self, database: Database, files: FileStore, name: str = "") -> None:
        self.database, self.files = database, files
        self.name = name or f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:6]}"
        self._pool = ThreadPoolExecutor(1, "task")
        self._patrolled = 0.0

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop``; a database that is away is waited for."""
        away = False
        while not stop.is_set():
            try:
                busy = self.step()
            except DBAPIError as error:
                if not is_connection_lost(error):
                    raise
                if not away:
                    _log.warning("the database does not answer: %s", one_line(error))
                away = True
                stop.wait(2)
                continue
            if away:
                _log.warning("the database answers again")
            away = False
            if not busy:
                wake_of(self.database).wait(_POLL)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def step(self) -> bool:
        """Do one job, if there is one; whether there was."""
        if time.monotonic() - self._patrolled > _PATROL:
            self._patrolled = time.monotonic()
            self._patrol()
        with self.database.saving() as session:
            job = claim(session, self.name)
        if job is None:
            return False
        work = Work(self.database, self.files, job, self.name)
        future = self._pool.submit(self._do, job.kind, work)
        while not wait([future], LEASE.total_seconds() / _HEARTBEATS).done:
            work.alive()
        self._end(job, future)
        return True

    def _do(self, kind: str, work: Work) -> Mapping[str, Any] | None:
        found = _TASKS.get(kind)
        if found is None:
            raise LawcheckError("E836", kind=kind)
        return found(work)

    def _end(self, job: Job, future: Future[Mapping[str, Any] | None]) -> None:
        error = future.exception()
        if isinstance(error, Lost):
            return
        with self.database.saving() as session:
            if error is None:
                finish(session, job.id, self.name, JobState.DONE, result=future.result())
            elif isinstance(error, DBAPIError) and is_connection_lost(error) and job.attempts < ATTEMPTS:
                finish(session, job.id, self.name, JobState.QUEUED, again_after=utc_now() + _RETRY)
            else:
                _log.error("job %s (%s) failed", job.id, job.kind, exc_info=error)
                finish(session, job.id, self.name, JobState.FAILED, error=_reason(error))

    def _patrol(self) -> None:
        """Give up what keeps killing its workers; queue what is due by the clock."""
        with self.database.saving() as session:
            give_up_lost(session)
            for kind, period in _PERIODS.items():
                last = session.scalar(select(func.max(Job.created_at)).where(Job.kind == kind))
                if last is None or last < utc_now() - period:
                    enqueue(session, kind, key="clock")


def start_thread(database: Database, files: FileStore) -> Callable[[], None]:
    """Start a worker in a thread of this process (for the demo); the function returned stops it."""
    stop, worker = threading.Event(), Worker(database, files)
    thread = threading.Thread(target=worker.run, args=(stop,), name="worker", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        wake_of(database).notify()
        thread.join(10)

    return end


def _reason(error: BaseException) -> tuple[str, Mapping[str, Any]]:
    if isinstance(error, LawcheckError):
        return error.code, error.details
    return "E838", {"detail": f"{type(error).__name__}: {error}"[:500]}
