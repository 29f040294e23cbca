"""How fast this machine is at this moment: a shared one may differ from itself by a factor of three within an hour.

A figure of time stands beside the time of a fixed loop in the same run. Multiplied by ``REFERENCE / loop`` it says what the
quiet machine would have shown, if everything slows down alike; only the first is measured.
"""

from __future__ import annotations

import time

__all__ = ["REFERENCE", "loop_seconds"]

REFERENCE = 0.14
"""Processor seconds of the loop on the two cores of development when nothing else runs there."""
_TURNS = 2_000_000


def loop_seconds() -> float:
    """Processor seconds of a loop of two million squares and additions."""
    start, total = time.process_time(), 0
    for number in range(_TURNS):
        total += number * number
    return time.process_time() - start
