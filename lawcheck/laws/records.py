"""What every source of laws hands to the library: one dated text with the facts that the source states."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lawcheck.document.numerals import Number
from lawcheck.laws.dates import Term
from lawcheck.laws.model import DocumentKind, Level

__all__ = ["Amendment", "RawArticle", "RawLaw", "RepealClause"]


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One 条 (or the whole text of a document without 条: ``number`` None)."""

    number: Number | None
    label: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class RepealClause:
    """A repeal that a text states: the key and title that ends, where, and in which words."""

    key: str
    title: str
    article: str
    quote: str
    day: date | None
    on_publication: bool


@dataclass(frozen=True, slots=True)
class Amendment:
    """What a 修改决定 or 修正案 changes: the key of the law and the articles named."""

    key: str
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawLaw:
    """One text as a source gives it. ``first_adopted`` is the law's, ``version_day`` this text's adoption;
    ``stated_effect`` what the last articles say, ``publisher_effect`` what the publisher's table says;
    ``term`` how long it applies; ``approved`` its last approval by the province; ``doubt`` why the dates may not be those of this text (Chinese)."""

    source: str
    origin: str
    title: str
    key: str
    kind: DocumentKind
    level: Level
    maker: str
    territory: str
    first_adopted: date | None
    version_day: date | None
    published: date | None
    stated_effect: date | None
    stated_on_publication: bool
    publisher_effect: date | None
    cause: str
    flag: str
    note: str
    amended_on: tuple[date, ...]
    repeals: tuple[RepealClause, ...]
    amends: tuple[Amendment, ...]
    priority: int
    articles: tuple[RawArticle, ...] = field(repr=False, default=())
    doubt: str = ""
    term: Term | None = None
    approved: date | None = None
