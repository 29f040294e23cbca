"""Backup and restore: the rows as of one moment and every file, in one zip that no database program is needed for.

Rows are written as JSON lines, so that a backup of SQLite can be restored into PostgreSQL and back. The data keys are not
in it; without them contacts cannot be read, so they must be kept apart.
"""

from __future__ import annotations

import base64
import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import JSON, Connection, MetaData, Table, func, select, text

from consult_web import storage
from consult_web.audit import AuditEvent, Head, verify
from consult_web.errors import Conflict, Refused
from consult_web.filings import FiledDocument, index_document
from consult_web.storage import Database, FileStore

__all__ = ["back_up", "back_up_of_day", "restore"]

_MANIFEST: Final = "manifest.json"
_SKIPPED: Final = ("alembic_version", "rate_window")
_DERIVED: Final = "search_"
"""Tables whose names begin so are indexes, of another shape in each database; a restore makes them anew."""
_NO_FILE: Final = "text_digest"
"""The one column of this kind that names no file: the digest of the words of a document, by which two files are found alike."""
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError)
_OWN_ONLY: Final = 0o600
"""People's words and names are in a backup: only the user who makes it may read it."""
_BATCH: Final = 500
_CHUNK: Final = 1 << 20
_OF_DAY: Final = "consult-{:%Y-%m-%d}.zip"


def back_up(database: Database, files: FileStore, target: Path) -> dict[str, Any]:
    """Write the backup to ``target`` (whole or not at all); its manifest: tables with their rows, files, end of the log.

    Work may go on meanwhile. A file that a row names and the store does not have, or no longer has whole, is listed as
    ``missing``: it does not spoil the rest.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        manifest = _write(database, files, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)  # a disk that is full stays full of it
        raise
    return manifest


def back_up_of_day(database: Database, files: FileStore, folder: Path, today: date, keep_days: int) -> dict[str, Any]:
    """The backup of a day in ``folder``, ``consult-2026-11-24.zip``; then those of this kind that are older than ``keep_days``
    are deleted, and nothing else. The manifest also has ``path`` and ``deleted``."""
    path = folder / _OF_DAY.format(today)
    made = back_up(database, files, path)
    old = [found for found in sorted(folder.iterdir()) if (day := _day_of(found)) and (today - day).days > keep_days]
    for found in old:
        found.unlink()
    return {**made, "path": path, "deleted": [found.name for found in old]}


def _day_of(path: Path) -> date | None:
    """The day of a backup that :func:`back_up_of_day` made.

    >>> _day_of(Path("consult-2026-11-24.zip")), _day_of(Path("before-upgrade.zip")), _day_of(Path("consult-2026-13-01.zip"))
    (datetime.date(2026, 11, 24), None, None)
    """
    try:
        day = date.fromisoformat(path.name.removeprefix("consult-").removesuffix(".zip"))
    except ValueError:
        return None
    return day if path.name == _OF_DAY.format(day) else None


def _write(database: Database, files: FileStore, part: Path) -> dict[str, Any]:
    part.unlink(missing_ok=True)
    part.touch(_OWN_ONLY)
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        manifest = _write_rows(database, archive)
        manifest["files"] = _write_files(files, archive)
        manifest["missing"] = sorted(manifest.pop("named") - set(manifest["files"]))
        manifest["files"] = len(manifest["files"])
        archive.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    return manifest


def restore(database: Database, files: FileStore, source: Path) -> dict[str, Any]:
    """Put a backup into an empty database and the file store; log-ins of that time end. Returns its manifest.

    Raises :class:`Conflict` E841 when the database is not empty, :class:`Refused` E842 when the backup is damaged or of a
    newer program. Nothing is in the database unless all of it is.
    """
    try:
        manifest = _read(database, files, source)
    except _BROKEN as error:
        raise Refused("E842", cause=source.name) from error
    storage.upgrade(database)
    _index(database)
    with database.reading() as session:
        found = verify(session, [Head(*manifest["audit"])])
    if found.fault:
        raise Refused("E842", cause=f"audit {found.fault.number} {found.fault.what}")
    return manifest


def _read(database: Database, files: FileStore, source: Path) -> dict[str, Any]:
    with zipfile.ZipFile(source) as archive:
        manifest = _read_manifest(archive)
        if not _may_fill(database, manifest["revision"]):
            raise Conflict("E841")
        _check_rows(archive, manifest["tables"])
        _read_files(archive, files)
        storage.upgrade(database, manifest["revision"])
        _read_rows(database, archive, manifest)
    return manifest


def _may_fill(database: Database, revision: str) -> bool:
    """Whether a backup may go in: there are no tables, or only those that a restore made which then failed."""
    found = storage.revision(database)
    if found is None:
        return True
    with database.engine.connect() as connection:
        rows = (connection.execute(select(table).limit(1)).first() for table in _tables(connection))
        return found <= revision and not any(rows)


def _write_rows(database: Database, archive: zipfile.ZipFile) -> dict[str, Any]:
    """All tables as of one moment: PostgreSQL's repeatable read, SQLite's read transaction."""
    options = {} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    tables: dict[str, Any] = {}
    named: set[str] = set()
    with database.engine.connect().execution_options(**options) as connection:
        for table in _tables(connection):
            with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as file:
                digest, rows = sha256(), 0
                for row in _rows(connection, table):
                    line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
                    file.write(line.encode() + b"\n")
                    digest.update(line.encode() + b"\n")
                    rows += 1
                    named.update(_named(row))
            tables[table.name] = {"rows": rows, "sha256": digest.hexdigest()}
        end = connection.execute(
            select(AuditEvent.number, AuditEvent.hash).order_by(AuditEvent.number.desc()).limit(1)
        ).first()
    moment = storage.utc_now().isoformat(timespec="seconds")
    head = [end.number, end.hash] if end else [0, "0" * 64]
    facts = {"format": 1, "made": moment, "revision": storage.revision(database), "audit": head}
    return {**facts, "tables": tables, "named": named}


def _named(row: Mapping[str, Any]) -> Iterator[str]:
    """The files that a row names.

    >>> list(_named({"docx_digest": "ab12", "edited_digest": "", "text_digest": "cd34", "title": "某办法"}))
    ['ab12']
    """
    return (value for name, value in row.items() if name.endswith("digest") and name != _NO_FILE and value)


def _write_files(files: FileStore, archive: zipfile.ZipFile) -> list[str]:
    """The names of those written: whole ones, that nobody deleted meanwhile."""
    names = [name for name in files.walk() if files.is_whole(name)]
    for name in names:
        archive.write(files.path(name), f"files/{name}", zipfile.ZIP_STORED)
    return names


def _index(database: Database) -> None:
    """Make the search index of filed documents."""
    last = 0
    while True:
        with database.saving() as session:
            query = select(FiledDocument).where(FiledDocument.id > last).order_by(FiledDocument.id).limit(_BATCH)
            found = session.scalars(query).all()
            for document in found:
                index_document(session, document)
        if not found:
            return
        last = found[-1].id


def _tables(connection: Connection) -> list[Table]:
    """The tables as they stand, each behind those that it points at; the models of the program do not matter."""
    found = MetaData()
    found.reflect(connection)
    return [t for t in found.sorted_tables if t.name not in _SKIPPED and not t.name.startswith(_DERIVED)]


def _rows(connection: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH)
    json_columns = {column.name for column in table.columns if isinstance(column.type, JSON)}
    for row in connection.execute(query).mappings():
        yield {name: _pack(value) if name not in json_columns else value for name, value in row.items()}


def _pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, bytes | memoryview):
        return {"b": base64.b64encode(bytes(value)).decode("ascii")}
    return value


def _unpack(value: Any, zones: bool) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    if kind == "t":
        moment = datetime.fromisoformat(content)
        return moment if zones else moment.replace(tzinfo=None)
    return date.fromisoformat(content) if kind == "d" else base64.b64decode(content)


def _read_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    except (KeyError, ValueError) as error:
        raise Refused("E842", cause=_MANIFEST) from error
    _check_parts(archive.namelist(), manifest)
    if manifest["revision"] > (storage.latest_revision() or ""):
        raise Refused("E842", cause=f"revision {manifest['revision']}")
    return manifest


def _check_parts(names: list[str], manifest: Mapping[str, Any]) -> None:
    """Every table and as many files as were written are there."""
    lost = [name for table in manifest["tables"] if (name := f"tables/{table}.jsonl") not in names]
    if lost:
        raise Refused("E842", cause=lost[0])
    found = sum(name.startswith("files/") for name in names)
    if found != manifest["files"]:
        raise Refused("E842", cause=f"files/ {found}/{manifest['files']}")


def _check_rows(archive: zipfile.ZipFile, tables: Mapping[str, Any]) -> None:
    """The rows are those that were written, before any of them is read."""
    for name, facts in tables.items():
        digest = sha256()
        with archive.open(f"tables/{name}.jsonl") as file:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                digest.update(chunk)
        if digest.hexdigest() != facts["sha256"]:
            raise Refused("E842", cause=name)


def _read_files(archive: zipfile.ZipFile, files: FileStore) -> None:
    for name in archive.namelist():
        if name.startswith("files/"):
            with archive.open(name) as stream:
                stored = files.add(stream)
            if stored.digest != name.removeprefix("files/"):
                files.remove(stored.digest)
                raise Refused("E842", cause=name)


def _read_rows(database: Database, archive: zipfile.ZipFile, manifest: Mapping[str, Any]) -> None:
    with database.engine.connect().execution_options(lawcheck_begin="IMMEDIATE") as connection:
        if database.is_sqlite:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in _tables(connection):
            _fill(connection, table, archive, manifest["tables"].get(table.name), not database.is_sqlite)
        ended = text("UPDATE login_session SET revoked_at = :now WHERE revoked_at IS NULL")
        now = storage.utc_now()
        connection.execute(ended, {"now": now.isoformat(sep=" ")[:26] if database.is_sqlite else now})
        connection.commit()


def _fill(connection: Connection, table: Table, archive: zipfile.ZipFile, facts: Any, zones: bool) -> None:
    if facts is None:
        return
    json_columns = {column.name for column in table.columns if isinstance(column.type, JSON)}
    batch = []
    with archive.open(f"tables/{table.name}.jsonl") as file:
        for line in file:
            row = json.loads(line)
            batch.append({name: v if name in json_columns else _unpack(v, zones) for name, v in row.items()})
            if len(batch) == _BATCH:
                connection.execute(table.insert(), batch)
                batch = []
    if batch:
        connection.execute(table.insert(), batch)
    if zones:
        _count_on(connection, table)


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL gives the next row the next number."""
    keys = [column for column in table.primary_key.columns if column.name == "id"]
    if not keys:
        return
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
    if sequence and (last := connection.scalar(select(func.max(keys[0])))):
        connection.execute(select(func.setval(sequence, last)))
