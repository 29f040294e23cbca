"""Any step of a case as a form: what it asks, the letter that it makes, prefilled; taken in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.errors import Conflict, Refused
from consult_web.filings.cases_models import Filing, Letter
from consult_web.filings.casework import apply_event, procedure_of, ways
from consult_web.filings.letters import case_fields, draft_letter, send_letter, suggest_fields
from consult_web.filings.suggestions_models import Suggestion
from consult_web.storage import FileStore, china_today
from lawcheck.letters import Letter as Template
from lawcheck.letters import find_letter
from lawcheck.procedure import Step, Transition

__all__ = ["StepForm", "Taken", "check_asked", "form_of", "open_step", "open_to", "take_step"]


class StepForm(NamedTuple):
    """A step that is open: its letter template (None where it makes none) and the values that its fields begin with."""

    step: Step
    letter: Template | None
    values: dict[str, Any]


class Taken(NamedTuple):
    """A step that was taken, and the letter that went out with it."""

    transition: Transition
    letter: Letter | None


def open_step(session: Session, filing: Filing, user: User, event: str, day: date | None = None) -> StepForm:
    """The form of a step that ``user`` may take now; :class:`Conflict` E909 for another one."""
    step = open_to(session, filing, user, event)
    if step.document == "filing_report":  # the body's own report came with the package
        return StepForm(step, None, {})
    return form_of(session, filing, step, lambda: case_fields(session, filing, day or china_today()))


def open_to(session: Session, case: Filing | Suggestion, user: User, event: str) -> Step:
    """The step of this name, if ``user`` may take it now; :class:`Conflict` E909 else."""
    step = next((way.step for way in ways(session, case, user) if way.event == event), None)
    if step is None:
        raise Conflict("E909")
    return step


def form_of(
    session: Session, case: Filing | Suggestion, step: Step, known: Callable[[], Mapping[str, Any]]
) -> StepForm:
    """The form of a step: its letter, if it makes one, begun with what is ``known`` of the case and the law of its place."""
    if not step.document:
        return StepForm(step, None, {})
    procedure = procedure_of(session, case)
    bases = step.basis(procedure.place, procedure.kind)
    return StepForm(step, find_letter(step.document), suggest_fields(step.document, known(), bases))


def check_asked(step: Step, facts: Mapping[str, Any]) -> None:
    """:class:`Refused` E914 when something that the step asks for is not there."""
    missing = [ask.label for ask in step.asks if ask.required and not facts.get(ask.name)]
    if missing:
        raise Refused("E914", labels="、".join(missing))


def take_step(
    session: Session,
    files: FileStore,
    filing: Filing,
    user: User,
    event: str,
    facts: Mapping[str, Any],
    letter: Mapping[str, Any] | None = None,
    *,
    day: date | None = None,
    recipient_id: int | None = None,
) -> Taken:
    """Take a step with its letter, which is sent with it; all or nothing.

    :class:`Refused` E914 for what the step asks and is not there, lawcheck's E291 and E292 for the letter, and what
    :func:`apply_event` raises. ``letter`` None: the step is taken without a letter (it is written outside).
    """
    form = open_step(session, filing, user, event, day)
    check_asked(form.step, facts)
    transition = apply_event(session, filing, event, user, facts, day=day)
    if form.letter is None or letter is None:
        return Taken(transition, None)
    made = draft_letter(
        session,
        files,
        form.letter.name,
        letter,
        sender_id=filing.receiver_id,
        actor=user.actor,
        filing=filing,
        recipient_id=recipient_id or filing.filer_id,
        event_number=filing.events[-1].number,
    )
    send_letter(session, made, user.actor, transition.event.day)
    return Taken(transition, made)
