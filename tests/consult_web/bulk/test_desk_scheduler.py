"""The base is reviewed again by the workers of a real Dask scheduler; one that is killed loses nothing, nor does the scheduler."""

from __future__ import annotations

import os
import signal
from datetime import date
from pathlib import Path

import pytest
from dask_stand import dask_scheduler
from filing_stands import RULES, filed
from site_stands import Site
from sqlalchemy import func, select

from consult_web.filings import ReviewFinding, ReviewRun
from consult_web.filings.bulk import import_folder
from consult_web.filings.cleaning import clean_base
from lawcheck.errors import UsageError
from lawcheck.laws import Library

pytestmark = [pytest.mark.long, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
ON = date(2026, 12, 5)
COUNT = 12


def _fill(site: Site) -> None:
    with site.database.saving() as session:
        for number in range(COUNT):
            filed(session, RULES.replace("共享单车", f"第{number}种车"))


def _counts(site: Site) -> tuple[int, int]:
    with site.database.reading() as session:
        runs, findings = (session.scalar(select(func.count()).select_from(kind)) for kind in (ReviewRun, ReviewFinding))
    return runs or 0, findings or 0


def test_a_killed_worker_of_the_scheduler_loses_nothing(site: Site, tmp_path: Path, library: Library) -> None:
    """The program's own review, by two workers; the first answer costs one of them its life."""
    _fill(site)
    home, files = library.path.parent, site.app.extensions["files"]
    with dask_scheduler(tmp_path) as scheduler:
        killed: list[int] = []

        def told(done: int, total: int) -> None:
            if done == 2:
                killed.append(_kill_one(scheduler))

        done = clean_base(
            site.database, files, on=ON, journal=tmp_path / "j", library=home, scheduler=scheduler, tell=told
        )
    assert killed
    assert (done.total, done.reviewed, done.problems) == (COUNT, COUNT, ())
    runs, findings = _counts(site)
    assert runs == COUNT
    here = clean_base(site.database, files, on=ON, journal=tmp_path / "k", library=home, workers=2)
    assert (here.reviewed, here.found) == (COUNT, ())  # the same findings as with processes of this machine
    assert _counts(site) == (2 * COUNT, 2 * findings)


def _kill_one(scheduler: str) -> int:
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        number = int(next(iter(client.run(os.getpid).values())))
    os.kill(number, signal.SIGKILL)
    return number


def test_a_scheduler_that_dies_is_told_and_what_was_done_stays(site: Site, tmp_path: Path, library: Library) -> None:
    _fill(site)
    home, files = library.path.parent, site.app.extensions["files"]
    with dask_scheduler(tmp_path) as scheduler:

        def told(done: int, total: int) -> None:
            if done == 2:
                os.kill(_scheduler_process(scheduler), signal.SIGKILL)

        with pytest.raises(UsageError, match="E591"):
            clean_base(
                site.database, files, on=ON, journal=tmp_path / "j", library=home, scheduler=scheduler, tell=told
            )
    before = _counts(site)[0]
    assert 2 <= before < COUNT
    done = clean_base(site.database, files, on=ON, journal=tmp_path / "j", library=home, workers=2)
    assert (done.total, done.reviewed, _counts(site)[0]) == (COUNT, COUNT, COUNT)


def _scheduler_process(scheduler: str) -> int:
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        return int(client.run_on_scheduler(os.getpid))


def test_a_folder_is_read_by_the_workers_of_a_scheduler(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number}.txt").write_text(RULES.replace("共享单车", f"第{number}种车"), "utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")
    files = site.app.extensions["files"]
    with dask_scheduler(tmp_path) as scheduler:
        done = import_folder(site.database, files, folder, journal=tmp_path / "j", scheduler=scheduler)
    assert (done.total, done.entered, len(done.failures)) == (COUNT + 1, COUNT, 1)
