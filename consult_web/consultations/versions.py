"""A new version of a draft: made, compared, published; what people said keeps its place only with somebody's word."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.background import Work, enqueue, task
from consult_web.consultations.comments_models import Target
from consult_web.consultations.documents import draft_of_version, pack_document
from consult_web.consultations.drafts_models import ClauseRow, Consultation, DraftVersion
from consult_web.consultations.glosses import carry_glosses
from consult_web.consultations.placing import count_open, place_comments, waiting_origins
from consult_web.consultations.releasing import show_released
from consult_web.consultations.tracing import carried_rows
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import utc_now
from lawcheck.document import Document

__all__ = ["add_version", "discard_version", "find_version", "open_version", "previous_of", "publish_version"]

AT_ONCE: Final = 3000
"""So many places are found while the person waits (about a second); more are the work of a job."""
_PLACES: Final = "versions.places"


def open_version(session: Session, consultation: Consultation) -> DraftVersion | None:
    """The version that is being prepared, if there is one beside those that are public."""
    query = select(DraftVersion).where(DraftVersion.consultation_id == consultation.id, DraftVersion.number > 1)
    return session.scalar(query.where(DraftVersion.published_at.is_(None)))


def find_version(session: Session, consultation: Consultation, number: int) -> DraftVersion:
    """The version with this number; :class:`NotFound` E800."""
    found = session.scalar(
        select(DraftVersion).where(DraftVersion.consultation_id == consultation.id, DraftVersion.number == number)
    )
    if found is None:
        raise NotFound("E800")
    return found


def previous_of(session: Session, version: DraftVersion) -> DraftVersion:
    """The version before; :class:`NotFound` E800 for the first."""
    found = session.scalar(
        select(DraftVersion).where(
            DraftVersion.consultation_id == version.consultation_id, DraftVersion.number == version.number - 1
        )
    )
    if found is None:
        raise NotFound("E800")
    return found


def add_version(
    session: Session,
    user: User,
    consultation: Consultation,
    document: Document,
    digest: str,
    name: str,
    label: str,
    note: str = "",
) -> DraftVersion:
    """A version that nobody outside sees yet; its clauses carry on the uids of the one before, and each comment gets a
    proposed place in it, to be approved.

    :class:`Conflict` E895 while another one is being prepared or the first is not public; :class:`Refused` E883 for no label.
    """
    if open_version(session, consultation) or consultation.published_at is None or consultation.version_id is None:
        raise Conflict("E895")
    if not 0 < len(label.strip()) <= 40:
        raise Refused("E883", field="label", limit=40)
    before = session.get_one(DraftVersion, consultation.version_id)
    old = draft_of_version(session, before.id).document
    known = session.scalars(select(ClauseRow).where(ClauseRow.version_id == before.id)).all()
    rows = carried_rows(old, document, {row.eid: row.uid for row in known})
    carry_glosses({row.uid: row for row in known}, rows)
    version = DraftVersion(
        consultation_id=consultation.id,
        number=before.number + 1,
        label=label.strip(),
        note=note.strip()[:2000],
        file_digest=digest,
        file_name=PurePath(name).name[:200],
        document=pack_document(document),
        deleted=_deleted(session, before, rows),
        created_by=user.actor,
    )
    session.add(version)
    session.flush()
    for row in rows:
        row.version_id = version.id
    session.add_all(rows)
    session.flush()
    details = {"number": version.number, "file": digest, "name": version.file_name}
    record(session, user.actor, "version.added", f"consultation:{consultation.id}", details)
    _find_places(session, user, version)
    return version


def _find_places(session: Session, user: User, version: DraftVersion) -> None:
    if waiting_origins(session, version) <= AT_ONCE:
        place_comments(session, version)
    else:
        subject = f"version:{version.id}"
        enqueue(session, _PLACES, {"version": version.id}, key=subject, subject=subject, actor=user.actor)


@task(_PLACES)
def _place(work: Work) -> dict[str, Any]:
    with work.database.saving() as session:
        version = session.get(DraftVersion, work.payload["version"])
        return {"places": place_comments(session, version) if version else 0}


def _deleted(session: Session, before: DraftVersion, rows: list[ClauseRow]) -> list[dict[str, Any]]:
    """Clauses of the version before that live on nowhere."""
    living = {uid for row in rows for uid in row.from_uids} | {row.uid for row in rows}
    query = select(ClauseRow).where(ClauseRow.version_id == before.id).order_by(ClauseRow.position)
    gone = [row for row in session.scalars(query) if row.uid not in living and row.root_eid]
    above = {row.eid for row in gone}
    # An article that went is told once, not with each 款 of it.
    return [
        {"uid": row.uid, "eid": row.eid, "label": row.label, "text": row.text}
        for row in gone
        if row.parent_eid not in above
    ]


def publish_version(session: Session, user: User, consultation: Consultation, version: DraftVersion) -> None:
    """Make a version the one that people read and comment on; those before stay readable.

    :class:`Conflict` E889 when it is public, E896 while a place waits for approval: nothing moves silently.
    """
    if version.published_at is not None or consultation.cancelled_at:
        raise Conflict("E889")
    place_comments(session, version)  # what came in since
    if waiting := count_open(session, version):
        raise Conflict("E896", count=waiting)
    version.published_at, version.approved_by = utc_now(), user.actor
    consultation.version_id = version.id
    session.flush()
    show_released(session, consultation, version)
    moved = session.execute(
        select(Target.verdict, func.count()).where(Target.version_id == version.id).group_by(Target.verdict)
    )
    details = {"number": version.number, "verdicts": {verdict or "-": count for verdict, count in moved}}
    record(session, user.actor, "version.published", f"consultation:{consultation.id}", details)


def discard_version(session: Session, user: User, consultation: Consultation, version: DraftVersion) -> None:
    """Throw a version away that is not public, with the places proposed in it; :class:`Conflict` E889 for another."""
    if version.published_at is not None or version.number == 1:
        raise Conflict("E889")
    for table in (Target, ClauseRow):
        session.execute(delete(table).where(table.version_id == version.id))
    session.execute(delete(DraftVersion).where(DraftVersion.id == version.id))
    details = {"number": version.number, "file": version.file_digest}
    record(session, user.actor, "version.discarded", f"consultation:{consultation.id}", details)
