"""The catalogue: facts about laws whose text this machine may not hold (``corpus/catalogue/*.csv``)."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from lawcheck.errors import LibraryError
from lawcheck.laws.dates import from_iso
from lawcheck.laws.model import CatalogueEntry, Level, Repeal
from lawcheck.laws.territories import province_of
from lawcheck.laws.timeline import Known
from lawcheck.laws.titles import normalise_title, title_aliases
from lawcheck.resources import corpus_dir

__all__ = [
    "COLUMNS",
    "catalogue_at",
    "catalogue_by_key",
    "catalogue_dir",
    "catalogue_is_whole",
    "known_facts",
    "load_catalogue",
    "short_names",
]

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
    """Every version that the catalogue knows; one row a version, files in name order; 0 articles = not known.

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
            from_iso(adopted),
            from_iso(published),
            from_iso(start),
            from_iso(repealed_on),
            repealed_by,
            int(articles or 0),
            source,
        )
    except ValueError as error:
        raise LibraryError("E308", path=path, line=line, detail=error) from error


@cache
def catalogue_by_key() -> Mapping[str, tuple[CatalogueEntry, ...]]:
    """Catalogue entries by key and by the title without its maker."""
    found: dict[str, list[CatalogueEntry]] = {}
    for entry in load_catalogue():
        for key in (entry.key, *title_aliases(entry.key)):
            found.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


# Levels of which the sources list every title of their day (corpus/catalogue/README.md); of 地方性法规 only two provinces.
_WHOLE = frozenset({Level.CONSTITUTION, Level.LAW, Level.ADMINISTRATIVE})
_WHOLE_PROVINCES = frozenset({"310000", "330000"})


def catalogue_is_whole(level: Level, territory: str = "") -> bool:
    """Whether the catalogue lists the titles of a level (in a place: GB/T 2260 code) completely, up to its source's day.

    >>> catalogue_is_whole(Level.ADMINISTRATIVE), catalogue_is_whole(Level.DEPARTMENT_RULE)
    (True, False)
    >>> catalogue_is_whole(Level.LOCAL, "330500"), catalogue_is_whole(Level.LOCAL, "320500")
    (True, False)
    """
    return level in _WHOLE or (level is Level.LOCAL and province_of(territory) in _WHOLE_PROVINCES)


@cache
def catalogue_at(level: Level, day: date) -> tuple[CatalogueEntry, ...]:
    """One entry, the newest, for each title of a level that by its facts was in force on ``day``, by key.

    A title without any date is taken to have begun: leaving it out would make the catalogue look shorter than it is.

    >>> len(catalogue_at(Level.ADMINISTRATIVE, date(2026, 11, 22))) > 500
    True
    """
    found: dict[str, list[CatalogueEntry]] = {}
    for entry in load_catalogue():
        if entry.level is level:
            found.setdefault(entry.key, []).append(entry)
    return tuple(max(rows, key=_beginning) for _, rows in sorted(found.items()) if _stands(rows, day))


def _beginning(entry: CatalogueEntry) -> date:
    return entry.effective_from or entry.published or entry.adopted or date.min


def _stands(rows: list[CatalogueEntry], day: date) -> bool:
    """Every row of a repealed title carries its repeal."""
    return min(map(_beginning, rows)) <= day and not any(row.repealed_on and row.repealed_on <= day for row in rows)


_REPEALED_BY = re.compile(r"^(?P<title>.+?)(?P<article>第[^第]+条(?:之[^第]+)?|条目.+|全文)?$")


@cache
def known_facts() -> Known:
    """What the catalogue adds to the texts held when laws are dated.

    >>> known_facts().first_days["监察法"].isoformat(), known_facts().starts["专利法", date(2020, 10, 17)].isoformat()
    ('2018-03-20', '2021-06-01')
    """
    return Known(_first_days(), _repeals(), _starts())


def _first_days() -> dict[str, date]:
    """First adoption by key: current texts that say 自公布之日起 do not tell that day."""
    first: dict[str, date] = {}
    for entry in load_catalogue():
        if entry.adopted:
            first[entry.key] = min(entry.adopted, first.get(entry.key, entry.adopted))
    return first


def _starts() -> dict[tuple[str, date], date]:
    """Effect dates that a person looked up, by key and day of adoption (``corrections.csv`` names the source)."""
    path = catalogue_dir() / "corrections.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return {
        (normalise_title(title), date.fromisoformat(day)): date.fromisoformat(start) for title, day, start, _ in rows
    }


def _repeals() -> dict[str, Repeal]:
    """Repeals by key, without quotation: the text that repeals is not held."""
    found: dict[str, Repeal] = {}
    for entry in load_catalogue():
        match = _REPEALED_BY.match(entry.repealed_by)
        if match and entry.repealed_on:
            found[entry.key] = Repeal(match["title"], match["article"] or "", entry.repealed_on, "")
    return found


@cache
def short_names() -> Mapping[str, str]:
    """Short names in common use → key of the full title (``short_names.csv``).

    >>> short_names()["监督法"]
    '各级人民代表大会常务委员会监督法'
    """
    with (catalogue_dir() / "short_names.csv").open(encoding="utf-8", newline="") as lines:
        return {normalise_title(short): normalise_title(title) for short, title in list(csv.reader(lines))[1:]}
