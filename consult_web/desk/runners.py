"""Where a review runs: in a process of its own that may die without harm, or in a thread (tests, small machines)."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic
from types import TracebackType
from typing import Any, Protocol, runtime_checkable

from consult_web.desk.model import STEPS, Outcome, Reviewer, Step, Task, Trouble
from lawcheck.errors import LawcheckError

__all__ = ["Preparing", "ProcessRunner", "Runner", "ThreadRunner"]

_START_SECONDS = 300  # a child starts, and builds a library at first use, before it takes its first task


@runtime_checkable
class Preparing(Protocol):
    """A reviewer that can load its tools before the first file comes."""

    def prepare(self) -> None:
        """Load what every review needs; may raise :class:`LawcheckError`."""


class Runner(Protocol):
    """Runs one review at a time; never raises for what the review does."""

    def prepare(self) -> None:
        """Begin to load tools, without waiting."""

    def run(self, task: Task, step: Step) -> Outcome | Trouble:
        """Review a file; blocks."""

    def cancel(self) -> None:
        """Stop the review under way, if that is possible (called from another thread)."""

    def close(self) -> None:
        """Free processes and threads."""


class ThreadRunner:
    """Runs reviews in a thread of this process; cannot stop one that hangs."""

    def __init__(self, reviewer: Reviewer) -> None:
        self._reviewer = reviewer
        self._pool = ThreadPoolExecutor(1, "review")

    def prepare(self) -> None:
        """Nothing to do: the first review loads the tools."""

    def run(self, task: Task, step: Step) -> Outcome | Trouble:
        """Review a file; an unexpected error becomes E508."""
        future = self._pool.submit(_attempt, self._reviewer, task, step)
        error = future.exception()
        return _crash(task, error) if error else future.result()

    def cancel(self) -> None:
        """A thread cannot be stopped; its result is dropped by the desk."""

    def close(self) -> None:
        """Let the thread end."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class ProcessRunner:
    """Runs reviews in one child process, which keeps its tools; a child that dies or hangs is replaced.

    The child gets one end of a pipe and holds no copy of the other, so that it ends when this process does.
    """

    def __init__(self, reviewer: Reviewer, limit_seconds: float) -> None:
        self._reviewer = reviewer
        self._limit = limit_seconds
        self._context = get_context("spawn")  # the site has threads, fork would copy their locks
        self._process: Any = None
        self._channel: Connection | None = None
        self._closed = False

    def prepare(self) -> None:
        """Start the child and let it load its tools."""
        with suppress(OSError):
            self._started().send(None)

    def run(self, task: Task, step: Step) -> Outcome | Trouble:
        """Review a file; E506 when the child dies, E508 for an unexpected error, E527 past the time limit."""
        try:
            channel = self._started()
            channel.send(task)
            result = _await_result(channel, step, self._limit)
        except (EOFError, OSError):
            result = Trouble("E506", {"name": task.name})
        if result is None:
            result = Trouble("E527", {"name": task.name, "minutes": f"{self._limit / 60:g}"})
        if isinstance(result, Trouble) and result.code in {"E506", "E508", "E527"}:
            self._discard()  # after anything unexpected, the next file starts in a fresh process
        return result

    def cancel(self) -> None:
        """Kill the child; the waiting :meth:`run` returns E506."""
        if (process := self._process) is not None:
            process.kill()
            process.join()

    def close(self) -> None:
        """Kill the child and start no other."""
        self._closed = True
        self.cancel()

    def _discard(self) -> None:
        self.cancel()
        if self._channel is not None:
            self._channel.close()
        self._process = self._channel = None

    def _started(self) -> Connection:
        if self._closed:
            raise EOFError
        if self._channel is None or not self._process.is_alive():
            self._channel, theirs = self._context.Pipe()
            self._process = self._context.Process(target=_child, args=(theirs, self._reviewer), daemon=True)
            self._process.start()
            theirs.close()
        return self._channel


def _await_result(channel: Connection, step: Step, limit: float) -> Outcome | Trouble | None:
    """What the child says at last, None after ``limit`` seconds from its first word; its steps are passed on."""
    if not channel.poll(limit + _START_SECONDS):
        return None
    deadline = monotonic() + limit
    while channel.poll(max(deadline - monotonic(), 0)):
        message = channel.recv()
        if not isinstance(message, str):
            result: Outcome | Trouble = message
            return result
        step(message)
    return None


def _child(channel: Connection, reviewer: Reviewer) -> None:
    """Main function of the child: tasks in, steps and results out, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the site, which then closes the pipe
    with channel, suppress(EOFError, BrokenPipeError):
        while True:
            task: Task | None = channel.recv()
            if task is None:
                _prepare(reviewer)
                continue
            with _CrashReport(channel, task):
                channel.send(STEPS[0])
                channel.send(_attempt(reviewer, task, channel.send))


def _prepare(reviewer: Reviewer) -> None:
    """Load the tools; an error is left to the first review, which will meet it again and show it."""
    if isinstance(reviewer, Preparing):
        with suppress(LawcheckError):
            reviewer.prepare()


class _CrashReport:
    """Tells the parent of an unexpected error, which then ends the child with its traceback on the terminal."""

    def __init__(self, channel: Connection, task: Task) -> None:
        self._channel = channel
        self._task = task

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, MemoryError):
            self._channel.send(_crash(self._task, error))


def _attempt(reviewer: Reviewer, task: Task, step: Callable[[str], None]) -> Outcome | Trouble:
    try:
        return reviewer(task, step)
    except LawcheckError as error:
        return Trouble.of(error)


def _crash(task: Task, error: BaseException) -> Trouble:
    return Trouble("E508", {"name": task.name, "detail": f"{type(error).__name__}: {error}"})
