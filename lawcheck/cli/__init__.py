"""The command line: faces over the library, no legal logic."""

from lawcheck.cli.main import main

__all__ = ["main"]
