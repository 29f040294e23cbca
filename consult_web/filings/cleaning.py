"""集中清理: the whole base, or what names a law that changed, reviewed again in one job that survives everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.filings.documents_models import DocumentText, FiledDocument
from consult_web.filings.review_models import ReviewFinding, ReviewRun
from consult_web.filings.reviews import ReviewTask, review_task, store_result
from consult_web.filings.searching import Search, search_documents, validity
from consult_web.filings.terms import RunState, Validity
from consult_web.storage import Database, FileStore, utc_now
from lawcheck.errors import LawcheckError
from lawcheck.jobs import Journal, Outcome, run_jobs

__all__ = ["Cleaned", "Problem", "clean_base", "clean_journal", "documents_to_clean"]

_BATCH: Final = 64
_WORTH: Final = (Validity.IN_FORCE, Validity.FUTURE, Validity.UNKNOWN)
_KEPT: Final = (".comparison.docx",)
"""Of the files of a review only this one is kept: thousands of Word files nobody opens; the workbench makes the others."""


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


class _Piece(NamedTuple):
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
    ``journal`` knows is not done twice. ``review`` (importable) stands in for the program's own review in tests.
    """
    with database.reading() as session:
        wanted = documents_to_clean(session, on, law)
    kept = Journal(journal, f"clean {on} {law} {library}")
    waiting = [number for number in wanted if str(number) not in kept.done]
    for done, (piece, outcome) in enumerate(_reviewed(database, waiting, on, library, workers, scheduler, review), 1):
        kept.add(str(piece.document_id), _stored(database, files, piece, outcome, on))
        tell(len(wanted) - len(waiting) + done, len(wanted))
    rows = {number: kept.done[str(number)] for number in wanted}
    problems = tuple(Problem(n, row["title"], row["reason"]) for n, row in rows.items() if row["reason"])
    result = Cleaned(
        len(wanted), len(wanted) - len(problems), tuple(n for n, row in rows.items() if row["new"]), problems
    )
    with database.saving() as session:
        details = {
            "law": law,
            "day": on.isoformat(),
            "total": result.total,
            "failed": len(problems),
            "found": len(result.found),
        }
        record(session, "program", "base.cleaned", "base", details)
    return result


def review_piece(task: ReviewTask) -> Any:
    """Review in a worker; a reason that the program knows is told, not raised."""
    try:
        return review_task(task, lambda _step: None)
    except LawcheckError as error:
        return error.code, {name: str(value) for name, value in error.details.items()}


def _reviewed(
    database: Database,
    wanted: list[int],
    on: date,
    library: Path | None,
    workers: int | None,
    scheduler: str | None,
    review: Callable[[ReviewTask], Any] | None,
) -> Iterator[tuple[_Piece, Outcome[ReviewTask, Any]]]:
    """In pieces: only so many trees and results are in memory at once."""
    for first in range(0, len(wanted), _BATCH):
        with database.reading() as session:
            pieces = {
                piece.task: piece
                for number in wanted[first : first + _BATCH]
                for piece in _pieces(session, number, on, library)
            }
        for outcome in run_jobs(review or review_piece, list(pieces), workers=workers, scheduler=scheduler):
            yield pieces[outcome.item], outcome


def _pieces(session: Session, number: int, on: date, library: Path | None) -> Iterator[_Piece]:
    row = session.get_one(FiledDocument, number)
    tree = session.scalars(select(DocumentText.tree).where(DocumentText.document_id == number)).one()
    # The name tells two documents of one text apart; the file itself is not needed.
    task = ReviewTask(tree, on, f"{number}/{row.file_name}", None, row.kind, row.territory, library=library)
    yield _Piece(number, row.title, task)


def _stored(
    database: Database, files: FileStore, piece: _Piece, outcome: Outcome[ReviewTask, Any], on: date
) -> dict[str, Any]:
    """Write one result; the row of the journal."""
    if outcome.crashed or outcome.result is None:
        return {"title": piece.title, "reason": LawcheckError("E920").text("zh"), "new": False}
    if isinstance(outcome.result, tuple):
        code, details = outcome.result
        return {"title": piece.title, "reason": LawcheckError(code, **details).text("zh"), "new": False}
    result = outcome.result
    made = {suffix: files.add_bytes(data).digest for suffix, data in result.outputs.items() if suffix in _KEPT}
    made["record"], made["view"] = (files.add_bytes(_json(value)).digest for value in (result.record, result.view))
    with database.saving() as session:
        before = _known_keys(session, piece.document_id)
        document = session.get_one(FiledDocument, piece.document_id)
        run = ReviewRun(
            document_id=document.id, as_of=on, state=RunState.RUNNING, created_by="program", started_at=utc_now()
        )
        run.text_digest = document.text_digest
        session.add(run)
        session.flush()
        store_result(session, run, result, made)
        session.flush()
        fresh = {one["key"] for one in result.record["findings"]} - before
    return {"title": piece.title, "reason": "", "new": bool(fresh), "run": run.id}


def _known_keys(session: Session, document_id: int) -> set[str]:
    last = select(func.max(ReviewRun.id)).where(ReviewRun.document_id == document_id, ReviewRun.state == RunState.DONE)
    keys = select(ReviewFinding.key).where(ReviewFinding.run_id == last.scalar_subquery())
    return set(session.scalars(keys))


def _json(value: Any) -> bytes:
    import json

    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def clean_journal(home: Path, on: date, law: str) -> Path:
    """Where the journal of a re-review is kept."""
    place = home / "imports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place / f"clean-{on}-{sha256(law.encode()).hexdigest()[:12]}.jsonl"
