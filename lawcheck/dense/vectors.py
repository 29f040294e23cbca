"""Vectors of all articles of a library, beside it: made once, kept as a mapped array, carried on when laws are added."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from filelock import FileLock, Timeout

from lawcheck.dense.encoder import Encoder
from lawcheck.dense.weights import Floats
from lawcheck.errors import LibraryError
from lawcheck.laws import Library, Progress

__all__ = ["ArticleVectors", "open_vectors", "prepare_vectors", "text_key"]

Keys = npt.NDArray[np.uint64]
Halves = npt.NDArray[np.float16]

FORMAT: Final = 1  # raise when the files or their meaning change
PART: Final = 256  # texts encoded between two saves: some seconds
BLOCK: Final = 8192  # rows multiplied at a time: 12 MB
_STAGE: Final = "dense"
_LOCK_SECONDS: Final = 2  # making vectors takes half an hour: say so at once instead of waiting


@dataclass(frozen=True, slots=True, eq=False)
class ArticleVectors:
    """A vector of length 1 (half precision) for each article of a library, and the key of its text; ``article_ids`` ascending."""

    article_ids: npt.NDArray[np.int64]
    keys: Keys
    vectors: Halves

    def places(self, article_ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The places of articles of the library that it was made for."""
        return np.searchsorted(self.article_ids, article_ids)

    def nearness(self, questions: Floats) -> Floats:
        """Cosine of each question with each article: questions × articles."""
        found = np.empty((len(questions), len(self.vectors)), dtype=np.float32)
        for first in range(0, len(self.vectors), BLOCK):
            block = self.vectors[first : first + BLOCK].astype(np.float32)
            np.matmul(questions, block.T, out=found[:, first : first + BLOCK])
        return found


def open_vectors(library: Library, model: str) -> ArticleVectors | None:
    """The vectors that ``model`` made for ``library`` as it stands; None where there are none."""
    folder = _folder(library, model)
    if not (folder / "meta.json").is_file():
        return None
    names = ("ids", "keys", "vectors")
    arrays = (np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in names)
    return ArticleVectors(*map(np.asarray, arrays))


def prepare_vectors(library: Library, encoder: Encoder, *, progress: Progress | None = None) -> Path:
    """Make what :func:`open_vectors` opens, unless it is there; ``progress("dense", done, total)``.

    About half an hour for 60,000 articles on two cores. Interrupted, it goes on where it stopped; after laws were added
    it encodes only texts that are new. Vectors appear whole, by one rename, or not at all.

    Raises:
        LibraryError: E303 when the folder cannot be written, E332 when another process is at it.
    """
    folder = _folder(library, encoder.model)
    try:
        with FileLock(folder.parent / "vectors.lock", timeout=_LOCK_SECONDS):
            if not (folder / "meta.json").is_file():
                _make(library, encoder, folder, progress or (lambda _stage, _done, _total: None))
    except Timeout as error:
        raise LibraryError("E332", path=folder.parent) from error
    except OSError as error:
        raise LibraryError("E303", path=folder.parent, detail=error.strerror or error) from error
    return folder


def _folder(library: Library, model: str) -> Path:
    return library.path.parent / f"vectors-{FORMAT}-{model}-{library.fingerprint[:16]}"


def _make(library: Library, encoder: Encoder, folder: Path, progress: Progress) -> None:
    ids, texts = _articles(library)
    keys = np.array([text_key(text) for text in texts], dtype=np.uint64)
    parts = folder.parent / f"vectors-{FORMAT}-{encoder.model}.parts"
    parts.mkdir(exist_ok=True)
    known = np.concatenate([kept for kept, _ in _held(folder, parts, encoder.model)] or [np.zeros(0, dtype=np.uint64)])
    distinct, first = np.unique(keys, return_index=True)
    missing = np.sort(first[~np.isin(distinct, known)])  # in the order of the library
    for done in range(0, len(missing), PART):
        progress(_STAGE, len(distinct) - len(missing) + done, len(distinct))
        chosen = missing[done : done + PART]
        _save_part(parts, keys[chosen], encoder.passages([texts[n] for n in chosen]).astype(np.float16))
    progress(_STAGE, len(distinct), len(distinct))
    _write(folder, ids, keys, list(_held(folder, parts, encoder.model)))
    shutil.rmtree(parts, ignore_errors=True)
    _remove_outdated(folder, encoder.model)


def _articles(library: Library) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Ids, ascending, and texts with the short title of their law in front."""
    titles = {v.version_id: law.key for law in library.laws() for v in library.versions(law.law_id)}
    rows = sorted((a.article_id, f"{titles[a.version_id]} {a.text}") for a in library.articles_for(titles))
    return np.array([number for number, _ in rows], dtype=np.int64), [text for _, text in rows]


def text_key(text: str) -> int:
    """What tells texts (short title of the law, blank, article) apart: 64 bits, so that among a million two agree once in some ten million libraries."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _held(folder: Path, parts: Path, model: str) -> Iterator[tuple[Keys, Halves]]:
    """Keys and vectors made before: for another state of the library, and by an interrupted run."""
    for path in sorted(folder.parent.glob(f"vectors-{FORMAT}-{model}-*/keys.npy")):
        yield (
            np.load(path, allow_pickle=False),
            np.load(path.with_name("vectors.npy"), mmap_mode="r", allow_pickle=False),
        )
    for path in sorted(parts.glob("*.npz")):
        with np.load(path, allow_pickle=False) as part:
            yield part["keys"], part["vectors"]


def _save_part(parts: Path, keys: Keys, vectors: Halves) -> None:
    temporary = parts / "part.tmp"
    with temporary.open("wb") as file:
        np.savez(file, keys=keys, vectors=vectors)
    temporary.replace(parts / f"{keys[0]:016x}.npz")


def _write(folder: Path, ids: npt.NDArray[np.int64], keys: Keys, held: Sequence[tuple[Keys, Halves]]) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        width = held[0][1].shape[1] if held else 0
        vectors: npt.NDArray[Any] = np.zeros((len(ids), width), dtype=np.float16)
        for known, rows in held:
            order = np.argsort(known)
            at = np.minimum(np.searchsorted(known[order], keys), len(known) - 1)
            here = np.flatnonzero(known[order][at] == keys)
            vectors[here] = rows[order[at[here]]]
        for name, array in (("ids", ids), ("keys", keys), ("vectors", vectors)):
            np.save(temporary / f"{name}.npy", array, allow_pickle=False)
        meta = json.dumps({"articles": len(ids), "format": FORMAT})
        (temporary / "meta.json").write_text(meta, encoding="utf-8")
        temporary.replace(folder)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _remove_outdated(folder: Path, model: str) -> None:
    for other in folder.parent.glob(f"vectors-{FORMAT}-{model}-*"):
        if other != folder and other.is_dir():
            shutil.rmtree(other, ignore_errors=True)
