"""A case is the list of its events; here they are recorded, and what queues ask is computed from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, case, select
from sqlalchemy.orm import Session

from consult_web.accounts import Organisation, OrganisationKind, Role, User
from consult_web.audit import AuditEvent, record
from consult_web.errors import Conflict
from consult_web.filings.cases_models import CalendarYear, CaseClock, CaseEvent, Filing, FilingClock, FilingEvent
from consult_web.filings.suggestions_models import Suggestion, SuggestionClock, SuggestionEvent
from consult_web.storage import china_today
from lawcheck.laws import DocumentKind
from lawcheck.procedure import (
    AMBER,
    Calendar,
    Choice,
    Clock,
    Event,
    History,
    OfficeRole,
    Procedure,
    Refusal,
    Source,
    State,
    Step,
    Transition,
    find_jurisdiction,
    jurisdiction_at,
    load_calendar,
    load_machine,
)

__all__ = [
    "Case",
    "Colour",
    "Way",
    "apply_event",
    "case_faults",
    "choices_for",
    "clocks_of",
    "colour_of",
    "colour_order",
    "event_hash",
    "history_of",
    "is_colour",
    "jurisdiction_of",
    "procedure_of",
    "refresh_clocks",
    "request_word",
    "state_of",
    "subject_of",
    "ways",
    "ways_of_others",
]

Case = Filing | Suggestion
Colour = str
"""How a case stands on a day: ``red``, ``amber``, ``green``, ``still`` (its clock stands still), ``none`` (no clock runs)."""
_OFFICE: Final = {role.value for role in OfficeRole}


class Way(NamedTuple):
    """A step of the machine: what pages show of it."""

    event: str
    name: str
    step: Step


def history_of(case: Case) -> History:
    """The events of a case as the engine wants them."""
    return tuple(Event(row.name, row.day, row.facts, row.actor, row.role) for row in case.events)


def jurisdiction_of(receiver: Organisation) -> str:
    """The rules that a receiver works by: those of its congress, or of the State Council."""
    if receiver.kind is OrganisationKind.CONGRESS:
        return "npcsc" if receiver.name.startswith("全国人") else jurisdiction_at(receiver.territory).id
    return "state_council" if receiver.name.startswith("国务院") else "local"


def procedure_of(session: Session, case: Case) -> Procedure:
    """The procedure that a case follows: where it lies, kind of document, lane, and the calendar with the years typed in."""
    if isinstance(case, Suggestion):
        return Procedure(find_jurisdiction(case.jurisdiction), None, "side", request_word(case), _calendar(session))
    kind_of_text = DocumentKind(case.kind) if case.kind else None
    return Procedure(find_jurisdiction(case.jurisdiction), kind_of_text, "main", case.review_kind, _calendar(session))


def request_word(suggestion: Suggestion) -> str:
    """What the law calls it.

    >>> request_word(Suggestion(is_request=True)), request_word(Suggestion(is_request=False))
    ('审查要求', '审查建议')
    """
    return "审查要求" if suggestion.is_request else "审查建议"


def state_of(case: Case) -> State:
    """The state in words: ``.id``, ``.name``, ``.final``."""
    return load_machine().states[case.state]


def subject_of(case: Case) -> str:
    """How the audit log names a case."""
    return f"{'suggestion' if isinstance(case, Suggestion) else 'filing'}:{case.id}"


def apply_event(
    session: Session,
    case: Case,
    name: str,
    actor: User | str,
    facts: Mapping[str, Any] | None = None,
    *,
    day: date | None = None,
) -> Transition:
    """Take a step: the only way in which the state of a case changes.

    ``actor`` is a user, whose role is the one that the step wants, or ``program`` for what follows by itself. ``day`` is the
    legal day (default: today). :class:`~consult_web.errors.Conflict` with the engine's words (R8xx) when the step cannot
    be taken. The event, the state, the clocks and the audit record are written in the caller's transaction.
    """
    procedure, history = procedure_of(session, case), history_of(case)
    who, role = (actor, "") if isinstance(actor, str) else (actor.actor, _role(procedure, case, name, actor))
    result = procedure.advance(history, Event(name, day or china_today(), dict(facts or {}), who, role))
    if isinstance(result, Refusal):
        raise Conflict(result.code, **result.details)
    row = _row(case, len(history) + 1, result)
    case.events.append(row)  # type: ignore[arg-type]
    case.state, case.state_since = result.target.id, result.event.day
    case.closed_on = result.event.day if result.target.final else None
    _settle(case, procedure, (*history, result.event), china_today())
    session.flush()
    details = {"number": row.number, "from": row.source, "to": row.target, "role": role, "event": event_hash(row)}
    record(session, who, f"case.{name}", subject_of(case), details)
    return result


def choices_for(session: Session, case: Case, user: User) -> list[Choice]:
    """The steps open now, each with whether ``user`` may take it."""
    procedure = procedure_of(session, case)
    steps = procedure.machine.steps_from(procedure.lane, case.state)
    held = _roles(user)
    return [Choice(step, bool(step.roles & held)) for step in steps]


def ways(session: Session, case: Case, user: User) -> list[Way]:
    """The steps that ``user`` may take now."""
    return [Way(c.step.event, c.step.name, c.step) for c in choices_for(session, case, user) if c.allowed]


def ways_of_others(session: Session, case: Case, user: User) -> list[tuple[str, list[str]]]:
    """The steps open now that ``user`` may not take, each with the roles that may: whoever waits knows for whom."""
    choices = choices_for(session, case, user)
    return [(c.step.name, [role for role in OfficeRole if role in c.step.roles]) for c in choices if not c.allowed]


def clocks_of(session: Session, case: Case, today: date | None = None) -> tuple[Clock, ...]:
    """Every clock of the case as it stands today."""
    return procedure_of(session, case).clocks(history_of(case), today or china_today())


def event_hash(row: CaseEvent) -> str:
    """What the audit log keeps of an event, so that a row changed behind the program's back is found."""
    fields = [row.number, row.name, row.day.isoformat(), row.facts, row.actor, row.role, row.source, row.target]
    return sha256(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def case_faults(session: Session, case: Case) -> list[str]:
    """What of a case does not agree with its events and the audit log (nothing: it is sound): ``event 3`` was changed or
    is missing, ``state``."""
    query = select(AuditEvent).where(AuditEvent.subject == subject_of(case), AuditEvent.action.like("case.%"))
    noted = {entry.details["number"]: entry.details["event"] for entry in session.scalars(query)}
    found = {row.number: event_hash(row) for row in case.events}
    numbers = sorted(noted.keys() | found.keys())
    faults = [f"event {number}" for number in numbers if noted.get(number) != found.get(number)]
    procedure = procedure_of(session, case)
    return faults or ([] if procedure.state(history_of(case)).id == case.state else ["state"])


def refresh_clocks(session: Session, case: Case, today: date | None = None) -> None:
    """Compute the stored clocks again: for a case whose clock stands still, and after the calendar changed."""
    _settle(case, procedure_of(session, case), history_of(case), today or china_today())


def colour_of(case: Case | CaseClock, day: date) -> Colour:
    """How the clock that ends first stands on ``day``."""
    if isinstance(case, CaseClock) and case.stopped is not None:
        return "red" if case.late else "green"
    if isinstance(case, Case) and not case.clock:
        return "none"
    if case.standing or case.due is None:
        return "still"
    if case.red_on is not None and day >= case.red_on:
        return "red"
    return "amber" if case.amber_on is not None and day >= case.amber_on else "green"


def is_colour(model: type[Filing] | type[Suggestion], colour: Colour, day: date) -> ColumnElement[bool]:
    """The condition of a query for cases of one colour on ``day``."""
    runs = and_(model.clock != "", model.standing.is_(False), model.due.is_not(None))
    conditions: dict[Colour, ColumnElement[bool]] = {
        "none": model.clock == "",
        "still": and_(model.clock != "", model.standing | model.due.is_(None)),
        "red": and_(runs, model.red_on <= day),
        "amber": and_(runs, model.red_on > day, model.amber_on <= day),
        "green": and_(runs, model.amber_on > day),
    }
    return conditions[colour]


def colour_order(model: type[Filing] | type[Suggestion]) -> list[Any]:
    """The order of a queue: what ends first comes first, what stands still behind it, what has no clock last."""
    return [case((model.clock == "", 2), (model.standing, 1), (model.due.is_(None), 1), else_=0), model.due, model.id]


def _roles(user: User) -> frozenset[OfficeRole]:
    return frozenset(OfficeRole(role.value) for role in user.role_names if role.value in _OFFICE)


def _role(procedure: Procedure, case: Case, name: str, user: User) -> str:
    """The role of ``user`` that the step wants; else any that he has, and the engine says which it should be."""
    step = procedure.machine.step(procedure.lane, case.state, name)
    held = _roles(user)
    fitting = sorted(held & step.roles) if step else []
    return (fitting or sorted(held) or [OfficeRole(Role.AUDITOR.value)])[0]


def _row(case: Case, number: int, result: Transition) -> CaseEvent:
    kind = SuggestionEvent if isinstance(case, Suggestion) else FilingEvent
    return kind(
        number=number,
        name=result.event.name,
        day=result.event.day,
        facts=dict(result.event.facts),
        actor=result.event.actor,
        role=result.event.role,
        source=result.source.id,
        target=result.target.id,
        document=result.document,
        basis=[_shown(source) for source in result.basis],
    )


def _shown(source: Source) -> str:
    return source.text if source.confirmed else f"{source.text}（依据待核）"


def _settle(case: Case, procedure: Procedure, history: History, today: date) -> None:
    """Store the clocks, and of the running ones the one that ends first."""
    kind = SuggestionClock if isinstance(case, Suggestion) else FilingClock
    clocks = procedure.clocks(history, today)
    rows = [kind(**_columns(clock, procedure, history)) for clock in clocks]
    case.clocks = rows  # type: ignore[assignment]
    running = [row for row in rows if row.stopped is None]
    first = min(running, key=lambda row: (row.standing, row.due or date.max), default=None)
    case.clock, case.clock_name = (first.rule, first.name) if first else ("", "")
    case.due, case.standing = (first.due, first.standing) if first else (None, False)
    case.amber_on, case.red_on = (first.amber_on, first.red_on) if first else (None, None)


def _columns(clock: Clock, procedure: Procedure, history: History) -> dict[str, Any]:
    return {
        "rule": clock.rule.id,
        "name": clock.rule.name,
        "who": clock.rule.who.value,
        "started": clock.started,
        "due": clock.due,
        "amber_on": _amber_day(clock, procedure, history),
        "red_on": clock.due,
        "stopped": clock.stopped,
        "stopped_by": clock.stopped_by,
        "standing": clock.standing,
        "extended": clock.extended,
        "late": clock.late,
        "source": clock.rule.term.source.text,
        "confirmed": clock.rule.term.source.confirmed,
        "note": clock.note,
    }


def _amber_day(clock: Clock, procedure: Procedure, history: History) -> date | None:
    """The first day on which the light is not green: found by halving, since working days and pauses make it uneven."""
    if clock.due is None or not clock.running or clock.standing:
        return None
    low, high = clock.started, clock.due
    while low < high:
        middle = low + timedelta(days=(high - low).days // 2)
        if _share(clock, procedure, history, middle) >= AMBER:
            high = middle
        else:
            low = middle + timedelta(days=1)
    return low


def _share(clock: Clock, procedure: Procedure, history: History, day: date) -> float:
    same = (found for found in procedure.clocks(history, day) if found.rule.id == clock.rule.id)
    share = next((found.share for found in same if found.started == clock.started), None)
    return 1.0 if share is None else share


def _calendar(session: Session) -> Calendar:
    calendar = load_calendar()
    for row in session.scalars(select(CalendarYear).order_by(CalendarYear.year)):
        off, work = (map(date.fromisoformat, days) for days in (row.off, row.work))
        calendar = calendar.with_year(row.year, off, work, row.source)
    return calendar
