"""Which higher laws a document faces, and which higher clause each 款 corresponds to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lawcheck.document import format_numeral
from lawcheck.laws.model import Article, Law, LawVersion
from lawcheck.matching import phrases

__all__ = ["Coverage", "Ground", "HigherClause", "HigherLaw", "Match", "MatchState", "Pins"]


class Ground(StrEnum):
    """Why a law is listed above a document, in the order in which a reader is told."""

    PINNED = "人工指定"
    BASIS = "依据"
    SUCCESSOR = "取代原依据"
    CITED = "引用"
    SUBJECT = "内容相近"
    FRAMEWORK = "框架法"
    REFERENCE = "参考"


class MatchState(StrEnum):
    """Whether a clause was matched, and if not, why."""

    MATCHED = "已匹配"
    # The applicable levels are held and were searched, nothing was similar enough: a result of comparing words, no
    # statement of law (无上位依据 is for a person to say).
    NONE = "未找到文字相近的上位条款"
    NOT_CHECKED = "未检查"  # the library lacks an applicable level, or the clause is too short to compare


_GROUNDS = (  # most certain first
    (phrases.BASIS_TITLE, Ground.BASIS),
    (phrases.BASIS_ARTICLE, Ground.BASIS),
    (phrases.SUCCESSOR, Ground.SUCCESSOR),
    (phrases.CITED_LAW, Ground.CITED),
    (phrases.FRAMEWORK, Ground.FRAMEWORK),
    (phrases.SUBJECT, Ground.SUBJECT),
)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the library holds for this document at one level.

    ``laws`` counts the titles in force on the day that the catalogue, the library or the document itself names;
    ``complete`` is False where the catalogue does not list the level whole, so that there may be more. ``with_text``
    of them are held with the text of that day. ``horizon`` is the newest publication held of the level (None: nothing
    dated). ``missing`` are titles that the document builds on and the library has no text of. ``lacking``: too little is
    held to say of a clause that nothing was found. ``note`` says the same in words."""

    level: str
    laws: int
    with_text: int
    note: str = ""
    complete: bool = True
    horizon: date | None = None
    missing: tuple[str, ...] = ()
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class Pins:
    """A person's choice of higher laws, kept with the review: titles ``pinned`` (listed first and matched against,
    whatever their rank) and ``unpinned`` (neither listed nor matched against)."""

    pinned: tuple[str, ...] = ()
    unpinned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HigherLaw:
    """A law the document must agree with. ``score`` in 0..1; ``reasons`` are Chinese phrases (第一条明示依据 …);
    ``relation`` is ``above`` or ``reference`` (参考立法例); ``pinned`` if a person fixed it."""

    law: Law
    version: LawVersion
    score: float
    reasons: tuple[str, ...]
    relation: str = "above"
    pinned: bool = False

    @property
    def ground(self) -> Ground:
        """The most certain of its reasons: a trigger of a framework law counts before likeness of content."""
        if self.pinned:
            return Ground.PINNED
        if self.relation == "reference":
            return Ground.REFERENCE
        told = (ground for words, ground in _GROUNDS if any(reason.startswith(words) for reason in self.reasons))
        return next(told, Ground.SUBJECT)


@dataclass(frozen=True, slots=True)
class HigherClause:
    """A candidate clause. ``paragraph`` is the best fitting 款 (from 1; 0 = whole article), ``text`` its text;
    ``similarity`` 0..1 (rapidfuzz ratio), ``containment`` 0..1 (share of the lower clause's bigrams found above);
    ``score`` orders candidates; ``reasons`` name the shared rare words."""

    law: Law
    version: LawVersion
    article: Article
    paragraph: int
    text: str
    score: float
    similarity: float
    containment: float
    reasons: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """第十二条第二款; the 款 is left out where the article has only one line."""
        several = self.paragraph and "\n" in self.article.text.strip()
        return self.article.label + (f"第{format_numeral(self.paragraph)}款" if several else "")


@dataclass(frozen=True, slots=True)
class Match:
    """The result for the 款 with positional id ``eid``; ``clauses`` best first, at most five. ``nearest``: of a 款 without a
    match, clauses of laws that the document has to do with which are too unlike to be told to be the same rule."""

    eid: str
    state: MatchState
    reason: str
    clauses: tuple[HigherClause, ...] = ()
    nearest: tuple[HigherClause, ...] = ()
