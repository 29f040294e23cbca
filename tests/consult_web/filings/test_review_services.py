"""Reviews as jobs, verdicts of one and of two persons, pins, boxes, same problems elsewhere; on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from filing_stands import County
from guarded_work import devours, dies, ends_well, hangs, stumbles
from review_stands import TODAY, case_under_review, made_result, quick_review, store_made, under_review
from site_stands import Site
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.audit import AuditEvent, verify
from consult_web.background import Job, JobState, Worker
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.filings import (
    Filing,
    FindingVerdict,
    PinKind,
    ReviewFinding,
    ReviewRun,
    RunState,
    apply_event,
)
from consult_web.filings.reviews import (
    OPEN,
    Filters,
    Limits,
    Reviewer,
    ReviewResult,
    ReviewTask,
    accepted_issues,
    add_own_finding,
    ask_for_review,
    confirm,
    current_run,
    find_alike,
    find_finding,
    findings_fact,
    judge,
    open_bench,
    pin_law,
    pins_of,
    problem_codes,
    progress_of,
    run_of,
    running,
    tick_criteria,
    ticks_of,
    unpin_law,
)
from consult_web.filings.reviews.bench import GONE
from lawcheck.errors import LawcheckError
from lawcheck.procedure import criteria, find_jurisdiction


def _worker(site: Site, monkeypatch: pytest.MonkeyPatch, run: Callable[..., ReviewResult]) -> Worker:
    class _Stand:
        run = staticmethod(quick_review)

    stand = _Stand()
    stand.run = run  # type: ignore[method-assign]
    monkeypatch.setattr(running, "reviewer", lambda: stand)
    return Worker(site.database, site.settings.open_files())


def _asked(site: Site, county: County) -> int:
    with site.database.saving() as session:
        filing = case_under_review(session, county)
        ask_for_review(session, filing, county.users["reviewer"])
        return filing.id


def test_a_review_is_stored_once_with_versions_files_and_findings(
    site: Site, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _asked(site, county)
    while _worker(site, monkeypatch, quick_review).step():
        pass
    with site.database.reading() as session:
        run = current_run(session, session.get_one(Filing, number))
        assert run is not None
        assert run.library_version == "abc123"
        assert run.pack_version == "2026.11"
        assert session.scalar(select(func.count()).where(ReviewFinding.run_id == run.id)) == 5
        assert site.settings.open_files().read(run.outputs[".annotated.docx"]) == b"PK-annotated"
        assert verify(session).fault is None


def test_asking_twice_while_one_waits_gives_the_same_run(site: Site, county: County) -> None:
    number = _asked(site, county)
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        again = ask_for_review(session, filing, county.users["reviewer"])
        assert session.scalar(select(func.count(ReviewRun.id))) == 1
        assert again.state is RunState.QUEUED


def test_a_review_begun_again_after_a_crash_leaves_no_double_findings(
    site: Site, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _asked(site, county)
    worker = _worker(site, monkeypatch, quick_review)
    worker.step()
    with site.database.saving() as session:  # as if the worker had died before it could say that it was done
        job = session.scalars(select(Job).where(Job.kind == "review")).one()
        job.state = JobState.QUEUED
    while worker.step():
        pass
    with site.database.reading() as session:
        assert session.scalar(select(func.count(ReviewFinding.id))) == 5
        found = run_of(session, session.get_one(Filing, number))
        assert found is not None
        assert progress_of(*found)[0] is RunState.DONE


def test_a_review_that_fails_says_why_and_can_be_asked_for_again(
    site: Site, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(task: ReviewTask, step: Callable[[str], None]) -> ReviewResult:
        raise LawcheckError("E921", minutes="15")

    number = _asked(site, county)
    while _worker(site, monkeypatch, fails).step():
        pass
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        found = run_of(session, filing)
        assert found is not None
        state, code, details = progress_of(*found)
        assert (state, code, details) == (RunState.FAILED, "E921", {"minutes": "15"})
        assert ask_for_review(session, filing, "program").id != found[0].id


def test_a_worker_that_was_killed_too_often_is_told_from_its_job(site: Site, county: County) -> None:
    number = _asked(site, county)
    with site.database.saving() as session:
        job = session.scalars(select(Job).where(Job.kind == "review")).one()
        job.state, job.error_code, job.error_details = JobState.FAILED, "E837", {"attempts": 3}
        found = run_of(session, session.get_one(Filing, number))
        assert found is not None
        assert progress_of(*found)[:2] == (RunState.FAILED, "E837")


@pytest.mark.parametrize(("work", "code"), [(dies, "E920"), (hangs, "E921"), (devours, "E922"), (stumbles, "E923")])
def test_the_guarded_process_turns_every_end_into_words(work: Callable[..., ReviewResult], code: str) -> None:
    guarded, task = Reviewer(Limits(1, 1 << 30), work), ReviewTask("", TODAY)
    try:
        with pytest.raises(LawcheckError) as caught:
            guarded.run(task, lambda name: None)
        assert caught.value.code == code
        assert caught.value.text("zh")
        if work is dies:  # the next one finds a fresh process
            guarded.work = ends_well
            assert guarded.run(task, lambda name: None).record["findings"] == []
    finally:
        guarded.close()


def test_a_verdict_keeps_the_note_and_a_stale_one_is_refused(site: Site, county: County) -> None:
    number = under_review(site, county)
    with site.database.saving() as session:
        filing, key = session.get_one(Filing, number), made_result(3, 5).record["findings"][1]["key"]
        row = judge(session, county.users["reviewer"], filing, key, "成立", " 幅度不同 ", criterion="c3")
        assert (row.verdict, row.note, row.criterion, row.row_version) == ("成立", "幅度不同", "c3", 1)
        with pytest.raises(Conflict, match="E925"):
            judge(session, county.users["reviewer"], filing, key, "不成立")
        assert judge(session, county.users["reviewer"], filing, key, "不成立", version=1).row_version == 2
        with pytest.raises(Refused, match="E930"):
            judge(session, county.users["reviewer"], filing, key, "违法", version=2)
        with pytest.raises(Refused, match="E935"):
            judge(session, county.users["reviewer"], filing, key, "成立", version=2, criterion="z9")
        with pytest.raises(NotFound, match="E927"):
            judge(session, county.users["reviewer"], filing, "A01-ffff", "成立")


def _reviewed_again(session: Session, site: Site, county: County, filing: Filing, result: ReviewResult) -> ReviewRun:
    run = ask_for_review(session, filing, county.users["reviewer"], as_of=TODAY)
    run.text_digest = filing.document.text_digest if filing.document else ""
    store_made(session, site, run, result)
    return run


@pytest.mark.parametrize("moved", [0, 3])
def test_a_verdict_stays_on_the_same_place_of_the_same_text_whatever_its_key(
    site: Site, county: County, moved: int
) -> None:
    number = under_review(site, county)
    with site.database.saving() as session:
        filing, result = session.get_one(Filing, number), made_result(3, 5)
        keys = [one["key"] for one in result.record["findings"]]
        judge(session, county.users["reviewer"], filing, keys[1], "成立", "幅度不同")
        for one in result.record["findings"]:
            one["key"] += "-new"
            one["span"] = [one["span"][0] + moved, one["span"][1] + moved]
        for row in result.view["rows"]:
            row["findings"] = [f"{key}-new" for key in row["findings"]]
        run = _reviewed_again(session, site, county, filing, result)
        bench = open_bench(session, site.settings.open_files(), filing, run)
        said = {item.key: (item.verdict.note, item.summary.startswith(GONE)) for item in bench.items if item.verdict}
        assert said == ({keys[1]: ("幅度不同", True)} if moved else {f"{keys[1]}-new": ("幅度不同", False)})


@pytest.mark.parametrize("said", ["成立", "待研究"])
def test_a_verdict_on_what_is_not_found_any_more_stays_in_sight(site: Site, county: County, said: str) -> None:
    number = under_review(site, county)
    with site.database.saving() as session:
        filing, key = session.get_one(Filing, number), made_result(3, 5).record["findings"][3]["key"]
        judge(session, county.users["reviewer"], filing, key, said, "幅度不同")
        run = _reviewed_again(session, site, county, filing, made_result(3, 1))
        bench = open_bench(session, site.settings.open_files(), filing, run)
        gone = [item for item in bench.items if item.summary.startswith(GONE)]
        assert [(item.key, item.said, item.row) for item in gone] == [(key, said, "")]
        assert bench.counts["open"] == sum(not item.said for item in bench.items)
        assert find_finding(session, run, key).key == key
        assert [issue["key"] for issue in accepted_issues(session, filing)] == []
        with pytest.raises(NotFound, match="E927"):
            find_finding(session, run, made_result(3, 5).record["findings"][4]["key"])


def test_the_box_of_a_finding_that_is_gone_goes_with_it_and_one_that_a_person_ticked_stays(
    site: Site, county: County
) -> None:
    number = under_review(site, county)
    reviewer = county.users["reviewer"]
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        first, second, third = (box.id for box in criteria(find_jurisdiction(filing.jurisdiction))[:3])
        keys = [one["key"] for one in made_result(3, 5).record["findings"]]
        judge(session, reviewer, filing, keys[0], "成立", "幅度不同", criterion=first)
        judge(session, reviewer, filing, keys[3], "成立", "幅度不同", criterion=second)
        tick_criteria(session, reviewer, filing, {third: "第二条"})
        assert problem_codes(session, filing) == sorted((first, second, third))
        _reviewed_again(session, site, county, filing, made_result(3, 1))
        assert problem_codes(session, filing) == sorted((first, third))


def test_a_conflict_needs_two_persons_who_agree_before_the_case_can_close(site: Site, county: County) -> None:
    number = under_review(site, county, findings=1, first="conflict")
    users = county.users
    with site.database.saving() as session:
        filing, key = session.get_one(Filing, number), made_result(3, 1, "conflict").record["findings"][0]["key"]
        with pytest.raises(Conflict, match="E929"):
            confirm(session, users["second"], filing, key, "成立")
        judge(session, users["reviewer"], filing, key, "不成立", "另有授权")
        with pytest.raises(Refused, match="E928"):
            confirm(session, users["reviewer"], filing, key, "不成立", version=1)
        with pytest.raises(Conflict, match="R813"):
            apply_event(session, filing, "closed_without_fault", users["head"], _closing(session, filing))
        confirm(session, users["second"], filing, key, "不成立", version=1)
        judge(session, users["reviewer"], filing, key, "成立", version=2)  # takes the second verdict back
        with pytest.raises(Conflict, match="R813"):
            apply_event(session, filing, "closed_without_fault", users["head"], _closing(session, filing))
        judge(session, users["reviewer"], filing, key, "不成立", version=3)
        confirm(session, users["second"], filing, key, "不成立", version=4)
        apply_event(session, filing, "closed_without_fault", users["head"], _closing(session, filing))
        assert filing.state == "S9"
        with pytest.raises(Conflict, match="E926"):
            judge(session, users["reviewer"], filing, key, "成立", version=5)


def _closing(session: object, filing: Filing) -> dict[str, object]:
    return {"outcome": "没有问题", "findings": findings_fact(session, filing)}  # type: ignore[arg-type]


def test_a_finding_of_a_person_counts_like_one_of_the_program(site: Site, county: County) -> None:
    number = under_review(site, county, findings=0)
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        with pytest.raises(Refused, match="E914"):
            add_own_finding(
                session,
                county.users["reviewer"],
                filing,
                eid="art_1",
                label="第一条",
                quote="甲",
                severity="conflict",
                note="",
            )
        row = add_own_finding(
            session,
            county.users["reviewer"],
            filing,
            eid="art_2__para_1",
            label="第2条第1款",
            quote="甲",
            severity="conflict",
            note="与上位法相抵触",
        )
        facts = findings_fact(session, filing)
        assert facts is not None
        assert [one["severity"] for one in facts] == ["conflict"]
        run = current_run(session, filing)
        assert run is not None
        bench = open_bench(session, site.settings.open_files(), filing, run)
        assert [item.key for item in bench.by_row["art_2__para_1"]] == [row.finding_key]
        assert bench.items[0].wants_second


def test_pins_change_what_the_next_review_is_held_against(site: Site, county: County) -> None:
    number = under_review(site, county)
    with site.database.saving() as session:
        filing, user = session.get_one(Filing, number), county.users["reviewer"]
        pin_law(session, user, filing, "law-1", "城市道路管理条例", PinKind.UNPINNED, "与本文件无关")
        pin_law(session, user, filing, "law-2", "城市市容和环境卫生管理条例", PinKind.PINNED)
        assert pins_of(session, number) == (("城市市容和环境卫生管理条例",), ("城市道路管理条例",))
        unpin_law(session, user, filing, "law-1")
        assert pins_of(session, number)[1] == ()
        with pytest.raises(NotFound):
            unpin_law(session, user, filing, "law-9")


def test_boxes_are_those_of_the_place(site: Site, county: County) -> None:
    number = under_review(site, county)
    with site.database.saving() as session:
        filing, user = session.get_one(Filing, number), county.users["reviewer"]
        tick_criteria(session, user, filing, {"c3": "第三条", "d2": ""})
        tick_criteria(session, user, filing, {"c3": "第三条、第四条"})
        assert [(row.code, row.note) for row in ticks_of(session, number)] == [("c3", "第三条、第四条")]
        with pytest.raises(Refused, match="E935"):
            tick_criteria(session, user, filing, {"g1x": ""})


def test_two_who_tick_boxes_at_once_keep_what_each_did(site: Site, county: County) -> None:
    number = under_review(site, county)
    with site.database.saving() as session:
        filing, one, other = session.get_one(Filing, number), county.users["reviewer"], county.users["committee"]
        tick_criteria(session, one, filing, {"c1": "第三条", "d2": ""}, {})
        tick_criteria(session, other, filing, {"c3": "第四条"}, {})
        assert [(row.code, row.note) for row in ticks_of(session, number)] == [
            ("c1", "第三条"),
            ("c3", "第四条"),
            ("d2", ""),
        ]
        tick_criteria(session, other, filing, {"c1": "第三条"}, {"c1": "第三条", "d2": ""})
        assert [row.code for row in ticks_of(session, number)] == ["c1", "c3"]
        with pytest.raises(Conflict, match="E925"):
            tick_criteria(session, other, filing, {"c1": "第五条"}, {})


def test_filters_keep_what_they_say(site: Site, county: County) -> None:
    number = under_review(site, county, findings=10)
    with site.database.saving() as session:
        filing = session.get_one(Filing, number)
        run = current_run(session, filing)
        assert run is not None
        for at, verdict in ((1, "成立"), (2, "不成立"), (3, "待研究")):
            key = made_result(3, 10).record["findings"][at]["key"]
            judge(session, county.users["reviewer"], filing, key, verdict)
        files = site.settings.open_files()
        shown = [
            len(open_bench(session, files, filing, run, filters).shown)
            for filters in (
                Filters(),
                Filters(verdict=OPEN),
                Filters(verdict="成立"),
                Filters(only_open=True),
                Filters(severity="info"),
                Filters(rule="A00"),
            )
        ]
        assert shown == [10, 7, 1, 8, 2, 2]
        assert sum(open_bench(session, files, filing, run).severities.values()) == 10


def test_the_same_problem_is_found_in_other_filings_that_one_may_read(site: Site, county: County) -> None:
    first, second = under_review(site, county), under_review(site, county)
    with site.database.saving() as session:
        foreign = case_under_review(session, county)
        foreign.receiver_id = county.bodies["市政府"]
        store_made(session, site, ask_for_review(session, foreign, "program"), made_result(3, 5))
        filing = session.get_one(Filing, first)
        run = current_run(session, filing)
        assert run is not None
        finding = find_finding(session, run, made_result(3, 5).record["findings"][1]["key"])
        found = find_alike(session, county.users["reviewer"], finding)
        assert [one.filing_id for one in found] == [second]
        assert found[0].score > 0.9


def test_every_decision_stands_in_the_audit_log(site: Site, county: County) -> None:
    number = under_review(site, county)
    with site.database.saving() as session:
        filing, key = session.get_one(Filing, number), made_result(3, 5).record["findings"][1]["key"]
        judge(session, county.users["reviewer"], filing, key, "成立", "理由不进日志")
        pin_law(session, county.users["reviewer"], filing, "law-1", "城市道路管理条例", PinKind.PINNED)
    with site.database.reading() as session:
        rows = session.scalars(select(AuditEvent).where(AuditEvent.subject == f"filing:{number}")).all()
        assert {"finding.judged", "law.pinned", "review.asked"} <= {row.action for row in rows}
        assert not any("理由不进日志" in str(row.details) for row in rows)
        assert session.scalar(select(FindingVerdict.note)) == "理由不进日志"
