"""Search of the registry: by words of title and text, kind, maker, place, day, validity.

Words are found by the characters and pairs of characters that a document holds: FTS5 of SQLite and the GIN index of
PostgreSQL narrow the documents down without any dictionary of words, and words of three characters and more are then
looked for in the words of each document, which lie there in one piece. So both databases find the same, and exactly what was
asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, cast, column, func, insert, or_, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute, Session

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
    "holds_words",
    "index_document",
    "search_documents",
    "validity",
]

_RUN: Final = re.compile(r"[㐀-鿿𠀀-𲎯]+|[0-9a-z]+")
_HAN: Final = re.compile(r"[㐀-鿿𠀀-𲎯]")
_TERMS: Final = 8
_PARTS: Final = 5
_YEAR: Final = re.compile(r"[\[(（【［]((?:19|20)\d\d)[\])）】］]")
# No models: both are made differently for each database (migrations 0006 and 0011).
_INDEX: Final = table("search_document", column("rowid"), column("id"), column("grams"), column("search_document"))
_WORDS: Final = table("search_words", column("id"), column("words"))
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
    terms, order = _terms(search.words), _order(search.order)
    condition = and_(*_conditions(session, search, terms))
    query = select(FiledDocument.id, func.count().over()).where(condition).order_by(*order)
    places = session.execute(query.limit(search.size).offset((max(page, 1) - 1) * search.size)).all()
    numbers = [number for number, _ in places]
    rows = session.scalars(select(FiledDocument).where(FiledDocument.id.in_(numbers)).order_by(*order)).all()
    shown = _clauses(session, numbers, terms) if search.in_text else {}
    total = places[0][1] if places else _count(session, condition) if page > 1 else 0
    return Found(tuple(Hit(row, shown.get(row.id, ())) for row in rows), total)


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(FiledDocument).where(condition)) or 0


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
    for statement in (f"DELETE FROM search_document WHERE {key} = :id", "DELETE FROM search_words WHERE id = :id"):  # noqa: S608
        session.execute(text(statement), {"id": document_id})


def index_document(session: Session, document: FiledDocument) -> None:
    """Enter a document (with its clauses, flushed) into the index; again after its title or maker was mended."""
    forget_document(session, document.id)
    grams = " ".join(sorted(document_grams(document)))
    kept = "rowid, grams) VALUES (:id, :grams)"
    if not database_of(session).is_sqlite:
        kept = "id, grams) VALUES (:id, array_to_tsvector(string_to_array(:grams, ' ')))"
    session.execute(text(f"INSERT INTO search_document ({kept}"), {"id": document.id, "grams": grams})
    session.execute(insert(_WORDS), {"id": document.id, "words": "\n".join(_texts(document))})


def document_grams(document: FiledDocument) -> set[str]:
    """Characters, pairs of characters, and Latin words and numbers of a document's title, maker, number and clauses.

    >>> sorted(document_grams(FiledDocument(title="停车A", maker="", document_no="", clauses=[])))
    ['a', '停', '停车', '车']
    """
    return {gram for words in _texts(document) for run in _RUN.findall(words.lower()) for gram in _grams(run)}


def _texts(document: FiledDocument) -> list[str]:
    """What is searched; no word goes from one to the next."""
    texts = [document.title, document.maker, document.document_no]
    return [words or "" for words in texts] + [f"{clause.heading}\n{clause.text}" for clause in document.clauses]


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
        found += holds_words(search.document_no, document.document_no)
    if search.field:
        found.append(document.field == search.field)
    if search.published_from:
        found.append(document.published >= search.published_from)
    if search.published_to:
        found.append(document.published <= search.published_to)
    if search.validity and search.on:
        found.append(_is_valid(search.validity, search.on))
    return found


def holds_words(words: str, *columns: InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
    """Conditions for rows in which each word (at most five) stands in one of the columns. The year of a number may be typed
    in the brackets that keyboards have: 云政发[2026]21号 for 云政发〔2026〕21号."""
    parts = (dict.fromkeys((part, number_as_written(part))) for part in words.split()[:_PARTS])
    return [or_(*(column.contains(one, autoescape=True) for one in part for column in columns)) for part in parts]


def number_as_written(typed: str) -> str:
    """A number of a document with the brackets that GB/T 9704 gives its year.

    >>> number_as_written("云政发[2026]21号"), number_as_written("备（2026）0018"), number_as_written("办法(试行)")
    ('云政发〔2026〕21号', '备〔2026〕0018', '办法(试行)')
    """
    return _YEAR.sub(r"〔\1〕", typed)


def _in_title(term: str) -> ColumnElement[bool]:
    return func.lower(FiledDocument.title).contains(term, autoescape=True)


def _holds(session: Session, term: str) -> ColumnElement[bool]:
    """Documents with all grams of the term (pairs suffice where there are any); of three characters and more, with the term
    itself. It is looked for in the rows that the index gives, never in others: that is why it stands where it stands."""
    sqlite = database_of(session).is_sqlite
    number = _INDEX.c.rowid if sqlite else _INDEX.c.id
    query = select(number).where(_match(sqlite, _grams(term)))
    if len(term) > 2 and _HAN.match(term):
        query = query.where(_place(session, _words_of(number), term) > 0)
    return FiledDocument.id.in_(query)


def _words_of(number: Any) -> Any:
    return select(_WORDS.c.words).where(_WORDS.c.id == number).scalar_subquery()


def _place(session: Session, words: Any, term: str) -> ColumnElement[int]:
    """Where a term stands in words, from 1; 0 where it does not. Faster than LIKE by far."""
    found: ColumnElement[int] = (func.instr if database_of(session).is_sqlite else func.strpos)(words, term)
    return found


def _match(sqlite: bool, grams: Sequence[str]) -> ColumnElement[bool]:
    wanted = [gram for gram in grams if len(gram) > 1] or list(grams)
    if sqlite:
        return _INDEX.c.search_document.op("MATCH")(" AND ".join(f'"{gram}"' for gram in wanted))
    return _INDEX.c.grams.op("@@")(cast(" & ".join(f"'{gram}'" for gram in wanted), TSQUERY))


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
    both = (func.lower(FiledClause.text), func.lower(FiledClause.heading))
    shown = or_(*(_place(session, words, term) > 0 for term in terms for words in both))
    place = func.row_number().over(partition_by=FiledClause.document_id, order_by=FiledClause.position)
    numbered = select(FiledClause.id, place.label("place")).where(FiledClause.document_id.in_(documents), shown)
    first = numbered.subquery()
    query = select(FiledClause).join(first, first.c.id == FiledClause.id).where(first.c.place <= _HITS)
    found: dict[int, list[FiledClause]] = {}
    for clause in session.scalars(query.order_by(FiledClause.document_id, FiledClause.position)):
        found.setdefault(clause.document_id, []).append(clause)
    return {number: tuple(clauses) for number, clauses in found.items()}
