"""A case changes by its events alone; what queues ask agrees with the engine; what was tampered with is found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from filing_stands import FINE, County, open_case
from site_stands import Site
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from consult_web import audit
from consult_web.errors import Conflict
from consult_web.filings import (
    Filing,
    apply_event,
    case_faults,
    clocks_of,
    colour_of,
    colour_order,
    history_of,
    is_colour,
    procedure_of,
)

DAY = date(2026, 11, 3)


def _registered(site: Site, county: County) -> int:
    with site.database.saving() as session:
        case = open_case(session, county)
        apply_event(session, case, "submitted", county.users["filer"], day=DAY)
        facts = {"register_number": "备〔2026〕YZ-0001", "form_check": FINE}
        apply_event(session, case, "registered", county.users["registrar"], facts, day=DAY + timedelta(days=1))
    return case.id


def test_steps_change_state_clocks_and_audit_log_together(site: Site, county: County) -> None:
    number = _registered(site, county)
    with site.database.reading() as session:
        case = session.get_one(Filing, number)
        assert (case.state, case.state_since) == ("S2", DAY + timedelta(days=1))
        assert [row.number for row in case.events] == [1, 2]
        assert case.events[1].role == "备案登记员"
        assert procedure_of(session, case).state(history_of(case)).id == case.state
        assert audit.verify(session).fault is None
        assert case_faults(session, case) == []
        assert case.clock
        assert case.due == min(c.due for c in case.clocks if c.stopped is None and c.due)


def test_a_step_that_the_engine_refuses_changes_nothing(site: Site, county: County) -> None:
    number = _registered(site, county)
    with pytest.raises(Conflict, match="撤销"), site.database.saving() as session:
        apply_event(session, session.get_one(Filing, number), "annulled", county.users["head"])
    with pytest.raises(Conflict, match="R803"), site.database.saving() as session:
        apply_event(
            session, session.get_one(Filing, number), "distributed", county.users["filer"], {"committees": ["甲"]}
        )
    with site.database.reading() as session:
        assert session.get_one(Filing, number).state == "S2"


def test_the_colour_of_a_query_is_that_of_the_clock(site: Site, county: County) -> None:
    with site.database.saving() as session:
        case = open_case(session, county)
        apply_event(session, case, "submitted", county.users["filer"], day=DAY)
        names = {"green": "green", "amber": "amber", "red": "red"}
        for days in range(0, 16):
            today = DAY + timedelta(days=days)
            clock = next(c for c in clocks_of(session, case, today) if c.rule.id == case.clock)
            shown = colour_of(case, today)
            assert shown == names[clock.light.value]
            found = [c for c in names if session.scalar(select(Filing.id).where(is_colour(Filing, c, today)))]
            assert found == [shown]


def test_a_queue_begins_with_what_ends_first(site: Site, county: County) -> None:
    with site.database.saving() as session:
        made = [open_case(session, county) for _ in range(3)]
        for case, back in zip(made[:2], (1, 5), strict=True):
            apply_event(session, case, "submitted", county.users["filer"], day=DAY - timedelta(days=back))
        order = session.scalars(select(Filing.id).order_by(*colour_order(Filing))).all()
    assert order == [made[1].id, made[0].id, made[2].id]


def test_events_are_neither_changed_nor_deleted(site: Site, county: County) -> None:
    number = _registered(site, county)
    for statement in ("UPDATE filing_event SET name = 'annulled'", "DELETE FROM filing_event"):
        with pytest.raises(DBAPIError, match="append-only"), site.database.saving() as session:
            session.execute(text(statement))
    with site.database.reading() as session:
        assert len(session.get_one(Filing, number).events) == 2


def test_an_event_changed_behind_the_program_is_found(site: Site, county: County) -> None:
    number = _registered(site, county)
    with site.database.saving() as session:
        if site.database.is_sqlite:
            session.execute(text("DROP TRIGGER filing_event_no_update"))
        else:
            session.execute(text("ALTER TABLE filing_event DISABLE TRIGGER filing_event_no_change"))
        session.execute(text("UPDATE filing_event SET actor = 'user:99' WHERE number = 2"))
    with site.database.reading() as session:
        assert case_faults(session, session.get_one(Filing, number)) == ["event 2"]


def test_of_two_who_change_a_case_at_once_the_second_is_told(site: Site, county: County) -> None:
    number = _registered(site, county)
    from sqlalchemy.orm.exc import StaleDataError

    with site.database.reading() as early:
        case = early.get_one(Filing, number)
        early.commit()
        with site.database.saving() as session:
            apply_event(session, session.get_one(Filing, number), "review_started", county.users["reviewer"])
        case.remarks = "甲"
        with pytest.raises(StaleDataError):
            early.flush()
