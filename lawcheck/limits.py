"""A limit of time for expressions that an office wrote itself: a bad one must not hold up a review for ever."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

__all__ = ["OFFICE_SECONDS", "OverTimeError", "limited", "stoppable"]

Given = ParamSpec("Given")
Result = TypeVar("Result")

OFFICE_SECONDS: Final = 10.0
"""Processor time of one rule, or of one expression of a word list, on one document. One of ours takes some hundredths; one
that repeats a repetition (``(甲+)+``) takes longer than anybody waits."""


_HAS_TIMER: Final = hasattr(signal, "setitimer")


class OverTimeError(Exception):
    """The time is over; what was being done is left where it stood."""


@contextmanager
def limited(seconds: float = OFFICE_SECONDS) -> Iterator[None]:
    """Raise :class:`OverTimeError` once the block has used so much processor time.

    :mod:`re` can be stopped by a signal alone, so that the limit holds in the main thread of a process, not on Windows;
    elsewhere the block runs to its end: other threads work in :func:`stoppable`, the site in processes of its own.

    >>> import re
    >>> try:
    ...     with limited(0.05): _ = re.search("(?:甲+)+乙", "甲" * 60)
    ... except OverTimeError: print("stopped")
    stopped
    """
    if not _HAS_TIMER or not _in_main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    outer = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, *outer)
        signal.signal(signal.SIGVTALRM, before)


def _stop(number: int, frame: object) -> None:
    raise OverTimeError


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def stoppable(function: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
    """What a function gives or raises, called where :func:`limited` holds: here in the main thread, else in the main thread of
    another process, which takes some seconds to start. The function must be importable, its values picklable.

    On Windows, where nothing holds, it is called here.

    >>> stoppable(divmod, 7, 2)
    (3, 1)
    """
    if not _HAS_TIMER or _in_main_thread():
        return function(*args, **kwargs)
    places = (str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH"))
    done = subprocess.run(
        [sys.executable, "-P", "-c", "from lawcheck.limits import answer; answer()"],
        input=pickle.dumps((function, args, kwargs)),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))},
        check=True,
    )
    value, error = pickle.loads(done.stdout)  # noqa: S301  (from our own process)
    if error is not None:
        raise error
    result: Result = value
    return result


def answer() -> None:
    """The other process of :func:`stoppable`: one call on standard input, its result or error on standard output."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    function, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301  (from our own process)
    pickle.dump(_outcome(function, args, kwargs), out)


def _outcome(
    function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[object, Exception | None]:
    try:
        return function(*args, **kwargs), None
    except Exception as error:  # (raised again where the call came from)
        return None, error
