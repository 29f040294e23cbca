"""What must not be kept any longer: contacts some months after the report, drafts and pictures that nobody sent, old
log-ins."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from secrets import token_bytes
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult_web.accounts import forget_old_sessions
from consult_web.audit import record
from consult_web.background import Work, every, task
from consult_web.consultations.comments_models import Comment, Contact, SavedDraft
from consult_web.consultations.drafts_models import Consultation
from consult_web.storage import LOOSE_FOR, keyed_hash, remove_loose, utc_now
from consult_web.ui import local

__all__ = ["delete_due_contacts", "forget_unsent", "keep_until"]

_KIND: Final = "retention"
_BATCH: Final = 500


def keep_until(consultation: Consultation) -> date | None:
    """The last day on which contacts are kept: months after the report, or after the cancelling; None before these.

    >>> from datetime import UTC, datetime
    >>> keep_until(Consultation(reported_at=datetime(2026, 8, 31, tzinfo=UTC), retention_months=6)).isoformat()
    '2027-02-28'
    """
    done = consultation.reported_at or consultation.cancelled_at
    return _months_after(local(done).date(), consultation.retention_months) if done else None


def delete_due_contacts(session: Session, today: date) -> dict[int, int]:
    """Delete the contacts whose time is over; how many for each consultation, noted in the audit log.

    Comments of one person stay known as one person's, but can no longer be traced to a contact.
    """
    deleted: dict[int, int] = {}
    for consultation in session.scalars(select(Consultation).where(_has_contacts())):
        last = keep_until(consultation)
        over = last is not None and last < today
        count = _delete(session, consultation, None if over else today)
        if count:
            deleted[consultation.id] = count
            consultation.contacts_deleted_at = utc_now()
            details = {"count": count, "months": consultation.retention_months}
            record(session, "program", "contacts.deleted", f"consultation:{consultation.id}", details)
    return deleted


def forget_unsent(session: Session) -> int:
    """Delete drafts of opinions whose time is over; how many."""
    over = delete(SavedDraft).where(SavedDraft.expires_at < utc_now()).returning(SavedDraft.token_hash)
    return len(session.execute(over).all())


@task(_KIND)
def _work(work: Work) -> dict[str, Any]:
    with work.database.saving() as session:
        contacts = delete_due_contacts(session, local(utc_now()).date())
    with work.database.saving() as session:
        return {
            "contacts": sum(contacts.values()),
            "drafts": forget_unsent(session),
            "logins": forget_old_sessions(session),
            "files": remove_loose(session, work.files, utc_now() - LOOSE_FOR),
        }


every(timedelta(days=1), _KIND)


def _has_contacts() -> Any:
    return select(Contact.comment_id).join(Comment).where(Comment.consultation_id == Consultation.id).exists()


def _delete(session: Session, consultation: Consultation, only_due: date | None) -> int:
    """Delete all contacts of a consultation (``only_due``: those whose own day has passed)."""
    query = select(Contact.comment_id).join(Comment).where(Comment.consultation_id == consultation.id)
    if only_due is not None:
        query = query.where(Contact.delete_after < only_due)
    numbers = list(session.scalars(query))
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        session.execute(delete(Contact).where(Contact.comment_id.in_(batch)))
        session.execute(update(Comment).where(Comment.id.in_(batch)).values(can_reply=False))
    if numbers and only_due is None:
        _unlink_persons(session, consultation)
    return len(numbers)


def _unlink_persons(session: Session, consultation: Consultation) -> None:
    """Other keys for the same persons, made with a salt that nobody keeps."""
    salt = token_bytes(32)
    keys = session.scalars(
        select(Comment.person_key)
        .where(Comment.consultation_id == consultation.id, Comment.person_key != "")
        .distinct()
    )
    for key in list(keys):
        same = update(Comment).where(Comment.consultation_id == consultation.id, Comment.person_key == key)
        session.execute(same.values(person_key=keyed_hash(salt, key)[:32]))


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
