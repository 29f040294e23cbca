"""The library: every law, every version, dated. Read-only, light, safe to share between threads and to pickle.

A :class:`Library` stays what it was when it was opened: where laws are added meanwhile (the file is replaced as a whole), the
threads that come later read the text that the others read. Two of the same file and content are equal, so that what is kept
by library (articles, laws in force) is kept once, however often it is opened.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from lawcheck.arguments import day_given, expect
from lawcheck.document import Address, Number
from lawcheck.errors import LibraryError, UsageError
from lawcheck.laws.building import default_home, ensure_library, silent
from lawcheck.laws.catalogue import catalogue_by_key, short_names
from lawcheck.laws.dates import from_iso
from lawcheck.laws.importing import imported_texts
from lawcheck.laws.model import Article, CatalogueEntry, Law, LawVersion, Level, Repeal, Validity
from lawcheck.laws.opening import open_read_only
from lawcheck.laws.store import Progress, read_meta, row_to_law, row_to_version
from lawcheck.laws.suggesting import suggest
from lawcheck.laws.timeline import validity_of
from lawcheck.laws.titles import normalise_title

__all__ = ["Library", "open_library"]

_ARTICLE = "SELECT article_id, row, value, sub, label, heading, text FROM articles"
_BATCH = 400  # versions a query; SQLite allows at least 999 parameters
_DAYS: Final = 32  # days whose laws in force are kept, some 50 KB each


def open_library(home: str | Path | None = None, *, progress: Progress | None = None) -> Library:
    """The library under ``home`` (default: ``LAWCHECK_HOME`` or the user-data folder), built at first use.

    ``progress(stage, done, total)`` is called while it is built; ``stage`` is ``build`` or ``import``.

    Raises:
        LibraryError: the data package is missing, or the folder cannot be written. UsageError: E720, an empty name.
    """
    if home == "":
        raise UsageError("E720", name="home")
    folder = (default_home() if home is None else Path(home)).resolve()
    return Library(ensure_library(folder, imported_texts, progress or silent))


class Library:
    """Laws with dated versions in one read-only file; articles are fetched when asked for.

    ``horizon`` is the newest publication of a 法律 held: on a later day nobody can say from this library alone that
    a law is still in force; the other levels have their own day (:attr:`horizons`), because they come from other
    sources. ``fingerprint`` changes with any text or date.
    """

    def __init__(self, path: Path) -> None:
        meta = read_meta(path)
        if meta is None or "fingerprint" not in meta:
            raise LibraryError("E305", path=path, detail="meta")
        self.path = path
        self._local = threading.local()
        self._lock = threading.Lock()
        self._first = self._local.connection = open_read_only(path, shared=True)
        meta = _meta(self._first)
        self.fingerprint = meta["fingerprint"]
        self.horizon = date.fromisoformat(meta["horizon"])
        self._in_force: dict[tuple[date, bool], tuple[tuple[Law, LawVersion], ...]] = {}

    def is_current(self) -> bool:
        """Whether the file on disk still says what was opened; True as well where it has gone."""
        meta = read_meta(self.path)
        return meta is None or meta.get("fingerprint") == self.fingerprint

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and (self.path, self.fingerprint) == (other.path, other.fingerprint)

    def __hash__(self) -> int:
        return hash((self.path, self.fingerprint))

    def __reduce__(self) -> tuple[type[Library], tuple[Path]]:
        return Library, (self.path,)

    def __repr__(self) -> str:
        return f"Library({str(self.path)!r}, horizon={self.horizon})"

    def _rows(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        try:
            connection = self._connection()
            if connection is not self._first:
                return connection.execute(query, tuple(values)).fetchall()
            with self._lock:
                return connection.execute(query, tuple(values)).fetchall()
        except sqlite3.ProgrammingError as error:  # what was asked with is no number or text, the file is sound
            raise TypeError(f"expected an id or the words of a title: {error}") from error
        except sqlite3.Error as error:
            raise LibraryError("E305", path=self.path, detail=error) from error

    def _connection(self) -> sqlite3.Connection:
        """One for each thread; the first one where the file was replaced since."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._opened_again() or self._first
        return connection

    def _opened_again(self) -> sqlite3.Connection | None:
        try:
            connection = open_read_only(self.path)
            if _meta(connection).get("fingerprint") == self.fingerprint:
                return connection
            connection.close()
        except sqlite3.Error:  # the file has gone, or is being replaced
            pass
        return None

    @cached_property
    def _laws(self) -> Mapping[str, Law]:
        return {row[0]: row_to_law(row) for row in self._rows("SELECT * FROM laws ORDER BY level, key, law_id")}

    @cached_property
    def _versions(self) -> Mapping[str, tuple[LawVersion, ...]]:
        found: dict[str, list[LawVersion]] = {}
        for row in self._rows("SELECT * FROM versions ORDER BY position"):
            found.setdefault(row[1], []).append(row_to_version(row))
        return {law_id: tuple(versions) for law_id, versions in found.items()}

    @cached_property
    def _version_by_id(self) -> Mapping[int, LawVersion]:
        return {v.version_id: v for versions in self._versions.values() for v in versions}

    @cached_property
    def horizons(self) -> Mapping[Level, date]:
        """The newest publication (else adoption) held of each level that has any dated text, in the order of levels.

        A level is missing where nothing dated is held: then nothing is known of any day. 宪法 is as new as 法律, with
        which it comes: that it was not amended since is known.
        """
        rows = self._rows(
            "SELECT laws.level, MAX(COALESCE(versions.published, versions.adopted)) AS day FROM versions"
            " JOIN laws USING (law_id) GROUP BY laws.level HAVING day IS NOT NULL"
        )
        newest = {Level(level): date.fromisoformat(day) for level, day in rows}
        if own := newest.get(Level.CONSTITUTION):
            newest[Level.CONSTITUTION] = max(own, newest.get(Level.LAW, own))
        return MappingProxyType({level: newest[level] for level in Level if level in newest})

    def horizon_of(self, level: Level) -> date:
        """The day until which changes of a level can be known; ``date.min`` where nothing dated of it is held."""
        return self.horizons.get(level, date.min)

    def laws(self, level: Level | None = None) -> tuple[Law, ...]:
        """All laws, or those of one level, ordered by level and title."""
        if level is not None and level not in list(Level):
            raise UsageError("E721", text=level, known="、".join(Level))
        return tuple(law for law in self._laws.values() if level in (None, law.level))

    def law(self, law_id: str) -> Law:
        """The law with this id; raises ``LibraryError`` E306."""
        try:
            return self._laws[law_id]
        except KeyError:
            raise LibraryError("E306", id=law_id) from None

    def find_title(self, title: str) -> tuple[Law, ...]:
        """Laws of this title, however it is written (see :func:`normalise_title`); none where it is not held.

        Exact titles come before titles without their maker (关于…的解释); a short name in common use (监督法) is
        looked up only where there is neither. Compare ``law.key`` to tell which it was.
        """
        expect(title, str, "title", "the title of a law")
        key = normalise_title(title)
        return self._named(key) or self._named(short_names().get(key, ""))

    def _named(self, key: str) -> tuple[Law, ...]:
        rows = self._rows("SELECT law_id FROM names WHERE key=? ORDER BY alias, law_id", (key,))
        return tuple(self._laws[law_id] for (law_id,) in rows)

    def suggest_titles(self, title: str, limit: int = 5) -> tuple[str, ...]:
        """Titles that a wrong title may mean, best first; none where nothing is close."""
        expect(title, str, "title", "the title of a law")
        key = normalise_title(title)
        named = [law.title for law in self._named(short_names().get(key, ""))]
        return tuple(dict.fromkeys([*named, *suggest(key, self._suggestions, limit)]))[:limit]

    @cached_property
    def _suggestions(self) -> Mapping[str, str]:
        """Full title → key, of laws held and of the catalogue."""
        held = {law.title: law.key for law in self._laws.values()}
        known = {entry.title: key for key, entries in catalogue_by_key().items() for entry in entries}
        keys = set(held.values())
        return held | {title: key for title, key in known.items() if key not in keys}

    def versions(self, law_id: str) -> tuple[LawVersion, ...]:
        """All versions of a law, oldest first; raises ``LibraryError`` E306."""
        self.law(law_id)
        return self._versions.get(law_id, ())

    def known_days(self, law_id: str) -> tuple[date, ...]:
        """Days on which the law is known to have been made or amended (题注 and texts), also without its text."""
        rows = self._rows("SELECT day FROM days WHERE law_id=? ORDER BY day", (law_id,))
        return tuple(date.fromisoformat(day) for (day,) in rows)

    def version(self, version_id: int) -> LawVersion:
        """The version with this id; raises ``LibraryError`` E306."""
        try:
            return self._version_by_id[version_id]
        except KeyError:
            raise LibraryError("E306", id=version_id) from None

    def version_at(self, law_id: str, day: date) -> LawVersion | None:
        """The version that applied on ``day``; None before the first, after a repeal, and where that text is not held.

        Where no version is dated, the only text there is (its validity is 效力待核). ``law_id`` is that of a :class:`Law`
        (``library.find_title("消防法")[0].law_id``).
        """
        expect(law_id, str, "law_id", "the law_id of a Law")
        on = day_given(day, "day")
        states = [(version, self.validity(version, on)) for version in self.versions(law_id)]
        for wanted in (Validity.IN_FORCE, Validity.UNKNOWN):
            fitting = [version for version, state in states if state is wanted]
            if fitting:
                return fitting[-1]
        return None

    def validity(self, version: LawVersion, day: date) -> Validity:
        """The state of ``version`` on ``day``, computed from dates."""
        expect(version, LawVersion, "version", "a LawVersion")
        return validity_of(version, self.law(version.law_id), day)

    def article(self, version_id: int, number: Number | int | str) -> Article | None:
        """第number条 of a version, or None (see :meth:`gaps`: the source may lack it).

        ``number`` is ``51``, ``Number(20, 1)`` for 第二十条之一, or the words 第二十条之一. Raises ``LibraryError`` E306 for a
        version that is not held, ``UsageError`` E722 for words that name no article.

        >>> library = open_library()
        >>> version = library.version_at(library.find_title("消防法")[0].law_id, date(2026, 11, 22))
        >>> [library.article(version.version_id, n).text[:11] for n in (5, "第五条")]
        ['任何单位和个人都有维护', '任何单位和个人都有维护']
        """
        _check_version(version_id)
        wanted = (version_id, *_number(number))
        rows = self._rows(_ARTICLE + " WHERE row=? AND value=? AND sub=? ORDER BY article_id", wanted)
        if not rows:
            self.version(version_id)
        return _article(rows[0]) if rows else None

    def articles(self, version_id: int) -> tuple[Article, ...]:
        """All articles of a version in reading order; raises ``LibraryError`` E306."""
        _check_version(version_id)
        rows = self._rows(_ARTICLE + " WHERE row=? ORDER BY article_id", (version_id,))
        if not rows:
            self.version(version_id)
        return tuple(map(_article, rows))

    def article_of(self, version_id: int, article_id: int) -> Article:
        """The article of a version with this id; raises ``LibraryError`` E306."""
        rows = self._rows(_ARTICLE + " WHERE article_id=? AND row=?", (article_id, version_id))
        if not rows:
            raise LibraryError("E306", id=article_id)
        return _article(rows[0])

    def articles_for(self, version_ids: Iterable[int]) -> Iterator[Article]:
        """Articles of many versions, in the order of the ids given, some hundred versions at a time."""
        ids = list(version_ids)
        for start in range(0, len(ids), _BATCH):
            part = ids[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            order = {version_id: index for index, version_id in enumerate(part)}
            rows = self._rows(f"{_ARTICLE} WHERE row IN ({marks})", part)
            rows.sort(key=lambda row: (order[row[1]], row[0]))
            yield from map(_article, rows)

    def gaps(self, version_id: int) -> tuple[Number, ...]:
        """Article numbers below the last one that the source lacks: such an article exists, its text is not held."""
        rows = self._rows("SELECT DISTINCT value FROM articles WHERE row=? AND value IS NOT NULL", (version_id,))
        held = {value for (value,) in rows}
        return tuple(Number(n) for n in range(1, max(held, default=0)) if n not in held)

    def in_force(self, day: date, *, include_unknown: bool = False) -> tuple[tuple[Law, LawVersion], ...]:
        """Every law with the version that applied on ``day``; with ``include_unknown`` also those 效力待核."""
        day = day_given(day, "day")
        found = self._in_force.get((day, include_unknown))
        if found is None:
            found = tuple(self._select(day, include_unknown))
            if len(self._in_force) >= _DAYS:
                self._in_force.clear()
            self._in_force[day, include_unknown] = found
        return found

    def _select(self, day: date, include_unknown: bool) -> Iterator[tuple[Law, LawVersion]]:
        wanted = (Validity.IN_FORCE, Validity.UNKNOWN) if include_unknown else (Validity.IN_FORCE,)
        for law_id, law in self._laws.items():
            version = self.version_at(law_id, day)
            if version is not None and validity_of(version, law, day) in wanted:
                yield law, version

    def catalogue(self, title: str) -> tuple[CatalogueEntry, ...]:
        """What the committed catalogue knows of a title, text or not."""
        expect(title, str, "title", "the title of a law")
        return catalogue_by_key().get(normalise_title(title), ())

    def counts(self) -> Mapping[Level, int]:
        """Number of laws held with text, for each level that has any."""
        levels = [law.level for law in self._laws.values()]
        return {level: levels.count(level) for level in Level if level in levels}

    def repealed_titles(self) -> Mapping[str, Repeal]:
        """Key → repeal, for every title that a text held or the catalogue says is repealed, its own text held or not.

        A law that lives on in a later text of the same name is not in it, nor one whose repeal is only flagged.
        """
        return self._repeals

    @cached_property
    def _repeals(self) -> Mapping[str, Repeal]:
        rows = self._rows("SELECT key, by_title, article, day, quote FROM repeals ORDER BY key")
        alive = {law.key for law in self._laws.values() if law.repeal is None}
        return {key: Repeal(by, article, from_iso(day), q) for key, by, article, day, q in rows if key not in alive}


def _article(row: tuple[Any, ...]) -> Article:
    article_id, version_id, value, sub, label, heading, text = row
    return Article(article_id, version_id, None if value is None else Number(value, sub), label, heading, text)


def _check_version(version_id: int) -> None:
    expect(version_id, int, "version_id", "the version_id of a LawVersion")


def _number(given: Number | int | str) -> Number:
    if isinstance(given, Number):
        return given
    expect(given, (int, str), "number", "51, Number(51) or 第五十一条")
    if isinstance(given, int):
        return Number(given)
    try:
        place = Address.parse(given)
    except ValueError:
        place = Address()
    if place.article is None or place.article.is_range or place != Address(article=place.article):
        raise UsageError("E722", text=given)
    return place.article.first


def _meta(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM meta"))
