"""The analysis in the background: one swap, what people said wins, decisions keep their points, a dead run is followed."""

from __future__ import annotations

import pytest
from drafting_help import OPINIONS, add_opinions, add_version, choose, make_consultation
from site_stands import Site
from sqlalchemy import func, select

from consult_web.audit import AuditEvent, verify
from consult_web.background import Job, JobState, Worker
from consult_web.consultations import (
    AnalysisRun,
    Channel,
    ClauseCount,
    ClauseRow,
    Comment,
    CommentState,
    Consultation,
    FamilyRow,
    Identity,
    IntakeBatch,
    PointCheck,
    PointRow,
    PointTarget,
    RunState,
    WordingGroup,
    ask_for_analysis,
    point_views,
    run_analysis,
)
from consult_web.consultations import analysing as analysing_module
from consult_web.errors import Conflict, Refused
from consult_web.public.finding import chosen_stances
from consult_web.storage import Database
from lawcheck.comments import Stance


def _pages(database: Database, number: int) -> dict[str, ClauseCount]:
    with database.reading() as session:
        run = session.get_one(Consultation, number).run_id
        return {row.eid: row for row in session.scalars(select(ClauseCount).where(ClauseCount.run_id == run))}


def _points(database: Database, number: int, comment_id: int) -> list[PointRow]:
    with database.reading() as session:
        run = session.get_one(Consultation, number).run_id
        query = select(PointRow).where(PointRow.run_id == run, PointRow.comment_id == comment_id)
        return list(session.scalars(query.order_by(PointRow.ordinal)))


def test_every_opinion_is_counted_once_and_each_clause_has_its_figures(database: Database) -> None:
    number = make_consultation(database)
    run_analysis(database, number)
    pages = _pages(database, number)
    assert pages["art_3"].persons == 6
    assert (pages["art_3"].oppose, pages["art_2"].support) == (2, 1)
    assert pages["新增条款"].points == 1
    with database.reading() as session:
        run = session.scalars(select(AnalysisRun)).one()
        assert run.state is RunState.CURRENT
        parts = ("mapped", "whole", "unmappable", "duplicate", "withheld")
        assert run.ledger["received"] == len(OPINIONS) == sum(run.ledger[part] for part in parts)
        rows = session.scalars(select(WordingGroup).order_by(WordingGroup.persons.desc())).all()
        assert [(row.old_text, row.new_text, row.persons) for row in rows][:2] == [
            ("三十日", "六十日", 2),
            ("三十日", "十五日", 1),
        ]
        family = session.scalars(select(FamilyRow)).first()
        assert family is not None
        assert family.persons == 2


def test_the_clause_and_the_chip_that_a_person_chose_win(database: Database) -> None:
    number = make_consultation(database, [])
    plain, cited = add_opinions(database, number, ["罚得不合理。", "第三条罚款太高。"])
    choose(database, plain, "art_2", Stance.SUPPORT)
    choose(database, cited, "art_4", wording="本条例自2028年1月1日起施行。")
    add_opinions(database, number, ["第三条的罚款太重。"], region="云溪市棠州区", identity=Identity.EXPERT)
    run_analysis(database, number)
    senders = _pages(database, number)["art_3"].details["senders"]
    assert senders == {"identity": [["专家", 1]], "region": [["云溪市棠州区", 1], ["棠州区", 1]]}
    chosen = {eid: chosen_stances(page) for eid, page in _pages(database, number).items()}
    assert chosen["art_2"] == {"支持": 1, "反对": 0, "建议修改": 0, "疑问": 0, "未表明": 0}
    assert chosen["art_3"]["反对"] == 0  # read from words: for the drafters, not for the public
    first = _points(database, number, plain)[0]
    assert (first.eid.partition("__")[0], first.stance, first.stance_how) == ("art_2", Stance.SUPPORT, "chip")
    second = _points(database, number, cited)[0]
    assert second.eid.partition("__")[0] == "art_4"
    with database.reading() as session:
        roots = select(PointTarget.root_eid).where(PointTarget.point_id == second.id)
        assert set(session.scalars(roots)) == {"art_4", "art_3"}


def test_what_staff_said_of_a_point_holds_in_later_runs(database: Database) -> None:
    number = make_consultation(database)
    run_analysis(database, number)
    with database.saving() as session:
        lost = session.scalars(select(PointRow).where(PointRow.eid == "")).first()
        assert lost is not None
        version = session.get_one(Consultation, number).version_id
        check = {"program": [], "purpose": "abstained", "checked_by": "user:1", "version_id": version}
        session.add(PointCheck(consultation_id=number, comment_id=lost.comment_id, point_key=lost.point_key, eids=["art_2"], **check))  # fmt: skip
    run_analysis(database, number)
    again = _points(database, number, lost.comment_id)[0]
    assert (again.point_key, again.eid) == (lost.point_key, "art_2")


def test_pages_read_one_run_until_the_next_is_whole(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    number = make_consultation(database)
    first = run_analysis(database, number)
    seen: list[tuple[int | None, int]] = []

    def look(done: int, total: int, step: str) -> None:
        with database.reading() as session:
            run = session.get_one(Consultation, number).run_id
            points = select(func.count()).select_from(PointRow).where(PointRow.run_id == run)
            seen.append((run, session.scalar(points) or 0))

    monkeypatch.setattr(analysing_module, "CHUNK", 2)
    add_opinions(database, number, ["支持第四条。"])
    second = run_analysis(database, number, tell=look)
    assert set(seen) == {(first, 9)}
    with database.reading() as session:
        assert session.get_one(Consultation, number).run_id == second
        assert session.scalar(select(func.count()).where(PointRow.run_id == second)) == 10


def test_a_run_that_was_overtaken_changes_nothing(database: Database) -> None:
    number = make_consultation(database)
    later: list[int] = []

    def overtake(done: int, total: int, step: str) -> None:
        if step == "writing" and not later:
            later.append(0)
            later[0] = run_analysis(database, number)

    with pytest.raises(Conflict, match="E851"):
        run_analysis(database, number, tell=overtake)
    with database.reading() as session:
        assert session.get_one(Consultation, number).run_id == later[0]


def test_old_runs_leave_no_rows(database: Database) -> None:
    number = make_consultation(database)
    runs = [run_analysis(database, number) for _ in range(4)]
    with database.reading() as session:
        assert sorted(session.scalars(select(PointRow.run_id).distinct())) == runs[-2:]
        assert sorted(session.scalars(select(FamilyRow.run_id).distinct())) == runs[-2:]
        assert len(session.scalars(select(AnalysisRun)).all()) == 4


def test_points_keep_their_keys_when_others_come_and_one_that_was_withdrawn_has_none(database: Database) -> None:
    number = make_consultation(database)
    run_analysis(database, number)
    with database.reading() as session:
        before = set(session.scalars(select(PointRow.point_key)))
        gone = session.scalars(select(Comment).order_by(Comment.id)).first()
    assert gone is not None
    add_opinions(database, number, ["反对第三条，罚款太高，二百元对普通家庭来说是一天的工资，请降低。", "支持第一条。"])
    with database.saving() as session:
        session.get_one(Comment, gone.id).state = CommentState.WITHDRAWN
    run = run_analysis(database, number)
    with database.reading() as session:
        after = set(session.scalars(select(PointRow.point_key).where(PointRow.run_id == run)))
    assert before - after == {key for key in before if key.startswith(f"{gone.id}-")}
    assert len(after - before) == 2


def test_opinions_on_another_version_wait_for_an_approved_place(database: Database) -> None:
    number = make_consultation(database)
    with database.saving() as session:
        consultation = session.get_one(Consultation, number)
        consultation.version_id = add_version(session, number, "云溪市停车管理条例\n第一条　停车收费。\n", 2)
    run_analysis(database, number)
    assert sum(page.points for page in _pages(database, number).values()) == 0
    with database.reading() as session:
        assert "另一稿" in (session.scalars(select(PointRow.why)).first() or "")


def test_a_worker_does_the_analysis_that_was_asked_for(site: Site) -> None:
    number = make_consultation(site.database)
    with site.database.saving() as session:
        ask_for_analysis(session, number, "user:1")
        assert ask_for_analysis(session, number, "user:1") is None
    files = site.app.extensions["files"]
    assert Worker(site.database, files).step()
    with site.database.reading() as session:
        job = session.scalars(select(Job).where(Job.kind == "analysis")).one()
        assert (job.state, job.result["run"]) == (JobState.DONE, session.get_one(Consultation, number).run_id)
        actions = set(session.scalars(select(AuditEvent.action)))
        assert {"analysis.asked", "analysis.done"} <= actions
        assert verify(session).fault is None
    assert not (files.root.parent / "analysis" / str(number)).exists()


def test_a_consultation_without_text_is_refused(database: Database) -> None:
    number = make_consultation(database)
    with database.saving() as session:
        session.get_one(Consultation, number).version_id = None
    with pytest.raises(Refused, match="E850"):
        run_analysis(database, number)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ClauseRow)) > 4


def test_rows_of_one_file_follow_one_another(site: Site) -> None:
    number = make_consultation(site.database, ())
    for nth in (1, 2):
        with site.database.saving() as session:
            batch = IntakeBatch(
                consultation_id=number, file_name="群.xlsx", channel=Channel.LETTER, created_by="user:1"
            )
            session.add(batch)
            session.flush()
            own = batch.id
        add_opinions(site.database, number, [f"反对第{'二三'[nth - 1]}条"], batch_id=own, source="群.xlsx 第 2 行")
        add_opinions(site.database, number, ["同意楼上"], batch_id=own, source="群.xlsx 第 3 行")
    add_opinions(site.database, number, ["同意楼上"])
    run_analysis(site.database, number)
    with site.database.reading() as session:
        query = select(PointRow.stance, PointTarget.eid).outerjoin(PointTarget).where(PointRow.text == "同意楼上")
        found = [(stance, (eid or "").split("__")[0]) for stance, eid in session.execute(query.order_by(PointRow.id))]
        run = session.get_one(AnalysisRun, session.get_one(Consultation, number).run_id)
        views = point_views(session, run, ids=session.scalars(select(PointRow.id).order_by(PointRow.id)).all())
    assert found == [(Stance.OPPOSE, "art_2"), (Stance.OPPOSE, "art_3"), (Stance.NOT_STATED, "")]
    assert [view.seconds for view in views] == [False, True, False, True, False]
