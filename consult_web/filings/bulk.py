"""A folder of documents entered into the base: read by several processes, one bad file stops nothing, resumable."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.errors import Refused, Unavailable
from consult_web.filings.documents_models import FiledDocument
from consult_web.filings.enduring import note, patiently
from consult_web.filings.registry import Entry, add_document, enter_into_force
from consult_web.storage import Database, FileStore
from lawcheck.document import Document, SourceText, parse
from lawcheck.errors import LawcheckError, UnreadableFile
from lawcheck.jobs import Journal, Outcome, run_jobs
from lawcheck.procedure import Facts, read_facts
from lawcheck.readers import read_guarded, sniff

__all__ = ["Failure", "Imported", "import_folder", "journal_path", "list_documents", "note_import"]

_SKIPPED: Final = ("_", ".")  # lists and notes beside the documents
_PASSING: Final = frozenset({"E151", "E153", "E919", "E971"})
"""Perhaps no fault of the file: a slow machine, a process that was killed, a full disk. The next run tries again."""


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
    ``workers``: processes that read, 0 for none besides this one; ``scheduler`` is the address of a Dask scheduler.

    :class:`Unavailable` E807 when the database stays away, E919 when the journal cannot be written.
    """
    marks = {path: _mark(folder, path) for path in list_documents(folder)}
    kept = Journal(journal, f"import {folder.resolve()}")
    rows = {path: kept.done[mark] for path, mark in marks.items() if mark in kept.done}
    waiting = [path for path in marks if path not in rows]
    here = 1 if workers == 0 else workers
    with closing(run_jobs(read_one, waiting, workers=here, scheduler=scheduler, apart=workers != 0)) as outcomes:
        for outcome in outcomes:
            path = outcome.item
            rows[path] = _entered(database, files, path.relative_to(folder), _result(outcome))
            if rows[path].get("code") not in _PASSING:
                note(kept, marks[path], rows[path])
            tell(len(rows), len(marks))
    failures = tuple(
        Failure(str(path.relative_to(folder)), rows[path]["reason"]) for path in marks if rows[path]["reason"]
    )
    states = [row["state"] for row in rows.values()]
    return Imported(len(marks), states.count("entered"), states.count("known"), failures)


def _result(outcome: Outcome[Path, Read]) -> Read:
    name = outcome.item.name
    if outcome.error is not None:
        return Read(
            b"",
            "",
            None,
            None,
            ("E918", {"name": name, "cause": f"{type(outcome.error).__name__}: {outcome.error}"[:300]}),
        )
    return outcome.result or Read(b"", "", None, None, ("E971", {"name": name}))


def read_one(path: Path) -> Read:
    """Read one file (in a worker); what goes wrong is told, never raised."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return Read(b"", "", None, None, ("E972", {"name": path.name, "cause": error.strerror or str(error)}))
    try:
        document = parse(_read_twice(path, data))
        return Read(data, sniff(data), document, read_facts(document))
    except UnreadableFile as error:
        return Read(data, "", None, None, (error.code, {name: str(value) for name, value in error.details.items()}))


def _read_twice(path: Path, data: bytes) -> SourceText:
    """A reading process that died may have been killed by something else than this file."""
    try:
        return read_guarded(path, data=data, name=path.name)
    except UnreadableFile as error:
        if error.code != "E153":
            raise
        return read_guarded(path, data=data, name=path.name)


def _mark(folder: Path, path: Path) -> str:
    """A file that was changed since is another one."""
    state = path.stat()
    return f"{path.relative_to(folder)}|{state.st_size}|{state.st_mtime_ns}"


def _entered(database: Database, files: FileStore, name: Path, read: Read) -> dict[str, str]:
    """Store one document; the row of the journal: what became of it, and why not."""
    if read.document is None or read.facts is None:
        return _failed(LawcheckError(read.error[0], **read.error[1]))
    if not read.document.source.text.strip():
        return _failed(LawcheckError("E981", name=name.name))
    try:
        return patiently(lambda: _store(database, files, name, read), name.name)
    except Unavailable as error:
        if error.code not in _PASSING:
            raise
        return _failed(error)
    except (DBAPIError, UnicodeError) as error:  # a value that the database does not take is this file's fault
        return _failed(LawcheckError("E982", name=name.name, cause=getattr(error, "orig", error)))


def _store(database: Database, files: FileStore, name: Path, read: Read) -> dict[str, str]:
    assert read.document is not None
    assert read.facts is not None
    kept = files.add_bytes(read.data)
    with database.saving() as session:
        if _is_known(session, kept.digest):
            return {"state": "known", "reason": ""}
        entry = Entry(kept.digest, name.name, read.format, None, "导入")
        row = add_document(session, read.document, read.facts, entry, "program")
        enter_into_force(session, row, "program")
        return {"state": "entered", "reason": "", "id": str(row.id)}


def _failed(error: LawcheckError) -> dict[str, str]:
    return {"state": "failed", "reason": error.text("zh"), "code": error.code}


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
