"""A place that a comment names, whichever way the draft counts."""

from __future__ import annotations

from typing import NamedTuple

from lawcheck.document import Span
from lawcheck.messages import render

__all__ = ["Place", "say"]


class Place(NamedTuple):
    """Clauses named at ``span`` of the text read: ``targets`` in the draft, or a ``problem``. ``compared``: named beside
    the matter (与第十条不一致), not as what the words are about."""

    span: Span
    targets: tuple[str, ...]
    problem: str = ""
    compared: bool = False


def say(code: str, **details: str) -> str:
    """The message ``code`` without its number."""
    return render(code, **details).partition("] ")[2]
