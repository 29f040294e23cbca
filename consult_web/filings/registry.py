"""The base of filed documents: entered once, joined to its earlier versions, to what it changes, to what was filed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations import pack_document, unpack_document
from consult_web.errors import NotFound
from consult_web.filings.documents_models import (
    DocumentRelation,
    DocumentText,
    FiledClause,
    FiledDocument,
    FiledWork,
)
from consult_web.filings.searching import forget_document, index_document, number_as_written
from consult_web.filings.terms import RelationKind
from lawcheck.document import CONTAINERS, Document, Unit, parse_numeral
from lawcheck.procedure import Facts, add_months

__all__ = [
    "Entry",
    "Neighbours",
    "add_document",
    "drop_document",
    "end_document",
    "enter_into_force",
    "find_neighbours",
    "get_document",
    "read_document",
    "title_key",
]

_AMENDS: Final = re.compile(r"关于修改《([^《》]{2,60})》")
_REPEALS: Final = re.compile(r"《([^《》]{2,60})》[^。；《》]{0,24}同时废止|废止《([^《》]{2,60})》")
_IMPLEMENTS: Final = re.compile(r"实施《([^《》]{2,60})》|《([^《》]{2,60})》实施")
_EXPIRES: Final = re.compile(r"有效期(?:至|到)(\d{4})年(\d{1,2})月(\d{1,2})日")
_VALID_YEARS: Final = re.compile(r"有效期(?:为|限为)?([一二三四五六七八九十\d]{1,2})年")
_STATUS: Final = re.compile(r"（(?:草案|试行|修订|修正|\d{4}年修[订正])[^）]*）$|\((?:修订|修正)[^)]*\)$")


class Entry(NamedTuple):
    """Where a document came from: the file and how it was named, who made it, by which way (报备, 导入, 交换)."""

    file_digest: str
    file_name: str
    file_format: str = ""
    organisation_id: int | None = None
    source: str = "报备"


class Neighbours(NamedTuple):
    """Documents of the registry that a new one may be: the same file or text, the same by name and day, earlier versions;
    and those of another name to which its maker gave the same number."""

    same_file: tuple[FiledDocument, ...]
    same_name: tuple[FiledDocument, ...]
    earlier: tuple[FiledDocument, ...]
    same_number: tuple[FiledDocument, ...] = ()


def title_key(title: str) -> str:
    """A title as it is compared: without blanks, title marks and 修订, 试行 behind it.

    >>> title_key("云溪市 停车管理办法（试行）"), title_key("《云溪市停车管理办法》")
    ('云溪市停车管理办法', '云溪市停车管理办法')
    """
    bare = re.sub(r"[\s《》〈〉]", "", title)
    return _STATUS.sub("", bare) or bare


def add_document(session: Session, document: Document, facts: Facts, entry: Entry, actor: str) -> FiledDocument:
    """Enter a document; not yet seen by searches (``registered`` False) until :func:`enter_into_force`.

    The caller's transaction writes it.
    """
    title = facts.title or document.title or entry.file_name
    row = FiledDocument(
        work=FiledWork(title=title, key=title_key(title)),
        title=title,
        title_key=title_key(title),
        kind=facts.kind.value if facts.kind_certain else "",
        maker=facts.maker,
        organisation_id=entry.organisation_id,
        territory=facts.territory,
        document_no=facts.document_no,
        adopted=facts.adopted,
        approved=facts.approved,
        published=facts.published,
        effective=facts.effective,
        expires=_expires(document, facts),
        file_digest=entry.file_digest,
        file_name=entry.file_name,
        file_format=entry.file_format,
        text_digest=_text_digest(document),
        articles=facts.articles,
        characters=facts.characters,
        parse_notes=[problem.message for problem in document.problems],
        source=entry.source,
        text=DocumentText(tree=pack_document(document)),
        clauses=list(_clauses(document)),
        relations=list(_relations(session, document, title)),
    )
    session.add(row)
    session.flush()
    index_document(session, row)
    record(
        session, actor, "document.entered", f"document:{row.id}", {"file": entry.file_digest, "source": entry.source}
    )
    return row


def drop_document(session: Session, row: FiledDocument) -> None:
    """Forget a reading that was never registered; its file stays in the store."""
    forget_document(session, row.id)
    work = row.work
    session.delete(row)
    session.flush()
    session.refresh(work, ["versions"])
    if not work.versions:
        session.delete(work)


def enter_into_force(session: Session, row: FiledDocument, actor: str) -> None:
    """A document is registered: searches see it, it becomes the next version of its work, and what it repeals or replaces
    ends on the day it takes effect. The same text registered twice changes nothing: neither ends the other."""
    row.registered = True
    _join_work(session, row)
    for relation in row.relations:
        if relation.target is not None and relation.kind in (RelationKind.REPEALS, RelationKind.REPLACES):
            end_document(session, relation.target, row.effective, "废止", actor, by=row)
    for earlier in row.work.versions:
        same = earlier.text_digest == row.text_digest
        if earlier.version_no < row.version_no and earlier.registered and earlier.ended is None and not same:
            end_document(session, earlier, row.effective, "修改", actor, by=row)
    record(session, actor, "document.registered", f"document:{row.id}", {})


def end_document(
    session: Session, row: FiledDocument, day: date | None, how: str, actor: str, *, by: FiledDocument | None = None
) -> None:
    """Note that a document is no longer in force from ``day`` on (None: not known, then nothing changes)."""
    if day is None or row.ended is not None:
        return
    row.ended, row.ended_how, row.ended_by_id = day, how, by.id if by else None
    details = {"day": day.isoformat(), "how": how, "by": by.id if by else None}
    record(session, actor, "document.ended", f"document:{row.id}", details)


def get_document(session: Session, document_id: int) -> FiledDocument:
    """The registered document with this id; :class:`NotFound` E800."""
    row = session.get(FiledDocument, document_id)
    if row is None or not row.registered:
        raise NotFound("E800")
    return row


def read_document(row: FiledDocument) -> Document:
    """The tree as it was read the day it came in (without places on pages: for those read the file again)."""
    return unpack_document(row.text.tree)


def find_neighbours(session: Session, row: FiledDocument) -> Neighbours:
    """What the registry, or another filing under way, holds that is this document, or was it before."""
    others = select(FiledDocument).where(FiledDocument.id != row.id).order_by(FiledDocument.id.desc())
    same = or_(FiledDocument.file_digest == row.file_digest, FiledDocument.text_digest == row.text_digest)
    same_file = tuple(session.scalars(others.where(same)))
    named = tuple(session.scalars(others.where(FiledDocument.title_key == row.title_key)))
    twice = tuple(d for d in named if d not in same_file and _same_day(d, row) and d.maker == row.maker)
    earlier = tuple(d for d in named if d not in same_file and d not in twice and d.registered)
    numbered = tuple(d for d in _of_number(session, row) if d not in same_file)
    return Neighbours(same_file, twice, earlier, numbered)


def _of_number(session: Session, row: FiledDocument) -> tuple[FiledDocument, ...]:
    """Documents of the same maker and number under another name."""
    if not row.document_no or not row.maker:
        return ()
    written = (row.document_no, number_as_written(row.document_no))
    query = select(FiledDocument).where(
        FiledDocument.document_no.in_(written),
        FiledDocument.maker == row.maker,
        FiledDocument.title_key != row.title_key,
        FiledDocument.id != row.id,
    )
    return tuple(session.scalars(query.order_by(FiledDocument.id)))


def _same_day(one: FiledDocument, other: FiledDocument) -> bool:
    return one.published == other.published and one.document_no == other.document_no


def _join_work(session: Session, row: FiledDocument) -> None:
    """A registered version of the same title by the same maker is of the same work."""
    same = select(FiledDocument).where(
        FiledDocument.title_key == row.title_key,
        FiledDocument.maker == row.maker,
        FiledDocument.registered.is_(True),
        FiledDocument.id != row.id,
        FiledDocument.work_id != row.work_id,
    )
    earlier = session.scalar(same.order_by(FiledDocument.version_no.desc()).limit(1))
    if earlier is None:
        return
    own = row.work
    row.version_no, row.work = earlier.version_no + 1, earlier.work
    session.flush()
    session.refresh(own, ["versions"])
    if not own.versions:
        session.delete(own)


def _text_digest(document: Document) -> str:
    bare = "".join(document.source.text.split())
    return sha256(bare.encode("utf-8", "replace")).hexdigest()


def _clauses(document: Document) -> Iterator[FiledClause]:
    """A row for each unit with words of its own below an article, and for articles and annexes without parts."""
    position = 0
    for unit in document.walk():
        if unit.kind in CONTAINERS:
            continue
        words = _own_words(unit)
        if words:
            yield FiledClause(
                eid=unit.eid,
                root_eid=unit.eid.partition("__")[0],
                label=document.citation_label(unit),
                heading=unit.heading,
                text=words,
                position=position,
            )
            position += 1


def _own_words(unit: Unit) -> str:
    """What a unit says besides its parts."""
    return "\n".join(part.strip() for part in (unit.text, unit.wrap_up) if part.strip())


def _relations(session: Session, document: Document, title: str) -> Iterator[DocumentRelation]:
    found: dict[tuple[RelationKind, str], None] = {}
    for kind, pattern, words in (
        (RelationKind.AMENDS, _AMENDS, title),
        (RelationKind.REPEALS, _REPEALS, document.source.text),
        (RelationKind.IMPLEMENTS, _IMPLEMENTS, title),
    ):
        for match in pattern.finditer(words):
            found[(kind, next(group for group in match.groups() if group))] = None
    for kind, named in found:
        yield DocumentRelation(kind=kind, title=named, target_id=_registered(session, named))


def _registered(session: Session, title: str) -> int | None:
    query = select(FiledDocument.id).where(FiledDocument.title_key == title_key(title), FiledDocument.registered)
    return session.scalar(query.order_by(FiledDocument.version_no.desc()).limit(1))


def _expires(document: Document, facts: Facts) -> date | None:
    """The last day of a document that gives itself one: 有效期至…, 有效期N年."""
    last = "\n".join(unit.full_text for unit in document.articles[-3:])
    with suppress(ValueError, OverflowError):  # 2024年13月45日; a year after 9999
        if told := _EXPIRES.search(last):
            return date(*map(int, told.groups()))
        years = _VALID_YEARS.search(last)
        if years is not None and facts.effective is not None:
            return add_months(facts.effective, 12 * (parse_numeral(years[1]) or 0)) - timedelta(days=1)
    return None
