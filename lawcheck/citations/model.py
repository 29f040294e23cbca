"""A reference held against the library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lawcheck.document.model import Unit
from lawcheck.laws.model import Article, CatalogueEntry, Law, LawVersion, Repeal
from lawcheck.references.model import Reference

__all__ = ["Citation", "CitationState"]


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
class Citation:
    """``reference`` resolved. ``law``/``version``/``article`` are set as far as they are certain; ``target`` is the unit
    for references inside the document; ``exists`` is None where it could not be checked; ``candidates`` are titles
    offered for a wrong name; ``article_range`` shows the existing numbers; ``reason`` is a Chinese sentence."""

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
