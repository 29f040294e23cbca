"""Letters of a case: made from ``templates/letters``, prefilled with what the case knows, edited by people, sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation
from consult_web.audit import record
from consult_web.errors import Conflict, Refused
from consult_web.filings.cases_models import Filing, Letter, RegisterCounter
from consult_web.filings.casework import request_word
from consult_web.filings.suggestions_models import Suggestion
from consult_web.filings.terms import LetterState
from consult_web.storage import FileStore, china_today
from lawcheck.laws import DocumentKind, kind_label
from lawcheck.letters import Field, FieldType, fill_letter, find_letter
from lawcheck.procedure import Source, find_jurisdiction
from lawcheck.readers import sniff
from lawcheck.writers import typeset

__all__ = [
    "case_fields",
    "draft_letter",
    "is_for_maker",
    "letter_file",
    "letter_name",
    "letter_pdf",
    "letters_of",
    "next_serial",
    "replace_letter",
    "send_letter",
    "suggest_fields",
]

_SUFFIX: Final = {"docx": ".docx", "pdf": ".pdf"}
_TOOK: Final = ("receipt", "register_form")
"""Letters whose 天数 is how long the filing took; on others it is a period that is set."""
_ELSEWHERE: Final[Mapping[str, tuple[str, ...]]] = {
    "transfer": ("addressee",),
    "annulment_motion": ("addressee", "issuer"),
}
"""Letters that do not go to the maker, with what of them only a person knows: a transfer goes to the body that is competent,
a motion of the committee that examined to the meeting of the standing committee."""


def next_serial(session: Session, organisation_id: int, series: str, year: int) -> int:
    """The next number of a series; two at once get two. A number is lost only with the transaction that took it."""
    key = (organisation_id, series, year)
    row = session.get(RegisterCounter, key, with_for_update=True)
    if row is None:
        row = RegisterCounter(organisation_id=organisation_id, series=series, year=year, last=0)
        session.add(row)
    row.last += 1
    session.flush()
    return row.last


def case_fields(session: Session, filing: Filing, day: date) -> dict[str, Any]:
    """What a filing knows of the fields that letters share, by their names (``templates/letters/_fields.yaml``)."""
    document = filing.document
    receiver, filer = session.get_one(Organisation, filing.receiver_id), filing.filer
    days: dict[str, date | None] = {
        "adopted": document.adopted if document else None,
        "published": filing.published,
        "effective": document.effective if document else None,
        "expires": document.expires if document else None,
        "filed": filing.submitted_on,
        "received": filing.submitted_on,
        "registered": filing.registered_on or day,
        "date": day,
    }
    place = find_jurisdiction(filing.jurisdiction)
    words: dict[str, Any] = {
        "issuer": receiver.name,
        "filer": filer.name,
        "addressee": filer.name,
        "document_title": filing.title,
        "document_number": filing.document_no,
        "maker": filing.maker or filer.name,
        "register_number": filing.register_number or "",
        "ground": place.regulation.text if place.regulation.confirmed else "",
        "kind": kind_label(DocumentKind(filing.kind)) if filing.kind else "",
        "late": "是" if filing.late else "否",
        "hash": document.file_digest if document else "",
        "materials": list(dict.fromkeys(row.role for row in filing.files if row.round == filing.round)),
    }
    if filing.used_days is not None:
        words["days"] = filing.used_days
    dated = {name: value.isoformat() for name, value in days.items() if value}
    return words | dated | _origin(session, filing)


def _origin(session: Session, filing: Filing) -> dict[str, Any]:
    """Why a case that is passed on was examined: the first suggestion (or request) merged into it, else our own reading."""
    query = select(Suggestion).where(Suggestion.filing_id == filing.id).order_by(Suggestion.received_on, Suggestion.id)
    first = session.scalars(query.limit(1)).one_or_none()
    if first is None:
        return {"origin": "审查中发现的问题"}
    return {"origin": request_word(first), "proposed": first.received_on.isoformat()}


def suggest_fields(template: str, known: Mapping[str, Any], bases: Sequence[Source] = ()) -> dict[str, Any]:
    """Of what is known, the fields that this letter has.

    ``bases``: what its step rests on at the place (:meth:`lawcheck.procedure.Step.basis`). Only one that was confirmed
    is offered, else the regulation of the place: a letter must not name a law that does not bind its sender. Letters
    that go to another body than the maker have no addressee offered.

    >>> suggest_fields("receipt", {"days": 27}), suggest_fields("supplement_notice", {"days": 27})
    ({'days': 27}, {})
    >>> suggest_fields("annulment_motion", {"issuer": "某市人大常委会", "addressee": "某县人民政府", "maker": "某县人民政府"})
    {'maker': '某县人民政府'}
    """
    letter = find_letter(template)
    left_out = _ELSEWHERE.get(template, ()) + (() if template in _TOOK else ("days",))
    given = {name: value for name, value in known.items() if name not in left_out}
    ground = next((source.text for source in bases if source.confirmed), "")
    if ground:
        given["ground"] = ground
    return {field.name: given[field.name] for field in letter.fields if _usable(field, given.get(field.name))}


def is_for_maker(template: str) -> bool:
    """Whether a letter of a case goes to the body that filed, which then sees it on its pages.

    >>> is_for_maker("review_opinion"), is_for_maker("annulment_motion")
    (True, False)
    """
    return template not in _ELSEWHERE


def draft_letter(
    session: Session,
    files: FileStore,
    template: str,
    fields: Mapping[str, Any],
    *,
    sender_id: int,
    actor: str,
    filing: Filing | None = None,
    suggestion: Suggestion | None = None,
    recipient_id: int | None = None,
    event_number: int | None = None,
) -> Letter:
    """Make a letter; ``lawcheck``'s E291, E292 name every field that is missing or wrong, and nothing is made."""
    letter = find_letter(template)
    stored = files.add_bytes(fill_letter(letter, fields))
    row = Letter(
        filing_id=filing.id if filing else None,
        suggestion_id=suggestion.id if suggestion else None,
        event_number=event_number,
        sender_id=sender_id,
        recipient_id=recipient_id,
        template=letter.name,
        title=letter.title,
        number=str(fields.get("number") or ""),
        fields=dict(fields),
        docx_digest=stored.digest,
        created_by=actor,
    )
    session.add(row)
    session.flush()
    record(session, actor, "letter.made", f"letter:{row.id}", {"template": letter.name, "file": stored.digest})
    return row


def send_letter(session: Session, letter: Letter, actor: str, day: date | None = None) -> None:
    """A letter leaves the house: from now on its addressee sees it and nobody changes it. :class:`Conflict` E904 twice."""
    if letter.state is not LetterState.DRAFT:
        raise Conflict("E904", title=letter.title)
    letter.state, letter.sent_on = LetterState.SENT, day or china_today()
    record(session, actor, "letter.sent", f"letter:{letter.id}", {"file": letter.edited_digest or letter.docx_digest})


def replace_letter(session: Session, files: FileStore, letter: Letter, data: bytes, actor: str) -> None:
    """A person put an edited Word file in the place of the one made; only before it is sent (:class:`Conflict` E904).
    :class:`Refused` E905 when it is no Word file."""
    if letter.state is not LetterState.DRAFT:
        raise Conflict("E904", title=letter.title)
    if sniff(data) != "docx":
        raise Refused("E905")
    letter.edited_digest = files.add_bytes(data).digest
    record(session, actor, "letter.edited", f"letter:{letter.id}", {"file": letter.edited_digest})


def letter_file(files: FileStore, letter: Letter) -> bytes:
    """The Word file that counts."""
    return files.read(letter.edited_digest or letter.docx_digest)


def letter_pdf(files: FileStore, letter: Letter) -> bytes:
    """The letter as a PDF; :class:`~lawcheck.errors.OutputError` E205 for an edited file with what cannot be set."""
    return typeset(letter_file(files, letter))


def letter_name(letter: Letter, kind: str = "docx") -> str:
    """The name under which a letter is downloaded: its title, and the document that it is about.

    >>> letter_name(Letter(title="补正通知", fields={"document_title": "某市/停车办法"}), "pdf")
    '补正通知（某市_停车办法）.pdf'
    """
    about = str(letter.fields.get("document_title") or letter.number or "").replace("/", "_")[:60]
    return PurePath(f"{letter.title}（{about}）" if about else letter.title).name + _SUFFIX[kind]


def letters_of(session: Session, organisation_id: int) -> list[Letter]:
    """The letters sent to an organisation, newest first."""
    sent = Letter.state.in_((LetterState.SENT, LetterState.DELIVERED))
    query = select(Letter).where(Letter.recipient_id == organisation_id, sent).order_by(Letter.id.desc())
    return list(session.scalars(query))


def _usable(field: Field, value: Any) -> bool:
    """Whether a value may be offered for a field: some, and for a choice one of the options."""
    if value in (None, "", []):
        return False
    return field.type is not FieldType.CHOICE or value in field.options
