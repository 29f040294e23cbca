"""Opening the clause index of a library: built at first use, beside the library, under its fingerprint."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from lawcheck.errors import LibraryError
from lawcheck.laws import Library, Progress
from lawcheck.matching.building import CHUNK, FORMAT, IndexedArticle, build_index
from lawcheck.matching.citing import citing_clauses
from lawcheck.matching.index import ClauseIndex

__all__ = ["open_index"]

_LOCK_SECONDS: Final = 600  # a build takes seconds; ten minutes allow for a slow disk
_STAGE: Final = "index"


def open_index(library: Library, as_of: date, *, progress: Progress | None = None) -> ClauseIndex:
    """The clause index of all versions in ``library``; ``as_of`` is kept with it.

    Built at first use (some seconds for 60,000 articles; ``progress("index", done, total)``), then only mapped.

    Raises:
        LibraryError: E303 when the folder cannot be written, E304 when another process keeps the lock.
    """
    directory = _directory(library)
    if not (directory / "meta.json").exists():
        _build(library, directory, progress)
    return ClauseIndex.load(directory, as_of)


def _directory(library: Library) -> Path:
    return library.path.parent / f"clauses-{FORMAT}-{library.fingerprint[:16]}"


def _build(library: Library, directory: Path, progress: Progress | None) -> None:
    try:
        with FileLock(directory.parent / "clauses.lock", timeout=_LOCK_SECONDS):
            if not (directory / "meta.json").exists():  # another process may have built it while this one waited
                meta: dict[str, object] = {"fingerprint": library.fingerprint}
                build_index(_articles(library, progress), directory, meta, citing_clauses(library))
                _remove_outdated(directory)
    except Timeout as error:
        raise LibraryError("E304", path=directory.parent, seconds=_LOCK_SECONDS) from error
    except OSError as error:
        raise LibraryError("E303", path=directory.parent, detail=error.strerror or error) from error


def _articles(library: Library, progress: Progress | None) -> Iterator[IndexedArticle]:
    titles = {v.version_id: law.key for law in library.laws() for v in library.versions(law.law_id)}
    total = sum(library.version(version_id).article_count for version_id in titles)
    for done, article in enumerate(library.articles_for(titles)):
        if progress and done % CHUNK == 0:
            progress(_STAGE, min(done, total), total)
        yield IndexedArticle(article.article_id, article.version_id, titles[article.version_id], article.text)
    if progress:
        progress(_STAGE, total, total)


def _remove_outdated(directory: Path) -> None:
    """Indexes of earlier fingerprints; one that another process still maps stays readable to it (or is left)."""
    for other in directory.parent.glob("clauses-*-*"):
        if other != directory and other.is_dir():
            shutil.rmtree(other, ignore_errors=True)
