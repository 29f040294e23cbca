"""A suggestion is taken in: once, with a number, a receipt, its first event, and its place among those like it."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import IO, Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, OrganisationKind, User
from consult_web.consultations import keep_image, make_receipt, receipt_hash
from consult_web.errors import Refused
from consult_web.filings.cases_models import Filing
from consult_web.filings.casework import apply_event, jurisdiction_of
from consult_web.filings.documents_models import FiledClause, FiledDocument
from consult_web.filings.letters import next_serial
from consult_web.filings.suggestions.clustering import join_cluster
from consult_web.filings.suggestions.contacts import keep_proposer
from consult_web.filings.suggestions.wishes import KeptFile, Wish, faults_of_wish
from consult_web.filings.suggestions_models import Suggestion, SuggestionFile
from consult_web.storage import FileStore, china_today, secret
from lawcheck.document import format_numeral
from lawcheck.readers import sniff

__all__ = ["Submitted", "find_clause", "keep_attachment", "receiver_for", "submit_suggestion", "suggestion_bodies"]

_FILE_BYTES: Final = 10 << 20
_PAPERS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_DIGITS: Final = re.compile(r"\d{1,4}")


class Submitted(NamedTuple):
    """The receipt code, the suggestion, and whether it had been sent before."""

    receipt: str
    suggestion: Suggestion
    repeated: bool


def suggestion_bodies(session: Session) -> list[Organisation]:
    """The bodies that take suggestions: standing committees of congresses; governments where there are none."""
    query = select(Organisation).where(Organisation.active, Organisation.kind == OrganisationKind.CONGRESS)
    found = list(session.scalars(query.order_by(Organisation.path)))
    others = query.where(Organisation.active, Organisation.kind == OrganisationKind.GOVERNMENT)
    return found or list(session.scalars(others))


def receiver_for(session: Session, document: FiledDocument) -> int:
    """The body that registered ``document``; 0 where it came otherwise."""
    query = select(Filing.receiver_id).where(Filing.document_id == document.id, Filing.register_number.is_not(None))
    return session.scalar(query.order_by(Filing.id.desc()).limit(1)) or 0


def submit_suggestion(session: Session, wish: Wish, key: str, actor: User | str = "visitor") -> Submitted:
    """Take a suggestion in; the same ``key`` again gives the same receipt and changes nothing.

    Raises the first fault of :func:`faults_of_wish`. The caller commits; of two with one key at the same moment the
    database refuses one (``IntegrityError``), which then finds the other.
    """
    receipt = make_receipt(secret(session, "person"), f"suggestion/{key}")
    mark = sha256(f"suggestion/{key}".encode()).hexdigest()
    earlier = session.scalar(select(Suggestion).where(Suggestion.submission_key == mark))
    if earlier is not None:
        return Submitted(receipt, earlier, True)
    for fault in faults_of_wish(wish).values():
        raise fault
    suggestion = _row(session, wish, actor)
    suggestion.submission_key, suggestion.receipt_hash = mark, receipt_hash(receipt)
    session.add(suggestion)
    session.flush()
    keep_proposer(session, suggestion, wish)
    apply_event(session, suggestion, "suggestion_received", actor, day=suggestion.received_on)
    join_cluster(session, suggestion)
    return Submitted(receipt, suggestion, False)


def find_clause(session: Session, document_id: int | None, typed: str) -> str:
    """The eid of the clause that ``typed`` names in a document of the registry; "" when none or several could be meant."""
    words = _DIGITS.sub(lambda found: format_numeral(int(found[0])), "".join(typed.split()))
    if document_id is None or not words.startswith("第"):
        return ""
    query = select(FiledClause).where(FiledClause.document_id == document_id, FiledClause.label.startswith(words))
    found = session.scalars(query.order_by(FiledClause.position)).all()
    exact = next((row.eid for row in found if row.label == words), "")
    roots = {row.root_eid for row in found if row.label.startswith(words)}
    return exact or (roots.pop() if len(roots) == 1 and words.endswith("条") else "")


def keep_attachment(files: FileStore, stream: IO[bytes], name: str) -> KeptFile:
    """Store what somebody adds: a picture (without what cameras write into it), a PDF or a Word file, at most 10 MB.
    :class:`Refused` E966 for anything else."""
    data = stream.read(_FILE_BYTES + 1)
    shown = name.replace("\\", "/").rpartition("/")[2][:120] or "file"
    kind = sniff(data) if data else ""
    if len(data) > _FILE_BYTES or not data:
        raise Refused("E966", name=shown)
    if kind in _PAPERS:
        kept = files.add_bytes(data)
        return KeptFile(kept.digest, shown, _PAPERS[kind], kept.size)
    return _picture(files, data, shown)


def _picture(files: FileStore, data: bytes, name: str) -> KeptFile:
    import io

    try:
        image = keep_image(files, io.BytesIO(data), name)
    except Refused as error:
        raise Refused("E966", name=name) from error
    return KeptFile(image.digest, image.name, image.media_type, image.size)


def _row(session: Session, wish: Wish, actor: User | str) -> Suggestion:
    receiver = session.get(Organisation, wish.receiver_id)
    if receiver is None or receiver.kind not in (OrganisationKind.CONGRESS, OrganisationKind.GOVERNMENT):
        raise Refused("E965")
    day = wish.received_on or china_today()
    serial = next_serial(session, receiver.id, "建", day.year)
    document = session.get(FiledDocument, wish.document_id) if wish.document_id else None
    known = document if document is not None and document.registered else None
    return Suggestion(
        receiver_id=receiver.id,
        jurisdiction=jurisdiction_of(receiver),
        number=f"建〔{day.year}〕{serial:04}",
        channel=wish.channel,
        is_request=bool(wish.requester),
        requester=wish.requester,
        document_id=known.id if known else None,
        document_title=known.title if known else wish.document_title.strip("《》 "),
        maker=known.maker if known else wish.maker,
        document_no=known.document_no if known else wish.document_no,
        clause=wish.clause,
        eid=find_clause(session, known.id if known else None, wish.clause),
        matter=wish.matter,
        reasons=wish.reasons,
        higher_law=wish.higher_law,
        lawsuit=wish.lawsuit,
        proposer_kind=wish.proposer_kind,
        consent_public=wish.consent_public,
        received_on=day,
        handler_id=None if isinstance(actor, str) else actor.id,
        created_by=actor if isinstance(actor, str) else actor.actor,
        files=[SuggestionFile(**file._asdict()) for file in wish.files],
    )
