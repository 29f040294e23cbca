"""Laws that a user adds from files: md (LawRefBook), docx (国家法律法规数据库), html, txt, JSON lines and what else is read.

The originals are kept in ``imported.db`` beside the library, so that a library built anew still holds them.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lawcheck.document import parse
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.laws.building import (
    LIBRARY_FILE,
    count_originals,
    default_home,
    ensure_library,
    finish,
    library_lock,
    originals_file,
    replace_library,
    silent,
)
from lawcheck.laws.json_lines import JSON_LINES, RECORD, fetched_record, record_source, record_text, split_lines
from lawcheck.laws.reading import ORIGIN, raw_law_of
from lawcheck.laws.records import RawLaw
from lawcheck.laws.store import Progress, add_texts, drop_texts, stored_texts
from lawcheck.laws.titles import normalise_title
from lawcheck.readers import read
from lawcheck.resources import printable

if TYPE_CHECKING:  # the network modules are loaded only where a source is used
    from lawcheck.laws.sources.model import SourceLaw

__all__ = [
    "ImportItem",
    "ImportReport",
    "add_fetched",
    "add_laws",
    "imported_texts",
    "read_laws",
    "remove_laws",
]

_STAGE = "import"
_SUFFIXES = frozenset(
    {".md", ".txt", ".docx", ".html", ".htm", ".doc", ".wps", ".pdf", ".ofd", ".rtf", ".odt", *JSON_LINES}
)
# Result files of a review, by name; the last two also where a copy was numbered: 条例.standard (1).docx
_OWN_OUTPUT = re.compile(
    r"\.(?:annotated|standard|review|findings)(?:\s*[（(]\d+[）)])?\.[a-z]{2,5}$|\.akn\.xml$", re.IGNORECASE
)
_ORIGINALS = (
    "CREATE TABLE IF NOT EXISTS originals(sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, folders TEXT NOT NULL,"
    " data BLOB NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class ImportItem:
    """One file of an import: its path, the title read from it, for a refused file the reason (Chinese), and the level
    of a text taken."""

    path: str
    title: str = ""
    reason: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of each file (of a JSON-lines file: of each line): every one is in exactly one of the four lists.

    ``updated``: a file of this name and folder was held with other content, which the new one replaces.
    """

    taken: tuple[ImportItem, ...]
    updated: tuple[ImportItem, ...]
    unchanged: tuple[ImportItem, ...]
    refused: tuple[ImportItem, ...]

    @property
    def total(self) -> int:
        """Number of files looked at."""
        return len(self.taken) + len(self.updated) + len(self.unchanged) + len(self.refused)


@dataclass(frozen=True, slots=True)
class _Original:
    sha256: str
    name: str
    folders: tuple[str, ...]
    data: bytes

    @property
    def place(self) -> tuple[str, str]:
        """What a later import of a changed file has in common with it."""
        return self.name, "/".join(self.folders)


def add_laws(
    home: str | Path | None, paths: str | Path | Sequence[str | Path], progress: Progress | None = None
) -> ImportReport:
    """Add the law texts of files and folders (of one, or several) to the library under ``home`` (None: the default home).

    A file whose content is already held is left out; several versions of one law are told apart by the dates of their
    题注. ``progress("import", done, total)`` counts files. The library is replaced at the end, in one step.

    Raises:
        UsageError: E307, a path does not exist. LibraryError: the folder of the library cannot be written.
    """
    folder, show = _folder(home), progress or silent
    files = _files([paths] if isinstance(paths, str | Path) else paths)
    ensure_library(folder, imported_texts, show)
    with library_lock(folder):
        return _import(folder, files, show)


def _folder(home: str | Path | None) -> Path:
    if home == "":
        raise UsageError("E720", name="home")
    return (default_home() if home is None else Path(home)).resolve()


def _import(home: Path, files: list[tuple[Path, tuple[str, ...]]], progress: Progress) -> ImportReport:
    run = _Run(*_known(originals_file(home)))
    for index, (path, folders) in enumerate(files):
        progress(_STAGE, index, len(files))
        try:
            for original in _originals(path, folders):
                if isinstance(original, UsageError):
                    run.refused.append(ImportItem(str(path), reason=str(original)))
                else:
                    run.take(path, original)
        except OSError as error:
            run.refused.append(ImportItem(str(path), reason=error.strerror or str(error)))
        except LawcheckError as error:
            run.refused.append(ImportItem(str(path), reason=str(error)))
    progress(_STAGE, len(files), len(files))
    if run.new:
        _keep(home, run.new, run.replaced)
    return ImportReport(tuple(run.taken), tuple(run.updated), tuple(run.unchanged), tuple(run.refused))


def add_fetched(home: Path | None, law: SourceLaw) -> ImportReport:
    """Keep a text fetched from an outside database; the library shows that database and the day as its source.

    Raises:
        LibraryError: the folder of the library cannot be written.
    """
    folder = (home or default_home()).resolve()
    ensure_library(folder, imported_texts, silent)
    with library_lock(folder):
        run = _Run(*_known(originals_file(folder)))
        name, line = fetched_record(law)
        run.take(Path(law.source), _Original(hashlib.sha256(line).hexdigest(), name, (), line))
        if run.new:
            _keep(folder, run.new, run.replaced)
    return ImportReport(tuple(run.taken), tuple(run.updated), tuple(run.unchanged), tuple(run.refused))


@dataclass
class _Run:
    """One import: contents and places already held, and what became of each file."""

    known: set[str]
    places: dict[tuple[str, str], str]
    taken: list[ImportItem] = field(default_factory=list)
    updated: list[ImportItem] = field(default_factory=list)
    unchanged: list[ImportItem] = field(default_factory=list)
    refused: list[ImportItem] = field(default_factory=list)
    new: list[tuple[_Original, RawLaw]] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)

    def take(self, path: Path, original: _Original) -> None:
        """Sort one original into a list; one line of a file that is no law does not refuse the others."""
        shown = f"{path}#{original.name}" if original.name.endswith(RECORD) else str(path)
        if original.sha256 in self.known:
            self.unchanged.append(ImportItem(shown))
            return
        try:
            raw = _read_original(original)
        except LawcheckError as error:
            self.refused.append(ImportItem(shown, reason=str(error)))
            return
        item = ImportItem(shown, raw.title, level=raw.level.value)
        before = self.places.get(original.place)
        (self.taken if before is None else self.updated).append(item)
        self.replaced += [before] if before else []
        self.known.add(original.sha256)
        self.places[original.place] = original.sha256
        self.new.append((original, raw))


def _originals(path: Path, folders: tuple[str, ...]) -> Iterator[_Original | UsageError]:
    """A file as it is; a JSON-lines file as one original a line, or what is wrong with the line."""
    if _OWN_OUTPUT.search(path.name):
        raise UsageError("I302")
    data = path.read_bytes()
    pieces = split_lines(path.name, data) if path.suffix.lower() in JSON_LINES else [(path.name, data)]
    for piece in pieces:
        if isinstance(piece, UsageError):
            yield piece
            continue
        name, content = piece
        yield _Original(hashlib.sha256(content).hexdigest(), printable(name), tuple(map(printable, folders)), content)


def _keep(home: Path, new: list[tuple[_Original, RawLaw]], replaced: list[str]) -> None:
    """Originals first: should the process die before the library is replaced, the next opening sees the difference."""
    with closing(sqlite3.connect(originals_file(home))) as store, store:
        store.execute(_ORIGINALS)
        store.executemany("DELETE FROM originals WHERE sha256=?", ((sha,) for sha in replaced))
        store.executemany(
            "INSERT OR IGNORE INTO originals VALUES (?,?,?,?)",
            ((o.sha256, o.name, "/".join(o.folders), zlib.compress(o.data, 6)) for o, _ in new),
        )

    def fill(connection: sqlite3.Connection) -> None:
        drop_texts(connection, [f"{ORIGIN}{sha[:24]}" for sha in replaced])
        add_texts(connection, (raw for _, raw in new))
        finish(connection, count_originals(home))

    library = home / LIBRARY_FILE
    replace_library(library, fill, start_from=library)


def remove_laws(home: str | Path | None, title: str) -> tuple[ImportItem, ...]:
    """Remove the texts of this title that a user added, all versions; laws of the package stay.

    Returns what was removed: file name, title and level.

    Raises:
        UsageError: E310, no such text was added. LibraryError: the folder of the library cannot be written.
    """
    folder = _folder(home)
    ensure_library(folder, imported_texts, silent)
    with library_lock(folder):
        found = [raw for raw in _added(folder) if raw.key == normalise_title(title)]
        if not found:
            raise UsageError("E310", title=title)
        _drop(folder, [raw.origin for raw in found])
    return tuple(ImportItem(raw.source, raw.title, level=raw.level.value) for raw in found)


def _added(home: Path) -> list[RawLaw]:
    with closing(sqlite3.connect(home / LIBRARY_FILE)) as connection:
        return [raw for raw in stored_texts(connection) if raw.origin.startswith(ORIGIN)]


def _drop(home: Path, origins: list[str]) -> None:
    """Originals first, as in :func:`_keep`: a library that still holds more is then built anew."""
    with closing(sqlite3.connect(originals_file(home))) as store, store:
        prefixes = ((origin.removeprefix(ORIGIN) + "*",) for origin in origins)
        store.executemany("DELETE FROM originals WHERE sha256 GLOB ?", prefixes)

    def fill(connection: sqlite3.Connection) -> None:
        drop_texts(connection, origins)
        finish(connection, count_originals(home))

    library = home / LIBRARY_FILE
    replace_library(library, fill, start_from=library)


def read_laws(paths: Sequence[str | Path]) -> Iterator[RawLaw]:
    """The law texts of files and folders; what is no law is left out."""
    for path, folders in _files(paths):
        with suppress(LawcheckError):
            for original in _originals(path, folders):
                if isinstance(original, _Original):
                    with suppress(LawcheckError):
                        yield _read_original(original)


def _known(path: Path) -> tuple[set[str], dict[tuple[str, str], str]]:
    """Contents held, and the content of each place."""
    if not path.is_file():
        return set(), {}
    with closing(sqlite3.connect(path)) as store:
        rows = store.execute("SELECT sha256, name, folders FROM originals").fetchall()
    return {sha for sha, _, _ in rows}, {(name, folders): sha for sha, name, folders in rows}


def imported_texts(home: Path, progress: Progress) -> Iterable[RawLaw]:
    """The texts of all originals kept under ``home``, read again (for a library that is built anew)."""
    path = originals_file(home)
    if not path.is_file():
        return
    with closing(sqlite3.connect(path)) as store:
        total = store.execute("SELECT count(*) FROM originals").fetchone()[0]
        rows = store.execute("SELECT sha256, name, folders, data FROM originals ORDER BY rowid")
        for index, (sha, name, folders, data) in enumerate(rows):
            progress(_STAGE, index, total)
            yield _read_original(_Original(sha, name, tuple(folders.split("/")), zlib.decompress(data)))
        progress(_STAGE, total, total)


def _files(paths: Iterable[str | Path]) -> list[tuple[Path, tuple[str, ...]]]:
    """Files with the names of their folders, outermost first; folders are walked in name order."""
    found: dict[Path, tuple[str, ...]] = {}
    for path in map(Path, paths):
        if not path.exists():
            raise UsageError("E307", path=path)
        for file in sorted(_walk(path)):
            found.setdefault(file, file.resolve().parent.parts[-4:])
    return list(found.items())


def _walk(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in path.rglob("*"):
        if file.is_file() and file.suffix.lower() in _SUFFIXES and not file.name.startswith((".", "~$")):
            yield file


def _read_original(original: _Original) -> RawLaw:
    if original.name.endswith(RECORD):
        document = parse(read("record.md", data=record_text(original.data)))
        shown = record_source(original.data, original.name)
    else:
        document, shown = parse(read(original.name, data=original.data)), original.name
    return raw_law_of(document, name=shown, folders=original.folders, sha256=original.sha256)
