"""The articles worth measuring for each clause of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.matching.asking import CANDIDATES, Links
from lawcheck.matching.features import Clause, Context, Floats, Found
from lawcheck.matching.index import ClauseIndex, Scope
from lawcheck.matching.query import Query
from lawcheck.matching.ways import Ways

__all__ = ["Asked", "Field", "candidates"]

LEADING_ARTICLES: Final = 60  # articles taken from the leading laws; the cited article of the gold is often only there
CITED_ARTICLES: Final = 20  # articles taken from a law that the clause itself names
MEASURED: Final = 40  # candidates that get the costly features; more changes no gold figure by 0.005
CHEAP: Final = (5.2, 2.65, 2.92)  # weights of retrieval, prior and named in choosing them (see FIRST_LOOK)
CITING: Final = 15  # articles taken by way of the likest clauses that cite them
LIKE: Final = 0.15  # least likeness of such a clause
KEPT: Final = 100.0  # more than any of these: rows that stay in any case

Rows = npt.NDArray[np.int64]
Owners = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Field:
    """Where the clauses of one document look: laws above it, the laws most clauses vote for, what is known of it, and the
    clauses of other texts that cite articles."""

    index: ClauseIndex
    scope: Scope
    leading: Scope
    context: Context
    ways: Ways | None = None


class Asked(NamedTuple):
    """What is asked of the index for clause ``number`` of a document: besides its ``query`` the articles of the
    ``versions`` that it names, and ``extra`` rows that are candidates in any case."""

    query: Query
    number: int
    versions: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()


def candidates(field: Field, asked: Sequence[Asked], links: Links, queries: Sequence[Query]) -> list[Clause]:
    """Each of ``asked`` as a clause of the document with these ``queries``, with its candidates: the general search, the
    best articles of the leading laws, those of laws that it names, those that like clauses cite, and the extra rows; the
    likeliest of them."""
    index = field.index
    own = [(one.query,) for one in asked]
    wider = [(one.query, *(queries[n] for n in links.cited[one.number])) for one in asked]
    beside = [tuple(queries[n] for n in links.siblings[one.number]) for one in asked]
    leading = index.rows_each([one.query for one in asked], field.leading, LEADING_ARTICLES)
    like = _like(field, asked)
    asked = [one._replace(extra=(*one.extra, *_by_way(field, values))) for one, values in zip(asked, like, strict=True)]
    sought = [_sought(field, *each) + n * len(index) for n, each in enumerate(zip(asked, wider, leading, strict=True))]
    owner, rows = np.divmod(np.unique(np.concatenate(sought)) if sought else np.zeros(0, np.int64), max(len(index), 1))
    scores = index.at((own, wider, beside), owner, rows).T
    retrieval, expanded, siblings = (_relative(values, owner, len(asked)) for values in scores)
    known = (
        field.context.prior[index.version_codes[1][rows]],
        _named(field, asked, owner, rows),
        _cited(field, like, owner, rows),
    )
    return _clauses(
        asked, links, len(queries), _likeliest(asked, owner, Found(rows, retrieval, expanded, siblings, *known))
    )


def _like(field: Field, asked: Sequence[Asked]) -> list[Floats]:
    """How like each clause is to the clauses that cite the articles which anybody cites."""
    if field.ways is None:
        return [np.zeros(0, dtype=np.float32)] * len(asked)
    return field.ways.likeness([one.query.text for one in asked])


def _by_way(field: Field, like: Floats) -> list[int]:
    """The rows within the scope that the likest clauses cite."""
    if field.ways is None:
        return []
    places = np.flatnonzero((like >= LIKE) & field.scope.inside[field.ways.rows])
    best = places[np.argsort(-like[places], kind="stable")[:CITING]]
    rows: list[int] = field.ways.rows[best].tolist()
    return rows


def _cited(field: Field, like: Sequence[Floats], owner: Owners, rows: Rows) -> Floats:
    """The same for every candidate."""
    if field.ways is None:
        return np.zeros(len(rows), dtype=np.float32)
    bounds = np.searchsorted(owner, np.arange(len(like) + 1)).tolist()
    parts = [field.ways.at(rows[slice(*pair)], own) for own, pair in zip(like, pairwise(bounds), strict=True)]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)


def _sought(field: Field, asked: Asked, wider: Sequence[Query], leading: Rows) -> Rows:
    """The rows found for one clause, some of them twice; ``wider`` is the clause with those that it refers to."""
    index = field.index
    found = [index.top_each(asked.query, (field.scope,), CANDIDATES)[0].rows, leading]
    if len(wider) > 1:
        found.append(index.best_together(wider, field.scope, CITED_ARTICLES).rows)
    if asked.versions:
        found.append(index.best(asked.query, index.scope(asked.versions), CITED_ARTICLES).rows)
    return np.concatenate([*found, np.array(asked.extra, dtype=np.int64)])


def _relative(scores: Floats, owner: Owners, clauses: int) -> Floats:
    """Scores over the best candidate's of the same clause."""
    highest = np.zeros(clauses, dtype=np.float32)
    np.maximum.at(highest, owner, scores)
    result: Floats = (scores / np.maximum(highest, 1e-9)[owner]).astype(np.float32)
    return result


def _named(field: Field, asked: Sequence[Asked], owner: Owners, rows: Rows) -> npt.NDArray[np.bool_]:
    """Whether the document or the clause names the law of each row."""
    named = field.context.named[field.index.version_codes[1][rows]]
    for number, one in enumerate(asked):
        if one.versions:
            named |= (owner == number) & np.isin(field.index.version_ids[rows], one.versions)
    return named


def _likeliest(asked: Sequence[Asked], owner: Owners, found: Found) -> tuple[Owners, Found]:
    """The candidates worth measuring, by what costs nothing; those to be kept in any case."""
    retrieval, prior, named = CHEAP
    cheap = retrieval * np.maximum(found.retrieval, found.expanded) + prior * found.prior + named * found.named
    cheap[_places_of_extra(asked, owner, found.rows)] += KEPT
    order = np.lexsort((found.rows, -cheap, owner))
    place = np.arange(len(order)) - np.searchsorted(owner, owner)
    chosen = np.sort(order[place < MEASURED])
    return owner[chosen], found.only(chosen)


def _places_of_extra(asked: Sequence[Asked], owner: Owners, rows: Rows) -> list[int]:
    """Where the extra rows of each clause stand among ``rows``, which ascend for each."""
    bounds = np.searchsorted(owner, np.arange(len(asked) + 1)).tolist()
    return [
        place
        for one, (start, end) in zip(asked, pairwise(bounds), strict=True)
        if one.extra
        for place in (start + np.searchsorted(rows[start:end], sorted(set(one.extra)))).tolist()
    ]


def _clauses(asked: Sequence[Asked], links: Links, total: int, found: tuple[Owners, Found]) -> list[Clause]:
    owner, pool = found
    bounds = np.searchsorted(owner, np.arange(len(asked) + 1)).tolist()
    return [
        Clause(one.query, one.number, links.articles[one.number], one.number / max(total, 1), pool.only(slice(*pair)))
        for one, pair in zip(asked, pairwise(bounds), strict=True)
    ]
