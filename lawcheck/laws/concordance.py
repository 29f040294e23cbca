"""Two dated texts of one law: which article of the one stands as which of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lawcheck.alignment import ArticleText, PairKind, align_articles
from lawcheck.document.numerals import Number
from lawcheck.errors import UsageError
from lawcheck.laws.library import Library
from lawcheck.laws.model import Article, Law, LawVersion

__all__ = ["ConcordanceRow", "concordance", "find_version", "in_reading_order"]

_YEAR = re.compile(r"^\d{4}$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class ConcordanceRow:
    """``old`` stands as ``new`` (None: deleted, added); ``kind`` and ``similarity`` (0–1) as in ``lawcheck.alignment``."""

    old: Article | None
    new: Article | None
    kind: PairKind
    similarity: float

    @property
    def changed(self) -> bool:
        """Anything but the same text under the same or a new number."""
        return self.kind not in ("same", "renumbered")


def find_version(library: Library, law: Law, wanted: str) -> LawVersion:
    """The version of a law that a person names by the year or the day on which it was made, or took effect.

    Raises:
        UsageError: E516, no such version (those held are named), or several of that year.
    """
    versions = library.versions(law.law_id)
    for days in ([(v.adopted, v) for v in versions], [(v.effective_from, v) for v in versions]):
        found = [v for day, v in days if day is not None and _names(day, wanted)]
        if len(found) == 1:
            return found[0]
    held = "、".join(day.isoformat() for v in versions if (day := v.adopted or v.effective_from))
    raise UsageError("E516", title=law.title, value=wanted, held=held or "—")


def _names(day: date, wanted: str) -> bool:
    if _YEAR.match(wanted):
        return str(day.year) == wanted
    return bool(_DAY.match(wanted)) and day.isoformat() == wanted


def concordance(library: Library, old: LawVersion, new: LawVersion) -> tuple[ConcordanceRow, ...]:
    """Every numbered article of both versions, in the order of ``old``, added ones last; computed once a process.

    The numbers are the program's reading of the two texts, not a statement of the maker: show both texts beside them.
    """
    return _computed(library, library.fingerprint, old.version_id, new.version_id)


@lru_cache(maxsize=64)
def _computed(library: Library, _fingerprint: str, old: int, new: int) -> tuple[ConcordanceRow, ...]:
    sides = [{a.number: a for a in library.articles(v) if a.number is not None} for v in (old, new)]
    pairs = align_articles(*([ArticleText(n, a.text) for n, a in side.items()] for side in sides))
    return tuple(ConcordanceRow(_of(sides[0], p.old), _of(sides[1], p.new), p.kind, p.similarity) for p in pairs)


def _of(side: dict[Number, Article], number: Number | None) -> Article | None:
    return None if number is None else side[number]


def in_reading_order(rows: tuple[ConcordanceRow, ...]) -> Iterator[ConcordanceRow]:
    """As a table shows them: the order of the new text, a deleted article behind the one before it in the old text."""
    waiting = sorted((row for row in rows if row.new is not None), key=_new_position)
    gone: dict[int, list[ConcordanceRow]] = {}
    last = 0
    for row in rows:
        if row.new is None:
            gone.setdefault(last, []).append(row)
        elif row.old is not None and row.kind != "moved":
            last = max(last, row.new.article_id)
    yield from gone.pop(0, [])
    for row in waiting:
        yield row
        if row is waiting[-1] or _new_position(row)[0] != _new_position(_after(waiting, row))[0]:
            yield from gone.pop(_new_position(row)[0], [])


def _new_position(row: ConcordanceRow) -> tuple[int, int]:
    return (row.new.article_id if row.new else 0, row.old.article_id if row.old else 0)


def _after(rows: list[ConcordanceRow], row: ConcordanceRow) -> ConcordanceRow:
    return rows[rows.index(row) + 1]
