"""What the filing desk bears: files that spoiled, readers and workers that are killed, a database or a disk that fails."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

import bulk_review
import pytest
from bad_files import bad_files, good_samples
from filing_stands import RULES, County, filed, make_county
from site_stands import Cluster, Site
from sqlalchemy import event, func, select

from consult_web.audit import verify
from consult_web.background import Job, JobState, Worker
from consult_web.filings import FiledDocument, Filing, FilingUpload, ReviewRun, UploadState
from consult_web.filings.bulk import Imported, import_folder
from consult_web.filings.cleaning import clean_base
from consult_web.storage import Database, FileStore, StoredFile
from lawcheck.laws import Library
from lawcheck.messages import render

ON = date(2026, 12, 5)
FEW = 36
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
postgresql_only = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def _folder(place: Path, bad: int, good: int = 6) -> Path:
    folder = place / "in"
    folder.mkdir()
    for number, (name, data) in enumerate(bad_files(good_samples(), bad)):
        (folder / f"{number:03}").mkdir()
        (folder / f"{number:03}" / name).write_bytes(data)
    for number in range(good):
        (folder / f"好{number}.txt").write_text(RULES.replace("共享单车", f"第{number}种车"), "utf-8")
    return folder


def _store(site: Site) -> FileStore:
    found: FileStore = site.app.extensions["files"]
    return found


def _in_base(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(FiledDocument.file_name).where(FiledDocument.registered)))


def _check(site: Site, done: Imported) -> None:
    """Sums agree, all that is whole is in the base, reasons are words and none of them is an error of the program."""
    assert done.total == done.entered + done.known + len(done.failures)
    assert {f"好{number}.txt" for number in range(6)} <= _in_base(site.database)
    assert all(one.reason.startswith("[E") and len(one.reason) > 15 for one in done.failures)
    assert [one for one in done.failures if "[E918]" in one.reason or "[E982]" in one.reason] == []
    with site.database.reading() as session:
        assert verify(session).fault is None


@pytest.mark.parametrize("count", [FEW, pytest.param(500, marks=pytest.mark.long)])
def test_a_folder_with_spoiled_files_is_entered_as_far_as_it_is_whole(site: Site, tmp_path: Path, count: int) -> None:
    done = import_folder(site.database, _store(site), _folder(tmp_path, count), journal=tmp_path / "j", workers=0)
    _check(site, done)
    assert len(done.failures) > count / 4


@pytest.mark.parametrize("count", [FEW, pytest.param(500, marks=pytest.mark.long)])
@sqlite_only
def test_spoiled_packages_are_kept_and_each_says_what_is_wrong(
    site: Site, library: Library, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setenv("LAWCHECK_HOME", str(library.path.parent))
    county = make_county(site)
    sent = dict(bad_files(good_samples(), count))
    numbers = [_upload(site, county, dict(part)) for part in _parts(list(sent.items()), 6)]
    _work(site)
    browser = site.app.test_client()
    site.log_in(browser, county.users["filer"])
    with site.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Job).where(Job.state != JobState.DONE)) == 0
        uploads = {row.name: row for row in session.scalars(select(FilingUpload))}
        assert {name: _store(site).read(row.digest) for name, row in uploads.items()} == sent  # nothing is lost
        bad = [row for row in uploads.values() if row.state is not UploadState.READ]
        assert all(len(render(row.error_code, "zh", **row.error_details)) > 15 for row in bad)
        assert len(bad) > count / 6
        for number in numbers:
            filing = session.get_one(Filing, number)
            assert filing.document is not None or filing.details["trouble"]["code"]
            assert browser.get(f"/desk/submitting/{number}").status_code == 200
        assert verify(session).fault is None


def _parts(items: list[tuple[str, bytes]], size: int) -> Iterator[list[tuple[str, bytes]]]:
    return (items[first : first + size] for first in range(0, len(items), size))


def _upload(site: Site, county: County, files: dict[str, bytes]) -> int:
    browser = site.app.test_client()
    site.log_in(browser, county.users["filer"])
    sent = {"receiver": str(county.bodies["人大"]), "files": [(io.BytesIO(data), name) for name, data in files.items()]}
    answer = browser.post("/desk/submitting/new", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    return int(answer.location.rpartition("/")[2])


def _work(site: Site) -> None:
    worker = Worker(site.database, _store(site))
    while worker.step():
        pass


@pytest.mark.long
@sqlite_only
def test_readers_that_are_killed_lose_no_file(site: Site, tmp_path: Path) -> None:
    """Every process below this one is killed, again and again; what fell to it is read again."""
    folder = _folder(tmp_path, 0)
    seen: list[int] = []

    def told(done: int, total: int) -> None:
        if done in (1, 4):
            seen.extend(_kill_children())

    done = import_folder(site.database, _store(site), folder, journal=tmp_path / "j", workers=2, tell=told)
    assert len(seen) >= 2
    assert all("[E971]" in one.reason for one in done.failures)  # killed twice; the next run tries again
    again = import_folder(site.database, _store(site), folder, journal=tmp_path / "j", workers=2)
    assert (again.total, len(again.failures)) == (6, 0)
    assert again.entered + again.known == 6
    _check(site, again)


def _kill_children() -> list[int]:
    """SIGKILL to the processes that this one started for its work (not to the resource tracker)."""
    killed = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == os.getpid() and b"spawn_main" in words:
            os.kill(int(entry.name), signal.SIGKILL)
            killed.append(int(entry.name))
    return killed


@postgresql_only
def test_an_import_waits_for_a_database_that_is_started_again(site: Site, tmp_path: Path, cluster: Cluster) -> None:
    def told(done: int, total: int) -> None:
        if done == 3:
            cluster.stop()
            threading.Timer(1, cluster.start_again).start()

    done = import_folder(
        site.database, _store(site), _folder(tmp_path, 0), journal=tmp_path / "j", workers=0, tell=told
    )
    assert (done.total, done.entered + done.known, done.failures) == (6, 6, ())
    _check(site, done)


@postgresql_only
def test_a_cleaning_waits_for_a_database_that_is_started_again(site: Site, tmp_path: Path, cluster: Cluster) -> None:
    _fill(site, 5)

    def told(done: int, total: int) -> None:
        if done == 2:
            cluster.stop()
            threading.Timer(1, cluster.start_again).start()

    done = clean_base(
        site.database, _store(site), on=ON, journal=tmp_path / "j", review=bulk_review.review, workers=1, tell=told
    )
    assert (done.total, done.reviewed, len(done.found)) == (5, 5, 5)
    assert _runs(site) == 5


def _fill(site: Site, count: int) -> None:
    with site.database.saving() as session:
        for number in range(count):
            filed(session, RULES.replace("共享单车", f"第{number}种车"))


def _runs(site: Site) -> int:
    with site.database.reading() as session:
        return session.scalar(select(func.count()).select_from(ReviewRun)) or 0


@sqlite_only
def test_a_full_disk_is_told_for_each_file_and_the_next_run_goes_on(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, whole, calls = _folder(tmp_path, 0), FileStore._add, iter(range(100))

    def full(store: FileStore, stream: IO[bytes], limit: int | None) -> StoredFile:
        if 1 <= next(calls) < 4:
            raise OSError(28, "No space left on device")
        return whole(store, stream, limit)

    with monkeypatch.context() as patched:
        patched.setattr(FileStore, "_add", full)
        first = import_folder(site.database, _store(site), folder, journal=tmp_path / "j", workers=0)
    assert ["[E919]" in one.reason for one in first.failures] == [True] * 3
    assert first.entered == 3  # the rest of the job
    done = import_folder(site.database, _store(site), folder, journal=tmp_path / "j", workers=0)
    assert (done.total, done.entered, done.failures) == (6, 6, ())


@sqlite_only
def test_a_database_that_may_not_grow_is_a_full_disk(site: Site, tmp_path: Path) -> None:
    limit = [10**9]

    def narrow(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.execute(f"PRAGMA max_page_count={limit[0]}")

    event.listen(site.database.engine, "checkout", narrow)
    _fill(site, 2)
    limit[0] = 1  # SQLite takes the pages that there are
    folder = _folder(tmp_path, 0)
    first = import_folder(site.database, _store(site), folder, journal=tmp_path / "j", workers=0)
    assert {one.reason[:6] for one in first.failures} == {"[E919]"}
    limit[0] = 10**9
    done = import_folder(site.database, _store(site), folder, journal=tmp_path / "j", workers=0)
    assert (done.total, done.entered, done.failures) == (6, 6, ())


@sqlite_only
def test_what_was_saved_before_a_kill_is_not_saved_twice(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies between the commit and the line of the journal."""
    _fill(site, 3)
    journal: dict[str, Any] = {"journal": tmp_path / "j", "review": bulk_review.review, "workers": 1, "on": ON}
    with monkeypatch.context() as patched:
        patched.setattr("consult_web.filings.cleaning.Journal.add", _killed_at(2))
        with pytest.raises(KeyboardInterrupt):
            clean_base(site.database, _store(site), **journal)
    done = clean_base(site.database, _store(site), **journal)
    assert (done.total, done.reviewed, len(done.found)) == (3, 3, 3)
    assert _runs(site) == 3


def _killed_at(number: int) -> Callable[..., None]:
    from lawcheck.jobs import Journal

    whole, calls = Journal.add, iter(range(10**6))

    def add(journal: Journal, key: str, result: object) -> None:
        if next(calls) == number:
            raise KeyboardInterrupt
        whole(journal, key, result)

    return add
