"""Logging in and out; log-ins as rows, so that they end when they should."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from consult_web.accounts.models import LoginSession, User
from consult_web.accounts.passwords import check_password, hash_password, is_right, needs_new_hash
from consult_web.audit import record
from consult_web.errors import Forbidden, Refused, TooMany
from consult_web.storage import utc_now

__all__ = [
    "authenticate",
    "change_password",
    "end_sessions",
    "find_session",
    "forget_old_sessions",
    "start_session",
    "token_hash",
    "touch",
]

FAILURES: Final = 5
LOCKED: Final = timedelta(minutes=15)
IDLE: Final = timedelta(hours=1)
LONGEST: Final = timedelta(hours=12)
_TOUCH: Final = timedelta(minutes=2)  # how exactly the last use of a log-in is known


def authenticate(session: Session, login: str, password: str) -> User | None:
    """The user with this name and password; None when they do not fit. The caller commits in either case.

    Five wrong passwords lock the account for 15 minutes: :class:`TooMany` E820, also for the right one.
    """
    user = session.scalar(select(User).where(User.login == login.strip().casefold()).with_for_update())
    if user is not None and user.locked_until and user.locked_until > utc_now():
        raise TooMany("E820", minutes=_minutes(user.locked_until))
    right = is_right(user.password if user and user.active else None, password)
    if user is None:
        return None
    if not right:
        _count_failure(session, user)
        return None
    user.failures, user.locked_until = 0, None
    if user.password and needs_new_hash(user.password):
        user.password = hash_password(password)
    return user


def start_session(session: Session, user: User, *, address: str = "", agent: str = "", method: str = "password") -> str:
    """Log ``user`` in and return the token for the browser. :class:`Forbidden` E821 for an account that is closed."""
    if not user.active or not user.organisation.active:
        raise Forbidden("E821")
    token, now = token_urlsafe(32), utc_now()
    user.last_login_at = now
    row = LoginSession(
        token_hash=token_hash(token),
        user_id=user.id,
        expires_at=now + LONGEST,
        address=address[:64],
        agent=agent[:200],
        method=method,
    )
    session.add(row)
    record(session, user.actor, "login", user.actor, {"method": method, "address": address[:64]})
    return token


def find_session(session: Session, token: str, now: datetime | None = None) -> LoginSession | None:
    """The log-in with this token, unless it has ended or its user may not work any more."""
    now = now or utc_now()
    row = session.scalar(
        select(LoginSession).where(
            LoginSession.token_hash == token_hash(token),
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > now,
            LoginSession.seen_at > now - IDLE,
        )
    )
    return row if row and row.user.active and row.user.organisation.active else None


def needs_touch(row: LoginSession) -> bool:
    """Whether the last use noted is too long ago."""
    return row.seen_at < utc_now() - _TOUCH


def touch(session: Session, row: LoginSession) -> None:
    """Note that the log-in was used."""
    session.execute(update(LoginSession).where(LoginSession.id == row.id).values(seen_at=utc_now()))


def end_sessions(session: Session, user_id: int, *, only: str = "", keep: str = "") -> int:
    """End the log-ins of a user: the one with the token ``only``, or all but that with ``keep``; how many it were."""
    query = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.revoked_at.is_(None))
    if only:
        query = query.where(LoginSession.token_hash == token_hash(only))
    if keep:
        query = query.where(LoginSession.token_hash != token_hash(keep))
    ended = session.execute(query.values(revoked_at=utc_now()).returning(LoginSession.id)).all()
    return len(ended)


def change_password(session: Session, user: User, old: str, new: str) -> None:
    """Give ``user`` another password; :class:`Refused` E822 when ``old`` is wrong, E816–E819, E823 when it is the same."""
    if not is_right(user.password, old):
        _count_failure(session, user)
        raise Refused("E822")
    if old == new:
        raise Refused("E823")
    set_password(session, user, new, actor=user.actor)


def set_password(session: Session, user: User, new: str, *, actor: str, must_change: bool = False) -> None:
    """Set a password without the old one (``must_change``: only until the first log-in)."""
    check_password(new, user.login)
    user.password, user.password_set_at, user.must_change = hash_password(new), utc_now(), must_change
    user.failures, user.locked_until = 0, None
    record(session, actor, "password.set", user.actor, {"must_change": must_change})


def forget_old_sessions(session: Session, days: int = 183) -> int:
    """Delete log-ins that ended more than ``days`` ago (six months: 网络安全法 asks to keep logs so long)."""
    before = utc_now() - timedelta(days=days)
    old = select(LoginSession).where(LoginSession.expires_at < before)
    count = session.scalar(select(func.count()).select_from(old.subquery())) or 0
    for row in session.scalars(old):
        session.delete(row)
    return count


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def sessions_of(session: Session, user_id: int) -> list[LoginSession]:
    """The log-ins of a user that have not ended, newest first."""
    now = utc_now()
    query = select(LoginSession).where(
        LoginSession.user_id == user_id,
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > now,
        or_(LoginSession.seen_at > now - IDLE, LoginSession.created_at > now - IDLE),
    )
    return list(session.scalars(query.order_by(LoginSession.id.desc())))


def _count_failure(session: Session, user: User) -> None:
    user.failures += 1
    details: dict[str, object] = {"failures": user.failures}
    if user.failures >= FAILURES:
        user.locked_until, user.failures = utc_now() + LOCKED, 0
        details["locked"] = True
    record(session, user.actor, "login.failed", user.actor, details)


def _minutes(until: datetime) -> int:
    return max(1, -(-int((until - utc_now()).total_seconds()) // 60))
