"""Building the clause index: articles → raw numpy arrays in one directory, bounded memory, never half-written."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lawcheck.document import split_paragraphs
from lawcheck.matching.citing_index import CitingClause, CitingIndex
from lawcheck.matching.grams import Codes, encode, fold_table, grams_of_units

__all__ = ["CITING", "FORMAT", "IndexedArticle", "build_index"]

FORMAT: Final = 4  # raise when the arrays or their meaning change: old directories are then rebuilt
K1: Final = 1.2  # BM25 saturation of repeated terms, the usual value (components.md C, E1)
B: Final = 0.75  # BM25 length normalisation, the usual value
WEIGHT_STEPS: Final = 255 / (K1 + 1)  # a weight (at most K1 + 1) is kept in one byte; error below 0.5 %
CHUNK: Final = 2000  # articles encoded at a time: about 30 MB of working memory
PAIR_BLOCK: Final = 20_000  # clauses whose pairs are looked up at a time: about 2 M characters
_DOC_BITS, _COUNT_BITS = np.uint64(8), np.uint64(32)  # a packed posting: term 32 bits | article 24 bits | count 8 bits
_MAX_ARTICLES: Final = 1 << 24
CITING: Final = "citing"
"""Folder of the index of the clauses that cite articles."""


class IndexedArticle(NamedTuple):
    """What the index needs of one article; ``title`` is the short title of its law."""

    article_id: int
    version_id: int
    title: str
    text: str


@dataclass
class _Rows:
    """Growing columns of the article table and the stored clause texts."""

    article_ids: list[int]
    version_ids: list[int]
    clause_counts: list[int]
    clause_lengths: list[int]
    lengths: list[Any]
    texts: list[bytes]


def build_index(
    articles: Iterable[IndexedArticle],
    directory: Path,
    meta: dict[str, object],
    citing: Iterable[CitingClause] = (),
) -> None:
    """Write the index of ``articles`` to ``directory``; it appears whole, by one rename, or not at all.

    The clauses ``citing`` them have an index of their own in it. ``meta`` is stored beside the arrays. An existing directory of the same name is kept (another process was first).
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        count = _write_arrays(articles, temporary)
        text = json.dumps({**meta, "format": FORMAT, "articles": count}, ensure_ascii=False, sort_keys=True)
        (temporary / "meta.json").write_text(text, encoding="utf-8")
        if clauses := tuple(citing):
            CitingIndex.of(clauses).save(temporary / CITING)
        if not directory.exists():
            temporary.replace(directory)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _write_arrays(articles: Iterable[IndexedArticle], directory: Path) -> int:
    rows = _Rows([], [], [], [], [], [])
    postings: list[npt.NDArray[np.uint64]] = []
    for chunk in _chunks(articles):
        postings.append(_chunk_postings(chunk, len(rows.article_ids), rows))
    if len(rows.article_ids) > _MAX_ARTICLES:
        raise ValueError(f"more than {_MAX_ARTICLES} articles")
    _save_articles(directory, rows)
    lengths = np.concatenate(rows.lengths) if rows.lengths else np.zeros(0, dtype=np.int32)
    _save_postings(directory, postings, lengths)
    _save_pairs(directory)
    return len(rows.article_ids)


def _chunks(articles: Iterable[IndexedArticle]) -> Iterator[Sequence[IndexedArticle]]:
    source = (article for article in articles if article.text.strip())
    while chunk := tuple(islice(source, CHUNK)):
        yield chunk


def _chunk_postings(chunk: Sequence[IndexedArticle], first: int, rows: _Rows) -> npt.NDArray[np.uint64]:
    """Packed postings of some articles, ascending; their rows of the article table are appended to ``rows``."""
    for article in chunk:
        _add_row(article, rows)
    pieces = [encode(f"{a.title}\n{a.text}\n") for a in chunk]
    sizes = np.array([len(piece) // 2 for piece in pieces])
    units = fold_table()[np.frombuffer(b"".join(pieces), dtype="<u2")]
    owner = np.repeat(np.arange(first, first + len(chunk)), sizes)
    kept = units != 0xFFFF
    codes, at = grams_of_units(units[kept])
    owner = owner[kept][at]
    rows.lengths.append(np.bincount(owner - first, minlength=len(chunk)).astype(np.int32))
    return _count(codes, owner)


def _add_row(article: IndexedArticle, rows: _Rows) -> None:
    clauses = [encode(clause) for clause in split_paragraphs(article.text)]
    rows.article_ids.append(article.article_id)
    rows.version_ids.append(article.version_id)
    rows.clause_counts.append(len(clauses))
    rows.clause_lengths.extend(len(clause) // 2 for clause in clauses)
    rows.texts.append(b"".join(clauses))


def _count(codes: Codes, owner: npt.NDArray[np.intp]) -> npt.NDArray[np.uint64]:
    """Occurrences (term, article) → sorted packed (term, article, how often, at most 255)."""
    keys = (codes.astype(np.uint64) << _COUNT_BITS) | owner.astype(np.uint64)
    keys.sort()
    first = _run_starts(keys)
    counts = np.minimum(np.diff(first, append=len(keys)), 255).astype(np.uint64)
    keys = keys[first]
    low = keys & np.uint64(0xFFFFFFFF)
    return ((keys >> _COUNT_BITS) << _COUNT_BITS) | (low << _DOC_BITS) | counts


def _run_starts(keys: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Where each run of equal values begins."""
    starts = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=starts[1:])
    return np.flatnonzero(starts)


def _save_articles(directory: Path, rows: _Rows) -> None:
    _save(directory, "article_ids", np.array(rows.article_ids, dtype=np.int64))
    _save(directory, "version_ids", np.array(rows.version_ids, dtype=np.int64))
    _save(directory, "article_clauses", _offsets(rows.clause_counts))
    _save(directory, "clause_starts", _offsets(rows.clause_lengths))
    _save(directory, "text", np.frombuffer(b"".join(rows.texts), dtype="<u2"))
    rows.texts.clear()


def _offsets(lengths: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(np.array(lengths, dtype=np.int64))]).astype(np.int64)


def _save_postings(directory: Path, parts: list[npt.NDArray[np.uint64]], lengths: npt.NDArray[np.int32]) -> None:
    packed = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)
    parts.clear()
    packed.sort()
    terms = (packed >> _COUNT_BITS).astype(np.uint32)
    first = _run_starts(terms)
    starts = np.append(first, len(terms)).astype(np.int64)
    _save(directory, "terms", terms[first])
    del terms
    _save(directory, "starts", starts)
    _save(directory, "idf", _idf(np.diff(starts), len(lengths)))
    docs, weights = _docs_and_weights(packed, lengths)
    _save(directory, "docs", docs)
    _save(directory, "weights", weights)


def _idf(frequency: npt.NDArray[np.int64], articles: int) -> npt.NDArray[np.float32]:
    ratio: npt.NDArray[np.float64] = (articles - frequency + 0.5) / (frequency + 0.5)
    return np.log1p(ratio).astype(np.float32)


def _docs_and_weights(
    packed: npt.NDArray[np.uint64], lengths: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint8]]:
    """Unpack in blocks, so that no second array of that size is alive."""
    docs = np.empty(len(packed), dtype=np.int32)
    weights = np.empty(len(packed), dtype=np.uint8)
    norm = (K1 * (1 - B + B * lengths / max(lengths.mean(), 1.0) if len(lengths) else lengths)).astype(np.float32)
    for start in range(0, len(packed), 1 << 20):
        block = packed[start : start + (1 << 20)]
        doc = ((block >> _DOC_BITS) & np.uint64(0xFFFFFF)).astype(np.int32)
        count = (block & np.uint64(255)).astype(np.float32)
        docs[start : start + len(block)] = doc
        weights[start : start + len(block)] = np.rint(count * (K1 + 1) / (count + norm[doc]) * WEIGHT_STEPS)
    return docs, weights


def _save_pairs(directory: Path) -> None:
    """For every unit of the stored text the term that begins there, as its position in ``terms``, -1 where no pair of
    one clause begins: with it two texts are compared without reading characters."""
    terms, text, starts = (_load(directory, name) for name in ("terms", "text", "clause_starts"))
    found = np.full(len(text), -1, dtype=np.int32)
    for first in range(0, len(starts) - 1, PAIR_BLOCK):
        bounds = starts[first : first + PAIR_BLOCK + 1]
        units = fold_table()[text[bounds[0] : bounds[-1]]]
        owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        kept = np.flatnonzero(units != 0xFFFF)
        left, right = kept[:-1], kept[1:]
        whole = (units[left] != 0) & (units[right] != 0) & (owner[left] == owner[right])
        left, right = left[whole], right[whole]
        codes = (units[left].astype(np.uint32) << np.uint32(16)) | units[right]
        found[bounds[0] + left] = np.searchsorted(terms, codes)
    _save(directory, "pairs", found)


def _load(directory: Path, name: str) -> npt.NDArray[Any]:
    return np.asarray(np.load(directory / f"{name}.npy", mmap_mode="r", allow_pickle=False))


def _save(directory: Path, name: str, array: npt.NDArray[Any]) -> None:
    np.save(directory / f"{name}.npy", array, allow_pickle=False)
