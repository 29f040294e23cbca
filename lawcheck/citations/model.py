"""A reference held against the library."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from lawcheck.document.model import Unit
from lawcheck.laws.model import Article, CatalogueEntry, Law, LawVersion, Repeal
from lawcheck.references.model import Reference

__all__ = ["Citation", "CitationState", "DatedState", "Moment", "Move"]


_NATIONAL_LAW: Final = re.compile(r"中华人民共和国[\u4e00-\u9fff]{2,30}法(?:典)?")


class CitationState(StrEnum):
    """What is known of the target on the day of the review."""

    IN_FORCE = "有效"
    AMENDED = "已修改"
    REPEALED = "已废止"
    NOT_YET = "尚未生效"
    NO_SUCH_ARTICLE = "条款不存在"
    WRONG_NAME = "名称有误"
    NOT_IN_LIBRARY = "库中无此法"
    CATALOGUE_ONLY = "有目无文"
    INTERNAL = "本文件条款"  # resolves inside the document
    NOT_CHECKED = "未检查"

    @property
    def sure(self) -> bool:
        """Whether nothing is left to look at: the target stands, in the library or in the document."""
        return self in (CitationState.IN_FORCE, CitationState.INTERNAL)


@dataclass(frozen=True, slots=True)
class Move:
    """The text that a cited number meant now stands under another number.

    ``how`` is ``concordance`` (the old text is held and corresponds to ``now``), ``stated`` (a source that nobody has
    confirmed gives the number: 依据待核, ``similarity`` 0), ``content`` (only today's text is
    held: the clause says nothing of ``there``, the article under the cited number, and fits ``now``) or ``sentence`` (the
    same of the whole sentence, more weakly: ``now`` is only the nearest). ``cited`` and
    ``cited_version`` are the old text, where held. ``similarity``, 0–1: of old and new text, the share of the
    clause's words that stands in ``now``, or the cosine of the sentence with the nearest of ``now``. ``kind`` as in :class:`lawcheck.alignment.ArticlePair`.
    """

    how: str
    now: Article
    there: Article | None
    cited: Article | None
    cited_version: LawVersion | None
    similarity: float
    kind: str


class Moment(StrEnum):
    """The three days on which a citation is judged (domain.md 1.3): the values are the words shown."""

    PUBLISHED = "公布时"
    EFFECTIVE = "施行时"
    TODAY = "审查日"


@dataclass(frozen=True, slots=True)
class DatedState:
    """The state of a citation on one of the three days, with the text that applied then, as far as it is certain."""

    moment: Moment
    day: date
    state: CitationState
    reason: str = ""
    version: LawVersion | None = None
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """``reference`` resolved. ``law``/``version``/``article`` are set as far as they are certain; ``target`` is the unit
    for references inside the document; ``exists`` is None where it could not be checked; ``candidates`` are titles
    offered for a wrong name; ``article_range`` shows the existing numbers; ``reason`` is a Chinese sentence. ``moved``
    tells that the number has changed since (``article`` is then the text of today that is meant, for a concordance);
    ``unfollowed`` says why that could not be found out, empty where it could. ``on`` tells the state at the publication
    and at the effect of the document, where these days are known, and on the day of the review; it is empty for
    references inside the document."""

    reference: Reference
    state: CitationState
    reason: str = ""
    law: Law | None = None
    version: LawVersion | None = None
    article: Article | None = None
    target: Unit | None = None
    exists: bool | None = None
    repeal: Repeal | None = None
    catalogue: CatalogueEntry | None = None
    candidates: tuple[str, ...] = ()
    article_range: str = ""
    moved: Move | None = None
    unfollowed: str = ""
    on: tuple[DatedState, ...] = ()

    @property
    def unlisted(self) -> bool:
        """Whether it names a law in full that the list of all laws does not have: written wrongly, or younger than the list."""
        named = _NATIONAL_LAW.fullmatch(self.reference.address.law or "")
        return self.state is CitationState.NOT_IN_LIBRARY and named is not None
