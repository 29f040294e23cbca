"""Search of the registry: by words of title and text, kind, maker, place, day, validity.

Words are found by the characters and pairs of characters that a document holds: FTS5 of SQLite and the GIN index of
PostgreSQL narrow the documents down without any dictionary of words, and words of three characters and more are then
looked for in the clauses themselves. So both databases find the same, and exactly what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, cast, column, func, or_, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from consult_web.filings.documents_models import FiledClause, FiledDocument
from consult_web.filings.terms import Validity
from consult_web.storage import database_of

__all__ = [
    "Found",
    "Hit",
    "Search",
    "count_by",
    "document_grams",
    "forget_document",
    "index_document",
    "search_documents",
    "validity",
]

_RUN: Final = re.compile(r"[㐀-鿿𠀀-𲎯]+|[0-9a-z]+")
_HAN: Final = re.compile(r"[㐀-鿿𠀀-𲎯]")
_TERMS: Final = 8
# No model: the index is made differently for each database (migration 0006).
_INDEX: Final = table("search_document", column("rowid"), column("id"), column("grams"), column("search_document"))
_HITS: Final = 3


@dataclass(frozen=True)
class Search:
    """What is looked for; empty fields do not narrow. ``in_text``: words of title or text, else of the title alone. ``on``: the
    day for ``validity``. ``order``: ``-published`` (newest first), ``published``, ``title``."""

    words: str = ""
    in_text: bool = True
    kinds: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    territory: str = ""
    document_no: str = ""
    published_from: date | None = None
    published_to: date | None = None
    validity: Validity | None = None
    on: date | None = None
    field: str = ""
    order: str = "-published"
    size: int = 20


class Hit(NamedTuple):
    """A document found, with the clauses that show why."""

    document: FiledDocument
    clauses: tuple[FiledClause, ...]


class Found(NamedTuple):
    """One page of what was found, and how many documents it is in all."""

    hits: tuple[Hit, ...]
    total: int


def search_documents(session: Session, search: Search, page: int = 1) -> Found:
    """The registered documents that fit, page ``page`` of them."""
    terms = _terms(search.words)
    condition = and_(*_conditions(session, search, terms))
    total = session.scalar(select(func.count()).select_from(FiledDocument).where(condition)) or 0
    query = select(FiledDocument).where(condition).order_by(*_order(search.order))
    rows = session.scalars(query.limit(search.size).offset((max(page, 1) - 1) * search.size)).all()
    shown = _clauses(session, [row.id for row in rows], terms) if search.in_text else {}
    return Found(tuple(Hit(row, shown.get(row.id, ())) for row in rows), total)


def count_by(session: Session, search: Search, name: str) -> dict[str, int]:
    """How many of the documents found have each value of ``kind``, ``maker`` or ``territory``: for filters and statistics."""
    chosen = getattr(FiledDocument, name)
    condition = and_(*_conditions(session, search, _terms(search.words)))
    rows = session.execute(select(chosen, func.count()).where(condition).group_by(chosen))
    return {str(value): number for value, number in rows}


def validity(document: FiledDocument, on: date) -> Validity:
    """What a document is worth on a day.

    >>> kept = FiledDocument(effective=date(2020, 1, 1), expires=date(2024, 12, 31))
    >>> validity(kept, date(2019, 5, 1)).value, validity(kept, date(2020, 5, 1)).value, validity(kept, date(2025, 1, 1)).value
    ('尚未生效', '现行有效', '失效')
    """
    if document.ended is not None and on >= document.ended:
        ends = {"修改": Validity.AMENDED, "撤销": Validity.ANNULLED, "失效": Validity.EXPIRED}
        return ends.get(document.ended_how, Validity.REPEALED)
    if document.expires is not None and on > document.expires:
        return Validity.EXPIRED
    if document.effective is None:
        return Validity.UNKNOWN
    if on < document.effective:
        return Validity.FUTURE
    stopped = document.suspended is not None and on >= document.suspended
    return Validity.SUSPENDED if stopped else Validity.IN_FORCE


def forget_document(session: Session, document_id: int) -> None:
    """Take a document out of the index."""
    key = "rowid" if database_of(session).is_sqlite else "id"
    session.execute(text(f"DELETE FROM search_document WHERE {key} = :id"), {"id": document_id})  # noqa: S608


def index_document(session: Session, document: FiledDocument) -> None:
    """Enter a document (with its clauses, flushed) into the index; again after its title or maker was mended."""
    grams = " ".join(sorted(document_grams(document)))
    numbered = {"id": document.id, "grams": grams}
    if database_of(session).is_sqlite:
        session.execute(text("DELETE FROM search_document WHERE rowid = :id"), numbered)
        session.execute(text("INSERT INTO search_document (rowid, grams) VALUES (:id, :grams)"), numbered)
        return
    session.execute(
        text(
            "INSERT INTO search_document (id, grams) VALUES (:id, array_to_tsvector(string_to_array(:grams, ' '))) "
            "ON CONFLICT (id) DO UPDATE SET grams = excluded.grams"
        ),
        numbered,
    )


def document_grams(document: FiledDocument) -> set[str]:
    """Characters, pairs of characters, and Latin words and numbers of a document's title, maker, number and clauses.

    >>> sorted(document_grams(FiledDocument(title="停车A", maker="", document_no="", clauses=[])))
    ['a', '停', '停车', '车']
    """
    texts = [document.title, document.maker, document.document_no]
    texts += [f"{clause.heading}\n{clause.text}" for clause in document.clauses]
    return {gram for words in texts for run in _RUN.findall((words or "").lower()) for gram in _grams(run)}


def _grams(run: str) -> list[str]:
    if not _HAN.match(run):
        return [run]
    return [*run, *(run[at : at + 2] for at in range(len(run) - 1))]


def _terms(words: str) -> list[str]:
    """The words of a question, at most eight.

    >>> _terms("《停车》 云政发〔2026〕21号")
    ['停车', '云政发', '2026', '21', '号']
    """
    return list(dict.fromkeys(_RUN.findall(words.lower())))[:_TERMS]


def _conditions(session: Session, search: Search, terms: Sequence[str]) -> list[ColumnElement[bool]]:
    document = FiledDocument
    found: list[ColumnElement[bool]] = [document.registered.is_(True)]
    found += [_holds(session, term) if search.in_text else _in_title(term) for term in terms]
    told = ((document.kind, search.kinds), (document.maker, search.makers))
    found += [chosen.in_(values) for chosen, values in told if values]
    if search.territory:
        found.append(document.territory.startswith(search.territory.rstrip("0") or search.territory, autoescape=True))
    if search.document_no:
        found.append(document.document_no.contains(search.document_no, autoescape=True))
    if search.field:
        found.append(document.field == search.field)
    if search.published_from:
        found.append(document.published >= search.published_from)
    if search.published_to:
        found.append(document.published <= search.published_to)
    if search.validity and search.on:
        found.append(_is_valid(search.validity, search.on))
    return found


def _in_title(term: str) -> ColumnElement[bool]:
    return func.lower(FiledDocument.title).contains(term, autoescape=True)


def _holds(session: Session, term: str) -> ColumnElement[bool]:
    """Documents with all grams of the term; of three characters and more, with the term itself."""
    narrowed = FiledDocument.id.in_(_indexed(session, _grams(term)))
    if len(term) <= 2 or not _HAN.match(term):
        return narrowed
    inside = select(FiledClause.id).where(FiledClause.document_id == FiledDocument.id, _in_clause(term)).exists()
    named = (_in_title(term), FiledDocument.maker.contains(term), FiledDocument.document_no.contains(term))
    return and_(narrowed, or_(*named, inside))


def _in_clause(term: str) -> ColumnElement[bool]:
    return or_(FiledClause.text.contains(term, autoescape=True), FiledClause.heading.contains(term, autoescape=True))


def _indexed(session: Session, grams: Sequence[str]) -> Select[Any]:
    """The ids of documents that hold all of ``grams``; pairs suffice where there are any."""
    wanted = [gram for gram in grams if len(gram) > 1] or list(grams)
    if database_of(session).is_sqlite:
        asked = " AND ".join(f'"{gram}"' for gram in wanted)
        return select(_INDEX.c.rowid).where(_INDEX.c.search_document.op("MATCH")(asked))
    query = cast(" & ".join(f"'{gram}'" for gram in wanted), TSQUERY)
    return select(_INDEX.c.id).where(_INDEX.c.grams.op("@@")(query))


def _is_valid(wanted: Validity, on: date) -> ColumnElement[bool]:
    """:func:`validity` as a condition."""
    document = FiledDocument
    ended = and_(document.ended.is_not(None), document.ended <= on)
    expired = and_(document.expires.is_not(None), document.expires < on)
    alive = and_(~func.coalesce(ended, False), ~func.coalesce(expired, False))
    started = and_(document.effective.is_not(None), document.effective <= on)
    stopped = and_(document.suspended.is_not(None), document.suspended <= on)
    hows = {Validity.AMENDED: ("修改",), Validity.ANNULLED: ("撤销",), Validity.EXPIRED: ("失效",)}
    if wanted is Validity.EXPIRED:
        return or_(and_(ended, document.ended_how == "失效"), and_(~func.coalesce(ended, False), expired))
    if wanted in hows:
        return and_(ended, document.ended_how.in_(hows[wanted]))
    conditions = {
        Validity.REPEALED: and_(ended, document.ended_how.not_in(("修改", "撤销", "失效"))),
        Validity.UNKNOWN: and_(alive, document.effective.is_(None)),
        Validity.FUTURE: and_(alive, document.effective > on),
        Validity.SUSPENDED: and_(alive, started, stopped),
        Validity.IN_FORCE: and_(alive, started, ~func.coalesce(stopped, False)),
    }
    return conditions[wanted]


def _order(order: str) -> list[Any]:
    by = FiledDocument.title if order.lstrip("-") == "title" else FiledDocument.published
    direction = by.desc().nulls_last() if order.startswith("-") else by.asc().nulls_last()
    return [direction, FiledDocument.id.desc()]


def _clauses(session: Session, documents: Sequence[int], terms: Sequence[str]) -> dict[int, tuple[FiledClause, ...]]:
    """The first clauses of each document that hold any of the terms."""
    if not terms or not documents:
        return {}
    shown = or_(*(_in_clause(term) for term in terms))
    place = func.row_number().over(partition_by=FiledClause.document_id, order_by=FiledClause.position)
    numbered = select(FiledClause.id, place.label("place")).where(FiledClause.document_id.in_(documents), shown)
    first = numbered.subquery()
    query = select(FiledClause).join(first, first.c.id == FiledClause.id).where(first.c.place <= _HITS)
    found: dict[int, list[FiledClause]] = {}
    for clause in session.scalars(query.order_by(FiledClause.document_id, FiledClause.position)):
        found.setdefault(clause.document_id, []).append(clause)
    return {number: tuple(clauses) for number, clauses in found.items()}
