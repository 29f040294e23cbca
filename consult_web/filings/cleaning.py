"""集中清理: the whole base, or what names a law that changed, reviewed again in one job that survives everything."""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.errors import Unavailable
from consult_web.filings.documents_models import DocumentText, FiledDocument
from consult_web.filings.enduring import note, patiently
from consult_web.filings.review_models import ReviewFinding, ReviewRun
from consult_web.filings.reviews import Limits, ReviewTask, packed, review_task, store_result
from consult_web.filings.searching import Search, search_documents, validity
from consult_web.filings.terms import RunState, Validity
from consult_web.storage import Database, FileStore, utc_now
from lawcheck.errors import LawcheckError
from lawcheck.jobs import Journal, Outcome, run_jobs

__all__ = ["Cleaned", "Problem", "clean_base", "clean_journal", "documents_to_clean"]

_WORTH: Final = (Validity.IN_FORCE, Validity.FUTURE, Validity.UNKNOWN)
_PASSING: Final = frozenset({"E920", "E922", "E919"})
"""Perhaps no fault of the document: a process that was killed, no memory, a full disk. The next run tries again."""
_LIMITS: Final = Limits()


class Problem(NamedTuple):
    """A document that could not be reviewed, and why, in words."""

    document_id: int
    title: str
    reason: str


class Cleaned(NamedTuple):
    """What became of a re-review: ``total = reviewed + len(problems)``; ``found``: documents with findings that no earlier
    review of the same text had."""

    total: int
    reviewed: int
    found: tuple[int, ...]
    problems: tuple[Problem, ...]


class Piece(NamedTuple):
    """A document on its way to a worker."""

    document_id: int
    title: str
    task: ReviewTask


def documents_to_clean(session: Session, on: date, law: str = "") -> list[int]:
    """The registered documents that are worth something on ``on`` and (``law`` given) name the law in their text."""
    if law:
        found: list[FiledDocument] = []
        page, total = 1, 1
        while len(found) < total and page < 10_000:
            hits = search_documents(session, Search(words=law, size=200), page)
            found += [hit.document for hit in hits.hits]
            page, total = page + 1, hits.total if hits.hits else 0
    else:
        found = list(session.scalars(select(FiledDocument).where(FiledDocument.registered)))
    return sorted(row.id for row in found if validity(row, on) in _WORTH)


def clean_base(
    database: Database,
    files: FileStore,
    *,
    on: date,
    journal: Path,
    law: str = "",
    library: Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    review: Callable[[ReviewTask], Any] | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Cleaned:
    """Review again what :func:`documents_to_clean` names, as of ``on``; every result is a :class:`ReviewRun` of its own.

    One that fails or whose process dies is told with its reason, the others go on; started again after a kill, what the
    ``journal`` knows is not done twice. Each of the ``workers`` (processes; default: one for each core) opens the library
    once. ``review`` (importable) stands in for the program's own review in tests, with one worker in this process.

    :class:`Unavailable` E807 when the database stays away, E919 when the journal cannot be written.
    """
    wanted = patiently(lambda: _wanted(database, on, law), "clean")
    kept = Journal(journal, f"clean {on} {law} {library}")
    begun = _begun(kept)
    rows: dict[int, dict[str, Any]] = {number: kept.done[str(number)] for number in wanted if str(number) in kept.done}
    pieces = (_piece(database, number, on, library) for number in wanted if number not in rows)
    outcomes = run_jobs(
        partial(review_piece, review=review),
        pieces,
        workers=workers,
        scheduler=scheduler,
        initializer=None if review or scheduler else limit_process,
        apart=review is None or workers != 1,
    )
    with closing(outcomes):
        for outcome in outcomes:
            number = outcome.item.document_id
            rows[number] = _stored(database, files, outcome, on, begun)
            if rows[number].get("code") not in _PASSING:
                note(kept, str(number), rows[number])
            tell(len(rows), len(wanted))
    return _noted(database, law, on, {number: rows[number] for number in wanted})


def _wanted(database: Database, on: date, law: str) -> list[int]:
    with database.reading() as session:
        return documents_to_clean(session, on, law)


def _begun(journal: Journal) -> datetime:
    """When the job of this journal began first."""
    if "begun" not in journal.done:
        note(journal, "begun", utc_now().isoformat())
    return datetime.fromisoformat(journal.done["begun"])


def _noted(database: Database, law: str, on: date, rows: Mapping[int, dict[str, Any]]) -> Cleaned:
    """What became of it, also in the audit log."""
    problems = tuple(Problem(number, row["title"], row["reason"]) for number, row in rows.items() if row["reason"])
    found = tuple(number for number, row in rows.items() if row["new"])
    details = {"law": law, "day": on.isoformat(), "total": len(rows), "failed": len(problems), "found": len(found)}

    def save() -> None:
        with database.saving() as session:
            record(session, "program", "base.cleaned", "base", details)

    patiently(save, "clean")
    return Cleaned(len(rows), len(rows) - len(problems), found, problems)


def limit_process() -> None:
    """A review takes only so much memory of its process, and kills it when it takes too long."""
    global _seconds
    resource.setrlimit(resource.RLIMIT_DATA, (_LIMITS.memory, _LIMITS.memory))
    _seconds = round(_LIMITS.seconds)


_seconds = 0
_one: Final = Lock()  # a Dask worker may run several threads, which would only share one interpreter and its tools


def review_piece(piece: Piece, review: Callable[[ReviewTask], Any] | None = None) -> Any:
    """Review in a worker; a reason that the program knows is told, not raised."""
    if review is not None:
        return review(piece.task)
    with _one:
        signal.alarm(_seconds)  # nobody handles the signal: it ends the process; 0 is none
        try:
            return review_task(piece.task, lambda _step: None)
        except LawcheckError as error:
            return error.code, {name: str(value) for name, value in error.details.items()}
        except MemoryError:
            return "E922", {}
        finally:
            signal.alarm(0)


def _piece(database: Database, number: int, on: date, library: Path | None) -> Piece:
    def read() -> Piece:
        with database.reading() as session:
            row = session.get_one(FiledDocument, number)
            tree = session.scalars(select(DocumentText.tree).where(DocumentText.document_id == number)).one()
        task = ReviewTask(tree, on, row.file_name, None, row.kind, row.territory, library=library, papers=False)
        return Piece(number, row.title, task)

    return patiently(read, f"document {number}")


def _stored(
    database: Database, files: FileStore, outcome: Outcome[Piece, Any], on: date, begun: datetime
) -> dict[str, Any]:
    """Write one result; the row of the journal."""
    piece = outcome.item
    if outcome.error is not None:
        cause = f"{type(outcome.error).__name__}: {outcome.error}"[:300]
        return _failed(piece, LawcheckError("E918", name=piece.title, cause=cause))
    if outcome.crashed or outcome.result is None:
        return _failed(piece, LawcheckError("E920"))
    if isinstance(outcome.result, tuple):
        code, details = outcome.result
        return _failed(piece, LawcheckError(code, **details))
    try:
        return patiently(lambda: _store(database, files, piece, outcome.result, on, begun), piece.title)
    except Unavailable as error:
        if error.code not in _PASSING:
            raise
        return _failed(piece, error)


def _failed(piece: Piece, error: LawcheckError) -> dict[str, Any]:
    return {"title": piece.title, "reason": error.text("zh"), "new": False, "code": error.code}


def _store(
    database: Database, files: FileStore, piece: Piece, result: Any, on: date, begun: datetime
) -> dict[str, Any]:
    made = {
        "record": files.add_bytes(packed(result.record)).digest,
        "view": files.add_bytes(packed(result.view)).digest,
    }
    with database.saving() as session:
        run = _saved(session, piece.document_id, on, begun, made["record"])
        if run is None:
            run = ReviewRun(
                document_id=piece.document_id,
                as_of=on,
                state=RunState.RUNNING,
                created_by="program",
                started_at=utc_now(),
            )
            run.text_digest = session.get_one(FiledDocument, piece.document_id).text_digest
            session.add(run)
            session.flush()
            store_result(session, run, result, made)
            session.flush()
        fresh = {one["key"] for one in result.record["findings"]} - _keys_before(session, run)
    return {"title": piece.title, "reason": "", "new": bool(fresh), "run": run.id}


def _saved(session: Session, document_id: int, on: date, begun: datetime, digest: str) -> ReviewRun | None:
    """What this job saved already, when it was killed before it could write that into its journal."""
    query = select(ReviewRun).where(ReviewRun.document_id == document_id, ReviewRun.as_of == on)
    query = query.where(
        ReviewRun.started_at >= begun, ReviewRun.result_digest == digest, ReviewRun.state == RunState.DONE
    )
    return session.scalar(query.where(ReviewRun.filing_id.is_(None)).limit(1))


def _keys_before(session: Session, run: ReviewRun) -> set[str]:
    """The findings of the last review of the document before ``run``."""
    earlier = select(func.max(ReviewRun.id)).where(ReviewRun.document_id == run.document_id, ReviewRun.id < run.id)
    last = earlier.where(ReviewRun.state == RunState.DONE).scalar_subquery()
    return set(session.scalars(select(ReviewFinding.key).where(ReviewFinding.run_id == last)))


def clean_journal(home: Path, on: date, law: str) -> Path:
    """Where the journal of a re-review is kept."""
    place = home / "imports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place / f"clean-{on}-{sha256(law.encode()).hexdigest()[:12]}.jsonl"
