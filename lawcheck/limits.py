"""A limit of time for expressions that an office wrote itself: a bad one must not hold up a review for ever."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["OFFICE_SECONDS", "OverTimeError", "limited"]

OFFICE_SECONDS: Final = 10.0
"""Processor time of one rule, or of one expression of a word list, on one document. One of ours takes some hundredths; one
that repeats a repetition (``(甲+)+``) takes longer than anybody waits."""


class OverTimeError(Exception):
    """The time is over; what was being done is left where it stood."""


@contextmanager
def limited(seconds: float = OFFICE_SECONDS) -> Iterator[None]:
    """Raise :class:`OverTimeError` once the block has used so much processor time.

    :mod:`re` can be stopped by a signal alone, so that the limit holds in the main thread of a process, not on Windows;
    elsewhere the block runs to its end. The site reviews in processes of their own, which it stops after a time.

    >>> import re
    >>> try:
    ...     with limited(0.05): _ = re.search("(?:甲+)+乙", "甲" * 60)
    ... except OverTimeError: print("stopped")
    stopped
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
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
