"""A case as its people see it: who may open it, and its story in order."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.desk.papers.naming import named
from consult_web.errors import NotFound
from consult_web.filings import Filing, Letter, LetterState, seen_by, sent_by
from consult_web.ui import day_text
from lawcheck.procedure import load_machine

__all__ = ["Moment", "readable_letter", "story", "visible_case"]


class Moment(NamedTuple):
    """An event of a case: state for the macro ``parts.timeline``, name, day and role, the letter that went with it."""

    state: str
    title: str
    when: str
    letter: Letter | None
    basis: tuple[str, ...]
    note: str


def visible_case(session: Session, user: User, filing_id: int) -> Filing:
    """A filing for its sender or its receiver's people; :class:`NotFound` E800 for all others."""
    query = select(Filing).where(Filing.id == filing_id, or_(sent_by(user), seen_by(session, user)))
    found = session.scalar(query)
    if found is None:
        raise NotFound("E800")
    return found


def readable_letter(session: Session, user: User, letter_id: int) -> Letter:
    """A letter for those who see its case (drafts: at the receiver's only), and for whom it was sent to."""
    letter = session.get(Letter, letter_id)
    if letter is None:
        raise NotFound("E800")
    sent = letter.state in (LetterState.SENT, LetterState.DELIVERED)
    if sent and letter.recipient_id == user.organisation_id:
        return letter
    if (
        letter.filing_id is None
        or session.scalar(select(Filing.id).where(Filing.id == letter.filing_id, seen_by(session, user))) is None
    ):
        raise NotFound("E800")
    return letter


def story(filing: Filing, viewer: User, *, inside: bool) -> list[Moment]:
    """The events of a case, oldest first. ``inside``: at the receiver's, where notes of the registrar are seen too."""
    machine = load_machine()
    letters = {letter.event_number: letter for letter in filing.letters if _is_for(letter, viewer, inside)}
    told = []
    for row in filing.events:
        step = machine.step("main", row.source, row.name)
        last = row.number == len(filing.events)
        state = "bad" if row.name == "returned" else "now" if last and not filing.closed_on else "done"
        note = _note(row.facts) if inside or row.name in ("returned", "supplement_asked") else ""
        name = named(step.name if step else row.name)
        when = f"{day_text(row.day)} · {row.role}" if row.role else day_text(row.day)
        told.append(Moment(state, name, when, letters.get(row.number), tuple(row.basis), note))
    return told


def _is_for(letter: Letter, viewer: User, inside: bool) -> bool:
    sent = letter.state in (LetterState.SENT, LetterState.DELIVERED)
    return inside or (sent and letter.recipient_id == viewer.organisation_id)


def _note(facts: dict[str, object]) -> str:
    """What was told with an event, in one line."""
    shown = []
    for name in ("reason", "missing", "override", "despite", "committees", "plan", "outcome", "questions"):
        value = facts.get(name)
        if isinstance(value, list):
            value = "；".join(map(str, value))
        if value:
            shown.append(str(value))
    return "；".join(shown)
