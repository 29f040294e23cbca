"""Figures over cases and consultations: they agree with the histories and ledgers, parts sum, and later events change
nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.errors import LawcheckError, UsageError
from lawcheck.laws import DocumentKind
from lawcheck.letters import checked_values, find_letter
from lawcheck.procedure import (
    AnnualFigures,
    Breakdown,
    CaseRecord,
    Event,
    History,
    LedgerComment,
    LedgerPoint,
    PointOutcome,
    Procedure,
    PublishedDocument,
    Transition,
    annual_figures,
    annual_report_values,
    check_punctuality,
    consultation_figures,
    find_jurisdiction,
    load_machine,
    notice_numbers,
    reviews_of,
    satisfaction,
    whole_year,
)

YEAR = whole_year(2026)
DESK = Procedure(find_jurisdiction("beijing"), DocumentKind.K12)
SIDE = Procedure(find_jurisdiction("beijing"), DocumentKind.K12, "side")


def history(*steps: tuple[str, str], **facts: object) -> History:
    """Events as (name, MM-DD or whole day), all with the same facts."""
    days = [day if len(day) > 5 else f"2026-{day}" for _, day in steps]
    return tuple(Event(name, date.fromisoformat(day), facts) for (name, _), day in zip(steps, days, strict=True))


REVIEWED = (("published", "02-02"), ("submitted", "03-02"), ("registered", "03-05"), ("distributed", "03-06"))
TALKED = (
    *REVIEWED,
    ("correction_discussed", "03-20"),
    ("agreed", "03-25"),
    ("amended", "05-06"),
    ("correction_reported", "05-20"),
)
WRITTEN = (
    *REVIEWED, ("correction_discussed", "03-20"), ("opinion_issued", "04-01"), ("accepted", "04-10"), ("amended", "05-06"),
    ("correction_reported", "05-20"),
)  # fmt: skip
ANNULLED = (
    *REVIEWED, ("correction_discussed", "03-20"), ("opinion_issued", "04-01"), ("refused", "04-10"), ("escalated", "04-20"),
    ("annulled", "06-30"), ("correction_reported", "07-10"),
)  # fmt: skip
CASES = [
    CaseRecord("no fault", DESK, history(*REVIEWED, ("closed_without_fault", "04-01")), "甲区人民政府"),
    CaseRecord("talked", DESK, history(*TALKED, problems=["c3", "d2"]), "甲区人民政府"),
    CaseRecord("written", DESK, history(*WRITTEN, problems=["c3"]), "乙区人民政府"),
    CaseRecord("annulled", DESK, history(*ANNULLED, problems=["c4"]), "乙区人民政府"),
    CaseRecord("above", DESK, history(*REVIEWED, ("sent_up", "04-01"), ("closed_above", "06-01")), "丙区人民政府"),
    CaseRecord("late", DESK, history(("published", "01-05"), ("submitted", "03-02")), "丙区人民政府"),
    CaseRecord("held", DESK, history(("submitted", "12-28"), ("supplement_asked", "12-30")), "丙区人民政府"),
    CaseRecord("returned", DESK, history(("submitted", "05-06"), ("returned", "05-08")), ""),
    CaseRecord("next year", DESK, history(("submitted", "2027-01-05")), "甲区人民政府"),
    CaseRecord(
        "from last year", DESK,
        history(("submitted", "2025-12-01"), ("registered", "2025-12-05"), ("distributed", "2025-12-08"), ("closed_without_fault", "02-02")),
        "甲区人民政府",
    ),
    CaseRecord("declined", SIDE, history(("suggestion_received", "03-02"), ("found_complete", "03-03"), ("not_started", "03-10"), ("decline_told", "03-12")), channel="平台"),
    CaseRecord("moved", SIDE, history(("suggestion_received", "03-02"), ("found_complete", "03-03"), ("suggestion_transferred", "03-10")), channel="信函"),
    CaseRecord("answered", SIDE, history(("suggestion_received", "03-02"), ("found_complete", "03-03"), ("merged", "03-10"), ("review_ended", "05-06"), ("suggestion_replied", "05-10"), ("objected", "06-01")), channel="平台"),
    CaseRecord("waiting", SIDE, history(("suggestion_received", "12-30")), channel="平台"),
]  # fmt: skip


@pytest.fixture(scope="module")
def figures() -> AnnualFigures:
    return annual_figures(CASES, YEAR)


def test_filings_are_counted_once_in_the_year_in_which_they_came(figures: AnnualFigures) -> None:
    filing = figures.filing
    assert filing.filed == 8
    assert filing.by_maker.counts == {"丙区人民政府": 3, "乙区人民政府": 2, "甲区人民政府": 2, "没有写明": 1}
    assert filing.by_month.of("2026-03") == 6
    assert len(filing.by_month.parts) == 12
    assert filing.by_result.counts == {"登记": 5, "暂缓登记": 1, "退回": 1, "待审核": 1}
    assert filing.by_time.counts == {"按时": 5, "迟报": 1, "无法判断": 2}
    assert str(filing.irregular) == "2/8（25.00%）"
    assert filing.missing is None


def test_reviews_are_counted_by_what_became_of_them(figures: AnnualFigures) -> None:
    review = figures.review
    assert (review.begun, review.by_kind.of("主动审查")) == (5, 5)
    ended = {"没有问题": 2, "沟通后纠正": 1, "书面审查意见后纠正": 1, "撤销": 1, "上报、移送": 1}
    assert {name: count for name, count in review.ended.parts if count} == ended
    assert review.letters["书面审查意见"] == 2
    assert review.problems.counts == {"c3": 2, "c4": 1, "d2": 1}
    assert str(review.at_fault) == "3/6（50.00%）"


def test_suggestions_are_counted_by_result_and_answer(figures: AnnualFigures) -> None:
    asked = figures.suggestions
    assert asked.by_result.counts == {"移送": 1, "不启动": 1, "启动审查": 1, "办理中": 1}
    assert asked.by_channel.counts == {"平台": 3, "信函": 1}
    assert (str(asked.told), str(asked.objected)) == ("3/4（75.00%）", "1/3（33.33%）")


def test_clocks_are_counted_by_how_they_ended(figures: AnnualFigures) -> None:
    runs = {clock.id: clock.runs for clock in figures.clocks}
    assert runs["filing"].counts == {"按时办结": 5, "逾期办结": 1, "在期限内": 0, "已逾期": 0, "期限未定": 0}
    assert runs["form_check"].of("已逾期") == 1
    assert runs["committee"].total == 5


def test_later_events_change_nothing() -> None:
    early = [case.until(date(2026, 3, 31)) for case in CASES]
    first = whole_year(2026)._replace(last=date(2026, 3, 31))
    assert annual_figures(early, first) == annual_figures(CASES, first)


def test_a_reopened_review_counts_again_under_its_own_kind() -> None:
    again = (*CASES[0].history, Event("review_reopened", date(2026, 8, 3), {"review_kind": "专项审查"}))
    runs = reviews_of([CaseRecord("1", DESK, again)])
    assert [(run.kind, run.outcome is None) for run in runs] == [("主动审查", False), ("专项审查", True)]


def test_missing_filings_come_from_the_catalogue() -> None:
    listed = [PublishedDocument("某办法", "甲区人民政府", date(2026, 3, 2), DocumentKind.K12)]
    found = check_punctuality(listed, [], DESK.place, date(2026, 12, 31))
    assert str(annual_figures(CASES, YEAR, punctuality=found).filing.missing) == "1/1（100.00%）"


def test_the_draft_report_fills_the_letter_and_its_table_sums(figures: AnnualFigures) -> None:
    values = {**annual_report_values(figures), "issuer": "某机关", "addressee": "某常委会", "date": "2027-01-20"}
    assert checked_values(find_letter("annual_report"), values)
    kinds = values["kinds"]
    assert isinstance(kinds, list)
    assert sum(row["count"] for row in kinds) == values["filed"] == 8
    assert "登记5件、暂缓登记1件、退回1件、待审核1件" in str(values["filing"])


def test_parts_that_do_not_sum_are_refused() -> None:
    with pytest.raises(LawcheckError, match="差1"):
        Breakdown("交办", 142, (("直通车", 34), ("镇街", 98), ("市级", 9)))


@st.composite
def cases(draw: st.DrawFn) -> CaseRecord:
    """A case that took random steps."""
    procedure = draw(st.sampled_from([DESK, SIDE]))
    machine, day = load_machine(), draw(st.dates(date(2025, 6, 1), date(2026, 12, 31)))
    events: History = ()
    filled = {
        "form_check": [{"rule": f"F{n:02}", "state": "通过"} for n in range(1, 17)],
        "findings": [], "problems": ["c2"], "ground": "other", "clock": "review", "of": "opinion_issued",
    }  # fmt: skip
    for _ in range(draw(st.integers(1, 12))):
        steps = machine.steps_from(procedure.lane, procedure.state(events).id)
        if not steps:
            break
        step = draw(st.sampled_from(steps))
        told = {ask.name: str(day + timedelta(days=30)) if ask.type == "date" else "甲" for ask in step.asks}
        result = procedure.advance(events, Event(step.event, day, {**told, **filled}))
        if isinstance(result, Transition):
            events = (*events, result.event)
        day += timedelta(days=draw(st.integers(0, 40)))
    return CaseRecord(str(draw(st.integers())), procedure, events, draw(st.sampled_from(["甲", "乙", ""])))


@settings(max_examples=60, deadline=None)
@given(st.lists(cases(), max_size=8))
def test_figures_of_any_histories_reconcile_over_the_years(records: list[CaseRecord]) -> None:
    spans = [whole_year(year) for year in (2025, 2026, 2027, 2028)]
    each = [annual_figures(records, span) for span in spans]
    came = [case for case in records if case.first("submitted")]
    assert sum(one.filing.filed for one in each) == len(came)
    assert sum(one.review.begun for one in each) == len(reviews_of(records))
    asked = [case for case in records if case.first("suggestion_received")]
    assert sum(one.suggestions.received for one in each) == len(asked)


# -- consultation -----------------------------------------------------------------------------------------------------

COMMENTS = st.lists(
    st.builds(
        LedgerComment,
        id=st.uuids().map(str),
        person=st.sampled_from(["", "甲", "乙"]),
        channel=st.sampled_from(["网站", "信函"]),
        station=st.sampled_from(["", "东街"]),
        speaker=st.sampled_from(["代表", "群众", ""]),
        withdrawn=st.booleans(),
    ),
    unique_by=lambda comment: comment.id,
    max_size=12,
)


@settings(deadline=None)
@given(COMMENTS, st.data())
def test_a_ledger_reconciles(comments: list[LedgerComment], data: st.DataObject) -> None:
    outcomes = st.sampled_from([*PointOutcome])
    points = [
        LedgerPoint(
            f"{comment.id}-{n}",
            comment.id,
            ("art_1", "art_2")[: data.draw(st.integers(0, 2))],
            "反对",
            data.draw(outcomes),
        )
        for comment in comments
        for n in range(data.draw(st.integers(0, 3)))
    ]
    found = consultation_figures(comments, points)
    standing = {comment.id for comment in comments if not comment.withdrawn}
    assert found.received.of("有效") == found.comments == len(standing)
    assert found.points == sum(point.comment in standing for point in points)
    assert found.persons <= found.comments
    numbers = notice_numbers(found)
    assert sum(numbers[name] for name in ("adopted", "partly", "rejected", "other")) == numbers["comments"]
    assert found.by_station.total == sum(bool(c.station) and not c.withdrawn for c in comments)


@pytest.mark.parametrize(
    ("comments", "points"),
    [
        ([LedgerComment("1"), LedgerComment("1")], []),
        ([LedgerComment("1")], [LedgerPoint("a", "2")]),
        ([LedgerComment("1")], [LedgerPoint("a", "1"), LedgerPoint("a", "1")]),
    ],
)
def test_a_ledger_that_does_not_hold_together_is_refused(
    comments: list[LedgerComment], points: list[LedgerPoint]
) -> None:
    with pytest.raises(UsageError):
        consultation_figures(comments, points)


def test_no_report_while_points_are_open() -> None:
    with pytest.raises(UsageError, match="还有1条"):
        notice_numbers(consultation_figures([LedgerComment("1")], [LedgerPoint("a", "1")]))


def test_satisfaction_names_both_denominators() -> None:
    table, satisfied, graded = satisfaction(["满意"] * 3 + ["不满意"], 10)
    assert (table.total, str(satisfied), str(graded)) == (4, "3/4（75.00%）", "4/10（40.00%）")
