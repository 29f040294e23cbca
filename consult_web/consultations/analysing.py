"""The analysis of all comments of a consultation, in the background: rows beside those of the run before, then one swap.

Readers read the run that ``Consultation.run_id`` names, so that nobody sees half of one. Rows are written in small
transactions with a rest between two, since a page must never wait for them. The part that each comment goes through
alone is kept on disk until the end: a worker that dies is followed by one that goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.background import Work, enqueue, task
from consult_web.consultations.analysis_inputs import Inputs, Settler, read_inputs
from consult_web.consultations.analysis_rows import DigestRows
from consult_web.consultations.carrying import carry_points
from consult_web.consultations.documents import draft_of_version
from consult_web.consultations.drafts_models import Consultation
from consult_web.consultations.results_models import (
    AnalysisRun,
    ClauseCount,
    CommentBucket,
    FamilyMember,
    FamilyRow,
    PointRow,
    PointTarget,
    ThemeRow,
    WordingGroup,
)
from consult_web.consultations.terms import RunState
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import Database, utc_now
from lawcheck import __version__
from lawcheck.comments import Draft, Jobs, analyse
from lawcheck.jobs import default_workers

__all__ = ["TASK", "ask_for_analysis", "run_analysis"]

TASK: Final = "analysis"
CHUNK: Final = 500  # rows of one transaction: some hundredths of a second, so that a submit in between does not wait
KEPT: Final = 2  # runs whose rows stay: the current one, and the one that a page under way may still be reading
_REST: Final = 0.02  # seconds between two transactions
_STEPS: Final = 100  # what writing counts for in the progress, of 200

_TABLES: Final[tuple[tuple[Any, Any], ...]] = (
    (PointTarget, PointTarget.point_id), (PointRow, PointRow.id), (FamilyMember, FamilyMember.comment_id),
    (FamilyRow, FamilyRow.id), (ThemeRow, ThemeRow.id), (WordingGroup, WordingGroup.id),
    (CommentBucket, CommentBucket.comment_id), (ClauseCount, ClauseCount.eid),
)  # fmt: skip

Tell = Callable[[int, int, str], None]


def ask_for_analysis(session: Session, consultation_id: int, actor: str) -> int | None:
    """Queue an analysis; None when one is waiting already, which will see everything that is there now."""
    record(session, actor, "analysis.asked", f"consultation:{consultation_id}")
    subject = f"consultation:{consultation_id}"
    payload = {"consultation": consultation_id}
    return enqueue(session, TASK, payload, key=str(consultation_id), subject=subject, actor=actor)


@task(TASK)
def _work(work: Work) -> dict[str, Any]:
    number = int(work.payload["consultation"])
    folder = work.files.root.parent / "analysis" / str(number)
    run_id = run_analysis(work.database, number, folder=folder, tell=work.progress)
    return {"run": run_id}


def run_analysis(
    database: Database, consultation_id: int, *, folder: Path | None = None, tell: Tell = lambda done, total, step: None
) -> int:
    """Analyse every comment that stands against the current version; the id of the run, which is now the current one.

    ``folder`` keeps what is done until the end; ``tell`` is told how far it is (of 200). :class:`NotFound` E800 for an
    unknown consultation, :class:`Refused` E850 for one without a text, :class:`Conflict` E851 when a later run began.
    """
    run_id, draft, inputs = _begin(database, consultation_id)
    settler = Settler(inputs, draft)
    jobs = Jobs(max(1, default_workers() - 1), None, folder, _telling(tell))
    digest = analyse(inputs.opinions, draft.document, jobs=jobs, settle=settler)
    rows = DigestRows(digest, draft, settler.keys, inputs, run_id)
    _Writing(database, run_id, tell).write(rows)
    _swap(database, consultation_id, run_id, rows, inputs)
    _sweep(database, consultation_id)
    if folder is not None:
        rmtree(folder, ignore_errors=True)
    return run_id


def _telling(tell: Tell) -> Callable[[int, int], None]:
    return lambda done, total: tell(_STEPS * done // max(total, 1), 2 * _STEPS, "reading")


def _begin(database: Database, consultation_id: int) -> tuple[int, Draft, Inputs]:
    with database.saving() as session:
        consultation = session.get(Consultation, consultation_id)
        if consultation is None:
            raise NotFound("E800")
        if consultation.version_id is None:
            raise Refused("E850")
        other = update(AnalysisRun).where(
            AnalysisRun.consultation_id == consultation_id, AnalysisRun.state == RunState.RUNNING
        )
        session.execute(other.values(state=RunState.FAILED, finished_at=utc_now()))
        run = AnalysisRun(
            consultation_id=consultation_id, version_id=consultation.version_id, program=f"lawcheck {__version__}"
        )
        session.add(run)
        session.flush()
        run_id, version_id = run.id, consultation.version_id
    carry_points(database, consultation_id, version_id)
    with database.reading() as session:
        return run_id, draft_of_version(session, version_id), read_inputs(session, consultation_id, version_id)


class _Writing:
    """Writes rows in chunks and tells how far it is."""

    def __init__(self, database: Database, run_id: int, tell: Tell) -> None:
        self._database, self._run_id, self._tell = database, run_id, tell
        self._done, self._total = 0, 1

    def write(self, rows: DigestRows) -> None:
        digest = rows.digest
        members = sum(len(family.members) for family in digest.families)
        self._total = 2 * len(digest.points) + members + len(digest.comments) + len(digest.families) + 1
        families = self._keyed(FamilyRow, FamilyRow.family_key, rows.families())
        self._plain(FamilyMember, rows.members(families))
        points = self._keyed(PointRow, PointRow.point_key, rows.points(families))
        for table, values in (
            (PointTarget, rows.targets(points)),
            (ThemeRow, rows.themes()),
            (WordingGroup, rows.wordings()),
            (ClauseCount, rows.counts()),
            (CommentBucket, rows.buckets()),
        ):
            self._plain(table, values)

    def _plain(self, table: Any, rows: Iterator[dict[str, Any]]) -> None:
        for chunk in _chunks(rows):
            with _guarded(self._database, self._run_id) as session:
                session.execute(
                    insert(table.__table__), chunk
                )  # a model would take each pattern of empty columns by itself
            self._rest(len(chunk))

    def _keyed(self, table: Any, key: Any, rows: Iterator[dict[str, Any]]) -> dict[str, int]:
        """Write rows and give their ids by key."""
        ids: dict[str, int] = {}
        for chunk in _chunks(rows):
            with _guarded(self._database, self._run_id) as session:
                found = session.execute(insert(table.__table__).returning(key, table.id), chunk)
                ids.update((name, number) for name, number in found)
            self._rest(len(chunk))
        return ids

    def _rest(self, rows: int) -> None:
        """Let others write: SQLite has one writer, and does not queue those who wait for it."""
        time.sleep(_REST)
        self._done += rows
        self._tell(_STEPS + _STEPS * self._done // max(self._total, self._done + 1), 2 * _STEPS, "writing")


@contextmanager
def _guarded(database: Database, run_id: int) -> Iterator[Session]:
    """A transaction that writes only while no later run has begun."""
    with database.saving() as session:
        if session.scalar(select(AnalysisRun.state).where(AnalysisRun.id == run_id)) is not RunState.RUNNING:
            raise Conflict("E851")
        yield session


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def _swap(database: Database, consultation_id: int, run_id: int, rows: DigestRows, inputs: Inputs) -> None:
    """From here on pages read the new run; the row version of the consultation stays, nobody's form is out of date."""
    with _guarded(database, run_id) as session:
        current = update(AnalysisRun).where(
            AnalysisRun.consultation_id == consultation_id, AnalysisRun.state == RunState.CURRENT
        )
        session.execute(current.values(state=RunState.REPLACED))
        done = {
            "state": RunState.CURRENT,
            "finished_at": utc_now(),
            "last_comment_id": inputs.last,
            "comments": len(inputs.opinions),
            "ledger": rows.ledger(),
        }
        session.execute(update(AnalysisRun).where(AnalysisRun.id == run_id).values(**done))
        session.execute(update(Consultation).where(Consultation.id == consultation_id).values(run_id=run_id))
        details = {"run": run_id, "comments": len(inputs.opinions), "points": len(rows.digest.points)}
        record(session, "program", "analysis.done", f"consultation:{consultation_id}", details)


def _sweep(database: Database, consultation_id: int) -> None:
    """Delete the rows of old runs and of those that died, a chunk at a time; the runs themselves stay as a record."""
    with database.reading() as session:
        query = select(AnalysisRun.id).where(
            AnalysisRun.consultation_id == consultation_id, AnalysisRun.state != RunState.RUNNING
        )
        latest = query.order_by(AnalysisRun.state == RunState.FAILED, AnalysisRun.id.desc())
        old = list(session.scalars(latest))[KEPT:]
    for table, key in _TABLES:
        with database.reading() as session:
            left = session.scalars(select(table.run_id).where(table.run_id.in_(old)).distinct()).all()
        for run_id in left:
            _delete(database, table, key, run_id)


def _delete(database: Database, table: Any, key: Any, run_id: int) -> None:
    deleted = 1
    while deleted:
        with database.saving() as session:
            first = session.scalars(select(key).where(table.run_id == run_id).limit(CHUNK)).all()
            deleted = len(first)
            session.execute(delete(table).where(table.run_id == run_id, key.in_(first)))
        time.sleep(_REST)
