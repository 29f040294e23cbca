"""The machine of filing and review: data that is whole, an engine that lets nothing illegal through and loses no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lawcheck.errors import UsageError
from lawcheck.laws import DocumentKind
from lawcheck.letters import list_letters
from lawcheck.procedure import (
    Event,
    History,
    OfficeRole,
    Procedure,
    Refusal,
    Step,
    Transition,
    clock_rules,
    find_jurisdiction,
    list_jurisdictions,
    load_machine,
)
from lawcheck.procedure.states.guards import GUARDS
from tools.draw_procedure import PAGE, page

MACHINE = load_machine()
FINE = [{"rule": f"F{n:02}", "state": "通过"} for n in range(1, 17)]
FILLED: Mapping[str, object] = {
    "form_check": FINE,
    "findings": [],
    "problems": ["c2", "d2"],
    "ground": "unfounded",
    "clock": "committee",
    "of": "opinion_issued",
}


def facts(step: Step, day: date) -> dict[str, object]:
    """What a careful person fills in."""
    asked = {ask.name: _value(ask.type, day) for ask in step.asks}
    return {**asked, **{name: value for name, value in FILLED.items() if name in asked or step.guards}}


def _value(kind: str, day: date) -> object:
    return str(day + timedelta(days=20)) if kind == "date" else ["甲"] if kind == "list" else "甲"


def desk(place: str = "beijing", lane: str = "main") -> Procedure:
    return Procedure(find_jurisdiction(place), DocumentKind.K12, lane)


LETTERS = ("supplement_asked", "explanation_asked", "opinion_issued", "ordered_to_amend", "ordered_to_clean")


def walk(procedure: Procedure, *names: str, start: date = date(2025, 1, 6), apart: int = 40) -> History:
    """The history of steps taken ``apart`` days from one another; fails at the first refusal."""
    history: History = ()
    for number, name in enumerate(names):
        day = start + timedelta(days=number * apart)
        step = procedure.machine.step(procedure.lane, procedure.state(history).id, name)
        assert step is not None, f"{name} in {procedure.state(history).id}"
        sent = next((event.name for event in reversed(history) if event.name in LETTERS), "")
        result = procedure.advance(history, Event(name, day, {**facts(step, day), **({"of": sent} if sent else {})}))
        assert isinstance(result, Transition), str(result)
        history = (*history, result.event)
    return history


# -- the data ---------------------------------------------------------------------------------------------------------


def test_every_step_has_a_document_or_says_why_not() -> None:
    letters = {letter.name for letter in list_letters()}
    for step in MACHINE.steps:
        assert bool(step.document) != bool(step.no_document), step.event
        assert not step.document or step.document in letters, step.event


@pytest.mark.parametrize("place", list_jurisdictions(), ids=lambda place: place.id)
def test_every_step_rests_on_something_in_every_place_or_says_why_not(place: object) -> None:
    for step in MACHINE.steps:
        assert step.basis(place) or step.no_basis, step.event  # type: ignore[arg-type]


def test_every_state_is_reached_and_only_final_ones_have_no_way_on() -> None:
    for lane in ("main", "side"):
        reached, wanted = {"start"}, {state.id for state in MACHINE.states.values() if lane in state.lanes}
        while more := {step.lands(state) for state in reached for step in MACHINE.steps_from(lane, state)} - reached:
            reached |= more
        assert reached == wanted
        for state in wanted:
            onward = {step.lands(state) for step in MACHINE.steps_from(lane, state)} - {state}
            assert onward or MACHINE.states[state].final, state


def test_an_event_means_one_step_in_each_state() -> None:
    for lane in ("main", "side"):
        for state in MACHINE.states:
            events = [step.event for step in MACHINE.steps_from(lane, state)]
            assert len(events) == len(set(events)), (state, events)


def test_guards_and_events_of_clocks_are_known() -> None:
    events = {step.event for step in MACHINE.steps}
    used = {guard for step in MACHINE.steps for guard in step.guards}
    assert used == set(GUARDS)
    for place in list_jurisdictions():
        for clock in clock_rules(place):
            assert clock.starts | clock.stops | clock.pauses | clock.resumes <= events, clock.id


def test_every_clock_that_starts_can_be_stopped_from_where_the_case_then_is() -> None:
    for place in list_jurisdictions():
        for clock in clock_rules(place):
            starts = [step for step in MACHINE.steps if step.event in clock.starts]
            for step in starts:
                for source in step.sources:
                    assert _reaches(clock.lane, step.lands(source), clock.stops), (clock.id, source)


def _reaches(lane: str, state: str, events: frozenset[str]) -> bool:
    seen, left = {state}, [state]
    while left:
        for step in MACHINE.steps_from(lane, at := left.pop()):
            if step.event in events:
                return True
            if (then := step.lands(at)) not in seen:
                seen.add(then)
                left.append(then)
    return False


def test_the_picture_in_the_documentation_is_that_of_the_data() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/draw_procedure.py"


# -- the engine -------------------------------------------------------------------------------------------------------

TO_REVIEW = ("submitted", "registered", "distributed")
PATHS = {
    "no fault": (*TO_REVIEW, "committee_opinion", "closed_without_fault", "archived"),
    "corrected after talk": (*TO_REVIEW, "correction_discussed", "agreed", "amended", "correction_reported"),
    "corrected after opinion": (
        *TO_REVIEW, "correction_discussed", "opinion_issued", "delivered", "accepted", "amended", "correction_reported",
    ),
    "annulled": (
        *TO_REVIEW, "correction_discussed", "opinion_issued", "refused", "escalated", "annulled", "correction_reported",
    ),
    "ordered": (
        *TO_REVIEW, "correction_discussed", "opinion_issued", "refused", "escalated", "ordered_to_amend", "amended",
        "correction_reported",
    ),
    "explained": (*TO_REVIEW, "explanation_asked", "explained", "closed_without_fault"),
    "sent up": (*TO_REVIEW, "sent_up", "closed_above"),
    "supplement": (
        "published", "filing_urged", "submitted", "supplement_asked", "supplement_urged", "delivered", "resubmitted", "returned",
    ),
    "urged, lapsed, reopened": (
        "submitted", "registered", "review_started", "explanation_asked", "explanation_urged", "explanation_lapsed", "reminded",
        "sent_up", "answered_above", "closed_without_fault", "archived", "review_reopened", "closed_without_fault",
    ),
    "sent back, cleaned": (
        *TO_REVIEW, "correction_discussed", "opinion_issued", "reply_urged", "refused", "escalated", "sent_back",
        "opinion_issued", "refused", "escalated", "ordered_to_clean", "amended", "correction_reported",
    ),
}  # fmt: skip
SIDE = {
    "declined": ("suggestion_received", "completion_asked", "completed", "not_started", "decline_told"),
    "transferred": ("suggestion_received", "found_complete", "suggestion_transferred"),
    "replied, objected": (
        "suggestion_received", "found_complete", "merged", "review_ended", "suggestion_replied", "objected",
        "objection_taken", "suggestion_transferred",
    ),
    "objection answered": (
        "suggestion_received", "found_complete", "merged", "review_ended", "suggestion_replied", "objected",
        "objection_answered",
    ),
}  # fmt: skip


@pytest.mark.parametrize("place", [place.id for place in list_jurisdictions()])
@pytest.mark.parametrize("path", [*PATHS, *SIDE])
def test_the_ways_through_end_where_they_should(path: str, place: str) -> None:
    procedure = desk(place, "main" if path in PATHS else "side")
    history = walk(procedure, *(PATHS | SIDE)[path])
    assert procedure.state(history).final
    running = [clock.rule.id for clock in procedure.clocks(history, history[-1].day) if clock.running]
    assert running == []
    assert [taken.event for taken in procedure.replay(history)] == list(history)


def test_the_ways_through_take_every_step() -> None:
    taken = {event for path in (*PATHS.values(), *SIDE.values()) for event in path}
    assert taken | {"extended"} == {step.event for step in MACHINE.steps}  # extended has a test of its own


def test_who_may_not_is_refused_with_who_may() -> None:
    refusal = desk().advance((), Event("submitted", date(2026, 3, 2), role=OfficeRole.AUDITOR))
    assert isinstance(refusal, Refusal)
    assert str(refusal) == "“报送备案”应当由备案登记员、报备员办理。"
    assert refusal.text("en").startswith("“报送备案” is done by")


def test_registration_waits_for_the_form_check_unless_a_person_says_why() -> None:
    history = walk(desk(), "submitted")
    day, missing = date(2026, 3, 5), [*FINE[:3], {"rule": "F04", "state": "问题", "said": "没有见到说明"}, *FINE[4:]]
    told = {"register_number": "备〔2026〕1号"}
    assert "形式审查结果" in str(desk().advance(history, Event("registered", day, told)))
    refused = desk().advance(history, Event("registered", day, {**told, "form_check": missing}))
    assert "没有见到说明" in str(refused)
    why = {**told, "form_check": missing, "override": "说明已经当面补交"}
    assert isinstance(desk().advance(history, Event("registered", day, why)), Transition)
    secret = [*FINE[:12], {"rule": "F13", "state": "问题", "said": "标有密级"}, *FINE[13:]]
    assert "停止" in str(desk().advance(history, Event("registered", day, {**why, "form_check": secret})))


@pytest.mark.parametrize("order", ["ordered_to_amend", "ordered_to_clean"])
def test_what_was_amended_before_an_order_does_not_carry_it_out(order: str) -> None:
    opinion = (*TO_REVIEW, "correction_discussed", "opinion_issued", "delivered", "amended", "escalated")
    ordered = walk(desk(), *opinion, order)
    done = ordered[-1].day + timedelta(days=40)
    report = Event("correction_reported", done, {"outcome": "已经处理"}, role=OfficeRole.HEAD)
    assert "还没有记录修改或者废止" in str(desk().advance(ordered, report))
    later = walk(desk(), *opinion, order, "amended", "correction_reported")
    assert not [clock.rule.id for clock in desk().clocks(later, later[-1].day) if clock.running]


@pytest.mark.parametrize("step", ["closed_without_fault", "correction_discussed"])
def test_conflicts_need_four_eyes(step: str) -> None:
    history = walk(desk(), *TO_REVIEW)
    told: dict[str, object] = {"outcome": "没有问题", "problems": ["c3"]}
    one = {"id": "甲1", "severity": "conflict", "verdict": "成立", "reviewer": "甲"}
    two = {**one, "second_verdict": "成立", "second": "乙"}
    if step == "closed_without_fault":  # a conflict that holds is no end without fault
        two |= {"verdict": "不成立", "second_verdict": "不成立"}
    day = date(2026, 4, 1)
    assert isinstance(desk().advance(history, Event(step, day, told)), Refusal)
    assert "甲1" in str(desk().advance(history, Event(step, day, {**told, "findings": [one]})))
    assert isinstance(desk().advance(history, Event(step, day, {**told, "findings": [two]})), Transition)


@pytest.mark.parametrize(
    ("severity", "verdict", "ends"),
    [
        ("suspected", "", False),
        ("suspected", "待研究", False),
        ("suspected", "成立", False),
        ("suspected", "不成立", True),
        ("technical", "", False),
        ("technical", "成立", True),
        ("advice", "", True),
        ("info", "", True),
    ],
)
def test_no_fault_is_not_said_over_what_nobody_judged(severity: str, verdict: str, ends: bool) -> None:
    history, day = walk(desk(), *TO_REVIEW), date(2026, 4, 1)
    found = {"id": "A03 第八条", "severity": severity, "verdict": verdict, "reviewer": "甲" if verdict else ""}
    told = {"outcome": "没有问题", "findings": [found, found]}
    result = desk().advance(history, Event("closed_without_fault", day, told))
    assert isinstance(result, Transition) is ends
    assert ends or "A03 第八条（2个）" in str(result)
    why = {**told, "despite": "该条只是转述上位法，不另设处罚"}
    assert isinstance(desk().advance(history, Event("closed_without_fault", day, why)), Transition)


def test_the_standing_committee_is_asked_only_when_the_maker_refused_or_is_late() -> None:
    history = walk(desk(), *TO_REVIEW, "correction_discussed", "opinion_issued")
    sent = history[-1].day
    early = desk().advance(history, Event("escalated", sent + timedelta(days=30)))
    assert isinstance(early, Refusal)
    assert str(sent + timedelta(days=30)) in str(early)
    assert isinstance(desk().advance(history, Event("escalated", sent + timedelta(days=31))), Transition)
    refused = (*history, Event("refused", sent + timedelta(days=5), {"reason": "甲"}))
    assert isinstance(desk().advance(refused, Event("escalated", sent + timedelta(days=6))), Transition)


def test_a_missed_plan_leads_to_an_opinion_once() -> None:
    history = walk(desk(), *TO_REVIEW, "correction_discussed", "agreed")
    due = history[-1].day + timedelta(days=20)
    told = {"decided_by": "主任会议"}
    assert "还没有到" in str(desk().advance(history, Event("opinion_issued", due, told)))
    issued = desk().advance(history, Event("opinion_issued", due + timedelta(days=1), told))
    assert isinstance(issued, Transition)
    again = (*history, issued.event, Event("accepted", due + timedelta(days=2), {"plan": "甲", "due": "2027-01-01"}))
    assert "此前已经发出" in str(desk().advance(again, Event("opinion_issued", date(2027, 2, 1), told)))


@pytest.mark.parametrize(
    ("place", "clock", "said"),
    [
        ("beijing", "committee", ""),
        ("beijing", "filing", "没有在计算"),
        ("shanghai", "committee", "没有延长的规定"),
        ("state_council", "review", ""),
    ],
)
def test_a_clock_is_extended_where_its_rule_allows(place: str, clock: str, said: str) -> None:
    history = walk(desk(place), *TO_REVIEW)
    day = history[-1].day + timedelta(days=2)
    told = {"clock": clock, "reason": "疑难复杂", "due": "2026-12-31"}
    result = desk(place).advance(history, Event("extended", day, told))
    assert said in str(result) if said else isinstance(result, Transition)
    if isinstance(result, Transition):
        again = desk(place).advance((*history, result.event), Event("extended", day, told))
        assert "已经延长过" in str(again)


def test_agreement_of_the_maker_as_ground_needs_the_plan() -> None:
    history = walk(desk(lane="side"), "suggestion_received", "found_complete")
    told = {"ground": "agreed", "reason": "甲"}
    day = date(2026, 4, 1)
    assert "书面计划" in str(desk(lane="side").advance(history, Event("not_started", day, told)))
    fine = desk(lane="side").advance(history, Event("not_started", day, {**told, "plan": "甲"}))
    assert isinstance(fine, Transition)


def test_days_do_not_run_backwards_but_what_was_recorded_late_may() -> None:
    history = walk(desk(), *TO_REVIEW, "correction_discussed", "opinion_issued")
    before = history[-1].day - timedelta(days=1)
    assert "早于" in str(desk().advance(history, Event("refused", before, {"reason": "甲"})))
    assert isinstance(desk().advance(history, Event("amended", before, {"how": "废止"})), Transition)


def test_a_history_that_no_machine_makes_is_refused() -> None:
    broken = (Event("submitted", date(2026, 3, 2)), Event("annulled", date(2026, 3, 3)))
    with pytest.raises(UsageError, match="不能在状态“S1”发生"):
        desk().state(broken)
    with pytest.raises(UsageError, match=r"还没有填写"):
        desk().replay((broken[0], Event("registered", date(2026, 3, 3))))


# -- any sequence -----------------------------------------------------------------------------------------------------

PLACES = [place.id for place in list_jurisdictions()]


class AnySequence(RuleBasedStateMachine):
    """Random steps, well and badly filled in, by all roles, in all places: an independent model keeps pace."""

    @initialize(place=st.sampled_from(PLACES), lane=st.sampled_from(["main", "side"]))
    def begin(self, place: str, lane: str) -> None:
        self.procedure = desk(place, lane)
        self.history: History = ()
        self.state, self.day, self.started = "start", date(2025, 1, 2), 0

    @rule(data=st.data(), wait=st.integers(0, 90))
    def take_an_open_step(self, data: st.DataObject, wait: int) -> None:
        steps = MACHINE.steps_from(self.procedure.lane, self.state)
        if not steps:
            return
        step = data.draw(st.sampled_from(sorted(steps, key=lambda step: step.event)))
        day = self.day + timedelta(days=wait)
        told = facts(step, day)
        role = data.draw(st.sampled_from(sorted(step.roles)))
        self._take(Event(step.event, day, told, "甲", role))

    @rule(step=st.sampled_from(MACHINE.steps), wait=st.integers(-3, 90), role=st.sampled_from(OfficeRole))
    def try_any_step(self, step: Step, wait: int, role: OfficeRole) -> None:
        event = Event(step.event, self.day + timedelta(days=wait), {}, "乙", role)
        allowed = MACHINE.step(self.procedure.lane, self.state, step.event)
        result = self._take(event)
        if allowed is None or role not in allowed.roles:
            assert isinstance(result, Refusal)

    def _take(self, event: Event) -> Transition | Refusal:
        before = self.procedure.clocks(self.history, event.day)
        result = self.procedure.advance(self.history, event)
        if isinstance(result, Refusal):
            assert str(result)
            assert result.text("en")
            return result
        assert result.source.id == self.state
        self.history, self.state = (*self.history, result.event), result.target.id
        self.day = max(self.day, event.day)
        self.started += sum(event.name in rule.starts for rule in self.procedure.rules)
        after = self.procedure.clocks(self.history, event.day)
        gone = [c for c in before if c.running and not any(c.rule == d.rule for d in after)]
        assert not gone, "a running clock was lost"
        stopped = {clock.rule.id for clock in result.stopped}
        still = {clock.rule.id for clock in after if clock.running and event.name not in clock.rule.starts}
        assert {clock.rule.id for clock in before if clock.running} <= stopped | still
        return result

    @invariant()
    def history_is_the_truth(self) -> None:
        if not hasattr(self, "procedure"):
            return
        assert self.procedure.state(self.history).id == self.state
        clocks = self.procedure.clocks(self.history, self.day)
        assert len(clocks) == self.started
        assert clocks == self.procedure.clocks(self.history, self.day)
        if MACHINE.states[self.state].final:
            assert not [clock.rule.id for clock in clocks if clock.running]

    @precondition(lambda self: len(getattr(self, "history", ())) > 0)
    @rule()
    def replay_gives_the_same(self) -> None:
        assert [taken.event for taken in self.procedure.replay(self.history)] == list(self.history)


AnySequence.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnySequence = AnySequence.TestCase


@pytest.mark.parametrize(
    ("place", "kind", "source"),
    [
        ("local", "K4", "《中华人民共和国立法法》第一百零九条"),
        ("local", "K10", "《中华人民共和国立法法》第一百一十九条"),
        ("local", "K11", "《中华人民共和国各级人民代表大会常务委员会监督法》第三十九条"),
        ("local", "K12", "当地备案审查规定（没有收集到）"),
        ("shanghai", "K12", "《上海市人民代表大会常务委员会规范性文件备案审查条例》第十条"),
    ],
)
def test_the_law_of_filing_is_that_of_the_kind(place: str, kind: str, source: str) -> None:
    (step,) = load_machine().steps_named("submitted")
    assert [basis.text for basis in step.basis(find_jurisdiction(place), DocumentKind(kind))] == [source]
