"""Work in the background: processes that die, restarts, full disks, two programs at once."""

from __future__ import annotations

import io
import json
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from stand_in import InProcess, StandIn, outcome
from visitor import MakeApp, Visitor

from consult_web.desk import Job, JobState, Options, Outcome, Task, Trouble
from consult_web.desk.store import JobStore
from lawcheck.errors import OutputError

OPTIONS = Options(date(2026, 11, 22), "K4", "330500")


def test_restart_takes_up_what_was_unfinished(make_app: MakeApp) -> None:
    hold = threading.Event()
    app = make_app(REVIEWER=StandIn(hold=hold))
    visitor = Visitor(app)
    pages = [str(visitor.upload((name, name.encode())).location) for name in ("甲.txt", "乙.txt")]
    threading.Timer(0.3, hold.set).start()  # a thread cannot be stopped; what it returns while closing is dropped
    app.extensions["desk"].close()
    reviewer = StandIn()
    after = Visitor(make_app(REVIEWER=reviewer))
    assert [after.wait(page)["state"] for page in pages] == ["done", "done"]
    assert [task.name for task in reviewer.seen] == ["甲.txt", "乙.txt"]


def test_finished_reviews_survive_a_restart(make_app: MakeApp) -> None:
    app = make_app()
    page = Visitor(app).review("甲.txt")
    app.extensions["desk"].close()
    after = Visitor(make_app())
    assert "共 26 个问题" in after.get(page).text
    assert after.get(f"{page}/files/review.json").data == b"{}"


def test_file_that_takes_the_program_down_is_not_tried_for_ever(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(START=False)
    page = str(Visitor(app).upload(("甲.txt", b"1")).location)
    app.extensions["desk"].close()
    record = next((tmp_path / "desk" / "jobs").glob("*/job.json"))
    record.write_text(json.dumps({**json.loads(record.read_text()), "state": "running", "attempts": 3}))
    assert "[E531]" in Visitor(make_app()).get(page).text


@pytest.mark.parametrize("record", [None, "", "{", "[]", '{"job_id": "x"}', '{"options": {"as_of": "x"}}'])
def test_file_without_a_readable_record_is_reviewed_all_the_same(
    make_app: MakeApp, tmp_path: Path, record: str | None
) -> None:
    folder = tmp_path / "desk" / "jobs" / "abc"
    (folder / "original").mkdir(parents=True)
    (folder / "original" / "条例.txt").write_text("第一条　甲。")
    if record is not None:
        (folder / "job.json").write_text(record)
    visitor = Visitor(make_app())
    assert visitor.wait("/reviews/abc")["state"] == "done"
    assert "条例.txt" in visitor.get("/").text


def test_upload_cut_short_is_listed_as_such(make_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "desk" / "jobs" / "abc" / "original").mkdir(parents=True)
    (tmp_path / "desk" / "jobs" / "abc" / "original" / ".条例.txt.part").write_text("第一")
    assert "[E530]" in Visitor(make_app()).get("/reviews/abc").text


def test_second_program_on_the_same_folder_is_told(make_app: MakeApp) -> None:
    make_app()
    with pytest.raises(OutputError, match="E520"):
        make_app()


def test_folder_that_cannot_be_made_is_one_clear_error(make_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="E521"):
        make_app(HOME=tmp_path / "file" / "desk")


def test_file_that_cannot_be_stored_is_said_at_once(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult_web.desk.store.os.fsync", _full_disk)
    answer = visitor.upload(("甲.txt", b"1"))
    assert answer.status_code == 507
    assert "[E521]" in answer.text
    assert "磁盘已满" in answer.text


def test_results_that_cannot_be_stored_fail_the_review_and_keep_the_file(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(JobStore, "write_outputs", lambda *_: _full_disk(0))
    page = visitor.review("甲.txt")
    assert "[E521]" in visitor.get(page).text
    monkeypatch.undo()
    assert visitor.get(f"{page}/original").status_code == 200
    visitor.post(f"{page}/again")
    assert visitor.wait(page)["state"] == "done"


def test_result_that_cannot_be_recorded_fails_its_job_alone(make_app: MakeApp) -> None:
    def reviewer(task: Task, step: object) -> Outcome:
        good = outcome(task, b"text")
        return good if task.name == "good.txt" else replace(good, summary=replace(good.summary, findings={(1,): 2}))  # type: ignore[dict-item]

    visitor = Visitor(make_app(REVIEWER=reviewer))
    assert "[E508]" in visitor.get(visitor.review("bad.txt")).text
    assert visitor.wait(visitor.review("good.txt"))["state"] == "done"


def test_original_is_on_disk_before_the_review_begins(make_app: MakeApp, tmp_path: Path) -> None:
    Visitor(make_app(START=False)).upload(("甲.txt", b"first"))
    assert [path.read_bytes() for path in (tmp_path / "desk").glob("jobs/*/original/*")] == [b"first"]


@pytest.mark.parametrize("state", list(JobState))
def test_record_of_a_job_is_read_back_as_written(tmp_path: Path, state: JobState) -> None:
    store = JobStore(tmp_path)
    job = store.receive("甲.docx", io.BytesIO(b"123"), OPTIONS, Trouble("E505", {"value": "x"}))
    assert list(store.load(OPTIONS)) == [job]
    plain = {**job.to_json(), "state": state.value, "trouble": None}
    assert Job.from_json(json.loads(json.dumps(plain))).to_json() == plain


def test_results_are_replaced_as_a_whole(tmp_path: Path) -> None:
    store = JobStore(tmp_path)
    job = store.receive("甲.docx", io.BytesIO(b"123"), OPTIONS)
    store.write_outputs(job, {".a": b"1", ".b": b"2"})
    store.write_outputs(job, {".b": b"3"})
    results = {path.name: path.read_bytes() for path in (store.jobs / job.job_id / "results").iterdir()}
    assert results == {"b": b"3"}


def test_child_that_dies_hangs_or_errs_costs_only_its_own_file(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(REVIEWER=InProcess(tmp_path), RUN_IN="process", LIMIT_SECONDS=1.0, PREPARE=True)
    visitor = Visitor(app)
    texts = [b"good", b"die", b"bug", b"hang", b"good"]
    pages = [str(visitor.upload((f"{number}.txt", text)).location) for number, text in enumerate(texts)]
    shown = [(visitor.wait(page, 30)["state"], visitor.get(page).text) for page in pages]
    assert [state for state, _ in shown] == ["done", "failed", "failed", "failed", "done"]
    for code, (_, text) in zip(("E506", "E508", "E527"), shown[1:4], strict=True):
        assert f"[{code}]" in text
    assert "ZeroDivisionError: a bug" in shown[2][1]
    assert len(list(tmp_path.glob("prepared-*"))) == 1
    assert len(list(tmp_path.glob("started-*"))) == 4


def test_deleting_a_review_in_a_child_stops_it_at_once(make_app: MakeApp, tmp_path: Path) -> None:
    visitor = Visitor(make_app(REVIEWER=InProcess(tmp_path), RUN_IN="process"))
    page = str(visitor.upload(("a.txt", b"hang")).location)
    while not list(tmp_path.glob("started-*")):
        assert visitor.get(f"{page}/status.json").json["active"]
    visitor.post(f"{page}/delete")
    visitor.review("b.txt", b"good")
    assert [job.name for job in visitor.jobs()] == ["b.txt"]


def _full_disk(descriptor: int) -> None:
    raise OSError(28, "No space left on device")
