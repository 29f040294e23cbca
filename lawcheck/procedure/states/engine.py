"""The engine: a case is the list of its events; the state, the clocks and the next steps follow from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from lawcheck.errors import UsageError
from lawcheck.laws import DocumentKind
from lawcheck.procedure.jurisdictions import Jurisdiction
from lawcheck.procedure.profiles import Source
from lawcheck.procedure.refusal import Refusal, refuse
from lawcheck.procedure.roles import OfficeRole
from lawcheck.procedure.states.guards import GUARDS, GuardView
from lawcheck.procedure.states.model import Machine, State, Step, load_machine
from lawcheck.procedure.timing import Calendar, Clock, ClockRule, Event, History, clock_rules, load_calendar, run_clocks

__all__ = ["Choice", "Procedure", "Transition"]

START = "start"


class Choice(NamedTuple):
    """A step that is open in the present state, and whether the role may take it."""

    step: Step
    allowed: bool


@dataclass(frozen=True)
class Transition:
    """A step that was taken: the event to append to the history, the states, the document to make, what it rests on, and
    the clocks that it started and stopped. ``basis`` empty: ``step.no_basis`` says why; ``document`` likewise."""

    step: Step
    event: Event
    source: State
    target: State
    basis: tuple[Source, ...]
    started: tuple[Clock, ...]
    stopped: tuple[Clock, ...]

    @property
    def document(self) -> str:
        """The letter that the step makes, by its template; empty where it makes none."""
        return self.step.document

    @property
    def due(self) -> date | None:
        """The next last day that the step sets; None where it sets none."""
        return min((clock.due for clock in self.started if clock.due), default=None)


@dataclass(frozen=True)
class Procedure:
    """The procedure of one case: where it is, of what kind the document is, and which lane (``main``: filing and review,
    ``side``: a suggestion).

    >>> from lawcheck.procedure import find_jurisdiction
    >>> desk = Procedure(find_jurisdiction("beijing"), DocumentKind.K12)
    >>> filed = desk.advance((), Event("submitted", date(2026, 11, 2), role="报备员"))
    >>> filed.target.name, filed.document, str(filed.due)
    ('已报送', 'filing_report', '2026-11-12')
    >>> str(desk.advance((filed.event,), Event("annulled", date(2026, 11, 3), role="head")))
    '现在是“已报送”，不能办理“撤销”。'
    """

    place: Jurisdiction
    kind: DocumentKind | None = None
    lane: str = "main"
    review_kind: str = ""
    calendar: Calendar = field(default_factory=load_calendar)
    machine: Machine = field(default_factory=load_machine)

    @property
    def rules(self) -> tuple[ClockRule, ...]:
        """The clocks of this case."""
        rules = clock_rules(self.place, self.kind, self.review_kind)
        return tuple(rule for rule in rules if rule.lane == self.lane)

    def advance(self, history: History, event: Event) -> Transition | Refusal:
        """Take a step: the transition whose ``event`` the caller appends to the history, or why it cannot be taken.

        Nothing is stored. The state, the role (an empty one is not checked: records taken over from elsewhere), the order of
        days, what must be filled in and the guards of the step are checked, in this order.
        """
        state = self.state(history)
        step = self.machine.step(self.lane, state.id, event.name)
        if step is None:
            return refuse("R801", state=state.name, event=self._name(event.name))
        refusal = _fit(step, event, history) or self._guarded(step, event, state, history)
        return refusal or self._transition(step, event, state, history)

    def state(self, history: History) -> State:
        """The state after these events; a list that the machine cannot make raises
        :class:`~lawcheck.errors.UsageError`. Guards are not asked again: what was let through stays so."""
        at = START
        for event in history:
            step = self.machine.step(self.lane, at, event.name)
            if step is None:
                raise UsageError("E283", event=event.name, day=event.day, state=at)
            at = step.lands(at)
        return self.machine.states[at]

    def clocks(self, history: History, today: date, *names: str) -> tuple[Clock, ...]:
        """Every clock that the events started, as it stands today; with ``names`` only these."""
        rules = self.rules if not names else [rule for rule in self.rules if rule.id in names]
        return run_clocks(rules, history, today, calendar=self.calendar, roll=self.place.rolls)

    def choices(self, history: History, role: OfficeRole) -> tuple[Choice, ...]:
        """The steps open now, with whether ``role`` may take them; guards are asked when one is taken.

        >>> from lawcheck.procedure import find_jurisdiction
        >>> desk = Procedure(find_jurisdiction("shanghai"), DocumentKind.K12)
        >>> history = (Event("submitted", date(2026, 11, 2)),)
        >>> [choice.step.name for choice in desk.choices(history, OfficeRole.REGISTRAR) if choice.allowed]
        ['备案登记', '暂缓登记、要求补正', '退回、不予登记']
        """
        steps = self.machine.steps_from(self.lane, self.state(history).id)
        return tuple(Choice(step, role in step.roles) for step in steps)

    def replay(self, history: History) -> tuple[Transition, ...]:
        """Every transition of a history again, guards included; raises :class:`~lawcheck.errors.UsageError` at the first
        event that would be refused today."""
        taken: list[Transition] = []
        for number, event in enumerate(history):
            result = self.advance(history[:number], event)
            if isinstance(result, Refusal):
                raise UsageError("E284", event=event.name, day=event.day, reason=str(result))
            taken.append(result)
        return tuple(taken)

    def _name(self, event: str) -> str:
        steps = self.machine.steps_named(event)
        return steps[0].name if steps else event

    def _guarded(self, step: Step, event: Event, state: State, history: History) -> Refusal | None:
        if not step.guards:
            return None
        clocks = self.clocks(history, event.day)
        view = GuardView(step, event, state.id, history, clocks, {rule.id: rule for rule in self.rules}, self.place)
        return next((refusal for name in step.guards if (refusal := GUARDS[name](view))), None)

    def _transition(self, step: Step, event: Event, state: State, history: History) -> Transition:
        running = {(clock.rule.id, clock.started) for clock in self.clocks(history, event.day) if clock.running}
        after = self.clocks((*history, event), event.day)
        return Transition(
            step=step,
            event=event,
            source=state,
            target=self.machine.states[step.lands(state.id)],
            basis=step.basis(self.place, self.kind),
            started=tuple(clock for clock in after if clock.running and event.name in clock.rule.starts),
            stopped=tuple(clock for clock in after if not clock.running and (clock.rule.id, clock.started) in running),
        )


def _fit(step: Step, event: Event, history: History) -> Refusal | None:
    """The role may take the step, the day is in order, and what it asks for is filled in."""
    if event.role and event.role not in step.roles:
        return refuse("R803", step=step.name, roles="、".join(sorted(step.roles)))
    if history and not step.back and event.day < max(earlier.day for earlier in history):
        return refuse("R804", day=event.day, before=max(earlier.day for earlier in history))
    missing = [ask.label for ask in step.asks if ask.required and not event.facts.get(ask.name)]
    return refuse("R802", step=step.name, labels="、".join(missing)) if missing else None
