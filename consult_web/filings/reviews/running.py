"""The program's review of a filing as a job: asked for with what calls for it, stored once, begun again after a crash."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.background import Job, JobState, Work, enqueue, task
from consult_web.errors import NotFound, Refused
from consult_web.filings.cases_models import Filing
from consult_web.filings.documents_models import DocumentText, FiledDocument
from consult_web.filings.review_models import FindingVerdict, LawPin, ReviewFinding, ReviewRun
from consult_web.filings.reviews.guarded import STEPS, ReviewResult, ReviewTask, reviewer
from consult_web.filings.terms import PinKind, RunState
from consult_web.storage import FileStore, china_today, utc_now
from lawcheck import __version__
from lawcheck.errors import LawcheckError

__all__ = [
    "TASK",
    "ask_for_review",
    "current_run",
    "packed",
    "pins_of",
    "progress_of",
    "run_of",
    "run_review",
    "store_result",
]

TASK: Final = "review"
_CHUNK: Final = 500

Run = Callable[[ReviewTask, Callable[[str], None]], ReviewResult]


def ask_for_review(session: Session, filing: Filing, actor: User | str, *, as_of: date | None = None) -> ReviewRun:
    """Have the document of a filing reviewed, against the laws pinned now; the run that will hold the result.

    One that is waiting already is given back: it will see what this transaction changes. :class:`Refused` E924 for a filing
    without a text.
    """
    if filing.document_id is None:
        raise Refused("E924")
    who = actor if isinstance(actor, str) else actor.actor
    waiting = _waiting(session, filing.id)
    if waiting is not None:
        return waiting
    run = ReviewRun(
        document_id=filing.document_id,
        filing_id=filing.id,
        as_of=as_of or china_today(),
        total=len(STEPS),
        created_by=who,
    )
    session.add(run)
    session.flush()
    subject = f"filing:{filing.id}"
    run.job_id = enqueue(session, TASK, {"run": run.id}, key=f"run:{run.id}", subject=subject, actor=who)
    record(session, who, "review.asked", subject, {"run": run.id})
    return run


def _waiting(session: Session, filing_id: int) -> ReviewRun | None:
    """A run of this filing whose job no worker has taken yet."""
    query = select(ReviewRun).join(Job, Job.id == ReviewRun.job_id)
    waits = (ReviewRun.state == RunState.QUEUED, Job.state == JobState.QUEUED)
    query = query.where(ReviewRun.filing_id == filing_id, *waits)
    return session.scalar(query.order_by(ReviewRun.id.desc()).limit(1))


def current_run(session: Session, filing: Filing) -> ReviewRun | None:
    """The newest finished review of the document that the filing holds now."""
    query = select(ReviewRun).where(ReviewRun.filing_id == filing.id, ReviewRun.document_id == filing.document_id)
    return session.scalar(query.where(ReviewRun.state == RunState.DONE).order_by(ReviewRun.id.desc()).limit(1))


def run_of(session: Session, filing: Filing) -> tuple[ReviewRun, Job | None] | None:
    """The newest review of a filing, whatever became of it, with its job."""
    query = select(ReviewRun, Job).outerjoin(Job, Job.id == ReviewRun.job_id)
    row = session.execute(query.where(ReviewRun.filing_id == filing.id).order_by(ReviewRun.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else None


def progress_of(run: ReviewRun, job: Job | None) -> tuple[RunState, str, Mapping[str, Any]]:
    """Where a run stands, and why it failed: a worker that was killed too often cannot write it into the run itself."""
    if job is None or run.state in (RunState.DONE, RunState.FAILED):
        return run.state, run.error_code, run.error_details
    if job.state in (JobState.FAILED, JobState.CANCELLED):
        return RunState.FAILED, job.error_code or "E920", job.error_details
    return (RunState.RUNNING if job.state is JobState.RUNNING else RunState.QUEUED), "", {}


def pins_of(session: Session, filing_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The titles of laws that reviewers pinned, and of those that they left out."""
    rows = session.scalars(select(LawPin).where(LawPin.filing_id == filing_id).order_by(LawPin.id)).all()
    both = (PinKind.PINNED, PinKind.UNPINNED)
    pinned, unpinned = (tuple(row.title for row in rows if row.kind is kind) for kind in both)
    return pinned, unpinned


@task(TASK)
def _work(work: Work) -> dict[str, Any]:
    run_id = int(work.payload["run"])

    def step(name: str) -> None:
        work.progress(STEPS.index(name) if name in STEPS else 0, len(STEPS), name)

    try:
        findings = run_review(work, run_id, reviewer().run, step)
    except LawcheckError as error:
        with work.database.saving() as session:
            values = {"error_code": error.code, "error_details": {k: str(v) for k, v in error.details.items()}}
            failed = update(ReviewRun).where(ReviewRun.id == run_id)
            session.execute(failed.values(state=RunState.FAILED, finished_at=utc_now(), **values))
        raise
    return {"run": run_id, "findings": findings}


def run_review(work: Work, run_id: int, run: Run, step: Callable[[str], None], library: Path | None = None) -> int:
    """Review what a run names and store the result; the number of findings. Bears to be done again from the start."""
    with work.database.saving() as session:
        row = session.get(ReviewRun, run_id)
        if row is None:
            raise NotFound("E800")
        row.state, row.started_at = RunState.RUNNING, utc_now()
        wanted = _task(session, work.files, row, library)
    result = run(wanted, step)
    stored = _files(work.files, result)
    with work.database.saving() as session:
        found = session.get_one(ReviewRun, run_id)
        store_result(session, found, result, stored)
        return len(result.record["findings"])


def _task(session: Session, files: FileStore, run: ReviewRun, library: Path | None) -> ReviewTask:
    document = session.get_one(FiledDocument, run.document_id)
    tree = session.scalars(select(DocumentText.tree).where(DocumentText.document_id == document.id)).one()
    pinned, unpinned = pins_of(session, run.filing_id) if run.filing_id else ((), ())
    run.pins = {"pinned": list(pinned), "unpinned": list(unpinned)}
    run.text_digest = document.text_digest
    return ReviewTask(
        tree,
        run.as_of,
        document.file_name,
        _path(files, document.file_digest),
        document.kind,
        document.territory,
        pinned,
        unpinned,
        _judgements(session, run.filing_id),
        library,
    )


def _path(files: FileStore, digest: str) -> Path | None:
    try:
        return files.path(digest)
    except NotFound:
        return None


def _judgements(session: Session, filing_id: int | None) -> tuple[tuple[str, str, str], ...]:
    """The verdicts so far, so that the files made of this run bear them."""
    query = select(FindingVerdict).where(FindingVerdict.filing_id == filing_id).order_by(FindingVerdict.id)
    return tuple((row.finding_key, row.verdict, row.note) for row in session.scalars(query) if row.verdict)


def _files(files: FileStore, result: ReviewResult) -> dict[str, str]:
    """Everything large goes to the file store before the transaction begins."""
    made = {suffix: files.add_bytes(data).digest for suffix, data in sorted(result.outputs.items())}
    made["record"] = files.add_bytes(packed(result.record)).digest
    made["view"] = files.add_bytes(packed(result.view)).digest
    return made


def packed(value: Any) -> bytes:
    """JSON as the file store keeps it: the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def store_result(session: Session, run: ReviewRun, result: ReviewResult, stored: Mapping[str, str]) -> None:
    """Write a review into its run, in place of what an attempt that died may have left."""
    review = result.record
    session.execute(delete(ReviewFinding).where(ReviewFinding.run_id == run.id))
    states = {one["rule"]: one["state"] for one in review["rules"]}
    rows = [_finding(run, position, one, result.cards, states) for position, one in enumerate(review["findings"])]
    for first in range(0, len(rows), _CHUNK):
        session.execute(insert(ReviewFinding), rows[first : first + _CHUNK])
    _carry_verdicts(session, run)
    run.state, run.finished_at, run.done, run.total = RunState.DONE, utc_now(), len(STEPS), len(STEPS)
    run.library_version, run.pack_version = review["library_version"], review["pack_version"]
    run.horizon, run.program_version = date.fromisoformat(review["horizon"]), f"lawcheck {__version__}"
    run.result_digest, run.view_digest = stored["record"], stored["view"]
    run.outputs = {suffix: digest for suffix, digest in stored.items() if suffix.startswith(".")}
    by_rule = Counter(one["rule"] for one in review["findings"])
    run.counts = {
        "severities": review["severity_counts"],
        "states": review["state_counts"],
        "rules": dict(sorted(by_rule.items())),
        "relations": review["relation_counts"],
    }
    run.coverage, run.rules, run.higher_laws = review["coverage"], review["rules"], review["higher_laws"]
    run.error_code, run.error_details = "", {}
    details = {"run": run.id, "findings": len(rows), "library": run.library_version, "pack": run.pack_version}
    record(session, "program", "review.done", f"document:{run.document_id}", details)


def _carry_verdicts(session: Session, run: ReviewRun) -> None:
    """Put verdicts whose finding bears another key in this run on that finding: the same rule on the same place of the same
    text. Keys may change with the program; words that changed are never taken for those that were judged."""
    query = select(FindingVerdict).where(FindingVerdict.filing_id == run.filing_id)
    given = {row.finding_key: row for row in session.scalars(query)}
    columns = (ReviewFinding.key, ReviewFinding.rule, ReviewFinding.start, ReviewFinding.end)
    found = session.execute(select(*columns).where(ReviewFinding.run_id == run.id)).all()
    lost = {key for key, row in given.items() if not row.own} - {row.key for row in found}
    keys = {tuple(row[1:]): row.key for row in found if row.key not in given}
    same_text = (ReviewRun.filing_id == run.filing_id, ReviewRun.text_digest == run.text_digest)
    earlier = select(*columns).join(ReviewRun, ReviewRun.id == ReviewFinding.run_id)
    for row in session.execute(earlier.where(*same_text, ReviewFinding.key.in_(lost))) if lost else ():
        if row.key in lost and (key := keys.pop(tuple(row[1:]), "")):
            lost.discard(row.key)
            given[row.key].finding_key = key


def _finding(
    run: ReviewRun,
    position: int,
    one: Mapping[str, Any],
    cards: Mapping[str, Mapping[str, Any]],
    states: Mapping[str, str],
) -> dict[str, Any]:
    start, end = one["span"]
    return {
        "run_id": run.id,
        "document_id": run.document_id,
        "key": one["key"],
        "position": position,
        "rule": one["rule"],
        "state": states.get(one["rule"], ""),
        "severity": one["severity"],
        "category": one["name"],
        "eid": one["eid"],
        "label": one["clause"],
        "start": start,
        "end": end,
        "summary": one["message"],
        "data": {**one, "card": cards.get(one["key"], {})},
    }
