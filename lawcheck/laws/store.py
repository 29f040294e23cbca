"""The library file: its tables, how texts go in and how laws and versions are derived from them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from lawcheck.laws.dates import Term, find_term, from_iso
from lawcheck.laws.model import DocumentKind, Law, LawVersion, Level, Repeal
from lawcheck.laws.opening import open_read_only
from lawcheck.laws.patching import patched
from lawcheck.laws.records import Amendment, RawArticle, RawLaw, RepealClause
from lawcheck.laws.timeline import Entry, Known, Timeline, build_timeline
from lawcheck.laws.titles import title_aliases

__all__ = [
    "DERIVATION",
    "SCHEMA",
    "Progress",
    "add_texts",
    "derive",
    "drop_texts",
    "fresh",
    "read_meta",
    "row_to_law",
    "row_to_version",
    "stored_texts",
]

SCHEMA = "5"
DERIVATION = "2"
"""What laws and versions are worked out from the texts; a library of another one is derived again, its texts stay."""
Progress = Callable[[str, int, int], None]

_TABLES = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE texts(row INTEGER PRIMARY KEY, origin TEXT UNIQUE NOT NULL, facts TEXT NOT NULL,
  article_count INTEGER NOT NULL, text_hash TEXT NOT NULL);
CREATE TABLE articles(article_id INTEGER PRIMARY KEY, row INTEGER NOT NULL, value INTEGER, sub INTEGER,
  label TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX articles_row ON articles(row, value, sub);
CREATE TABLE laws(law_id TEXT PRIMARY KEY, title TEXT, key TEXT, kind TEXT, level TEXT, maker TEXT, territory TEXT,
  repeal_by TEXT, repeal_article TEXT, repeal_on TEXT, repeal_quote TEXT);
CREATE TABLE names(key TEXT NOT NULL, law_id TEXT NOT NULL, alias INTEGER NOT NULL, PRIMARY KEY(key, law_id));
CREATE TABLE versions(version_id INTEGER PRIMARY KEY, law_id TEXT NOT NULL, title TEXT, adopted TEXT, published TEXT,
  effective_from TEXT, effective_to TEXT, cause TEXT, source TEXT, quality TEXT, article_count INTEGER, note TEXT,
  position INTEGER NOT NULL);
CREATE INDEX versions_law ON versions(law_id, position);
CREATE TABLE days(law_id TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY(law_id, day));
CREATE TABLE repeals(key TEXT PRIMARY KEY, title TEXT, by_title TEXT, article TEXT, day TEXT, quote TEXT);
"""


def fresh(path: Path) -> sqlite3.Connection:
    """A new, empty library at ``path``; without a journal, because only a complete file is renamed into place."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + _TABLES)
    return connection


def add_texts(connection: sqlite3.Connection, laws: Iterable[RawLaw]) -> int:
    """Insert texts with their articles, skipping an ``origin`` already held; returns how many went in."""
    added = 0
    for raw in map(patched, laws):
        hashed = _text_hash(raw.articles)
        cursor = connection.execute(
            "INSERT OR IGNORE INTO texts(origin, facts, article_count, text_hash) VALUES (?,?,?,?)",
            (raw.origin, _encode(raw), len(raw.articles), hashed),
        )
        if cursor.rowcount == 1:
            added += 1
            _insert_articles(connection, cursor.lastrowid or 0, raw.articles)
    return added


def stored_texts(connection: sqlite3.Connection) -> list[RawLaw]:
    """What is known of each text held, without its articles."""
    return [_decode(facts) for (facts,) in connection.execute("SELECT facts FROM texts ORDER BY row")]


def drop_texts(connection: sqlite3.Connection, origins: Iterable[str]) -> None:
    """Delete texts with their articles; laws and versions are derived again afterwards."""
    for origin in origins:
        connection.execute("DELETE FROM articles WHERE row=(SELECT row FROM texts WHERE origin=?)", (origin,))
        connection.execute("DELETE FROM texts WHERE origin=?", (origin,))


def _insert_articles(connection: sqlite3.Connection, row: int, articles: tuple[RawArticle, ...]) -> None:
    connection.executemany(
        "INSERT INTO articles(row, value, sub, label, heading, text) VALUES (?,?,?,?,?,?)",
        ((row, *(a.number or (None, None)), a.label, a.heading, a.text) for a in articles),
    )


def _text_hash(articles: Iterable[RawArticle]) -> str:
    digest = hashlib.sha256()
    for article in articles:
        digest.update("".join(article.text.split()).encode())
    return digest.hexdigest()[:24]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _encode(raw: RawLaw) -> str:
    facts = {f.name: getattr(raw, f.name) for f in fields(raw) if f.name not in ("articles", "repeals", "amends")}
    facts["repeals"] = [[r.key, r.title, r.article, r.quote, r.day, r.on_publication] for r in raw.repeals]
    facts["amends"] = [[a.key, a.articles] for a in raw.amends]
    facts["term"] = [raw.term.months, raw.term.until, raw.term.quote] if raw.term else None
    return json.dumps(facts, ensure_ascii=False, default=_plain)


_TERM_KNOWN = '"term": '
_DAYS = ("first_adopted", "version_day", "published", "stated_effect", "publisher_effect", "approved")


def _decode(text: str) -> RawLaw:
    facts: dict[str, Any] = json.loads(text)
    facts.update({name: from_iso(facts.get(name)) for name in _DAYS})
    facts["kind"], facts["level"] = DocumentKind(facts["kind"]), Level(facts["level"])
    facts["amended_on"] = tuple(date.fromisoformat(day) for day in facts["amended_on"])
    facts["repeals"] = tuple(
        RepealClause(key, title, article, quote, from_iso(day), on_publication)
        for key, title, article, quote, day, on_publication in facts["repeals"]
    )
    facts["amends"] = tuple(Amendment(key, tuple(articles)) for key, articles in facts["amends"])
    if term := facts.get("term"):
        facts["term"] = Term(term[0], from_iso(term[1]), term[2])
    return RawLaw(**facts)


def derive(connection: sqlite3.Connection, known: Known, meta: Mapping[str, str]) -> Timeline:
    """Work out laws, versions and repeals from all texts held, and write them with ``meta`` and the fingerprint."""
    rows = connection.execute("SELECT row, facts, article_count, text_hash FROM texts ORDER BY row").fetchall()
    entries = [
        Entry(row, _with_term(connection, row, facts), count, text_hash) for row, facts, count, text_hash in rows
    ]
    timeline = build_timeline(entries, _similarity(connection), known)
    _write_timeline(connection, timeline)
    late = [
        (e.row, e.raw.term) for e, row in zip(entries, rows, strict=True) if e.raw.term and _TERM_KNOWN not in row[1]
    ]
    stamp = {
        "schema": SCHEMA,
        "derivation": DERIVATION,
        "fingerprint": _fingerprint(rows, late),
        "horizon": _horizon(entries),
        **meta,
    }
    connection.execute("DELETE FROM meta")
    connection.executemany("INSERT INTO meta VALUES (?,?)", stamp.items())
    connection.commit()
    return timeline


def _with_term(connection: sqlite3.Connection, row: int, facts: str) -> RawLaw:
    """A text as stored; where a former version of the program stored it, its 有效期 is read from its last articles."""
    raw = _decode(facts)
    if _TERM_KNOWN in facts:
        return raw
    last = connection.execute(
        "SELECT text FROM articles WHERE row=? ORDER BY article_id DESC LIMIT 4", (row,)
    ).fetchall()
    return replace(raw, term=find_term("\n".join(text for (text,) in reversed(last))))


def _fingerprint(rows: Iterable[tuple[int, str, int, str]], terms: Iterable[tuple[int, Term]]) -> str:
    """Of the texts as stored, and of each 有效期 that was read from a text afterwards."""
    digest = hashlib.sha256(SCHEMA.encode())
    for row, facts, _, text_hash in rows:
        digest.update(f"{row}|{facts}|{text_hash}".encode())
    for row, term in terms:
        digest.update(f"{row}|{term.quote}".encode())
    return digest.hexdigest()[:16]


def _horizon(entries: Iterable[Entry]) -> str:
    """The newest publication of a 法律; where the library holds none, of any text. One newer local regulation added
    by a user does not mean that the laws until its day are held."""
    days = [(e.raw.level is Level.LAW, e.raw.published or e.raw.version_day) for e in entries]
    dated = [(is_law, day) for is_law, day in days if day]
    return max(dated)[1].isoformat() if dated else date.min.isoformat()


def _similarity(connection: sqlite3.Connection) -> Callable[[int, int], float]:
    def texts(row: int) -> set[str]:
        found = connection.execute("SELECT text FROM articles WHERE row=?", (row,))
        return {"".join(text.split()) for (text,) in found}

    def similarity(a: int, b: int) -> float:
        one, two = texts(a), texts(b)
        return len(one & two) / max(len(one), len(two), 1)

    return similarity


def _write_timeline(connection: sqlite3.Connection, timeline: Timeline) -> None:
    for table in ("laws", "names", "versions", "repeals", "days"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names
    connection.executemany("INSERT INTO laws VALUES (?,?,?,?,?,?,?,?,?,?,?)", map(_law_row, timeline.laws))
    connection.executemany("INSERT OR IGNORE INTO names VALUES (?,?,?)", _names(timeline.laws))
    rows = (_version_row(version, index) for index, version in enumerate(timeline.versions))
    connection.executemany("INSERT INTO versions VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)
    pairs = ((law_id, day.isoformat()) for law_id, days in sorted(timeline.days.items()) for day in days)
    connection.executemany("INSERT INTO days VALUES (?,?)", pairs)
    connection.executemany(
        "INSERT INTO repeals VALUES (?,?,?,?,?,?)",
        (
            (key, timeline.repealed_titles.get(key, key), r.by_title, r.by_article, _iso(r.on), r.quote)
            for key, r in sorted(timeline.repeals.items())
        ),
    )


def _names(laws: Iterable[Law]) -> Iterator[tuple[str, str, int]]:
    for law in laws:
        yield law.key, law.law_id, 0
        for alias in title_aliases(law.key):
            yield alias, law.law_id, 1


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _law_row(law: Law) -> tuple[str | None, ...]:
    r = law.repeal
    ended = (r.by_title, r.by_article, _iso(r.on), r.quote) if r else (None, None, None, None)
    return (law.law_id, law.title, law.key, law.kind.value, law.level.value, law.maker, law.territory, *ended)


def _version_row(v: LawVersion, position: int) -> tuple[object, ...]:
    days = (_iso(v.adopted), _iso(v.published), _iso(v.effective_from), _iso(v.effective_to))
    return (v.version_id, v.law_id, v.title, *days, v.cause, v.source, v.quality, v.article_count, v.note, position)


def row_to_law(row: tuple[Any, ...]) -> Law:
    """A row of ``laws`` as a value."""
    law_id, title, key, kind, level, maker, territory, by, article, day, quote = row
    repeal = None if by is None else Repeal(by, article, from_iso(day), quote)
    return Law(law_id, title, key, DocumentKind(kind), Level(level), maker, territory, repeal)


def row_to_version(row: tuple[Any, ...]) -> LawVersion:
    """A row of ``versions`` as a value."""
    version_id, law_id, title, adopted, published, start, end, cause, source, quality, articles, note, _ = row
    days = (from_iso(adopted), from_iso(published), from_iso(start), from_iso(end))
    return LawVersion(version_id, law_id, title, *days, cause, source, quality, articles, note)


def read_meta(path: Path) -> dict[str, str] | None:
    """The stamp of a library file, or None where the file is missing or no library."""
    if not path.is_file():
        return None
    try:
        with closing(open_read_only(path, immutable=True)) as connection:
            return dict(connection.execute("SELECT name, value FROM meta"))
    except sqlite3.Error:
        return None
