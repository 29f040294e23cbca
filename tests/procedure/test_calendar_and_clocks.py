"""Working days, ends of periods and clocks: computed from data and events, silent where the data ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.laws import DocumentKind
from lawcheck.procedure import (
    Clock,
    Event,
    Light,
    Period,
    PeriodUnit,
    clock_rules,
    end_of_period,
    find_jurisdiction,
    list_jurisdictions,
    load_calendar,
    run_clocks,
)

CALENDAR = load_calendar()
DAYS_HELD = st.dates(date(2008, 1, 1), date(2026, 12, 31))


def clocks(place: str, *events: Event, today: date, kind: str = "K12") -> dict[str, Clock]:
    rules = clock_rules(find_jurisdiction(place), DocumentKind(kind))
    return {clock.rule.id: clock for clock in run_clocks(rules, events, today)}


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2026-01-01", False),
        ("2026-01-04", True),  # a Sunday at work
        ("2026-02-16", False),
        ("2026-02-28", True),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-11-21", False),
        ("2025-10-11", True),
        ("2020-01-31", False),
    ],
)
def test_working_days_follow_the_notice_of_the_year(day: str, working: bool) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is working


@pytest.mark.parametrize("year", [2007, 2027])
def test_a_year_without_notice_is_not_guessed(year: int) -> None:
    assert CALENDAR.is_working_day(date(year, 6, 15)) is None
    due = end_of_period(date(year, 6, 15), Period(5, PeriodUnit.WORKING_DAY), CALENDAR)
    assert due.day is None
    assert str(year) in due.note


def test_every_year_held_is_named_with_its_notice_and_keeps_the_statutory_days_off() -> None:
    for year, known in CALENDAR.years.items():
        assert str(year) in known.source.text
        assert known.url.startswith("https://www.gov.cn/")
        assert not CALENDAR.is_working_day(date(year, 1, 1))
        assert not any(CALENDAR.is_working_day(date(year, 10, day)) for day in (1, 2, 3))
        assert all(day.weekday() < 5 for day in known.off)
        assert all(day.weekday() >= 5 for day in known.work)


@settings(deadline=None)
@given(DAYS_HELD, st.integers(0, 40))
def test_adding_working_days_and_counting_them_agree(day: date, count: int) -> None:
    end = CALENDAR.add_working_days(day, count)
    if end is not None:
        assert CALENDAR.working_days(day, end) == count
        assert count == 0 or CALENDAR.is_working_day(end)


@pytest.mark.parametrize(
    ("start", "length", "unit", "end"),
    [
        ("2026-09-01", 30, PeriodUnit.DAY, "2026-10-01"),
        ("2026-09-30", 5, PeriodUnit.WORKING_DAY, "2026-10-13"),
        ("2025-12-31", 2, PeriodUnit.MONTH, "2026-02-28"),
        ("2026-08-20", 2, PeriodUnit.MONTH, "2026-10-20"),
        ("2024-01-31", 1, PeriodUnit.MONTH, "2024-02-29"),
    ],
)
def test_the_first_day_does_not_count_and_months_end_on_the_same_day(
    start: str, length: int, unit: PeriodUnit, end: str
) -> None:
    assert str(end_of_period(date.fromisoformat(start), Period(length, unit), CALENDAR).day) == end


def test_a_last_day_off_moves_only_where_a_rule_says_so() -> None:
    start, month = date(2026, 9, 1), Period(30)
    assert str(end_of_period(start, month, CALENDAR, roll=True).day) == "2026-10-08"
    strict = end_of_period(start, month, CALENDAR)
    assert (str(strict.day), str(strict.rolled)) == ("2026-10-01", "2026-10-08")
    assert "依据待核" in strict.note


@pytest.mark.parametrize(
    ("today", "light", "late"),
    [
        ("2026-11-03", Light.GREEN, 0),
        ("2026-11-09", Light.GREEN, 0),
        ("2026-11-10", Light.AMBER, 0),
        ("2026-11-12", Light.RED, 0),
        ("2026-11-14", Light.RED, 2),
    ],
)
def test_the_light_turns_amber_at_four_fifths_and_red_on_the_last_day(today: str, light: Light, late: int) -> None:
    clock = clocks("beijing", Event("submitted", date(2026, 11, 2)), today=date.fromisoformat(today))["form_check"]
    assert (clock.light, clock.late) == (light, late)


def test_a_clock_of_working_days_counts_working_days() -> None:
    clock = clocks("shanghai", Event("submitted", date(2026, 9, 30)), today=date(2026, 10, 9))["form_check"]
    assert (str(clock.due), clock.elapsed, clock.total, clock.left) == ("2026-10-13", 2, 5, 3)


def test_the_committee_of_shanghai_does_not_lose_the_time_in_which_the_maker_explains() -> None:
    asked = (Event("distributed", date(2026, 3, 2)), Event("explanation_asked", date(2026, 3, 12)))
    standing = clocks("shanghai", *asked, today=date(2026, 3, 20))["committee"]
    assert standing.standing
    assert standing.elapsed == 10
    going = clocks("shanghai", *asked, Event("explained", date(2026, 3, 22)), today=date(2026, 3, 23))["committee"]
    assert not going.standing
    assert str(going.due) == "2026-04-11"
    assert going.elapsed == 11


def test_without_a_rule_the_clock_does_not_stand_still() -> None:
    asked = (Event("distributed", date(2026, 3, 2)), Event("explanation_asked", date(2026, 3, 12)))
    assert not clocks("beijing", *asked, today=date(2026, 3, 20))["committee"].standing


def test_an_extension_makes_the_period_longer_once() -> None:
    history = (
        Event("distributed", date(2026, 3, 2)),
        Event("extended", date(2026, 3, 30), {"clock": "committee", "reason": "疑难"}),
    )
    clock = clocks("beijing", *history, today=date(2026, 4, 1))["committee"]
    assert clock.extended
    assert str(clock.due) == "2026-05-01"
    assert str(clocks("beijing", *history, today=date(2026, 4, 1))["review"].due) == "2026-06-02"


def test_a_letter_counts_from_its_receipt() -> None:
    sent = Event("opinion_issued", date(2026, 5, 8))
    alone = clocks("shanghai", sent, today=date(2026, 5, 9))["reply"]
    assert str(alone.due) == "2026-07-08"
    assert "没有记录收到日期" in alone.note
    delivered = Event("delivered", date(2026, 5, 13), {"of": "opinion_issued"})
    received = clocks("shanghai", sent, delivered, today=date(2026, 5, 14))["reply"]
    assert str(received.due) == "2026-07-13"
    assert not received.note


def test_a_period_that_no_rule_names_is_due_when_the_letter_says_and_else_unknown() -> None:
    day = date(2026, 5, 8)
    told = clocks("shandong", Event("supplement_asked", day, {"due": "2026-05-20"}), today=day)["supplement"]
    assert str(told.due) == "2026-05-20"
    silent = clocks("shandong", Event("supplement_asked", day), today=day)["supplement"]
    assert silent.due is None
    assert silent.light is Light.GREY
    assert "第二十三条" in silent.note


def test_a_letter_that_came_after_its_own_last_day_is_red() -> None:
    sent = Event("supplement_asked", date(2026, 5, 8), {"due": "2026-05-20", "received_on": "2026-05-25"})
    clock = clocks("shandong", sent, today=date(2026, 5, 26))["supplement"]
    assert (clock.light, clock.share, clock.late, clock.amber_on) == (Light.RED, 1.0, 6, date(2026, 5, 20))


def test_a_plan_reminds_fifteen_days_before_and_on_the_day() -> None:
    clock = clocks("beijing", Event("agreed", date(2026, 5, 8), {"due": "2026-09-30"}), today=date(2026, 5, 9))["plan"]
    assert [str(day) for day in clock.reminders] == ["2026-09-15", "2026-09-30"]


def test_each_start_gives_one_run() -> None:
    history = (
        Event("submitted", date(2026, 3, 2)),
        Event("supplement_asked", date(2026, 3, 5), {"received_on": "2026-03-06"}),
        Event("resubmitted", date(2026, 3, 10)),
        Event("registered", date(2026, 3, 12)),
    )
    rules = clock_rules(find_jurisdiction("state_council"), DocumentKind.K9)
    runs = run_clocks(rules, history, date(2026, 3, 20))
    assert [(c.rule.id, str(c.started), str(c.due)) for c in runs] == [("supplement", "2026-03-06", "2026-03-21")]
    beijing = run_clocks(clock_rules(find_jurisdiction("beijing")), history, date(2026, 3, 20))
    assert [c.rule.id for c in beijing] == ["form_check", "supplement", "form_check", "distribution"]


@settings(deadline=None)
@given(st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.integers(0, 200), st.integers(0, 100))
def test_a_pause_moves_the_end_by_its_length(start: date, before: int, pause: int) -> None:
    asked = start + timedelta(days=before % 30)
    explained = asked + timedelta(days=pause)
    history = (
        Event("distributed", start),
        Event("explanation_asked", asked),
        Event("explained", explained),
    )
    clock = clocks("shanghai", *history, today=explained)["committee"]
    assert clock.due == start + timedelta(days=30 + pause)


def test_every_clock_of_every_place_has_a_source_and_says_when_it_is_not_confirmed() -> None:
    for place in list_jurisdictions():
        rules = clock_rules(place)
        assert len({rule.id for rule in rules}) == len(rules)
        for rule in rules:
            assert rule.term.source.text
            assert rule.starts
            assert rule.stops
            if "没有收集到" in rule.term.source.text or "工作办法" in rule.term.source.text:
                assert not rule.term.source.confirmed


# -- a slow, obvious count beside the fast one ------------------------------------------------------------------------


def stepped(place: str, clock: str, history: tuple[Event, ...], today: date) -> tuple[date, int]:
    """Last day and days gone of a clock that was started once, by walking through the days one by one."""
    rule = next(r for r in clock_rules(find_jurisdiction(place)) if r.id == clock)
    assert rule.term.period is not None
    length, unit = rule.term.period
    extension = any(event.name == "extended" for event in history)
    length += rule.term.extension.length if extension and rule.term.extension else 0
    started = next(event.day for event in history if event.name in rule.starts)
    gone, day, last = 0, started, None
    while last is None or day < today:
        day += timedelta(days=1)
        still = _stands(rule.pauses, rule.resumes, history, day)
        counts = not still and (unit is not PeriodUnit.WORKING_DAY or bool(CALENDAR.is_working_day(day)))
        length -= counts
        gone += counts and day <= today
        if last is None and length == 0:
            last = day
    return last, gone


def _stands(pauses: frozenset[str], resumes: frozenset[str], history: tuple[Event, ...], day: date) -> bool:
    """Whether a clock stands still on a day: asked before it, and not answered before it."""
    asked = [event.day for event in history if event.name in pauses]
    answered = [event.day for event in history if event.name in resumes]
    return bool(asked) and asked[0] < day and not (answered and answered[0] < day)


@settings(deadline=None)
@given(
    case=st.sampled_from([("beijing", "form_check"), ("shanghai", "form_check"), ("beijing", "distribution"), ("shanghai", "committee"), ("beijing", "committee")]),
    start=st.dates(date(2024, 1, 1), date(2025, 10, 1)),
    asked=st.integers(0, 20),
    answered=st.integers(0, 40),
    wait=st.integers(0, 120),
    extended=st.booleans(),
)  # fmt: skip
def test_the_clock_agrees_with_walking_through_the_days(
    case: tuple[str, str], start: date, asked: int, answered: int, wait: int, extended: bool
) -> None:
    place, name = case
    rule = next(r for r in clock_rules(find_jurisdiction(place)) if r.id == name)
    explained = start + timedelta(days=asked + answered)
    events = [
        Event(min(rule.starts), start),
        Event("explanation_asked", start + timedelta(days=asked)),
        Event("explained", explained),
    ]
    if extended:
        events.append(Event("extended", explained, {"clock": name}))
    today = explained + timedelta(days=wait)
    clock = clocks(place, *events, today=today)[name]
    assert (clock.due, clock.elapsed) == stepped(place, name, tuple(events), today)


@settings(deadline=None)
@given(
    case=st.sampled_from([("beijing", "submitted", "form_check"), ("shanghai", "submitted", "form_check"), ("beijing", "distributed", "review")]),
    start=st.dates(date(2024, 1, 1), date(2026, 6, 1)),
)  # fmt: skip
def test_the_day_of_amber_is_the_first_day_that_is_not_green(case: tuple[str, str, str], start: date) -> None:
    place, event, name = case
    history = (Event(event, start),)
    first = clocks(place, *history, today=start)[name]
    assert first.due is not None
    days = (start + timedelta(days=n) for n in range((first.due - start).days + 1))
    assert first.amber_on == next(day for day in days if clocks(place, *history, today=day)[name].light != Light.GREEN)
