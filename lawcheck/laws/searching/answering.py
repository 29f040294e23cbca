"""From a query to a page of hits."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lawcheck.laws.library import Library
from lawcheck.laws.model import Article
from lawcheck.laws.searching.evaluating import Answer, Evaluation, positive_words
from lawcheck.laws.searching.index import SearchIndex
from lawcheck.laws.searching.language import QueryText, parse_query
from lawcheck.laws.searching.model import SearchHit, SearchPage
from lawcheck.laws.searching.scope import Scope
from lawcheck.laws.searching.snippets import mark, snippet

__all__ = ["answer_page"]

_SUGGESTED: Final = 5


def answer_page(library: Library, index: SearchIndex, text: str, as_of: date, page: int, per_page: int) -> SearchPage:
    """The page; arguments as in :func:`lawcheck.laws.search`."""
    query = parse_query(text)
    scope = _scope(library, as_of)
    answer, relaxed = Evaluation(index, scope, query).answer()
    rows = _ordered(answer)
    shown = rows[(page - 1) * per_page : page * per_page]
    hits = tuple(_hits(library, index, answer, shown, query, scope))
    suggestions = () if len(rows) else _suggestions(library, query)
    return SearchPage(
        text, as_of, library.horizon, page, per_page, len(rows), hits, relaxed=relaxed, suggestions=suggestions
    )


@lru_cache(maxsize=4)
def _scope(library: Library, as_of: date) -> Scope:
    return Scope(library, as_of)


def _ordered(answer: Answer) -> NDArray[np.intp]:
    """Rows by falling score; equal ones as they stand in the index."""
    rows = np.flatnonzero(answer.mask)
    return rows[np.argsort(-answer.score[rows], kind="stable")]


def _hits(
    library: Library, index: SearchIndex, answer: Answer, rows: NDArray[np.intp], query: QueryText, scope: Scope
) -> list[SearchHit]:
    words = positive_words(query.tree)
    in_text = [word for field, word in words if field in ("any", "text")]
    in_title = [word for field, word in words if field in ("any", "title")]
    articles = _articles(library, index, rows)
    hits = []
    for row, article in zip(rows.tolist(), articles, strict=True):
        version = library.version(article.version_id)
        law = library.law(version.law_id)
        state = library.validity(version, scope.as_of)
        title, piece = mark(law.title, in_title), snippet(article.text, in_text)
        hits.append(SearchHit(law, version, article, state, round(float(answer.score[row]), 4), title, piece))
    return hits


def _articles(library: Library, index: SearchIndex, rows: NDArray[np.intp]) -> list[Article]:
    wanted = index.article_ids[rows].tolist()
    found = {a.article_id: a for a in library.articles_for(dict.fromkeys(index.versions[rows].tolist()))}
    return [found[article_id] for article_id in wanted]


def _suggestions(library: Library, query: QueryText) -> tuple[str, ...]:
    titles = [word for field, word in positive_words(query.tree) if field in ("any", "title")]
    found = [title for word in titles for title in library.suggest_titles(word)]
    return tuple(dict.fromkeys(found))[:_SUGGESTED]
