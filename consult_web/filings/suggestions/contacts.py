"""Who proposed, sealed and apart from what was proposed; gone when it is not needed any more."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations import person_key
from consult_web.filings.suggestions.wishes import Wish
from consult_web.filings.suggestions_models import Suggestion, SuggestionContact
from consult_web.storage import database_of
from lawcheck.procedure import find_retention

__all__ = ["forget_old_contacts", "keep_proposer", "limit_contact", "open_proposer", "proposer_name"]


def keep_proposer(session: Session, suggestion: Suggestion, wish: Wish) -> None:
    """Put the contact of a suggestion (which has its id) away."""
    told = {"name": wish.name, "phone": wish.phone, "email": wish.email, "address": wish.address}
    sealed = database_of(session).keys.seal(json.dumps(told, ensure_ascii=False))
    session.add(SuggestionContact(suggestion_id=suggestion.id, sealed=sealed))
    suggestion.person_key = person_key(session, wish.phone, wish.email)


def open_proposer(session: Session, suggestion: Suggestion, actor: str) -> dict[str, str]:
    """Name, phone, email, address; empty when deleted. That ``actor`` looked is noted in the audit log."""
    record(session, actor, "proposer.shown", f"suggestion:{suggestion.id}", {})
    return _opened(session, suggestion)


def proposer_name(session: Session, suggestion: Suggestion) -> str:
    """The name for a letter to the proposer; 建议人 when it is not kept any more."""
    return _opened(session, suggestion).get("name") or "建议人"


def limit_contact(session: Session, suggestion: Suggestion, day: date) -> None:
    """From an answer on ``day`` on the contact is kept only as long as answering needs it (lawcheck: retention ``contact``)."""
    row = session.get(SuggestionContact, suggestion.id)
    if row is not None:
        row.delete_after = find_retention("contact").until(day)


def forget_old_contacts(session: Session, today: date) -> int:
    """Delete the contacts whose time is over; how many. Of a suggestion that is open again, because its proposer objected,
    the contact stays: the answer to that needs it, and sets a new day."""
    closed = select(Suggestion.id).where(Suggestion.closed_on.is_not(None))
    over = (SuggestionContact.delete_after <= today) & SuggestionContact.suggestion_id.in_(closed)
    gone = session.scalars(select(SuggestionContact.suggestion_id).where(over)).all()
    session.execute(delete(SuggestionContact).where(SuggestionContact.suggestion_id.in_(gone)))
    for number in gone:
        record(session, "program", "proposer.forgotten", f"suggestion:{number}", {})
    return len(gone)


def _opened(session: Session, suggestion: Suggestion) -> dict[str, str]:
    row = session.get(SuggestionContact, suggestion.id)
    found: dict[str, str] = json.loads(database_of(session).keys.unseal(row.sealed)) if row else {}
    return found
