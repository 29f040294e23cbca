"""What a search gives: pages of hits with marked snippets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from markupsafe import escape

from lawcheck.laws.model import Article, Law, LawVersion, Validity

__all__ = ["SearchHit", "SearchPage", "Snippet"]


class Snippet(NamedTuple):
    """A piece of text and the half-open spans in it (code points of ``text``) that answer the query."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def html(self) -> str:
        """Escaped HTML with the hits in ``<mark>``; safe to put into a page.

        >>> Snippet("灭火<器>", ((0, 2),)).html
        '<mark>灭火</mark>&lt;器&gt;'
        """
        return self.marked("<mark>", "</mark>", lambda part: str(escape(part)))

    def marked(self, before: str, after: str, write: Callable[[str], str] = str) -> str:
        """The text with ``before`` and ``after`` around each hit; ``write`` renders the pieces.

        >>> Snippet("使用灭火器", ((2, 5),)).marked("【", "】")
        '使用【灭火器】'
        """
        parts, at = [], 0
        for start, end in self.marks:
            parts += [write(self.text[at:start]), before, write(self.text[start:end]), after]
            at = end
        return "".join([*parts, write(self.text[at:])])


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that answers a query: its law and version, the state of the version on the day asked for, the score
    (higher is better; comparable within one query only), the marked title, and a marked piece of the text."""

    law: Law
    version: LawVersion
    article: Article
    validity: Validity
    score: float
    title: Snippet
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of an answer, in a stable order: best first, then by level, title and article.

    ``total`` counts all hits, not only this page's. ``relaxed``: no article has all the words; the hits have at least
    half of them. ``suggestions``: titles that a title in the query may mean, where nothing was found.
    """

    query: str
    as_of: date
    horizon: date
    page: int
    per_page: int
    total: int
    hits: tuple[SearchHit, ...]
    relaxed: bool = False
    suggestions: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.per_page)
