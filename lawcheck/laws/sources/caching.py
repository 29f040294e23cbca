"""What a database answered to lookups and searches, kept beside the library with its source and day."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from lawcheck.laws.sources.model import LawSource, SourceHit, SourceLaw

__all__ = ["KEEP_DAYS", "CachedSource"]

KEEP_DAYS: Final = 7
"""Days that an answer is used again; the settings may say otherwise (``keep_days``, 0 to ask every time)."""
_DAYS: Final = ("adopted", "effective_from")


class CachedSource:
    """A source that is not asked the same twice within ``keep_days``; an older answer is never given instead of an error.

    The texts themselves are not kept here: what is fetched goes into the library. ``answered_on`` is the day of the last
    answer, so that whoever shows it can say how old it is.
    """

    def __init__(self, source: LawSource, folder: Path, keep_days: int = KEEP_DAYS) -> None:
        self.name = source.name
        self.answered_on: date | None = None
        self._source, self._folder, self._keep = source, folder, timedelta(days=keep_days)

    def lookup(self, title: str, as_of: date) -> tuple[SourceHit, ...]:
        """See :class:`LawSource`."""
        return self._kept(["lookup", title, as_of.isoformat()], lambda: self._source.lookup(title, as_of))

    def search(self, words: str, as_of: date, limit: int = 10) -> tuple[SourceHit, ...]:
        """See :class:`LawSource`."""
        key = ["search", words, as_of.isoformat(), str(limit)]
        return self._kept(key, lambda: self._source.search(words, as_of, limit))

    def fetch(self, ref: str, as_of: date) -> SourceLaw:
        """See :class:`LawSource`."""
        law = self._source.fetch(ref, as_of)
        self.answered_on = law.fetched_on
        return law

    def _kept(self, key: list[str], ask: Callable[[], tuple[SourceHit, ...]]) -> tuple[SourceHit, ...]:
        path = self._folder / f"{sha256(json.dumps([self.name, *key]).encode()).hexdigest()}.json"
        today = date.today()
        found = _read(path)
        if found is not None and timedelta(0) <= today - found[0] < self._keep:
            self.answered_on, hits = found
            return hits
        hits, self.answered_on = ask(), today
        if self._keep:
            _write(path, {"source": self.name, "asked": key, "answered_on": today.isoformat()}, hits)
        return hits


def _read(path: Path) -> tuple[date, tuple[SourceHit, ...]] | None:
    """The day and the hits, or None where nothing was kept, or nothing that can be read."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        return date.fromisoformat(record["answered_on"]), tuple(_hit(row) for row in record["hits"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _hit(row: dict[str, Any]) -> SourceHit:
    days = {key: date.fromisoformat(row[key]) if row[key] else None for key in _DAYS}
    return SourceHit(str(row["ref"]), str(row["title"]), str(row["maker"]), **days)


def _write(path: Path, head: dict[str, Any], hits: tuple[SourceHit, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.part")
    record = head | {"hits": [asdict(hit) for hit in hits]}
    partial.write_text(json.dumps(record, ensure_ascii=False, default=str), encoding="utf-8")
    partial.replace(path)
