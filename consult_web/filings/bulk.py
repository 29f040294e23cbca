"""A folder of documents entered into the base: read by several processes, one bad file stops nothing, resumable."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.errors import Refused
from consult_web.filings.documents_models import FiledDocument
from consult_web.filings.registry import Entry, add_document, enter_into_force
from consult_web.storage import Database, FileStore
from lawcheck.document import Document, parse
from lawcheck.errors import LawcheckError, UnreadableFile
from lawcheck.jobs import Journal, Outcome, run_jobs
from lawcheck.procedure import Facts, read_facts
from lawcheck.readers import read_guarded, sniff

__all__ = ["Failure", "Imported", "import_folder", "journal_path", "list_documents", "note_import"]

_SKIPPED: Final = ("_", ".")  # lists and notes beside the documents
_BATCH: Final = 500  # files under way at once: what is read waits in memory until it is stored


class Read(NamedTuple):
    """A file that was read in a worker; without a document, the code and details of the reason."""

    data: bytes
    format: str
    document: Document | None
    facts: Facts | None
    error: tuple[str, Mapping[str, str]] = ("", {})


class Failure(NamedTuple):
    """A file that is not in the base, and why, in words."""

    name: str
    reason: str


class Imported(NamedTuple):
    """What became of a folder: ``total = entered + known + len(failures)``."""

    total: int
    entered: int
    known: int
    failures: tuple[Failure, ...]


def list_documents(folder: Path) -> list[Path]:
    """The files under ``folder``, in order; those whose names begin with ``_`` or ``.`` are notes.

    :class:`Refused` E980 when there are none.
    """
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(_SKIPPED)]
    if not found:
        raise Refused("E980", name=folder)
    return found


def import_folder(
    database: Database,
    files: FileStore,
    folder: Path,
    *,
    journal: Path,
    workers: int | None = None,
    scheduler: str | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Imported:
    """Enter every document under ``folder``; a file that is there already (same bytes) is not entered twice.

    Each file is a transaction of its own, so a run that was killed goes on where it stopped: ``journal`` knows what is done.
    ``scheduler`` is the address of a Dask scheduler.
    """
    paths = list_documents(folder)
    kept = Journal(journal, f"import {folder.resolve()}")
    waiting = [path for path in paths if _mark(folder, path) not in kept.done]
    for done, (path, outcome) in enumerate(_all_read(waiting, workers, scheduler), 1):
        kept.add(_mark(folder, path), _entered(database, files, path.relative_to(folder), outcome))
        tell(len(paths) - len(waiting) + done, len(paths))
    rows = [(path, kept.done[_mark(folder, path)]) for path in paths]
    failures = tuple(Failure(str(path.relative_to(folder)), row["reason"]) for path, row in rows if row["reason"])
    states = [row["state"] for _, row in rows]
    return Imported(len(paths), states.count("entered"), states.count("known"), failures)


def _all_read(paths: list[Path], workers: int | None, scheduler: str | None) -> Iterator[tuple[Path, Read]]:
    """In pieces, so that a large folder is never whole in memory."""
    for first in range(0, len(paths), _BATCH):
        for outcome in run_jobs(read_one, paths[first : first + _BATCH], workers=workers, scheduler=scheduler):
            yield outcome.item, _result(outcome)


def _result(outcome: Outcome[Path, Read]) -> Read:
    if outcome.crashed or outcome.result is None:
        return Read(b"", "", None, None, ("E971", {"name": outcome.item.name}))
    return outcome.result


def read_one(path: Path) -> Read:
    """Read one file (in a worker); what goes wrong is told, never raised."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Read(b"", "", None, None, ("E972", {"name": path.name, "cause": error.strerror or str(error)}))
    try:
        document = parse(read_guarded(path, data=data, name=path.name))
        return Read(data, sniff(data), document, read_facts(document))
    except UnreadableFile as error:
        return Read(data, "", None, None, (error.code, {name: str(value) for name, value in error.details.items()}))


def _mark(folder: Path, path: Path) -> str:
    """A file that was changed since is another one."""
    state = path.stat()
    return f"{path.relative_to(folder)}|{state.st_size}|{state.st_mtime_ns}"


def _entered(database: Database, files: FileStore, name: Path, read: Read) -> dict[str, str]:
    """Store one document; the row of the journal: what became of it, and why not."""
    if read.document is None or read.facts is None:
        code, details = read.error
        return {"state": "failed", "reason": LawcheckError(code, **details).text("zh")}
    if not read.document.source.text.strip():
        return {"state": "failed", "reason": LawcheckError("E981", name=name.name).text("zh")}
    kept = files.add_bytes(read.data)
    try:
        with database.saving() as session:
            if _is_known(session, kept.digest):
                return {"state": "known", "reason": ""}
            entry = Entry(kept.digest, name.name, read.format, None, "导入")
            row = add_document(session, read.document, read.facts, entry, "program")
            enter_into_force(session, row, "program")
            return {"state": "entered", "reason": "", "id": str(row.id)}
    except DBAPIError as error:  # a value that the database does not take is this file's fault, not the folder's
        if error.connection_invalidated:
            raise
        return {"state": "failed", "reason": LawcheckError("E982", name=name.name, cause=error.orig).text("zh")}


def _is_known(session: Session, digest: str) -> bool:
    query = select(FiledDocument.id).where(FiledDocument.file_digest == digest, FiledDocument.registered)
    return session.scalar(query.limit(1)) is not None


def journal_path(home: Path, folder: Path) -> Path:
    """Where the journal of a folder is kept."""
    place = home / "imports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place / f"{sha256(os.fsencode(folder.resolve())).hexdigest()[:16]}.jsonl"


def note_import(session: Session, actor: str, done: Imported) -> None:
    """Say in the audit log that a folder was entered."""
    details = {"total": done.total, "entered": done.entered, "known": done.known, "failed": len(done.failures)}
    record(session, actor, "base.imported", "base", details)
