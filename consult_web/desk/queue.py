"""The desk itself: takes files, reviews them one after another in the background, remembers what became of each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import RLock
from typing import IO

from filelock import FileLock, Timeout

from consult_web.desk.model import Job, JobState, Options, Outcome, Task, Trouble
from consult_web.desk.runners import Runner
from consult_web.desk.store import JobStore
from lawcheck.errors import OutputError

__all__ = ["Desk"]

_MAX_ATTEMPTS = 3  # a file that took the whole program down this often is not tried again by itself
_log = logging.getLogger(__name__)


class Desk:
    """Jobs under one folder, which belongs to one running program at a time.

    ``runners`` makes one runner per call; ``workers`` of them work side by side. Safe to use from several threads.
    """

    def __init__(self, home: Path, runners: Callable[[], Runner], workers: int = 1) -> None:
        self._lock = RLock()
        self._home = home
        self._claim = _claim(home)
        self.store = JobStore(home)
        self._jobs: dict[str, Job] = {}
        self._steps: dict[str, str] = {}
        self._running: dict[str, Runner] = {}
        self._runners = [runners() for _ in range(workers)]
        self._idle: SimpleQueue[Runner] = SimpleQueue()
        self._pool: ThreadPoolExecutor | None = None

    def start(self, *, prepare: bool = False) -> None:
        """Take up the jobs found on disk and begin to work; with ``prepare`` the tools are loaded at once."""
        if prepare:
            self._runners[0].prepare()
        for runner in self._runners:
            self._idle.put(runner)
        self._pool = ThreadPoolExecutor(len(self._runners), "desk")
        for job in self.store.load(Options(date.today())):
            self._jobs[job.job_id] = job
            if job.state.active:
                self._resume(job)

    def close(self) -> None:
        """Stop working; a review under way is taken up again at the next start."""
        with self._lock:
            pool, self._pool = self._pool, None
            for job in map(self._jobs.__getitem__, self._running):
                self._save(replace(job, state=JobState.QUEUED, attempts=job.attempts - 1))
            self._running.clear()  # so that what the killed reviews return is dropped
        if pool:
            pool.shutdown(wait=False, cancel_futures=True)
        for runner in self._runners:
            runner.close()
        self._claim.release()

    def submit(self, name: str, stream: IO[bytes], options: Options, trouble: Trouble | None = None) -> Job:
        """Store a file and queue its review; with ``trouble`` (options that make no sense) it is only stored.

        Raises :class:`OutputError` (E521) when the file cannot be stored.
        """
        try:
            job = self.store.receive(name, stream, options, trouble)
        except OSError as error:
            raise OutputError("E521", name=name, cause=error.strerror or error) from error
        with self._lock:
            self._jobs[job.job_id] = job
        if job.state.active:
            self._enqueue(job)
        return job

    def again(self, job: Job, options: Options) -> Job:
        """Review a stored file once more, keeping the earlier results until the new ones are there."""
        with self._lock:
            fresh = replace(job, options=options, state=JobState.QUEUED, attempts=0, trouble=None, finished=None)
            self._save(fresh)
        self._enqueue(fresh)
        return fresh

    def delete(self, job: Job) -> None:
        """Forget a job and remove its files; a review under way is stopped. Raises ``OSError``."""
        with self._lock:
            if runner := self._running.pop(job.job_id, None):
                runner.cancel()
            if self._jobs.pop(job.job_id, None):
                self.store.delete(job)

    def get(self, job_id: str) -> Job | None:
        """The job with this id."""
        return self._jobs.get(job_id)

    def jobs(self) -> tuple[Job, ...]:
        """All jobs, newest first."""
        with self._lock:
            return tuple(sorted(self._jobs.values(), key=lambda job: job.received, reverse=True))

    def step(self, job: Job) -> str:
        """The step that a running review announced last, or ""."""
        return self._steps.get(job.job_id, "")

    def ahead(self, job: Job) -> int:
        """How many reviews come before a queued one."""
        with self._lock:
            return sum(other.state.active and other.received < job.received for other in self._jobs.values())

    def _resume(self, job: Job) -> None:
        if job.attempts < _MAX_ATTEMPTS:
            self._enqueue(job)
        else:
            details = {"name": job.name, "attempts": str(job.attempts)}
            self._end(job, JobState.FAILED, trouble=Trouble("E531", details))

    def _enqueue(self, job: Job) -> None:
        if self._pool is not None:
            self._pool.submit(self._work, job.job_id).add_done_callback(partial(self._check, job.job_id))

    def _work(self, job_id: str) -> None:
        runner = self._idle.get()
        try:
            if job := self._begin(job_id, runner):
                task = Task(self.store.original(job), job.name, job.options)
                self._finish(job, runner.run(task, partial(self._steps.__setitem__, job_id)))
        finally:
            self._idle.put(runner)

    def _check(self, job_id: str, future: Future[None]) -> None:
        """An error of the desk itself fails its job, never the work on the others."""
        if future.cancelled() or (error := future.exception()) is None:
            return
        _log.error("job %s failed", job_id, exc_info=error)
        if job := self._jobs.get(job_id):
            details = {"name": job.name, "detail": f"{type(error).__name__}: {error}"}
            self._end(job, JobState.FAILED, trouble=Trouble("E508", details))

    def _begin(self, job_id: str, runner: Runner) -> Job | None:
        with self._lock:
            job = self._jobs.get(job_id)
            if self._pool is None or job is None or not job.state.active:
                return None
            running = replace(job, state=JobState.RUNNING, attempts=job.attempts + 1)
            self._running[job_id] = runner
            self._save(running)
            return running

    def _finish(self, job: Job, result: Outcome | Trouble) -> None:
        with self._lock:
            self._steps.pop(job.job_id, None)
            if self._running.pop(job.job_id, None) is None:
                return  # deleted meanwhile, or the program is closing
            if isinstance(result, Trouble):
                self._end(job, JobState.FAILED, trouble=result)
            else:
                self._keep(job, result)

    def _keep(self, job: Job, outcome: Outcome) -> None:
        try:
            self.store.write_outputs(job, outcome.outputs)
        except OSError as error:
            cause = str(error.strerror or error)
            self._end(job, JobState.FAILED, trouble=Trouble("E521", {"name": job.name, "cause": cause}))
        else:
            sizes = {suffix: len(data) for suffix, data in outcome.outputs.items()}
            self._end(replace(job, summary=outcome.summary, outputs=sizes), JobState.DONE)

    def _end(self, job: Job, state: JobState, trouble: Trouble | None = None) -> None:
        self._save(replace(job, state=state, trouble=trouble, finished=datetime.now(UTC)))

    def _save(self, job: Job) -> None:
        """Remember the job on disk and here; where the disk is full, the record here is still right."""
        try:
            self.store.save(job)
        except OSError as error:
            _log.warning("cannot record job %s: %s", job.job_id, error)
        self._jobs[job.job_id] = job


def _claim(home: Path) -> FileLock:
    """The right to work on ``home``; :class:`OutputError` E520 when another program has it, E521 when unwritable."""
    claim = FileLock(home / "desk.lock", timeout=0, thread_local=False)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        claim.acquire()
    except Timeout as error:
        raise OutputError("E520", path=home) from error
    except OSError as error:
        raise OutputError("E521", name=home, cause=error.strerror or error) from error
    return claim
