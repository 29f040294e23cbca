"""Search for people: words, phrases and fields over every article of the library.

Whoosh keeps the term dictionary and the posting lists; this package gives it Chinese terms (single characters and
pairs), array posting lists, and the facts of laws as of a day. Nothing heavy is imported before the first search.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from lawcheck.arguments import day_given, expect
from lawcheck.errors import UsageError
from lawcheck.laws.library import Library
from lawcheck.laws.searching.model import SearchHit, SearchPage, Snippet
from lawcheck.laws.store import Progress

__all__ = ["SearchHit", "SearchPage", "Snippet", "prepare_search", "search"]

MOST_PER_PAGE: Final = 100


def search(
    library: Library,
    query: str,
    *,
    as_of: date,
    page: int = 1,
    per_page: int = 20,
    progress: Progress | None = None,
) -> SearchPage:
    """One page of the articles that answer ``query`` on the day ``as_of``, best first, in a stable order.

    Words side by side must all occur (in text, title or chapter heading); ``"…"`` is looked for as written; AND, OR,
    NOT (且 或 非, ``-``), brackets, and the fields 正文 标题 条 章 种类 层级 地区 机关 效力, e.g. ``标题:消防 层级:法律``.
    ``标题:…~`` also finds titles written slightly wrong; 消防法第五条 and 《消防法》 mean what they say. Only versions in
    force on the day (or 效力待核) answer, unless the query says 效力:已废止, 效力:全部 … Where no article has all the
    words of a plain query, those with at least half of them answer, and the page says ``relaxed``.

    The index is built at the first search, with ``progress("search", done, total)``.

    >>> from lawcheck.laws import open_library
    >>> answer = search(open_library(), "预防火灾 报告火警", as_of=date(2026, 11, 22))
    >>> answer.hits[0].law.title, answer.hits[0].article.label
    ('中华人民共和国消防法', '第五条')

    Raises:
        UsageError: E309, E320–E326, E328 for a query or page that makes no sense: what, where and what to do.
        LibraryError: E303, E304, E327 for an index that cannot be built or read.
    """
    _check(library, query, page, per_page)
    if page < 1 or not 1 <= per_page <= MOST_PER_PAGE:
        raise UsageError("E326", page=page, per_page=per_page, most=MOST_PER_PAGE)
    from lawcheck.laws.searching.answering import answer_page
    from lawcheck.laws.searching.index import open_search_index

    return answer_page(library, open_search_index(library, progress), query, day_given(as_of), page, per_page)


def _check(library: Library, query: str, page: int, per_page: int) -> None:
    expect(library, Library, "library", "a Library (lawcheck.open_library())")
    expect(query, str, "query", "words")
    expect(page, int, "page", "a number")
    expect(per_page, int, "per_page", "a number")


def prepare_search(library: Library, *, progress: Progress | None = None, rebuild: bool = False) -> Path:
    """Build the search index of ``library`` where it is missing (or anew); the folder it is in.

    Raises:
        LibraryError: E303, E304.
    """
    from lawcheck.laws.searching.index import build_search_index

    return build_search_index(library, progress, force=rebuild)
