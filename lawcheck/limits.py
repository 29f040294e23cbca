"""A limit of time for expressions that an office wrote itself: a bad one must not hold up a review for ever."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, ParamSpec, TypeVar

__all__ = ["OFFICE_SECONDS", "OverTimeError", "holds_here", "limited", "stoppable"]

Given = ParamSpec("Given")
Result = TypeVar("Result")

OFFICE_SECONDS: Final = 10.0
"""Processor time of one rule, or of one expression of a word list, on one document. One of ours takes some hundredths; one
that repeats a repetition (``(甲+)+``) takes longer than anybody waits."""

_HAS_TIMER: Final = hasattr(signal, "setitimer")  # not on Windows
_PATIENCE: Final = 3.0
"""How many times the processor time a process may take by the clock, where only that can be seen from outside: other programs
use the processor too."""


class OverTimeError(Exception):
    """The time is over; what was being done is left where it stood."""


@contextmanager
def limited(seconds: float = OFFICE_SECONDS) -> Iterator[None]:
    """Raise :class:`OverTimeError` once the block has used so much processor time.

    :mod:`re` can be stopped by a signal alone, so that the limit holds in the main thread of a process, not on Windows;
    elsewhere the block runs to its end: other threads, and Windows, work in :func:`stoppable`, the site in processes of its own.

    >>> import re
    >>> try:
    ...     with limited(0.05): _ = re.search("(?:甲+)+乙", "甲" * 60)
    ... except OverTimeError: print("stopped")
    stopped
    """
    if _telling:
        with _telling[0].block(seconds):
            yield
    elif holds_here():
        with _timed(seconds):
            yield
    else:
        yield


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    before = signal.signal(signal.SIGVTALRM, _stop)
    outer = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, *outer)
        signal.signal(signal.SIGVTALRM, before)


def _stop(number: int, frame: object) -> None:
    raise OverTimeError


def stoppable(function: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
    """What a function gives or raises, called where :func:`limited` holds: here in the main thread, else in the main thread of
    another process, which takes some seconds to start. The function must be importable, its values picklable.

    On Windows the other process is watched: it tells of every block under a limit, and where one takes too long it is ended and
    begun again, and leaves that block at once.

    >>> stoppable(divmod, 7, 2)
    (3, 1)
    """
    if holds_here():
        return function(*args, **kwargs)
    result: Result = _watched(_Call(function, args, kwargs, timed=_HAS_TIMER))
    return result


def holds_here() -> bool:
    """Whether :func:`limited` can stop what runs here.

    >>> holds_here() == hasattr(signal, "setitimer")
    True
    """
    return _HAS_TIMER and threading.current_thread() is threading.main_thread()


class _Call(NamedTuple):
    """What the other process is to do; ``timed``: it can stop itself; ``endless``: blocks that it must not enter again."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    timed: bool = False
    endless: frozenset[int] = frozenset()


# -- this side -----------------------------------------------------------------------------------------------------


def _watched(call: _Call) -> Any:
    """The result of the other process, which is begun again without a block that finds no end."""
    while isinstance(answer := _tried(call), int):
        call = call._replace(endless=call.endless | {answer})
    value, error = answer
    if error is not None:
        raise error
    return value


def _tried(call: _Call) -> tuple[Any, Exception | None] | int:
    """Value and error, or the number of the block that took too long."""
    places = (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", "from lawcheck.limits import answer; answer()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    told: queue.SimpleQueue[Any] = queue.SimpleQueue()
    listener = threading.Thread(target=_listen, args=(process.stdout, told), daemon=True)
    listener.start()
    try:
        with suppress(OSError), process.stdin as stream:  # one that died has said so by then
            pickle.dump(call, stream)
        return _heard(process, told)
    finally:
        process.kill()
        process.wait()
        listener.join()
        process.stdout.close()


def _listen(stream: IO[bytes], told: queue.SimpleQueue[Any]) -> None:
    """Everything the process says, then None: it has ended, or says what cannot be read."""
    with suppress(Exception):
        while True:
            told.put(pickle.load(stream))  # noqa: S301  (from our own process)
    told.put(None)


def _heard(process: subprocess.Popen[bytes], told: queue.SimpleQueue[Any]) -> tuple[Any, Exception | None] | int:
    ends: dict[int, float] = {}  # by the number of the block, those that are open
    while True:
        try:
            wait = max(min(ends.values()) - time.monotonic(), 0.0) if ends else None
            message = told.get(timeout=wait)
        except queue.Empty:
            return min(ends, key=lambda number: ends[number])
        match message:
            case ("begun", number, seconds):
                ends[number] = time.monotonic() + seconds * _PATIENCE
            case ("left", number):
                ends.pop(number, None)
            case ("done", outcome):
                done: tuple[Any, Exception | None] = outcome
                return done
            case _:
                raise subprocess.CalledProcessError(process.wait(), "stoppable")


# -- the other side ------------------------------------------------------------------------------------------------


class _Teller:
    """In a watched process: says which block under a limit it enters and leaves, and enters none that found no end before."""

    def __init__(self, out: IO[bytes], endless: frozenset[int]) -> None:
        self._out, self._endless, self._numbers = out, endless, count()

    @contextmanager
    def block(self, seconds: float) -> Iterator[None]:
        """One block; the blocks of two runs of one call have the same numbers."""
        number = next(self._numbers)
        if number in self._endless:
            raise OverTimeError
        self.say("begun", number, seconds)
        try:
            yield
        finally:
            self.say("left", number)

    def say(self, *message: object) -> None:
        """Tell the process that watches."""
        pickle.dump(message, self._out)
        self._out.flush()


_telling: list[_Teller] = []


def answer() -> None:
    """The other process of :func:`stoppable`: one call on standard input, what becomes of it on standard output."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    call: _Call = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own process)
    teller = _Teller(out, call.endless)
    if not call.timed:
        _telling.append(teller)
    teller.say("done", _outcome(call))


def _outcome(call: _Call) -> tuple[object, Exception | None]:
    try:
        return call.function(*call.args, **call.kwargs), None
    except Exception as error:  # (raised again where the call came from)
        return None, error
