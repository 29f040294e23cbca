"""The search index of a library: built at first use beside it, under its fingerprint; then only mapped."""

from __future__ import annotations

import mmap
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from lawcheck.errors import LibraryError
from lawcheck.laws.building import silent
from lawcheck.laws.library import Library
from lawcheck.laws.model import Article, Level
from lawcheck.laws.searching.folding import fold, runs
from lawcheck.laws.searching.grams import Postings, gram_postings, grams_of
from lawcheck.laws.searching.storing import DAMAGE, Terms, write_index
from lawcheck.laws.store import Progress

__all__ = ["FIELDS", "SearchIndex", "build_search_index", "open_search_index"]

FIELDS: Final = ("chapter", "text")
_FORMAT: Final = 1  # raise when what is written changes
_LOCK_SECONDS: Final = 600  # a build takes half a minute; ten minutes allow for a slow disk
_STAGE: Final = "search"
_LAST_HAN: Final = 0x9FFF
_DONE: Final = "complete"
_CACHED_WORDS: Final = 64  # words whose documents are kept: turning the page asks for the same again
_NUMBER: Final = np.int64(1000)  # articles are compared as value * 1000 + sub; no law has 1000 articles 之N


class SearchIndex:
    """Where words occur in the articles of a library; ``article_ids`` and ``versions`` give the library's ids."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()
        self._terms = Terms(directory)
        documents = np.load(directory / "documents.npy", mmap_mode="r")
        self.article_ids: NDArray[np.int64] = documents[0]
        self.versions: NDArray[np.int64] = documents[1]
        self.numbers: NDArray[np.int64] = documents[2]
        self.rows = _rows_of(self.versions)
        self._texts = {field: _Texts(directory, field) for field in FIELDS}
        self.lengths = np.diff(self._texts["text"].starts).astype(np.float32)
        self.word = lru_cache(_CACHED_WORDS)(self._word)

    def __len__(self) -> int:
        return len(self.article_ids)

    def of_versions(self, versions: Iterable[int]) -> NDArray[np.bool_]:
        """Which documents are articles of some of these versions."""
        wanted = np.zeros(int(self.versions.max(initial=0)) + 1, dtype=np.bool_)
        wanted[[version for version in versions if version < len(wanted)]] = True
        return wanted[self.versions]

    def _word(self, field: str, word: str) -> Postings:
        """Documents whose ``field`` has the characters of a folded ``word`` side by side, and how often.

        Pairs of characters lead to the candidates; only a longer word needs a look at their texts.
        """
        terms = [gram for run in runs(word) for gram in grams_of(run)]
        lists = self._lists(field, terms)
        found = [postings for postings in lists if postings is not None]
        if not found or len(found) < len(lists):
            return _NOWHERE
        shared = _intersect(sorted(found, key=lambda postings: len(postings.ids)))
        return shared if terms == [word] else self._texts[field].verify(shared.ids, word)

    def _lists(self, field: str, terms: Sequence[str]) -> list[Postings | None]:
        try:
            with self._lock:
                return [self._terms.postings(field, term) for term in dict.fromkeys(terms)]
        except DAMAGE as error:
            raise LibraryError("E327", path=self._directory, detail=error) from error


class _Texts:
    """The folded texts of one field, mapped: one file, and where each document starts in it (bytes)."""

    def __init__(self, directory: Path, field: str) -> None:
        self.starts: NDArray[np.int64] = np.load(directory / f"{field}.npy", mmap_mode="r")
        with (directory / f"{field}.txt").open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def verify(self, ids: NDArray[np.uint32], word: str) -> Postings:
        """The documents of ``ids`` that have ``word`` itself."""
        needle, data = word.encode(), self._data
        spans = zip(self.starts[ids].tolist(), self.starts[ids + 1].tolist(), strict=True)
        counts = np.array([data[start:end].count(needle) for start, end in spans], dtype=np.int64)
        kept = counts > 0
        return Postings(ids[kept], np.minimum(counts[kept], 255).astype(np.uint8))


_NOWHERE: Final = Postings(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.uint8))


def _rows_of(versions: NDArray[np.int64]) -> dict[int, slice]:
    """The articles of each version, which stand together."""
    starts = np.flatnonzero(np.diff(versions, prepend=-1)).tolist()
    ends = [*starts[1:], len(versions)]
    return {int(versions[start]): slice(start, end) for start, end in zip(starts, ends, strict=True)}


def _intersect(lists: Sequence[Postings]) -> Postings:
    """Documents in all lists, the shortest of which comes first; its counts."""
    ids, counts = lists[0]
    for other, _ in lists[1:]:
        at = np.minimum(np.searchsorted(other, ids), len(other) - 1)
        kept = other[at] == ids
        ids, counts = ids[kept], counts[kept]
    return Postings(ids, counts)


def open_search_index(library: Library, progress: Progress | None = None) -> SearchIndex:
    """The search index of ``library``, built if need be, opened once in a process.

    Raises:
        LibraryError: E303 when the folder cannot be written, E304 when another process keeps the lock, E327 when the
            files of the index are damaged.
    """
    directory = build_search_index(library, progress)
    try:
        return _opened(directory, (directory / _DONE).stat().st_mtime_ns)
    except DAMAGE as error:
        raise LibraryError("E327", path=directory, detail=error) from error


@lru_cache(maxsize=2)
def _opened(directory: Path, _built: int) -> SearchIndex:
    """Kept until the index is built again."""
    return SearchIndex(directory)


def build_search_index(library: Library, progress: Progress | None = None, *, force: bool = False) -> Path:
    """The folder of the search index, built first where it is missing (or with ``force``).

    ``progress("search", done, total)`` counts articles; some 60,000 take half a minute on one core.
    """
    directory = library.path.parent / f"search-{_FORMAT}-{library.fingerprint[:16]}"
    if force or not (directory / _DONE).exists():
        with _locked(directory.parent):
            if force or not (directory / _DONE).exists():  # another process may have built it meanwhile
                _replace(directory, lambda target: _write(target, library, progress))
                _remove_outdated(directory)
    return directory


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    try:
        with FileLock(home / "search.lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise LibraryError("E304", path=home, seconds=_LOCK_SECONDS) from error
    except OSError as error:
        raise LibraryError("E303", path=home, detail=error.strerror or error) from error


def _replace(directory: Path, write: Callable[[Path], None]) -> None:
    """Write into a hidden folder and rename it into place; on any failure nothing is left behind."""
    temporary = Path(mkdtemp(dir=directory.parent, prefix=".search-"))
    try:
        write(temporary)
        (temporary / _DONE).touch()
        if directory.exists():
            shutil.rmtree(directory)
        temporary.rename(directory)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _remove_outdated(directory: Path) -> None:
    """Indexes of earlier fingerprints; one that another process still maps stays readable to it (or is left)."""
    for other in directory.parent.glob("search-*-*"):
        if other != directory and other.is_dir():
            shutil.rmtree(other, ignore_errors=True)


def _write(directory: Path, library: Library, progress: Progress | None) -> None:
    articles = list(_articles(library))
    numbers = [a.number.value * int(_NUMBER) + a.number.sub if a.number else 0 for a in articles]
    rows = ([a.article_id for a in articles], [a.version_id for a in articles], numbers)
    np.save(directory / "documents.npy", np.array(rows, dtype=np.int64).reshape(3, -1))
    texts = {"chapter": [fold(a.heading) for a in articles], "text": [fold(a.text) for a in articles]}
    for field, folded in texts.items():
        _write_texts(directory, field, folded)
    write_index(directory, rows[0], _terms(texts, len(articles), progress))


def _articles(library: Library) -> Iterator[Article]:
    """All articles of all versions, by level (the constitution first), title, date and place in the text."""
    levels = list(Level)
    laws = sorted(library.laws(), key=lambda law: (levels.index(law.level), law.key, law.law_id))
    return library.articles_for(v.version_id for law in laws for v in library.versions(law.law_id))


def _write_texts(directory: Path, field: str, texts: Sequence[str]) -> None:
    encoded = [text.encode() + b"\n" for text in texts]
    np.save(directory / f"{field}.npy", np.cumsum([0, *map(len, encoded)], dtype=np.int64))
    (directory / f"{field}.txt").write_bytes(b"".join(encoded) or b"\n")


def _terms(texts: dict[str, list[str]], total: int, progress: Progress | None) -> Iterator[tuple[str, str, Postings]]:
    """Posting lists of all fields. The characters passed stand for the articles done: 汉字 are about evenly used."""
    report: Progress = progress or silent
    for field in FIELDS:
        before = ""
        for term, postings in gram_postings(texts[field]):
            if field == FIELDS[-1] and term[0] != before:
                before = term[0]
                report(_STAGE, int(total * min(ord(before), _LAST_HAN) / _LAST_HAN), total)
            yield field, term, postings
    report(_STAGE, total, total)
