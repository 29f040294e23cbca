"""Article numbers that are known to have moved between two texts of a law, also where this machine holds neither text.

``corpus/catalogue/concordances.csv``: facts only (numbers and how alike the texts are), computed by
``python -m lawcheck.laws.catalogue_build`` from the texts named in ``laws-*.csv``. ``concordances-unconfirmed.csv``:
numbers that a source states and nobody has computed, because the old text was not to be had; shown as 依据待核.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from lawcheck.document.numerals import Number
from lawcheck.errors import LibraryError
from lawcheck.laws.catalogue import catalogue_dir
from lawcheck.laws.concordance import concordance
from lawcheck.laws.library import Library
from lawcheck.laws.titles import normalise_title

__all__ = ["CONFIRMED", "MOVES_FILE", "KnownMove", "known_moves", "move_rows"]

MOVES_FILE: Final = "concordances.csv"
STATED_FILE: Final = "concordances-unconfirmed.csv"
CONFIRMED: Final = 0.6
"""Below this likeness a person must confirm the pair (domain.md 1.6); the file says 待核 there."""
LEAST: Final = 0.3
"""Pairs less alike are left out: they rest on their neighbours alone."""


class KnownMove(NamedTuple):
    """``old`` of the text made on ``since`` stands as ``new`` in that made on ``until`` (None: deleted); ``similarity``
    0–1; ``certain`` is False where a person has to confirm it. ``source`` is who states a move that was not computed
    (its likeness is then 0)."""

    since: date
    until: date
    old: Number
    new: Number | None
    kind: str
    similarity: float
    source: str = ""

    @property
    def certain(self) -> bool:
        """Much alike."""
        return self.similarity >= CONFIRMED


def known_moves(title: str, number: Number | None = None) -> tuple[KnownMove, ...]:
    """What the catalogue knows of the articles of a law that have moved, of one article with ``number``.

    >>> [(str(m.new), m.certain) for m in known_moves("立法法", Number(82)) if m.since.year == 2015]
    [('93', True)]
    """
    found = _moves().get(normalise_title(title), ())
    return tuple(move for move in found if number in (None, move.old))


@cache
def _moves() -> Mapping[str, tuple[KnownMove, ...]]:
    found: dict[str, list[KnownMove]] = {}
    for name, read in ((MOVES_FILE, _computed), (STATED_FILE, _stated)):
        for title, move in _read_moves(catalogue_dir() / name, read):
            found.setdefault(normalise_title(title), []).append(move)
    return {key: tuple(moves) for key, moves in found.items()}


def _read_moves(path: Path, read: Callable[[list[str]], KnownMove]) -> Iterator[tuple[str, KnownMove]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.reader(lines), 1):
            try:
                if line > 1:
                    yield row[0], read(row[1:])
            except ValueError as error:
                raise LibraryError("E308", path=path, line=line, detail=error) from error


def _computed(row: list[str]) -> KnownMove:
    since, until, old, new, kind, similarity = row
    return KnownMove(*_days(since, until), _number(old), _number(new) if new else None, kind, float(similarity))


def _stated(row: list[str]) -> KnownMove:
    since, until, old, new, source = row
    return KnownMove(*_days(since, until), _number(old), _number(new), "stated", 0.0, source)


def _days(since: str, until: str) -> tuple[date, date]:
    return date.fromisoformat(since), date.fromisoformat(until)


def _number(text: str) -> Number:
    value, _, sub = text.partition("-")
    return Number(int(value), int(sub or 0))


def move_rows(library: Library) -> Iterator[tuple[str, ...]]:
    """The rows of the file: for each law and two texts that follow each other, the articles that changed their number."""
    for law in library.laws():
        versions = [v for v in library.versions(law.law_id) if v.adopted and v.complete and v.article_count > 1]
        for old, new in pairwise(versions):
            for row in concordance(library, old, new):
                if row.old is None or row.old.number is None or (row.new and row.new.number == row.old.number):
                    continue
                if row.new is None or row.similarity >= LEAST:
                    days = (old.adopted or date.min).isoformat(), (new.adopted or date.min).isoformat()
                    target = str(row.new.number) if row.new else ""
                    yield law.title, *days, str(row.old.number), target, row.kind, f"{row.similarity:.2f}"
