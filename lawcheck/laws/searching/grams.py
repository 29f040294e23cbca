"""Postings of single characters and of pairs, made with numpy: some 300,000 terms of 12 million characters in seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["Postings", "gram_postings", "grams_of"]

_PARTS: Final = 8  # the pairs are sorted in so many parts, which keeps the peak of memory low
_CODE: Final = 21  # bits of a code point
_MAX_COUNT: Final = 255  # counts above say nothing more to the ranking


class Postings(NamedTuple):
    """Where a term occurs: document numbers, rising, and how often."""

    ids: NDArray[np.uint32]
    counts: NDArray[np.uint8]


def grams_of(run: str) -> list[str]:
    """The terms that an unbroken run must contain: its pairs, or the one character.

    >>> grams_of("消防法"), grams_of("水")
    (['消防', '防法'], ['水'])
    """
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def gram_postings(texts: Sequence[str]) -> Iterator[tuple[str, Postings]]:
    """Every character and every pair of neighbours (letters, digits, 汉字) in the order of their code points.

    >>> [(term, p.ids.tolist(), p.counts.tolist()) for term, p in gram_postings(["水土水", "水。土"])]
    [('土', [0, 1], [1, 1]), ('土水', [0], [1]), ('水', [0, 1], [2, 1]), ('水土', [0], [1])]
    """
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), [len(text) + 1 for text in texts])
    starts = np.flatnonzero(_letters(codes)[codes])
    if not len(starts):
        return
    cuts = np.unique(np.quantile(codes[starts], np.linspace(0, 1, _PARTS + 1), method="lower")).tolist()
    firsts = codes[starts]
    for low, high in zip([0, *cuts[1:-1]], [*cuts[1:-1], 1 << _CODE], strict=True):
        yield from _terms(codes, owners, starts[(firsts >= low) & (firsts < high)])


def _letters(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    table = np.zeros(1 << _CODE, dtype=np.bool_)
    found = np.unique(codes)
    table[found] = [chr(code).isalnum() for code in found.tolist()]
    return table


def _terms(
    codes: NDArray[np.uint32], owners: NDArray[np.uint32], starts: NDArray[np.intp]
) -> Iterator[tuple[str, Postings]]:
    """Sort (first, second, document) as one number each; equal ones are counted."""
    if not len(starts):
        return
    second = codes[starts + 1]
    paired = _letters(second)[second]
    first = codes[starts].astype(np.uint64) << np.uint64(_CODE)
    keys = np.concatenate([first, (first | second)[paired]])
    del first
    rows = np.concatenate([owners[starts], owners[starts][paired]])
    packed = np.sort(keys << np.uint64(_CODE) | rows)
    del keys, rows
    heads = np.flatnonzero(np.diff(packed, prepend=~packed[:1]))
    counts = np.minimum(np.diff(heads, append=len(packed)), _MAX_COUNT).astype(np.uint8)
    packed = packed[heads]
    ids = (packed & np.uint64((1 << _CODE) - 1)).astype(np.uint32)
    packed >>= np.uint64(_CODE)
    bounds = np.flatnonzero(np.diff(packed, prepend=~packed[:1]))
    ends = [*bounds[1:].tolist(), len(packed)]
    for key, start, end in zip(packed[bounds].tolist(), bounds.tolist(), ends, strict=True):
        low = key & ((1 << _CODE) - 1)
        yield chr(key >> _CODE) + (chr(low) if low else ""), Postings(ids[start:end], counts[start:end])
