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
    except KeyboardInterrupt:
        sys.stderr.write(render("E510") + "\n")
        sys.exit(2)
