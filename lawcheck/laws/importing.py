"""Laws that a user adds from files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lawcheck.laws.records import RawLaw
from lawcheck.laws.store import Progress

__all__ = ["imported_texts"]


def imported_texts(home: Path, progress: Progress) -> Iterable[RawLaw]:
    """Texts of the files added under ``home``."""
    return ()
