"""What reading one file may cost, and how slow work that is honest asks for more."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["LIMITS", "Limits", "ask_for_more", "grant_with"]


class Limits(NamedTuple):
    """Of one file: ``seconds`` on the clock and of processor time, ``memory`` in bytes of
    address space beyond what the program itself takes."""

    seconds: float = 10.0
    memory: int = 1 << 30


LIMITS = Limits()
_grant: Callable[[Limits], None] | None = None


def ask_for_more(seconds: float, memory: int) -> None:
    """Before a step that is known to be slow (a page of OCR): from now on so many seconds and bytes.

    Within :func:`~lawcheck.readers.read_guarded` the limits move; elsewhere there are none and nothing happens.
    """
    if _grant is not None:
        _grant(Limits(seconds, memory))


def grant_with(grant: Callable[[Limits], None]) -> None:
    """Say who decides about :func:`ask_for_more` in this process."""
    global _grant
    _grant = grant
