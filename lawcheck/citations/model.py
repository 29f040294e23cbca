"""A reference held against the library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lawcheck.document.model import Unit
from lawcheck.laws.model import Article, CatalogueEntry, Law, LawVersion, Repeal
from lawcheck.references.model import Reference

__all__ = ["Citation", "CitationState", "Move"]


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


@dataclass(frozen=True, slots=True)
class Move:
    """The text that a cited number meant now stands under another number.

    ``how`` is ``concordance`` (the old text is held and corresponds to ``now``) or ``content`` (only today's text is
    held: the clause says nothing of ``there``, the article under the cited number, and fits ``now``). ``cited`` and
    ``cited_version`` are the old text, where held. ``similarity``, 0–1: of old and new text, or the share of the
    clause's words that stands in ``now``. ``kind`` as in :class:`lawcheck.alignment.ArticlePair`.
    """

    how: str
    now: Article
    there: Article | None
    cited: Article | None
    cited_version: LawVersion | None
    similarity: float
    kind: str


@dataclass(frozen=True, slots=True)
class Citation:
    """``reference`` resolved. ``law``/``version``/``article`` are set as far as they are certain; ``target`` is the unit
    for references inside the document; ``exists`` is None where it could not be checked; ``candidates`` are titles
    offered for a wrong name; ``article_range`` shows the existing numbers; ``reason`` is a Chinese sentence. ``moved``
    tells that the number has changed since (``article`` is then the text of today that is meant, for a concordance);
    ``unfollowed`` says why that could not be found out, empty where it could."""

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
