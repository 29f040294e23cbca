"""集中清理 asked for on a page: the re-review of the base as a job of the queue, and what it found."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.background import Job, JobState, Work, enqueue, task
from consult_web.errors import Conflict, NotFound
from consult_web.filings.cleaning import clean_base

__all__ = ["ask_to_clean", "cleaning_of", "cleanings"]

TASK: Final = "clean"
_JOURNALS: Final = "imports"  # beside the files; where the command keeps its own


def ask_to_clean(session: Session, user: User, law: str, on: date) -> int:
    """Have the base (``law`` given: what names it) reviewed again as of ``on``; the job.

    :class:`Conflict` E984 while another one waits or runs: each takes what the machine has.
    """
    under_way = select(Job.id).where(Job.kind == TASK, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    if session.scalar(under_way.limit(1)):
        raise Conflict("E984")
    payload = {"law": law, "day": on.isoformat()}
    job = enqueue(session, TASK, payload, key="base", subject="base", actor=user.actor)
    if job is None:
        raise Conflict("E984")
    record(session, user.actor, "base.clean_asked", f"job:{job}", payload)
    return job


def cleanings(session: Session, most: int = 20) -> list[Job]:
    """The newest ones, whatever became of them."""
    return list(session.scalars(select(Job).where(Job.kind == TASK).order_by(Job.id.desc()).limit(most)))


def cleaning_of(session: Session, number: int) -> Job:
    """One of them; :class:`NotFound` E800 else."""
    job = session.get(Job, number)
    if job is None or job.kind != TASK:
        raise NotFound("E800")
    return job


@task(TASK)
def _clean(work: Work) -> dict[str, Any]:
    """One process, so that the pages stay quick; what the journal of this job knows is not done twice."""
    place = work.files.root.parent / _JOURNALS
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    done = clean_base(
        work.database,
        work.files,
        on=date.fromisoformat(work.payload["day"]),
        law=work.payload["law"],
        journal=place / f"clean-job-{work.job_id}.jsonl",
        workers=1,
        tell=work.progress,
    )
    problems = [list(problem) for problem in done.problems]
    return {"total": done.total, "reviewed": done.reviewed, "found": list(done.found), "problems": problems}
