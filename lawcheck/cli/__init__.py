"""The command line: faces over the library, no legal logic."""

from __future__ import annotations

import gc
import sys

from lawcheck.messages import render

__all__ = ["main"]

_ALLOCATIONS = 100_000
"""New objects between two looks of the garbage collector: a run makes millions that stay, and every look costs time."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; imports nothing heavy before an interrupt can be answered in words."""
    gc.set_threshold(_ALLOCATIONS)
    try:
        from lawcheck.cli.program import main as run

        run(arguments)
    except BaseException as error:
        if not _came_of_interrupt(error):
            raise
        sys.stderr.write(render("E510") + "\n")
        sys.exit(2)


def _came_of_interrupt(error: BaseException | None) -> bool:
    """Whether it is an interrupt or what the making of a class, or a module in C, makes of one.

    >>> _came_of_interrupt(KeyboardInterrupt()), _came_of_interrupt(RuntimeError())
    (True, False)
    """
    return error is not None and (isinstance(error, KeyboardInterrupt) or _came_of_interrupt(error.__cause__))
