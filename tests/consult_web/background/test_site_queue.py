"""Jobs are done once, by one worker; a worker that dies loses none of them."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from site_stands import redis_server
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from consult_web.background import (
    Job,
    JobState,
    Lost,
    Work,
    Worker,
    claim,
    enqueue,
    finish,
    give_up_lost,
    start_again,
    start_thread,
    task,
    use_wake,
)
from consult_web.errors import Conflict, Refused
from consult_web.storage import Database, FileStore, utc_now

DONE: Counter[int] = Counter()


@task("count")
def _count(work: Work) -> dict[str, object]:
    DONE[work.payload["number"]] += 1
    return {"number": work.payload["number"]}


@task("refuse")
def _refuse(work: Work) -> None:
    raise Refused("E803", limit="1 MB")


@task("break")
def _break(work: Work) -> None:
    raise ZeroDivisionError("小数点")


@pytest.fixture(autouse=True)
def no_clockwork(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other rooms, which the first site loads, have jobs of their own that the clock asks for."""
    monkeypatch.setattr("consult_web.background.worker._PERIODS", {})


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def _only(database: Database) -> Job:
    with database.reading() as session:
        return session.scalars(select(Job)).one()


def _ask(database: Database, kind: str, **payload: object) -> None:
    with database.saving() as session:
        enqueue(session, kind, payload)


def test_a_job_is_done_and_its_result_kept(database: Database, files: FileStore) -> None:
    _ask(database, "count", number=1)
    worker = Worker(database, files)
    assert (worker.step(), worker.step()) == (True, False)
    job = _only(database)
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"number": 1}, 1)


def test_a_job_is_asked_for_only_when_the_change_is_saved(database: Database, files: FileStore) -> None:
    with database.new_session() as session:
        enqueue(session, "count", {"number": 1})
        session.rollback()
    assert not Worker(database, files).step()


def test_the_same_work_waits_once_but_follows_what_runs(database: Database) -> None:
    with database.saving() as session:
        assert enqueue(session, "count", {"number": 1}, key="k") is not None
        assert enqueue(session, "count", {"number": 2}, key="k") is None
        assert claim(session, "w") is not None
    with database.saving() as session:
        assert enqueue(session, "count", {"number": 3}, key="k") is not None


def test_many_workers_do_every_job_once(database: Database, files: FileStore) -> None:
    DONE.clear()
    with database.saving() as session:
        for number in range(60):
            enqueue(session, "count", {"number": number})

    def work() -> None:
        worker = Worker(database, files)
        while worker.step():
            pass

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert Counter(dict.fromkeys(range(60), 1)) == DONE


@pytest.mark.parametrize(("kind", "code"), [("refuse", "E803"), ("break", "E838"), ("unknown", "E836")])
def test_what_fails_says_why(database: Database, files: FileStore, kind: str, code: str) -> None:
    _ask(database, kind)
    Worker(database, files).step()
    job = _only(database)
    assert (job.state, job.error_code) == (JobState.FAILED, code)


def test_a_lease_that_ran_out_goes_to_another_worker_and_the_first_cannot_finish(
    database: Database, files: FileStore
) -> None:
    _ask(database, "count", number=1)
    with database.saving() as session:
        job = claim(session, "first")
        assert job is not None
    later = utc_now() + timedelta(minutes=5)
    with database.saving() as session:
        assert claim(session, "too early") is None
        again = claim(session, "second", later)
        assert again is not None
        assert (again.id, again.attempts) == (job.id, 2)
    with database.saving() as session:
        assert not finish(session, job.id, "first", JobState.DONE)
    work = Work(database, files, job, "first")
    with pytest.raises(Lost):
        work.progress(5, 5)


def test_a_job_that_kills_its_workers_is_given_up(database: Database) -> None:
    _ask(database, "count", number=1)
    now = utc_now()
    with database.saving() as session:
        for attempt in range(3):
            assert claim(session, "w", now + timedelta(hours=attempt)) is not None
        assert claim(session, "w", now + timedelta(hours=9)) is None
        assert give_up_lost(session, now + timedelta(hours=9)) == 1
    assert (_only(database).state, _only(database).error_code) == (JobState.FAILED, "E837")


def test_only_what_is_over_can_be_started_again(database: Database, files: FileStore) -> None:
    _ask(database, "count", number=1)
    with pytest.raises(Conflict), database.saving() as session:
        start_again(session, session.scalars(select(Job)).one())
    Worker(database, files).step()
    with database.saving() as session:
        start_again(session, session.scalars(select(Job)).one())
    assert Worker(database, files).step()


def test_a_thread_wakes_when_work_comes(database: Database, files: FileStore) -> None:
    use_wake(database)
    stop = start_thread(database, files)
    try:
        _ask(database, "count", number=1)
        _until(lambda: _only(database).state is JobState.DONE)
    finally:
        stop()


def _until(condition: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def test_a_worker_that_is_killed_leaves_its_job_to_the_next(database: Database, files: FileStore) -> None:
    _ask(database, "slow")
    script = Path(__file__).with_name("worker_process.py")
    address = database.engine.url.render_as_string(hide_password=False)
    killed = subprocess.Popen([sys.executable, str(script), address, str(files.root)])
    try:
        _until(lambda: _only(database).done > 2)
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert _only(database).state is JobState.RUNNING
    with database.saving() as session:  # a minute later
        session.execute(update(Job).values(lease_until=utc_now() - timedelta(seconds=1)))
        session.execute(update(Job).values(kind="count", payload={"number": 7}))
    assert Worker(database, files).step()
    assert (_only(database).state, _only(database).attempts) == (JobState.DONE, 2)


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own on a free port."""
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


def test_redis_wakes_workers_of_other_processes(database: Database, redis_url: str) -> None:
    waiting = use_wake(database, redis_url)
    woken = threading.Event()

    def wait() -> None:
        waiting.wait(30)
        woken.set()

    threading.Thread(target=wait, daemon=True).start()
    time.sleep(0.2)
    _ask(database, "count", number=1)
    assert woken.wait(10)


def test_work_goes_on_while_redis_is_away(database: Database, files: FileStore) -> None:
    use_wake(database, "redis://127.0.0.1:1/0")
    _ask(database, "count", number=1)
    assert Worker(database, files).step()
    assert _only(database).state is JobState.DONE


def test_a_database_that_is_away_is_logged_once_in_one_line(
    database: Database, files: FileStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker, stop, steps = Worker(database, files), threading.Event(), iter([True, False, False, True])

    def step() -> bool:
        here = next(steps, None)
        if here is None:
            stop.set()
        elif not here:
            raise OperationalError("SELECT 1", {"name": "张某"}, ConnectionError("refused\n\tis it running?"))
        return True

    monkeypatch.setattr(worker, "step", step)
    monkeypatch.setattr(stop, "wait", lambda _seconds: None)
    worker.run(stop)
    said = [record.getMessage() for record in caplog.records]
    assert said == ["the database does not answer: refused is it running?", "the database answers again"]
