"""Who sees which filing: filers those of their own body, receivers those sent to theirs, committees those handed to them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, Permission, User, body_of, permissions_of
from consult_web.errors import NotFound
from consult_web.filings.cases_models import Distribution, Filing

__all__ = ["carried_for", "own_filing", "receiver_of", "seen_by", "sent_by", "visible_filing"]

# Not FILING_READ, which members of committees have too: they see what was handed to them.
_RECEIVING = frozenset(
    {
        Permission.FILING_REGISTER,
        Permission.FILING_REVIEW,
        Permission.FILING_SECOND_REVIEW,
        Permission.FILING_DECIDE,
    }
)


def receiver_of(session: Session, user: User) -> Organisation:
    """The body at whose desk ``user`` works."""
    return body_of(session, user.organisation)


def sent_by(user: User) -> ColumnElement[bool]:
    """The condition for filings that the user's organisation sends (or prepares)."""
    return Filing.filer_id == user.organisation_id


def seen_by(session: Session, user: User) -> ColumnElement[bool]:
    """The condition for filings that ``user`` may read: those sent to the user's body, and those handed to the committee that
    the user belongs to. What is still being prepared is nobody's but its filer's."""
    handed = select(Distribution.filing_id).where(Distribution.organisation_id == user.organisation_id)
    rights = permissions_of(user.role_names)
    if not rights & _RECEIVING:
        return Filing.id.in_(handed)
    at_desk = (Filing.receiver_id == receiver_of(session, user).id) & (Filing.state != "start")
    return or_(at_desk, Filing.id.in_(handed))


def carried_for(session: Session, user: User) -> frozenset[int]:
    """The organisations whose cases ``user`` may carry to other installations: a filer's own, a registrar's body."""
    rights = permissions_of(user.role_names)
    filer = {user.organisation_id} if Permission.FILING_SUBMIT in rights else set()
    receiver = {receiver_of(session, user).id} if Permission.FILING_REGISTER in rights else set()
    return frozenset(filer | receiver)


def visible_filing(session: Session, user: User, filing_id: int) -> Filing:
    """The filing, for one who may read it at the receiver's; :class:`NotFound` E800 else."""
    found = session.scalar(select(Filing).where(Filing.id == filing_id, seen_by(session, user)))
    if found is None:
        raise NotFound("E800")
    return found


def own_filing(session: Session, user: User, filing_id: int) -> Filing:
    """The filing, for one of the organisation that sends it; :class:`NotFound` E800 else."""
    found = session.scalar(select(Filing).where(Filing.id == filing_id, sent_by(user)))
    if found is None:
        raise NotFound("E800")
    return found
