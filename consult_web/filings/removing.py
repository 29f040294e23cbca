"""A filing begun by mistake: put aside with a reason while nothing was sent, and taken back. Nothing is deleted."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.errors import Conflict, Refused
from consult_web.filings.cases_models import Filing
from consult_web.storage import china_today

__all__ = ["REMOVED", "is_removed", "put_aside", "remove_filing", "take_back_filing"]

REMOVED: Final = "已移除"
_PREPARED: Final = "start"
_REASON: Final = 500  # characters


def put_aside() -> ColumnElement[bool]:
    """Whether a filing is closed: of those in preparation, the ones that were removed."""
    return Filing.closed_on.is_not(None)


def is_removed(filing: Filing) -> bool:
    """Whether this filing was begun and then put aside.

    >>> is_removed(Filing(state="start", closed_on=None))
    False
    """
    return filing.state == _PREPARED and filing.closed_on is not None


def remove_filing(session: Session, filing: Filing, user: User, reason: str) -> None:
    """Put a filing aside that was never sent: it leaves the work list, its files and what was read stay with it.

    :class:`Conflict` E903 when it was sent, E995 when it is removed already; :class:`Refused` E914 without a reason.
    """
    if filing.state != _PREPARED or filing.round:
        raise Conflict("E903")
    if is_removed(filing):
        raise Conflict("E995")
    said = reason.strip()[:_REASON]
    if not said:
        raise Refused("E914", labels="移除的理由")
    filing.closed_on, filing.outcome = china_today(), REMOVED
    filing.details = {**filing.details, "removed": {"reason": said, "by": user.actor, "name": user.name}}
    record(session, user.actor, "filing.removed", f"filing:{filing.id}", {"reason": said})


def take_back_filing(session: Session, filing: Filing, user: User) -> None:
    """Go on with a filing that was removed; :class:`Conflict` E909 for any other one."""
    if not is_removed(filing):
        raise Conflict("E909")
    filing.closed_on, filing.outcome = None, ""
    filing.details = {name: value for name, value in filing.details.items() if name != "removed"}
    record(session, user.actor, "filing.taken_back", f"filing:{filing.id}", {})
