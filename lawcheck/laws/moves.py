"""Article numbers that are known to have moved between two texts of a law, also where this machine holds neither text.

``corpus/catalogue/concordances.csv``: facts only (numbers and how alike the texts are), computed by
``python -m lawcheck.laws.catalogue_build`` from the texts named in ``laws-*.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
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
CONFIRMED: Final = 0.6
"""Below this likeness a person must confirm the pair (domain.md 1.6); the file says 待核 there."""
LEAST: Final = 0.3
"""Pairs less alike are left out: they rest on their neighbours alone."""


class KnownMove(NamedTuple):
    """``old`` of the text made on ``since`` stands as ``new`` in that made on ``until`` (None: deleted); ``similarity``
    0–1; ``certain`` is False where a person has to confirm it."""

    since: date
    until: date
    old: Number
    new: Number | None
    kind: str
    similarity: float

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
    path = catalogue_dir() / MOVES_FILE
    found: dict[str, list[KnownMove]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), 1):
            if number > 1:
                title, move = _move(row, path, number)
                found.setdefault(title, []).append(move)
    return {key: tuple(moves) for key, moves in found.items()}


def _move(row: list[str], path: Path, line: int) -> tuple[str, KnownMove]:
    try:
        title, since, until, old, new, kind, similarity = row
        days = date.fromisoformat(since), date.fromisoformat(until)
        return normalise_title(title), KnownMove(
            *days, _number(old), _number(new) if new else None, kind, float(similarity)
        )
    except ValueError as error:
        raise LibraryError("E308", path=path, line=line, detail=error) from error


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
