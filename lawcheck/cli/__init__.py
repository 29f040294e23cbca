"""The command line: faces over the library, no legal logic."""

from __future__ import annotations

import sys

from lawcheck.messages import render

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; imports nothing heavy before an interrupt can be answered in words."""
    try:
        from lawcheck.cli.main import main as run

        run(arguments)
    except KeyboardInterrupt:
        sys.stderr.write(render("E510") + "\n")
        sys.exit(2)
