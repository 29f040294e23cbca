"""What the register knows: boxes to tick, receivers, numbers, late and missing filings, how long things are kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.errors import UsageError
from lawcheck.laws import DocumentKind
from lawcheck.procedure import (
    FiledDocument,
    PublishedDocument,
    Punctual,
    check_numbers,
    check_punctuality,
    clock_rules,
    criteria,
    filing_plan,
    find_criterion,
    find_jurisdiction,
    jurisdiction_at,
    list_jurisdictions,
    list_retentions,
    load_filing_profile,
    load_machine,
    may_request,
    next_number,
    outcome_of,
    receivers,
    register_number,
    review_kinds,
    review_outcomes,
)

LOCAL = find_jurisdiction("local")


# -- criteria ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", list_jurisdictions(), ids=lambda place: place.id)
def test_every_place_ticks_each_box_once_and_knows_where_it_comes_from(place: object) -> None:
    boxes = criteria(place)  # type: ignore[arg-type]
    assert len({box.id for box in boxes}) == len(boxes)
    assert {"c1", "c8", "d1", "d6", "f1"} <= {box.id for box in boxes}
    assert all(box.source.text and len(box.text) <= 120 for box in boxes)


def test_boxes_of_the_congress_and_of_the_state_council_stand_only_there() -> None:
    with pytest.raises(UsageError, match="g1"):
        find_criterion("g1", find_jurisdiction("beijing"))
    with pytest.raises(UsageError, match="e1"):
        find_criterion("e1", find_jurisdiction("state_council"))


@pytest.mark.parametrize(
    ("organ", "place", "may"),
    [
        ("国务院", "npcsc", True),
        ("浙江省人民代表大会常务委员会", "npcsc", True),
        ("北京市人民代表大会常务委员会", "npcsc", True),
        ("湖州市人民代表大会常务委员会", "npcsc", False),
        ("某某律师协会", "npcsc", False),
        ("北京市东城区人民政府", "beijing", True),
        ("某某公司", "beijing", False),
        ("某区人民法院", "shandong", True),
        ("某某公司", "shandong", False),
        ("某市人民政府", "local", None),
    ],
)
def test_only_the_organs_that_the_law_names_raise_a_request(organ: str, place: str, may: bool | None) -> None:
    assert may_request(organ, find_jurisdiction(place)) is may


def test_outcomes_follow_from_events_of_the_machine() -> None:
    events = {step.event for step in load_machine().steps}
    assert {outcome.event for outcome in review_outcomes()} <= events
    assert len({kind.id for kind in review_kinds()}) == len(review_kinds())


@pytest.mark.parametrize(
    ("events", "outcome"),
    [
        (("distributed", "closed_without_fault"), "no_fault"),
        (("correction_discussed", "agreed", "amended", "correction_reported"), "talked"),
        (("correction_discussed", "opinion_issued", "accepted", "amended", "correction_reported"), "opinion"),
        (("opinion_issued", "escalated", "ordered_to_amend", "amended", "correction_reported"), "ordered"),
        (("opinion_issued", "escalated", "ordered_to_clean", "amended", "correction_reported"), "cleaned"),
        (("opinion_issued", "escalated", "ordered_to_amend", "annulled", "correction_reported"), "annulled"),
        (("sent_up", "closed_above"), "above"),
        (("distributed", "opinion_issued"), None),
    ],
)
def test_a_review_ends_in_the_gravest_way_that_it_took(events: tuple[str, ...], outcome: str | None) -> None:
    found = outcome_of(events)
    assert (found.id if found else None) == outcome


# -- receivers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "maker", "territory", "names"),
    [
        ("K2", "国务院", "", ["全国人大常委会"]),
        ("K3", "浙江省人民代表大会常务委员会", "330000", ["全国人大常委会", "国务院"]),
        ("K5", "某自治县人民代表大会", "330000", ["全国人大常委会", "国务院"]),
        ("K5", "某自治区人民代表大会", "450000", []),
        ("K7", "某部", "", ["国务院"]),
        ("K8", "浙江省人民政府", "330000", ["国务院", "本级人大常委会"]),
        ("K11", "某县人民代表大会常务委员会", "330521", ["上一级人大常委会"]),
        ("K12", "某市人民政府办公室", "330500", ["本级人大常委会", "上一级人民政府"]),
        ("K12", "某市教育局", "330500", ["本级人民政府"]),
        ("K12", "某市教育委员会", "110000", ["本级人大常委会（逐步纳入）"]),
        ("K13", "某市中级人民法院", "330500", ["本级人大常委会"]),
        ("K14", "某市交通委员会", "310000", ["上海市人大常委会"]),
        ("K14", "某市交通局", "330500", ["制定该法规的人大常委会"]),
    ],
)
def test_receivers_follow_kind_maker_and_place(kind: str, maker: str, territory: str, names: list[str]) -> None:
    assert [receiver.name for receiver in receivers(DocumentKind(kind), maker, territory)] == names


@pytest.mark.parametrize(("territory", "copies"), [("110000", 2), ("310000", 3), ("370000", 5), ("330500", None)])
def test_copies_are_those_of_the_place(territory: str, copies: int | None) -> None:
    assert {r.copies for r in receivers(DocumentKind.K13, "某中级人民法院", territory)} == {copies}


def test_a_plan_names_materials_of_the_kind_and_of_its_content() -> None:
    beijing = filing_plan(DocumentKind.K12, "某区人民政府", "110000")
    assert [need.name for need in beijing.materials] == ["正式文本", "备案报告", "说明", "制定依据"]
    variation = filing_plan(DocumentKind.K5, "某自治县人民代表大会", "330000")
    assert "变通情况的说明" in [need.name for need in variation.materials]


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind not in (DocumentKind.K0, DocumentKind.K1)])
@pytest.mark.parametrize("territory", ["110000", "310000", "370000", "330500"])
def test_the_form_check_and_the_clock_of_filing_rest_on_the_same_rule(kind: DocumentKind, territory: str) -> None:
    rule = next(rule for rule in clock_rules(jurisdiction_at(territory), kind) if rule.id == "filing")
    checked = load_filing_profile().filing_days(kind, territory)
    assert rule.term.period is not None
    assert checked is not None
    assert (checked.days, checked.source.confirmed) == (rule.term.period.length, rule.term.source.confirmed)


@pytest.mark.parametrize("kind", ["K2", "K2m", "K3", "K4", "K7", "K8", "K9", "K10", "K11", "K13"])
def test_the_form_check_and_the_plan_name_the_same_receivers(kind: str) -> None:
    checked = {receiver.name for receiver in load_filing_profile().recipients(DocumentKind(kind))}
    assert {receiver.name for receiver in receivers(DocumentKind(kind))} == checked


# -- numbers ----------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.lists(st.sampled_from(["京政", "海政", ""]), max_size=30), st.integers(2000, 2099))
def test_numbers_run_on_whole_and_are_read_back(codes: list[str], year: int) -> None:
    for place in list_jurisdictions():
        given_out: list[str] = []
        for code in codes:
            given_out.append(next_number(place, year, given_out, code))
        assert len(set(given_out)) == len(given_out)
        assert check_numbers(place, year, given_out) == ((), (), ())


def test_gaps_doubles_and_strange_numbers_are_told() -> None:
    given_out = [register_number(LOCAL, 2026, serial, "甲") for serial in (1, 2, 2, 5)]
    faults = check_numbers(LOCAL, 2026, [*given_out, "2026-7"])
    assert faults == ((3, 4), ("备〔2026〕甲-0002",), ("2026-7",))


# -- late and missing -------------------------------------------------------------------------------------------------

TODAY = date(2026, 11, 22)


def listed(title: str, published: str, number: str = "", maker: str = "某市人民政府") -> PublishedDocument:
    return PublishedDocument(title, maker, date.fromisoformat(published), DocumentKind.K12, number)


def filed(title: str, day: str, number: str = "", maker: str = "某市人民政府") -> FiledDocument:
    return FiledDocument(title, maker, date.fromisoformat(day), number=number)


@pytest.mark.parametrize(
    ("published", "came", "state", "late"),
    [
        ("2026-03-02", "2026-04-01", Punctual.IN_TIME, 0),
        ("2026-03-02", "2026-04-02", Punctual.LATE, 1),
        ("2026-03-02", "", Punctual.MISSING, 235),
        ("2026-11-01", "", Punctual.NOT_YET, 0),
    ],
)
def test_a_document_is_in_time_late_missing_or_not_yet_due(
    published: str, came: str, state: Punctual, late: int
) -> None:
    register = [filed("某办法", came)] if came else []
    (row,) = check_punctuality([listed("《某办法》", published)], register, LOCAL, TODAY).rows
    assert (row.state, row.late) == (state, late)


def test_two_documents_of_one_title_are_told_apart_by_number_and_maker() -> None:
    first, second = listed("某办法", "2025-01-06", "某政〔2025〕1号"), listed("某办法", "2026-03-02", "某政〔2026〕9号")
    other = listed("某办法", "2026-03-02", maker="另市人民政府")
    register = [filed("某办法", "2026-03-20", "某政〔2026〕9号"), filed("某办法", "2026-03-09", maker="另市人民政府")]
    found = check_punctuality([first, second, other], register, LOCAL, TODAY)
    assert [row.state for row in found.rows] == [Punctual.MISSING, Punctual.IN_TIME, Punctual.IN_TIME]


def test_what_was_filed_and_not_listed_is_shown_and_without_a_day_nothing_is_said() -> None:
    undated = PublishedDocument("无日期办法", "某市人民政府", None)
    found = check_punctuality(
        [undated], [filed("某办法", "2026-03-20")._replace(published=date(2026, 3, 2))], LOCAL, TODAY
    )
    assert [row.state for row in found.rows] == [Punctual.UNKNOWN, Punctual.UNLISTED]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(0, 300), st.none() | st.integers(0, 90)), max_size=12)
)
def test_each_document_stands_in_one_row(entries: list[tuple[str, int, int | None]]) -> None:
    start = date(2026, 1, 5)
    catalogue = [
        listed(f"{name}办法", str(start + timedelta(days=at)), f"某〔2026〕{n}号")
        for n, (name, at, _) in enumerate(entries)
    ]
    register = [
        filed(f"{name}办法", str(start + timedelta(days=at + wait)), f"某〔2026〕{n}号")
        for n, (name, at, wait) in enumerate(entries)
        if wait is not None
    ]
    found = check_punctuality(catalogue, register, LOCAL, TODAY)
    assert len(found.rows) == len(entries)
    assert sum(found.count(state) for state in Punctual) == len(entries)
    assert found.count(Punctual.LATE) == sum(wait is not None and wait > 30 for _, _, wait in entries)
    assert all(row.filed is not None for row in found.of(Punctual.LATE))


# -- keeping ----------------------------------------------------------------------------------------------------------


def test_what_no_rule_limits_has_no_end_and_a_setting_only_where_allowed() -> None:
    items = {item.id: item for item in list_retentions()}
    assert items["filing"].until(TODAY) is None
    assert items["filing"].until(TODAY, 3) is None
    assert str(items["contact"].until(TODAY, 1)) == "2026-12-22"
    assert items["network_log"].least
    assert all(item.source.text for item in items.values())


@pytest.mark.parametrize(
    ("maker", "known"), [("教育部办公厅", False), ("国家税务总局青山省税务局", False), ("青山市教育局", True)]
)
def test_no_receiver_is_invented_for_papers_of_the_state_council(maker: str, known: bool) -> None:
    assert bool(receivers(DocumentKind.K12, maker)) == known
