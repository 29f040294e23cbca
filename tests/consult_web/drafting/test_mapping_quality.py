"""People confirm clauses in bulk and measure the program by a sample; their word stands in later runs."""

from __future__ import annotations

import pytest
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import Role
from consult_web.audit import AuditEvent
from consult_web.background import Job
from consult_web.consultations import (
    AnalysisRun,
    Consultation,
    PointRow,
    check_points,
    current_run,
    draw_sample,
    measure,
    run_analysis,
)
from consult_web.errors import NotFound, Refused


def _run(session, number: int) -> AnalysisRun:
    found = current_run(session, session.get_one(Consultation, number))
    assert found is not None
    return found


def test_points_without_a_clause_are_confirmed_in_bulk_and_analysed_again(site: Site, number: int) -> None:
    with site.database.reading() as session:
        lost = session.scalars(select(PointRow.point_key).where(PointRow.eid == "")).all()
    form = {f"eid-{key}": "art_2" for key in lost}
    browser = site.client(Role.DRAFTER)
    assert browser.post(f"/drafting/{number}/quality", data=form).status_code == 303
    with site.database.reading() as session:
        assert session.scalars(select(Job.kind)).all() == ["analysis"]
        details = session.scalars(select(AuditEvent.details).where(AuditEvent.action == "mapping.checked")).one()
        assert details == {"points": len(lost), "purpose": "abstained"}
    run = run_analysis(site.database, number)
    with site.database.reading() as session:
        points = select(PointRow).where(PointRow.run_id == run, PointRow.point_key.in_(lost))
        assert {row.eid for row in session.scalars(points)} == {"art_2"}


def test_a_sample_measures_the_program_with_interval_and_denominator(site: Site, number: int) -> None:
    with site.database.saving() as session:
        run = _run(session, number)
        keys = draw_sample(session, run, "user:1", 4)
        assert keys == draw_sample(session, run, "user:2", 4)
        eids = dict(session.execute(select(PointRow.point_key, PointRow.eid).where(PointRow.point_key.in_(keys))).all())
        check_points(session, number, {key: [eids[key]] for key in keys[:3]}, "user:1", "sample")
        check_points(session, number, {keys[3]: ["none"]}, "user:1", "sample")
        check_points(session, number, {key: [eids[key]] for key in keys}, "user:2", "sample")
        assert not set(keys) & set(draw_sample(session, run, "user:1", 9))
        found = measure(session, run)
    assert (found.right, found.checked, found.twice, found.agreed) == (3, 4, 4, 3)
    assert found.low < found.precision == 0.75 < found.high
    assert (found.mapped, found.points) == (8, 9)


def test_answers_that_cannot_be_are_refused(site: Site, number: int) -> None:
    with site.database.reading() as session:
        key = session.scalars(select(PointRow.point_key)).first() or ""
    for answers, error in (({}, Refused), ({key: ["art_99"]}, Refused), ({"1-x": ["art_1"]}, NotFound)):
        with pytest.raises(error), site.database.saving() as session:
            check_points(session, number, answers, "user:1")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_of_quality_keeps_the_rules(site: Site, number: int, serve, page_check, log_in_state) -> None:
    page_check(
        f"{serve(site.app)}/drafting/{number}/quality", state=log_in_state(Role.DRAFTER), name="drafting-quality"
    )
