"""Decisions: what they must say, two drafters on one point, families, four eyes, alarms, the gate, changed comments."""

from __future__ import annotations

from datetime import timedelta

import pytest
from drafting_help import TEXT, add_opinions, add_version
from site_stands import Site
from sqlalchemy import select

from consult_web.accounts import Role
from consult_web.audit import AuditEvent
from consult_web.consultations import (
    AlarmKind,
    ClauseRow,
    Comment,
    Consultation,
    Decision,
    Disposition,
    Outcome,
    PointRow,
    current_run,
    decide,
    decided_counts,
    family_points,
    find_alarms,
    forget_decision,
    gate_of,
    link_adoptions,
    next_versions,
    points_to_decide,
    run_analysis,
    sign,
    stands_in,
    stray_dispositions,
)
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import Database, utc_now
from lawcheck.procedure import PointDecision, check_completeness

CHANGED = TEXT.replace("三十日", "六十日")
ADOPT = Decision(Outcome.ADOPTED, "", "art_3__para_2", "三十日", "六十日")
REJECT = Decision(Outcome.NOT_ADOPTED, "与上位法一致。")


def _key(database: Database, words: str) -> str:
    with database.reading() as session:
        return session.scalars(select(PointRow.point_key).where(PointRow.text.contains(words)).order_by(PointRow.id)).first() or ""  # fmt: skip


def _decide(database: Database, number: int, words: str, decision: Decision, actor: str = "user:1") -> None:
    key = _key(database, words)
    with database.saving() as session:
        assert decide(session, number, {key: 0}, decision, actor) == []


def _decide_all(database: Database, number: int, decision: Decision, actor: str = "user:1") -> None:
    with database.saving() as session:
        run = current_run(session, session.get_one(Consultation, number))
        assert run is not None
        assert decide(session, number, dict.fromkeys(points_to_decide(session, run), 0), decision, actor) == []


def _gate(database: Database, number: int):
    with database.reading() as session:
        return gate_of(session, current_run(session, session.get_one(Consultation, number)))


def _alarms(database: Database, number: int) -> list[tuple[AlarmKind, str]]:
    with database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        return [(alarm.kind, alarm.label) for alarm in find_alarms(session, run)]


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (Decision(Outcome.NOT_ADOPTED), "E853"),
        (Decision(Outcome.PARTLY, "部分可行。"), "E854"),
        (Decision(Outcome.ADOPTED, "", "art_3"), "E854"),
        (Decision(Outcome.ADOPTED, "", "art_99", "", "新"), "E858"),
        (Decision(Outcome.TRANSFERRED, "不属于本机关。"), "E857"),
    ],
)
def test_a_decision_says_all_it_must(site: Site, number: int, decision: Decision, code: str) -> None:
    key = _key(site.database, "六十日")
    with pytest.raises(Refused, match=code), site.database.saving() as session:
        decide(session, number, {key: 0}, decision, "user:1")
    with site.database.reading() as session:
        assert session.scalars(select(Disposition)).all() == []


def test_deciding_marks_the_comment_as_read_and_is_on_record(site: Site, number: int) -> None:
    _decide(site.database, number, "修改为“六十日”。", ADOPT)
    with site.database.reading() as session:
        row = session.scalars(select(Disposition)).one()
        assert (row.outcome, row.eid, row.new_words, row.signed_by) == (
            Outcome.ADOPTED,
            "art_3__para_2",
            "六十日",
            None,
        )
        assert session.get_one(Comment, row.comment_id).read_at is not None
        assert session.scalars(select(AuditEvent.details).where(AuditEvent.action == "disposition.decided")).one()["points"] == 1  # fmt: skip


def test_the_second_of_two_drafters_is_shown_the_first(site: Site, number: int) -> None:
    key = _key(site.database, "天的工资")
    browser, other = site.client(Role.DRAFTER), site.client(Role.DRAFTER)
    form = {"point": f"{key}:0", "outcome": "未采纳", "reason": "罚款幅度有上位法依据。", "back": "art_3"}
    assert browser.post(f"/drafting/{number}/decide", data=form).status_code == 303
    answer = other.post(
        f"/drafting/{number}/decide",
        data=form | {"outcome": "部分采纳", "reason": "可以降低。", "target": "art_3", "new_words": "一百元"},
    )
    assert answer.status_code == 409
    for words in ("罚款幅度有上位法依据。", "可以降低。", "已保存的处理", "您的处理"):
        assert words in answer.text
    again = form | {"point": f"{key}:1", "outcome": "不属于本法", "reason": "知道了对方的理由后再定。"}
    assert other.post(f"/drafting/{number}/decide", data=again).status_code == 303
    with site.database.reading() as session:
        assert session.scalars(select(Disposition)).one().outcome is Outcome.OUTSIDE


def test_what_was_typed_comes_back_with_the_error(site: Site, number: int) -> None:
    key = _key(site.database, "天的工资")
    form = {"point": f"{key}:0", "outcome": "采纳", "reason": "写了很久的理由", "new_words": ""}
    answer = site.client(Role.DRAFTER).post(f"/drafting/{number}/decide", data=form)
    assert answer.status_code == 400
    assert "写了很久的理由" in answer.text
    assert "应当写明修改后的条款和文字" in answer.text


def test_a_family_is_decided_at_once(site: Site, number: int) -> None:
    with site.database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        point = session.scalars(select(PointRow).where(PointRow.text.contains("天的工资"), PointRow.run_id == run.id)).first()  # fmt: skip
        family = session.connection().exec_driver_sql(f"select family_key from family where id = {point.family_id}").scalar()  # fmt: skip
    browser = site.client(Role.DRAFTER)
    page = browser.get(f"/drafting/{number}/decide?family={family}&within=art_3&back=art_3")
    assert "对 2 个意见点" in page.text
    form = {
        "family": family,
        "within": "art_3",
        "outcome": "未采纳",
        "reason": "幅度适当。",
        "at": utc_now().isoformat(),
    }
    assert browser.post(f"/drafting/{number}/decide", data=form).status_code == 303
    with site.database.reading() as session:
        assert [row.family_key for row in session.scalars(select(Disposition))] == [family, family]
    late = {"since": utc_now() - timedelta(hours=1), "actor": "user:99"}
    with site.database.reading() as session:
        assert set(family_points(session, number, family, **late).values()) == {-1}


def test_a_decision_keeps_its_point_through_later_runs_and_waits_when_the_comment_changes(
    site: Site, number: int
) -> None:
    _decide(site.database, number, "天的工资", REJECT)
    add_opinions(site.database, number, ["反对第三条，罚款太高，二百元对普通家庭来说是一天的工资，请降低。"] * 3)
    run_analysis(site.database, number)
    with site.database.reading() as session:
        consultation = session.get_one(Consultation, number)
        assert stray_dispositions(session, consultation) == []
    with site.database.saving() as session:
        decided = session.scalars(select(Disposition)).one()
        session.get_one(Comment, decided.comment_id).text = "我改主意了，支持第三条。"
    run_analysis(site.database, number)
    with site.database.reading() as session:
        consultation = session.get_one(Consultation, number)
        (stray,) = stray_dispositions(session, consultation)
        assert stray[0].reason == REJECT.reason
        assert ("stray", 1) in gate_of(session, current_run(session, consultation)).problems
    assert "待核对的处理结果" in site.client(Role.DRAFTER).get(f"/drafting/{number}/decisions").text


def test_the_signer_is_another_person(site: Site, number: int) -> None:
    drafter = site.user(Role.DRAFTER, Role.HEAD)
    _decide(site.database, number, "天的工资", REJECT, drafter.actor)
    with pytest.raises(Refused, match="E855"), site.database.saving() as session:
        sign(session, number, drafter.actor)
    head = site.client(Role.HEAD)
    assert head.post(f"/drafting/{number}/sign", data={"all": "yes"}).status_code == 303
    assert site.client(Role.DRAFTER).post(f"/drafting/{number}/sign", data={"all": "yes"}).status_code == 403
    with site.database.reading() as session:
        row = session.scalars(select(Disposition)).one()
        assert row.signed_by not in (None, drafter.actor)


def test_a_changed_decision_must_be_signed_again(site: Site, number: int) -> None:
    _decide(site.database, number, "天的工资", REJECT)
    with site.database.saving() as session:
        assert sign(session, number, "user:2") == (1, 0)
    with site.database.saving() as session:
        row = session.scalars(select(Disposition)).one()
        changed = Decision(Outcome.OUTSIDE, "另行规定。")
        assert decide(session, number, {row.point_key: row.row_version}, changed, "user:1") == []
    assert _gate(site.database, number).signed == 0


def _decided(database: Database, number: int) -> int:
    with database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        return decided_counts(session, run).get("art_3", 0)


def test_the_figures_of_a_clause_follow_each_decision_at_once(site: Site, number: int) -> None:
    assert (_decided(site.database, number), _decided(site.database, number)) == (0, 0)
    _decide(site.database, number, "天的工资", REJECT)
    assert _decided(site.database, number) == 1
    with site.database.saving() as session:
        forget_decision(session, number, session.scalars(select(Disposition.id)).one(), "user:1")
    assert _decided(site.database, number) == 0


def test_the_gate_counts_as_the_rules_judge_each_decision(site: Site, number: int) -> None:
    """Kinds of decisions are counted by the database; here each is judged by itself."""
    _decide_all(site.database, number, REJECT)
    with site.database.saving() as session:
        sign(session, number, "user:2")
        rows = session.scalars(select(Disposition).order_by(Disposition.id)).all()
        rows[0].reason, rows[1].outcome, rows[2].signed_by, rows[3].point_key = "", Outcome.ADOPTED, "user:1", "gone"
    with site.database.reading() as session:
        run = current_run(session, session.get_one(Consultation, number))
        made = [
            PointDecision(r.point_key, r.outcome.value, r.reason, r.eid, str(r.version_id or ""), r.decided_by, r.signed_by or "")
            for r in session.scalars(select(Disposition))
        ]  # fmt: skip
        judged = check_completeness(points_to_decide(session, run), made)
    expected = {name: len(found) for name, found in judged._asdict().items() if found}
    assert dict(_gate(site.database, number).problems) == expected
    assert set(expected) == {"open", "without_reason", "without_change", "unsigned", "stray"}


def test_alarms_for_like_points_with_unlike_outcomes(site: Site, number: int) -> None:
    _decide(site.database, number, "修改为“六十日”。", REJECT)
    _decide(site.database, number, "来不及收集证据", ADOPT)
    kinds = _alarms(site.database, number)
    assert (AlarmKind.UNLIKE, "第三条第二款") in kinds
    assert (AlarmKind.NOT_LINKED, "第三条第二款") in kinds


def test_adoptions_are_proved_by_the_next_version_and_its_other_changes_asked_about(site: Site, number: int) -> None:
    _decide(site.database, number, "来不及收集证据", ADOPT)
    _decide(site.database, number, "天的工资", Decision(Outcome.PARTLY, "降低。", "art_3__para_1", "二百元", "一百元"))
    with site.database.saving() as session:
        consultation = session.get_one(Consultation, number)
        old = {row.eid: row.uid for row in session.scalars(select(ClauseRow).where(ClauseRow.version_id == consultation.version_id))}  # fmt: skip
        add_version(session, number, CHANGED.replace("五元", "六元"), 2, old)
        run = current_run(session, consultation)
        (version,) = next_versions(session, run)
        assert link_adoptions(session, run, version) == (1, 1)
    kinds = _alarms(site.database, number)
    assert (AlarmKind.NOT_LINKED, "第三条第一款") in kinds
    assert (AlarmKind.NOT_EXPLAINED, "第二条") in kinds
    assert (AlarmKind.NOT_EXPLAINED, "第三条") not in kinds


def test_adoptions_can_still_be_proved_after_the_next_version_was_analysed(site: Site, number: int) -> None:
    _decide(site.database, number, "来不及收集证据", ADOPT)
    with site.database.saving() as session:
        consultation = session.get_one(Consultation, number)
        assert next_versions(session, current_run(session, consultation)) == []
        old = {row.eid: row.uid for row in session.scalars(select(ClauseRow).where(ClauseRow.version_id == consultation.version_id))}  # fmt: skip
        consultation.version_id = add_version(session, number, CHANGED, 2, old)
    run_analysis(site.database, number)
    with site.database.saving() as session:
        run = current_run(session, session.get_one(Consultation, number))
        (version,) = next_versions(session, run)
        assert link_adoptions(session, run, version) == (1, 0)
    assert AlarmKind.NOT_LINKED not in dict(_alarms(site.database, number))


def test_an_adoption_whose_words_are_not_in_the_version_named_is_an_alarm(site: Site, number: int) -> None:
    with site.database.saving() as session:
        consultation = session.get_one(Consultation, number)
        old = {row.eid: row.uid for row in session.scalars(select(ClauseRow).where(ClauseRow.version_id == consultation.version_id))}  # fmt: skip
        version = add_version(session, number, TEXT, 2, old)
    _decide(site.database, number, "来不及收集证据", ADOPT._replace(version_id=version))
    assert (AlarmKind.NOT_CHANGED, "第三条第二款") in _alarms(site.database, number)


def test_the_gate_opens_when_every_point_is_decided_and_signed(site: Site, number: int) -> None:
    gate = _gate(site.database, number)
    assert (gate.points, gate.decided, gate.complete) == (9, 0, False)
    _decide_all(site.database, number, REJECT)
    assert [name for name, _ in _gate(site.database, number).problems] == ["unsigned"]
    with site.database.saving() as session:
        sign(session, number, "user:2")
    assert _gate(site.database, number).complete


def test_nothing_changes_after_the_report(site: Site, number: int) -> None:
    key = _key(site.database, "天的工资")
    with site.database.saving() as session:
        session.get_one(Consultation, number).reported_at = utc_now()
    with pytest.raises(Conflict, match="E874"), site.database.saving() as session:
        decide(session, number, {key: 0}, REJECT, "user:1")


def test_points_that_are_gone_and_no_points_are_told(site: Site, number: int) -> None:
    with pytest.raises(NotFound, match="E852"), site.database.saving() as session:
        decide(session, number, {"1-nothing": 0}, REJECT, "user:1")
    with pytest.raises(Refused, match="E859"), site.database.saving() as session:
        decide(session, number, {}, REJECT, "user:1")
    assert not stands_in("一百元", "处二百元罚款")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "name", "role"),
    [
        ("/decisions", "drafting-decisions", Role.HEAD),
        ("/decide?point={key}:0", "drafting-decide", Role.DRAFTER),
    ],
)
def test_pages_of_decisions_keep_the_rules(
    site: Site, number: int, serve, page_check, log_in_state, path: str, name: str, role: Role
) -> None:
    _decide(site.database, number, "来不及收集证据", ADOPT)
    _decide(site.database, number, "修改为“六十日”。", REJECT)
    path = path.format(key=_key(site.database, "天的工资"))
    page_check(f"{serve(site.app)}/drafting/{number}{path}", state=log_in_state(role), name=name)
