"""The proposer's side, by receipt: where the suggestion stands, adding what was missing, saying no to the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.background import Work, every, task
from consult_web.consultations import receipt_hash
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.filings.casework import apply_event
from consult_web.filings.suggestions.contacts import forget_old_contacts
from consult_web.filings.suggestions.handling import end_reviews
from consult_web.filings.suggestions.wishes import LIMITS
from consult_web.filings.suggestions_models import Suggestion
from consult_web.storage import china_today

__all__ = ["TIDY", "add_missing", "find_suggestion", "object_to_reply"]

TIDY = "suggestions.tidy"


def is_suggestion(session: Session, code: str) -> bool:
    """Whether a receipt is that of a suggestion."""
    return session.scalar(select(Suggestion.id).where(Suggestion.receipt_hash == receipt_hash(code))) is not None


def find_suggestion(session: Session, code: str) -> Suggestion:
    """The suggestion with this receipt code; :class:`NotFound` E964."""
    found = session.scalar(select(Suggestion).where(Suggestion.receipt_hash == receipt_hash(code))) if code else None
    if found is None:
        raise NotFound("E964")
    return found


def add_missing(session: Session, suggestion: Suggestion, text: str) -> None:
    """The proposer adds what was asked for. :class:`Conflict` E968 when nothing is asked."""
    if suggestion.state != "R1":
        raise Conflict("E968")
    apply_event(session, suggestion, "completed", "visitor", {"text": _checked(text)})


def object_to_reply(session: Session, suggestion: Suggestion, reason: str) -> None:
    """The proposer names new reasons against an answer. :class:`Conflict` E968 before there is one."""
    if suggestion.state != "R5":
        raise Conflict("E968")
    apply_event(session, suggestion, "objected", "visitor", {"reason": _checked(reason)})


def _checked(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused("E960")
    if len(words) > LIMITS["reasons"]:
        raise Refused("E961", limit=LIMITS["reasons"], count=len(words))
    return words


@task(TIDY)
def _tidy(work: Work) -> dict[str, Any]:
    """Reviews that ended are told to the suggestions they answer; contacts that are not needed any more go."""
    with work.database.saving() as session:
        return {"ended": end_reviews(session), "forgotten": forget_old_contacts(session, china_today())}


every(timedelta(hours=1), TIDY)
