"""The catalogue: facts about laws whose text this machine may not hold (``corpus/catalogue/*.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from lawcheck.errors import LibraryError
from lawcheck.laws.model import CatalogueEntry, Level
from lawcheck.laws.titles import normalise_title, title_aliases
from lawcheck.resources import corpus_dir

__all__ = ["COLUMNS", "catalogue_by_key", "catalogue_dir", "load_catalogue"]

COLUMNS = (
    "title",
    "level",
    "maker",
    "adopted",
    "published",
    "effective_from",
    "repealed_on",
    "repealed_by",
    "articles",
    "source",
)


def catalogue_dir() -> Path:
    """The folder of the committed catalogue."""
    return corpus_dir() / "catalogue"


@cache
def load_catalogue(directory: Path | None = None) -> tuple[CatalogueEntry, ...]:
    """Every version that the catalogue knows; one row a version, files in name order.

    Raises:
        LibraryError: E308 with file and line for a wrong row.

    >>> all(entry.key for entry in load_catalogue())
    True
    """
    entries: list[CatalogueEntry] = []
    for path in sorted((directory or catalogue_dir()).glob("laws-*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            entries += [_entry(row, path, number) for number, row in enumerate(csv.reader(lines), 1) if number > 1]
    return tuple(entries)


def _entry(row: list[str], path: Path, line: int) -> CatalogueEntry:
    try:
        title, level, maker, adopted, published, start, repealed_on, repealed_by, articles, source = row
        return CatalogueEntry(
            title,
            normalise_title(title),
            Level(level),
            maker,
            _day(adopted),
            _day(published),
            _day(start),
            _day(repealed_on),
            repealed_by,
            int(articles or 0),
            source,
        )
    except ValueError as error:
        raise LibraryError("E308", path=path, line=line, detail=error) from error


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def catalogue_by_key() -> Mapping[str, tuple[CatalogueEntry, ...]]:
    """Catalogue entries by key and by the title without its maker."""
    found: dict[str, list[CatalogueEntry]] = {}
    for entry in load_catalogue():
        for key in (entry.key, *title_aliases(entry.key)):
            found.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}
