"""When matching uses machine code for its innermost loops: where numba is installed (``lawcheck[fast]``), and a process
has matched enough to be worth the second that loading takes. Results are the same with and without."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Final

__all__ = ["WORTH_IT", "expect", "loops"]

WORTH_IT: Final = 2_000  # clauses after which a process loads the loops: until then numpy has cost it a second more
_expected = 0


def expect(clauses: int) -> None:
    """So many more clauses are going to be matched."""
    global _expected
    _expected += clauses


def loops() -> ModuleType | None:
    """:mod:`lawcheck.matching.loops`, or None: not yet worth it, not installed, or nowhere to keep machine code."""
    return _loaded() if _expected >= WORTH_IT else None


@cache
def _loaded() -> ModuleType | None:
    try:
        from lawcheck.matching import loops as found
    except (ImportError, OSError, RuntimeError):  # RuntimeError: numba finds no folder that it may write to
        return None
    return found
