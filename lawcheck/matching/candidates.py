"""The articles worth measuring for each clause of a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lawcheck.matching.asking import CANDIDATES, Links
from lawcheck.matching.features import Clause, Context, Found
from lawcheck.matching.index import ClauseIndex, Scope, best_of
from lawcheck.matching.query import Query

__all__ = ["Field", "candidates"]

LEADING_ARTICLES: Final = 60  # articles taken from the leading laws; the cited article of the gold is often only there
CITED_ARTICLES: Final = 20  # articles taken from a law that the clause itself names
MEASURED: Final = 40  # candidates that get the costly features; more changes no gold figure by 0.005
CHEAP: Final = (5.2, 2.65, 2.92)  # weights of retrieval, prior and named in choosing them (see FIRST_LOOK)


@dataclass(frozen=True, slots=True)
class Field:
    """Where the clauses of one document look: laws above it, the laws most clauses vote for, and what is known of it."""

    index: ClauseIndex
    scope: Scope
    leading: Scope
    context: Context


def candidates(
    field: Field,
    query: Query,
    number: int,
    links: Links,
    queries: Sequence[Query],
    *,
    versions: Sequence[int] = (),
    extra: Iterable[int] = (),
) -> Clause:
    """``query`` as clause ``number`` of a document with these ``queries``: the general search, the best articles of the
    leading laws, those of the ``versions`` that the clause names, and ``extra`` rows, the likeliest of them."""
    index, scores = field.index, field.index.scores(query)
    expanded = _summed(index, [query, *(queries[n] for n in links.cited[number])])
    siblings = _summed(index, [queries[n] for n in links.siblings[number]])
    rows = np.unique(
        np.concatenate(
            [
                index.top_each(query, (field.scope,), CANDIDATES)[0].rows,
                index.best(query, field.leading, LEADING_ARTICLES).rows,
                best_of(expanded, field.scope, CITED_ARTICLES).rows if links.cited[number] else [],
                index.best(query, index.scope(versions), CITED_ARTICLES).rows if versions else [],
                np.fromiter(extra, dtype=np.int64),
            ]
        ).astype(np.int64)
    )
    named = field.context.named[rows]
    if versions:
        named = named | np.isin(index.version_ids[rows], versions)
    found = Found(
        rows,
        _relative(scores, rows),
        _relative(expanded, rows),
        _relative(siblings, rows),
        field.context.prior[rows],
        named,
    )
    share = number / max(len(queries), 1)
    return Clause(query, number, links.articles[number], share, _likeliest(found, set(extra)))


def _summed(index: ClauseIndex, queries: Sequence[Query]) -> npt.NDArray[np.float32]:
    """BM25 of several texts together."""
    if not queries:
        return np.zeros(len(index), dtype=np.float32)
    total = index.scores(queries[0])
    for query in queries[1:]:
        total = total + index.scores(query)
    return total


def _relative(values: npt.NDArray[np.float32], rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Scores over the best candidate's."""
    chosen = values[rows]
    result: npt.NDArray[np.float32] = chosen / max(float(chosen.max(initial=0)), 1e-9)
    return result


def _likeliest(found: Found, kept: set[int]) -> Found:
    """The candidates worth measuring, by what costs nothing; those to be ``kept`` in any case."""
    if len(found.rows) <= MEASURED:
        return found
    retrieval, prior, named = CHEAP
    cheap = retrieval * np.maximum(found.retrieval, found.expanded) + prior * found.prior + named * found.named
    if kept:
        cheap = cheap + 100 * np.isin(found.rows, sorted(kept))
    chosen = np.sort(np.lexsort((found.rows, -cheap))[:MEASURED])
    return found.only(chosen)
