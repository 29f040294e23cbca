"""Laws, their dated versions, and what the library knows of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lawcheck.document.numerals import Number

__all__ = [
    "CUT_OFF",
    "Article",
    "CatalogueEntry",
    "DocumentKind",
    "Law",
    "LawVersion",
    "Level",
    "Rank",
    "Repeal",
    "Validity",
]

CUT_OFF = "未见施行条款，文本可能不完整"  # in the note of a version without 施行 and other closing rules


class DocumentKind(StrEnum):
    """K-codes of domain.md 1.1 (values are the codes)."""

    K0 = "K0"
    K1 = "K1"
    K2 = "K2"
    K2M = "K2m"
    K3 = "K3"
    K4 = "K4"
    K5 = "K5"
    K6 = "K6"
    K7 = "K7"
    K8 = "K8"
    K9 = "K9"
    K10 = "K10"
    K11 = "K11"
    K12 = "K12"
    K13 = "K13"
    K14 = "K14"


class Level(StrEnum):
    """Levels under which the library reports what it holds."""

    CONSTITUTION = "宪法"
    LAW = "法律"
    ADMINISTRATIVE = "行政法规"
    SUPERVISORY = "监察法规"
    LOCAL = "地方性法规"
    DEPARTMENT_RULE = "部门规章"
    LOCAL_RULE = "地方政府规章"
    INTERPRETATION = "司法解释"
    OTHER = "规范性文件"


class Rank(StrEnum):
    """Outcome of comparing two documents in the hierarchy (domain.md 1.2)."""

    ABOVE = "above"
    BELOW = "below"
    PEER = "peer"
    INCOMPARABLE = "incomparable"
    VARIATION = "variation"


class Validity(StrEnum):
    """State of a version on a day, computed from dates, never from a flag (domain.md 1.6)."""

    NOT_YET = "尚未生效"
    IN_FORCE = "现行有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    EXPIRED = "已失效"  # its own 有效期 is over
    UNKNOWN = "效力待核"


@dataclass(frozen=True, slots=True)
class Repeal:
    """A law that ended: by which law and article, on which day (None = not known), and the words that say so.

    A text whose 有效期 is over has ``term`` True, no law that ended it, and its own words.
    """

    by_title: str
    by_article: str
    on: date | None
    quote: str

    @property
    def term(self) -> bool:
        """Whether the text itself set its end."""
        return bool(self.quote) and not self.by_title


@dataclass(frozen=True, slots=True)
class Law:
    """A work. ``key`` is the normalised title (no 中华人民共和国, no blanks); ``territory`` a GB/T 2260 code or ""."""

    law_id: str
    title: str
    key: str
    kind: DocumentKind
    level: Level
    maker: str
    territory: str
    repeal: Repeal | None = None


@dataclass(frozen=True, slots=True)
class LawVersion:
    """A dated text of a law. ``effective_from`` is this version's own date; ``effective_to`` the day it ended
    (exclusive), None while nothing ends it; ``quality`` tells how the dates were found (``text``, ``decision``,
    ``publisher``, ``assumed``); ``source`` where the text came from."""

    version_id: int
    law_id: str
    title: str
    adopted: date | None
    published: date | None
    effective_from: date | None
    effective_to: date | None
    cause: str
    source: str
    quality: str
    article_count: int
    note: str = ""

    @property
    def complete(self) -> bool:
        """False where the text seems cut off, so that an article number beyond its last one proves nothing."""
        return CUT_OFF not in self.note


@dataclass(frozen=True, slots=True)
class Article:
    """One 条 of a version. ``text`` has one 款 or 项 a line; ``heading`` the chapter line above it."""

    article_id: int
    version_id: int
    number: Number | None
    label: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """Facts about a law version without its text (``corpus/catalogue``); 有目无文 is said from these."""

    title: str
    key: str
    level: Level
    maker: str
    adopted: date | None
    published: date | None
    effective_from: date | None
    repealed_on: date | None
    repealed_by: str
    article_count: int
    source: str
