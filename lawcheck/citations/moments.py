"""One citation on three days: when the document was published, when it takes effect, and on the day of the review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from lawcheck.citations.model import Citation, CitationState, DatedState, Moment
from lawcheck.references import Reference

__all__ = ["add_moments", "moments_of"]

Resolve = Callable[[Reference], Citation]


def moments_of(made: date | None, effective: date | None) -> Mapping[Moment, date]:
    """The days of the document that are known. An effective date before ``made`` is that of the first text of a
    document amended since: the words of today were not there yet, so it is left out.

    >>> [m.value for m in moments_of(date(2020, 5, 1), date(2020, 7, 1))]
    ['公布时', '施行时']
    >>> [m.value for m in moments_of(date(2020, 5, 1), date(2010, 7, 1))]
    ['公布时']
    """
    known = {Moment.PUBLISHED: made, Moment.EFFECTIVE: effective}
    return {m: day for m, day in known.items() if day is not None and (made is None or day >= made)}


def add_moments(
    citations: Iterable[Citation], as_of: date, resolvers: Mapping[Moment, tuple[date, Resolve]]
) -> Iterator[Citation]:
    """``citations`` of ``as_of`` with :attr:`Citation.on`; ``resolvers`` give the day of each other moment and how a
    reference resolves on it."""
    for citation in citations:
        external = citation.reference.kind.names_another and citation.state is not CitationState.INTERNAL
        if not external or citation.reference.how == "amended-law":
            yield citation
            continue
        others = (_dated(m, day, resolve(citation.reference)) for m, (day, resolve) in resolvers.items())
        yield replace(citation, on=(*others, _dated(Moment.TODAY, as_of, citation)))


def _dated(moment: Moment, day: date, found: Citation) -> DatedState:
    return DatedState(moment, day, found.state, found.reason, found.version, found.article)
