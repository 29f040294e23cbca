"""Gates: nothing unseen passes; a consultation is as long as the rules want, ends when it said, and is reported whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.errors import UsageError
from lawcheck.laws import DocumentKind
from lawcheck.procedure import (
    ConsultationPhase,
    Decision,
    FormOutcome,
    PointDecision,
    SeenFinding,
    check_completeness,
    check_extension,
    check_period,
    clock_rules,
    closing_moment,
    consultation_period,
    consultation_phase,
    due_after,
    find_jurisdiction,
    find_reply_duty,
    latest_day_before,
    least_days,
    list_periods,
    list_reply_duties,
    registration_gate,
    unseen_conflicts,
    yearly_duties,
)

RULES = [f"F{number:02}" for number in range(1, 17)]


def results(**states: str) -> list[FormOutcome]:
    """All passed but the rules named, as ``F04="问题"`` or with the case behind a colon."""
    told = {rule: states.get(rule, "通过").partition(":") for rule in RULES}
    return [FormOutcome(rule, state, "说明", case) for rule, (state, _, case) in told.items()]


@pytest.mark.parametrize(
    ("states", "decision"),
    [
        ({}, Decision.REGISTER),
        ({"F01": "问题"}, Decision.RETURN),
        ({"F02": "问题"}, Decision.SUPPLEMENT),
        ({"F02": "问题:wrong"}, Decision.RETURN),
        ({"F03": "问题"}, Decision.REGISTER),
        ({"F04": "问题", "F01": "问题"}, Decision.RETURN),
        ({"F13": "问题", "F01": "问题"}, Decision.STOP),
        ({"F12": "问题", "F14": "问题"}, Decision.REGISTER),
        ({"F16": "问题"}, Decision.SUPPLEMENT),
        ({"F08": "未检查"}, Decision.LOOK),
        ({"F09": "存疑"}, Decision.LOOK),
        ({"F12": "未检查"}, Decision.REGISTER),
        ({"F08": "不适用"}, Decision.REGISTER),
    ],
)
def test_the_gate_of_registration_follows_the_gravest_fault(states: dict[str, str], decision: Decision) -> None:
    assert registration_gate(results(**states)).decision is decision


def test_a_late_filing_is_registered_and_marked() -> None:
    gate = registration_gate(results(F03="问题"))
    assert (gate.decision, gate.late, gate.notes) == (Decision.REGISTER, True, ("F03 报备期限：说明",))


@settings(deadline=None)
@given(st.sets(st.sampled_from(RULES), min_size=1))
def test_a_check_that_was_not_made_is_never_taken_for_passed(missing: set[str]) -> None:
    gate = registration_gate([result for result in results() if result.rule not in missing])
    weighty = missing - {"F12", "F14"}
    assert (gate.decision is Decision.LOOK) == bool(weighty)
    assert {reason[:3] for reason in gate.open} == weighty
    assert registration_gate([r for r in results() if r.rule not in missing], looked=missing).decision is (
        Decision.REGISTER
    )


@pytest.mark.parametrize(
    ("finding", "seen"),
    [
        (SeenFinding("1", "conflict"), False),
        (SeenFinding("1", "conflict", "成立", "甲"), False),
        (SeenFinding("1", "conflict", "成立", "甲", "成立", "甲"), False),
        (SeenFinding("1", "conflict", "成立", "甲", "不成立", "乙"), False),
        (SeenFinding("1", "conflict", "待研究", "甲", "待研究", "乙"), False),
        (SeenFinding("1", "conflict", "不成立", "甲", "不成立", "乙"), True),
        (SeenFinding("1", "suspected", "成立", "甲"), True),
    ],
)
def test_a_conflict_is_closed_by_two_persons_of_one_mind(finding: SeenFinding, seen: bool) -> None:
    assert (unseen_conflicts([finding]) == ()) is seen


# -- consultation -----------------------------------------------------------------------------------------------------

OPENS, CLOSES = closing_moment(date(2026, 11, 1)), closing_moment(date(2026, 12, 1))
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (OPENS - MINUTE, ConsultationPhase.NOT_OPEN),
        (OPENS, ConsultationPhase.OPEN),
        (CLOSES - timedelta(days=3) - MINUTE, ConsultationPhase.OPEN),
        (CLOSES - timedelta(days=3), ConsultationPhase.CLOSING),
        (CLOSES - MINUTE, ConsultationPhase.CLOSING),
        (CLOSES, ConsultationPhase.CLOSED),
        (CLOSES + timedelta(days=60), ConsultationPhase.REPORTED),
    ],
)
def test_the_phase_follows_the_moments(now: datetime, phase: ConsultationPhase) -> None:
    assert consultation_phase(now, OPENS, CLOSES, reported=CLOSES + timedelta(days=30)) is phase


def test_a_cancelled_consultation_and_one_never_opened_say_so() -> None:
    assert consultation_phase(CLOSES, OPENS, CLOSES, cancelled=OPENS) is ConsultationPhase.CANCELLED
    assert consultation_phase(CLOSES, None, None) is ConsultationPhase.NOT_OPEN


@pytest.mark.parametrize(
    ("kind", "territory", "days"),
    [
        ("K1", "", 30),
        ("K2", "", 30),
        ("K4", "330500", 20),
        ("K4", "330100", 0),
        ("K3", "110000", 30),
        ("K3", "620000", None),
    ],
)
def test_the_shortest_period_is_that_of_the_place(kind: str, territory: str, days: int | None) -> None:
    least = least_days(DocumentKind(kind), territory)
    assert (least.days if least else None) == days


def test_a_rule_for_undertakings_and_one_for_decisions_apply_only_to_them() -> None:
    assert least_days(DocumentKind.K12, "330500") is None
    business = least_days(DocumentKind.K12, "330500", business=True)
    assert business is not None
    assert business.source.text == "《优化营商环境条例》第六十二条"
    decision = least_days(None, "", decision=True)
    assert decision is not None
    assert decision.source.text == "《重大行政决策程序暂行条例》第十五条"


@settings(deadline=None)
@given(st.integers(0, 60))
def test_a_period_is_short_when_both_ends_counted_it_is(days: int) -> None:
    opens = date(2026, 11, 2)
    least = least_days(DocumentKind.K9, "330500")
    closes = opens + timedelta(days=days)
    assert consultation_period(opens, closes, least).short == (days + 1 < 30)
    assert (check_period(opens, closes, least) is None) == (days + 1 >= 30)
    assert check_period(opens, closes, least, "情况紧急") is None


def test_an_end_before_the_beginning_is_refused_and_an_unknown_place_says_so() -> None:
    assert "早于" in str(check_period(date(2026, 11, 2), date(2026, 11, 1), None, "甲"))
    assert "没有收集到" in consultation_period(date(2026, 11, 2), date(2026, 11, 9), None).note


@pytest.mark.parametrize(
    ("now", "new", "reason", "said"),
    [
        (OPENS, CLOSES + timedelta(days=7), "意见较多", ""),
        (OPENS, CLOSES + timedelta(days=7), " ", "说明理由"),
        (OPENS, CLOSES - timedelta(days=7), "甲", "不能缩短"),
        (CLOSES, CLOSES + timedelta(days=7), "甲", "已经截止"),
    ],
)
def test_the_end_moves_only_later_with_a_reason_and_in_time(
    now: datetime, new: datetime, reason: str, said: str
) -> None:
    refusal = check_extension(now, CLOSES, new, reason)
    assert (refusal is None) == (not said)
    assert said in str(refusal)


# -- completeness -----------------------------------------------------------------------------------------------------

DONE = PointDecision("1", "采纳", "", "art_5", "2", "甲", "乙")


@pytest.mark.parametrize(
    ("decisions", "lacking"),
    [
        ([], "open"),
        ([DONE, DONE], "double"),
        ([DONE._replace(outcome="同意")], "unknown"),
        ([DONE._replace(outcome="部分采纳")], "without_reason"),
        ([DONE._replace(outcome="转交", clause="")], "without_reason"),
        ([DONE._replace(version="")], "without_change"),
        ([DONE._replace(signed_by="甲")], "unsigned"),
        ([DONE, DONE._replace(point="2")], "stray"),
    ],
)
def test_the_report_waits_for(decisions: list[PointDecision], lacking: str) -> None:
    found = check_completeness(["1"], decisions)
    assert not found.complete
    assert [name for name in found._fields if getattr(found, name)] == [lacking]


def test_a_whole_ledger_is_reported_and_one_signature_is_enough_where_so_set() -> None:
    assert check_completeness(["1"], [DONE]).complete
    assert check_completeness(["1"], [DONE._replace(signed_by="")], four_eyes=False).complete
    assert check_completeness([], []).complete


# -- single periods and replies ---------------------------------------------------------------------------------------


def test_single_periods_count_as_their_law_says() -> None:
    assert str(due_after("reconsideration_notice", date(2026, 9, 30)).day) == "2026-10-10"
    assert str(due_after("reconsideration_reply", date(2026, 8, 3)).day) == "2026-10-08"
    assert str(due_after("petition_notice", date(2026, 11, 2)).day) == "2026-11-17"
    assert str(latest_day_before("hearing_materials", date(2026, 12, 31))) == "2026-12-24"
    with pytest.raises(UsageError, match="reconsideration_decide"):
        due_after("unknown", date(2026, 1, 1))


def test_every_place_knows_its_yearly_duties() -> None:
    for name in ("npcsc", "state_council", "beijing", "shanghai", "shandong"):
        assert yearly_duties(find_jurisdiction(name), 2027)


def test_every_reply_duty_has_a_source_and_its_period_exists() -> None:
    clocks = {rule.id for place in ("beijing", "shandong") for rule in clock_rules(find_jurisdiction(place))}
    known = clocks | {period.id for period in list_periods()} | {""}
    for duty in list_reply_duties():
        assert duty.source.text
        assert duty.period in known
    assert find_reply_duty("request").mark(has_contact=False) == ""
