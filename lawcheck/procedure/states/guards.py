"""What must be so before a step is taken. Each guard looks at the case and gives a refusal, or None."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from lawcheck.procedure.gates.eyes import open_findings, read_findings, unseen_conflicts
from lawcheck.procedure.gates.grounds import decline_grounds
from lawcheck.procedure.gates.registration import Decision, read_results, registration_gate
from lawcheck.procedure.jurisdictions import Jurisdiction
from lawcheck.procedure.refusal import Refusal, refuse
from lawcheck.procedure.registry.criteria import criteria
from lawcheck.procedure.states.model import Step
from lawcheck.procedure.timing import Clock, ClockRule, Event, History

__all__ = ["GUARDS", "GuardView"]


@dataclass(frozen=True)
class GuardView:
    """What a guard sees: the step wanted, the event that asks for it, what happened before, and the clocks then."""

    step: Step
    event: Event
    state: str
    history: History
    clocks: tuple[Clock, ...]
    rules: Mapping[str, ClockRule]
    place: Jurisdiction

    def last(self, name: str) -> Event | None:
        """The last event of that name."""
        return next((event for event in reversed(self.history) if event.name == name), None)

    def since(self, *names: str) -> History:
        """The events after the last one with one of these names; all where there was none."""
        places = [number for number, event in enumerate(self.history) if event.name in names]
        return self.history[places[-1] + 1 :] if places else self.history

    def clock(self, name: str) -> Clock | None:
        """The last run of a clock."""
        return next((clock for clock in reversed(self.clocks) if clock.rule.id == name), None)


Guard = Callable[[GuardView], Refusal | None]


def _registration(view: GuardView) -> Refusal | None:
    """The form check was made and lets the document in, or a person overrides it and says why."""
    results = read_results(view.event.facts.get("form_check"))
    if results is None:
        return refuse("R810")
    gate = registration_gate(results)
    if gate.decision is Decision.REGISTER:
        return None
    if gate.decision is not Decision.STOP and view.event.told("override"):
        return None
    return refuse("R811", decision=gate.decision.value, reasons="；".join(gate.reasons))


def _four_eyes(view: GuardView) -> Refusal | None:
    """Every finding of 抵触 has the verdict of two persons."""
    findings = read_findings(view.event.facts.get("findings"))
    if findings is None:
        return refuse("R812")
    unseen = unseen_conflicts(findings)
    return refuse("R813", findings=_counted(unseen)) if unseen else None


def _judged(view: GuardView) -> Refusal | None:
    """Nothing that was found speaks against 没有问题, or a person says why it ends so nevertheless."""
    left = open_findings(read_findings(view.event.facts.get("findings")) or ())
    return refuse("E682", findings=_counted(left)) if left and not view.event.told("despite") else None


def _counted(names: tuple[str, ...]) -> str:
    """Names in their order, each once.

    >>> _counted(("A03 第八条", "A01 第八条", "A03 第八条"))
    'A03 第八条（2个）、A01 第八条'
    """
    return "、".join(f"{name}（{count}个）" if count > 1 else name for name, count in Counter(names).items())


def _problems_known(view: GuardView) -> Refusal | None:
    """The problems are boxes of the criteria of the place (c3, d2 …)."""
    given = view.event.facts.get("problems")
    known = {box.id for box in criteria(view.place)}
    strange = [str(name) for name in given if name not in known] if isinstance(given, list | tuple) else [str(given)]
    return refuse("R835", problems="、".join(strange), known="、".join(sorted(known))) if strange else None


def _plan_later(view: GuardView) -> Refusal | None:
    due = view.event.day_of("due")
    return refuse("R814", due=due, day=view.event.day) if due is None or due <= view.event.day else None


def _overdue(clock: Clock | None) -> bool:
    return clock is not None and clock.due is not None and clock.running and clock.today > clock.due


def _first_opinion(view: GuardView) -> Refusal | None:
    """From 中止: only when the plan was missed, and only if no opinion was issued before it."""
    if view.state != "S5":
        return None
    if view.last("opinion_issued"):
        return refuse("R815")
    plan = view.clock("plan")
    return None if _overdue(plan) else refuse("R816", due=plan.due if plan else "")


def _extendable(view: GuardView) -> Refusal | None:
    """The clock runs, its rule lets it be extended, it was not before, and the new day is later."""
    name = view.event.told("clock")
    clock = view.clock(name)
    if clock is None or not clock.running:
        return refuse("R817", clock=name)
    if not clock.rule.term.extendable:
        return refuse("R818", clock=clock.rule.name, source=clock.rule.term.source.text)
    if clock.extended:
        return refuse("R819", clock=clock.rule.name)
    if clock.rule.term.extension is None:
        due = view.event.day_of("due")
        if due is None or (clock.due is not None and due <= clock.due):
            return refuse("R820", clock=clock.rule.name, due=clock.due)
    return None


def _explanation_overdue(view: GuardView) -> Refusal | None:
    clock = view.clock("explanation")
    if clock is None or clock.due is None or _overdue(clock):
        return None
    return refuse("R821", due=clock.due)


def _delivers(view: GuardView) -> Refusal | None:
    """What was delivered is a letter from whose receipt a running clock counts."""
    of = view.event.told("of")
    counted = {name for rule in view.rules.values() if rule.receipt for name in rule.starts}
    sent = view.last(of)
    if of not in counted or sent is None:
        return refuse("R822", of=of)
    return refuse("R823", day=sent.day) if view.event.day < sent.day else None


def _refused_or_overdue(view: GuardView) -> Refusal | None:
    if view.last("opinion_issued") is None:
        return refuse("R824")
    if any(event.name == "refused" for event in view.since("opinion_issued")):
        return None
    waited = view.clock("plan" if view.state == "S5" else "reply")
    if waited is None or waited.due is None or _overdue(waited):
        return None
    return refuse("R825", due=waited.due)


def _corrected(view: GuardView) -> Refusal | None:
    """The text was amended, and after the order where one was given: what was done before it did not satisfy the congress."""
    asked = _ORDERS.get(view.state, "correction_discussed")
    if view.state == "S8c" or any(event.name == "amended" for event in view.since(asked)):
        return None
    return refuse("R826")


_ORDERS: Final = {"S8a": "ordered_to_amend", "S8b": "ordered_to_clean"}
"""States in which an order waits to be carried out, and the step that gave it."""


def _decline_ground(view: GuardView) -> Refusal | None:
    ground = decline_grounds().get(view.event.told("ground"))
    if ground is None:
        return refuse("R827", known="、".join(decline_grounds()))
    return refuse("R828", ground=ground.text) if ground.needs_plan and not view.event.told("plan") else None


def _review_over(view: GuardView) -> Refusal | None:
    ended = any(event.name == "review_ended" for event in view.since("merged"))
    return None if ended else refuse("R829")


GUARDS: dict[str, Guard] = {
    "registration": _registration,
    "four_eyes": _four_eyes,
    "judged": _judged,
    "problems_known": _problems_known,
    "plan_later": _plan_later,
    "first_opinion": _first_opinion,
    "extendable": _extendable,
    "explanation_overdue": _explanation_overdue,
    "delivers": _delivers,
    "refused_or_overdue": _refused_or_overdue,
    "corrected": _corrected,
    "decline_ground": _decline_ground,
    "review_over": _review_over,
}
"""The guards by the names that ``states.yaml`` uses."""
