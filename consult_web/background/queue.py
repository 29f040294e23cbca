"""The queue: jobs put in with the change that asks for them, taken by one worker each, never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, event, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Session

from consult_web.background.models import Job, JobState
from consult_web.background.waking import wake_workers
from consult_web.errors import Conflict
from consult_web.storage import database_of, utc_now

__all__ = ["ATTEMPTS", "LEASE", "claim", "enqueue", "finish", "give_up_lost", "hold", "start_again"]

LEASE: Final = timedelta(seconds=60)
"""A worker that says nothing for so long is dead, and another takes its job."""
ATTEMPTS: Final = 3
_ASKED: Final = "jobs_asked"


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any] | None = None,
    *,
    key: str | None = None,
    subject: str = "",
    actor: str = "program",
    after: datetime | None = None,
) -> int | None:
    """Ask for work in the transaction of ``session``; the id of the job.

    None when one of the same ``kind`` and ``key`` is waiting already: it will see what this transaction changes.
    """
    insert = insert_sqlite if database_of(session).is_sqlite else insert_postgresql
    values = {
        "kind": kind,
        "key": key,
        "subject": subject,
        "payload": dict(payload or {}),
        "created_by": actor,
        "run_after": after or utc_now(),
    }
    session.info[_ASKED] = True
    return session.scalar(insert(Job).values(**values).on_conflict_do_nothing().returning(Job.id))


def claim(session: Session, worker: str, now: datetime | None = None) -> Job | None:
    """The oldest job that is due, or whose worker died, now held by ``worker``; the caller commits."""
    now = now or utc_now()
    due = or_(
        and_(Job.state == JobState.QUEUED, Job.run_after <= now),
        and_(Job.state == JobState.RUNNING, Job.lease_until < now, Job.attempts < ATTEMPTS),
    )
    job = session.scalar(select(Job).where(due).order_by(Job.id).limit(1).with_for_update(skip_locked=True))
    if job is None:
        return None
    job.state, job.worker, job.lease_until = JobState.RUNNING, worker, now + LEASE
    job.attempts, job.started_at, job.finished_at = job.attempts + 1, now, None
    job.done, job.total, job.step, job.error_code, job.error_details = 0, 0, "", "", {}
    return job


def give_up_lost(session: Session, now: datetime | None = None) -> int:
    """Fail the jobs whose workers died as often as is allowed; how many."""
    now = now or utc_now()
    lost = update(Job).where(Job.state == JobState.RUNNING, Job.lease_until < now, Job.attempts >= ATTEMPTS)
    values = {
        "state": JobState.FAILED,
        "finished_at": now,
        "error_code": "E837",
        "error_details": {"attempts": ATTEMPTS},
    }
    return len(session.execute(lost.values(**values).returning(Job.id)).all())


def hold(session: Session, job_id: int, worker: str, **progress: object) -> bool:
    """Say that ``worker`` lives, and how far it is; False when the job is not its own any more."""
    held = update(Job).where(Job.id == job_id, Job.worker == worker, Job.state == JobState.RUNNING)
    return bool(session.execute(held.values(lease_until=utc_now() + LEASE, **progress).returning(Job.id)).all())


def finish(
    session: Session,
    job_id: int,
    worker: str,
    state: JobState,
    *,
    result: Mapping[str, Any] | None = None,
    error: tuple[str, Mapping[str, Any]] = ("", {}),
    again_after: datetime | None = None,
) -> bool:
    """Write how it ended, if ``worker`` still holds it; ``again_after`` puts it back into the queue instead."""
    values: dict[str, Any] = {
        "state": state,
        "finished_at": utc_now(),
        "lease_until": None,
        "result": dict(result or {}),
    }
    values |= {"error_code": error[0], "error_details": {name: str(value) for name, value in error[1].items()}}
    if again_after:
        values |= {"state": JobState.QUEUED, "finished_at": None, "run_after": again_after}
    held = update(Job).where(Job.id == job_id, Job.worker == worker, Job.state == JobState.RUNNING)
    return bool(session.execute(held.values(**values).returning(Job.id)).all())


def start_again(session: Session, job: Job) -> None:
    """Queue a job that is over once more; :class:`Conflict` E840 when the same is waiting or it is not over."""
    waiting = select(func.count()).where(Job.kind == job.kind, Job.key == job.key, Job.state == JobState.QUEUED)
    if not job.state.is_over or (job.key is not None and session.scalar(waiting)):
        raise Conflict("E840")
    job.state, job.attempts, job.run_after, job.finished_at = JobState.QUEUED, 0, utc_now(), None
    job.error_code, job.error_details, job.done, job.total, job.step = "", {}, 0, 0, ""
    session.info[_ASKED] = True


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if session.info.pop(_ASKED, False):
        wake_workers(database_of(session))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_ASKED, None)
