"""The innermost loops of matching as machine code. Only :mod:`lawcheck.matching.compiled` imports this, since it needs
numba (``lawcheck[fast]``) and half a second; the same is written with numpy where each loop is used.

Sums are kept in double precision and rounded once, here as there: no order of adding shows in a result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import njit
from numba.core import types

__all__ = ["along", "asked", "near", "overlap", "reached", "walk", "whole", "within"]

F = TypeVar("F", bound=Callable[..., Any])
Floats = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]
BLOCK: Final = 64  # rows looked at together: most blocks have none above the floor
SPARSE: Final = 4  # lines of a hash table for each entry
ALL: Final = np.uint64(0xFFFFFFFFFFFFFFFF)
BLANK: Final = 0xFFFF  # mark of what is dropped in the table that folds characters (0 separates)
LANE: Final = 4  # trees whose sixteen leaves fill a word of 64 bits


def _array(kind: Any, dimensions: int = 1) -> Any:
    """An array that the loop only reads: those mapped from a file cannot be written."""
    return types.Array(kind, dimensions, "C", readonly=True)


_LONGS, _FLOATS = _array(types.int64), _array(types.float32)


def _compiled(signature: Any = None) -> Callable[[F], F]:
    """Machine code, made at import for arguments of this kind (else when first called) and kept on disk by numba."""
    return cast("Callable[[F], F]", njit(signature, cache=True, nogil=True))


@_compiled()
def _pairs(units: npt.NDArray[np.uint16], fold: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint32]:
    """The pairs of a text, ascending, each as often as it occurs."""
    found, number, before = np.empty(len(units), dtype=np.uint32), 0, np.uint32(0)
    for unit in units:
        folded = np.uint32(fold[unit])
        if folded != BLANK:
            if folded and before:
                found[number] = (before << np.uint32(16)) | folded
                number += 1
            before = folded
    return np.sort(found[:number])


@_compiled(
    (*(_array(kind) for kind in (types.uint16, types.int64, types.uint16, types.uint32)), _FLOATS, types.float32)
)
def asked(
    units: npt.NDArray[np.uint16],
    sizes: Longs,
    fold: npt.NDArray[np.uint16],
    terms: npt.NDArray[np.uint32],
    idf: Floats,
    rarest: np.float32,
) -> tuple[Longs, npt.NDArray[np.uint32], Longs, Longs, Floats]:
    """The distinct pairs of each text, ascending: the text, the pair, how often it occurs, its place among ``terms`` (-1:
    unknown) and its rarity. The texts stand in ``units`` one after the other, of these ``sizes``."""
    owner, codes = np.empty(len(units), dtype=np.int64), np.empty(len(units), dtype=np.uint32)
    counts, places = np.empty(len(units), dtype=np.int64), np.empty(len(units), dtype=np.int64)
    rarity, number, start = np.empty(len(units), dtype=np.float32), 0, 0
    for text in range(len(sizes)):
        first = number
        for code in _pairs(units[start : start + sizes[text]], fold):
            if number > first and codes[number - 1] == code:
                counts[number - 1] += 1
            else:
                place = np.searchsorted(terms, code)
                known = place < len(terms) and terms[place] == code
                owner[number], codes[number], counts[number] = text, code, 1
                places[number], rarity[number] = (place, idf[place]) if known else (-1, rarest)
                number += 1
        start += sizes[text]
    return owner[:number], codes[:number], counts[:number], places[:number], rarity[:number]


@_compiled((*(_LONGS,) * 3, _FLOATS, types.int64, *(types.float64,) * 3, types.int64))
def parted(
    owner: Longs,
    counts: Longs,
    places: Longs,
    rarity: Floats,
    texts: int,
    steps: float,
    common: float,
    frequent: float,
    enough: int,
) -> tuple[Longs, Longs, npt.NDArray[np.float32]]:
    """Of the terms of ``texts`` those that are walked through, those that are looked up, and the factor of each term.

    Terms below ``common`` and those below ``frequent`` are left to others where ``enough`` of the text remain."""
    factors, kinds = np.empty(len(owner), dtype=np.float32), np.zeros((2, texts), dtype=np.int64)
    for n in range(len(owner)):
        factors[n] = np.float32(np.float64(counts[n]) * np.float64(rarity[n]) / steps)
        if places[n] >= 0:
            kinds[0, owner[n]] += rarity[n] >= common
            kinds[1, owner[n]] += rarity[n] >= frequent
    walk, look = np.empty(len(owner), dtype=np.int64), np.empty(len(owner), dtype=np.int64)
    walked, looked = 0, 0
    for n in range(len(owner)):
        if places[n] >= 0 and (rarity[n] >= common or kinds[0, owner[n]] < enough):
            if rarity[n] >= frequent or kinds[1, owner[n]] < enough:
                walk[walked] = n
                walked += 1
            else:
                look[looked] = n
                looked += 1
    return walk[:walked], look[:looked], factors


@_compiled()
def _above(bits: npt.NDArray[np.int32], floor: np.int32) -> Longs:
    rows, found = np.empty(len(bits), dtype=np.int64), 0
    for first in range(0, len(bits), BLOCK):
        block = bits[first : first + BLOCK]
        highest = np.int32(0)
        for n in range(len(block)):
            highest = max(highest, block[n])
        if highest > floor:
            for n in range(len(block)):
                if block[n] > floor:
                    rows[found] = first + n
                    found += 1
    return rows[:found].copy()


@_compiled((_LONGS, _array(types.int32), _array(types.uint8), _LONGS, _FLOATS, types.float32[::1], types.float64))
def walk(
    starts: Longs,
    docs: npt.NDArray[np.int32],
    weights: npt.NDArray[np.uint8],
    terms: Longs,
    factors: Floats,
    walked: Floats,
    share: float,
) -> tuple[np.float32, Longs]:
    """Add the postings of ``terms`` to ``walked`` (zeros, one a row). Gives ``share`` of the highest, and the rows above."""
    for n in range(len(terms)):
        first, last = starts[terms[n]], starts[terms[n] + 1]
        rows, values, factor = docs[first:last], weights[first:last], factors[n]
        for at in range(len(rows)):
            walked[np.uint32(rows[at])] += np.float32(values[at]) * factor
    bits = walked.view(
        np.int32
    )  # numbers that are not negative stand in the order of their bits, which are compared sooner
    highest = np.int32(0)
    for row in range(len(bits)):
        highest = max(highest, bits[row])
    floor = np.zeros(1, dtype=np.int32)
    floor[0] = highest
    floor.view(np.float32)[0] = np.float32(share * np.float64(floor.view(np.float32)[0]))
    return floor.view(np.float32)[0], _above(bits, floor[0])


@_compiled((_FLOATS, types.float32))
def above(values: Floats, floor: np.float32) -> Longs:
    """The places of ``values``, none negative, above ``floor``."""
    least = np.zeros(1, dtype=np.float32)
    least[0] = floor
    return _above(values.view(np.int32), least.view(np.int32)[0])


@_compiled((_FLOATS, _LONGS, _LONGS))
def highest(values: Floats, places: Longs, firsts: Longs) -> Floats:
    """The highest of the ``values`` at ``places`` in each of the parts that begin at ``firsts``, none of them empty."""
    found = np.empty(len(firsts), dtype=np.float32)
    for part in range(len(firsts)):
        best = values[places[firsts[part]]]
        for at in range(firsts[part] + 1, firsts[part + 1] if part + 1 < len(firsts) else len(places)):
            best = max(best, values[places[at]])
        found[part] = best
    return found


@_compiled((_LONGS, _array(types.int32), _FLOATS, _LONGS, _FLOATS, types.int64))
def along(
    starts: Longs, docs: npt.NDArray[np.int32], weights: Floats, terms: Longs, factors: Floats, clauses: int
) -> Floats:
    """The product of a text, with ``factors`` at its ``terms``, and each of the ``clauses``."""
    total = np.zeros(clauses, dtype=np.float64)
    for n in range(len(terms)):
        for at in range(starts[terms[n]], starts[terms[n] + 1]):
            total[docs[at]] += np.float64(weights[at] * factors[n])
    return total.astype(np.float32)


@_compiled((_FLOATS, _LONGS, _array(types.uint8, 2), _LONGS, _FLOATS))
def whole(walked: Floats, rows: Longs, table: npt.NDArray[np.uint8], columns: Longs, factors: Floats) -> Floats:
    """What was walked through for ``rows``, and what ``columns`` of the ``table`` of frequent pairs add to it."""
    scores = np.zeros(len(rows), dtype=np.float32)
    for n in range(len(rows)):
        more = 0.0
        for column in range(len(columns)):
            more += np.float64(table[rows[n], columns[column]]) * np.float64(factors[column])
        scores[n] = walked[rows[n]] + np.float32(more)
    return scores


@_compiled()
def _table(places: Longs) -> Longs:
    """A small hash table of the known pairs of a clause: lines of place and position, both from 1. Four lines a pair, so
    that what is not there is seen at the first look."""
    size = 64
    while size < SPARSE * len(places):
        size *= 2
    table = np.zeros((size, 2), dtype=np.int64)
    for n in range(len(places)):
        if places[n] >= 0:
            line = places[n] & (size - 1)
            while table[line, 0]:
                line = (line + 1) & (size - 1)
            table[line, 0], table[line, 1] = places[n] + 1, n + 1
    return table


@_compiled()
def _shared(
    text: npt.NDArray[np.int32], table: Longs, weights: Floats, number: int, seen: Longs, line: npt.NDArray[np.uint8]
) -> tuple[np.float32, np.float32]:
    """Containment and reverse of one 款; the pairs found are marked in the ``line`` of its article."""
    total, inside, share, last = 0, 0, 0.0, len(table) - 1
    for at in range(len(text)):
        if text[at] >= 0:
            total += 1
            slot = text[at] & last
            while table[slot, 0] and table[slot, 0] != text[at] + 1:
                slot = (slot + 1) & last
            if table[slot, 0]:
                inside += 1
                n = table[slot, 1] - 1
                if seen[n] != number + 1:
                    seen[n], line[n] = number + 1, 1
                    share += np.float64(weights[n])
    return np.float32(share), np.float32(inside) / np.float32(max(total, 1))


@_compiled()
def _articles(held: npt.NDArray[np.uint8], weights: Floats, values: Floats) -> None:
    """Whole and local of each article, of which ``held`` says what pairs it has."""
    articles, pairs = held.shape
    rarity, total = np.zeros(pairs), 0.0
    for n in range(pairs):
        holding = 0
        for line in range(articles):
            holding += held[line, n]
        rarity[n] = np.log((articles + 1) / (holding + 0.5))
        total += rarity[n]
    for line in range(articles):
        whole, local = 0.0, 0.0
        for n in range(pairs):
            if held[line, n]:
                whole += np.float64(weights[n])
                local += rarity[n]
        values[line, 2], values[line, 3] = np.float32(whole), np.float32(local / max(total, 1e-9))


@_compiled((_array(types.int32), _LONGS, _LONGS, _LONGS, _FLOATS, _LONGS, _LONGS, _LONGS))
def overlap(
    pairs: npt.NDArray[np.int32],
    clause_starts: Longs,
    article_clauses: Longs,
    places: Longs,
    weights: Floats,
    firsts: Longs,
    rows: Longs,
    bounds: Longs,
) -> tuple[Longs, Floats]:
    """For each candidate (``rows``, those of a clause between two ``bounds``) the number of its best 款, and a line of
    containment, reverse, whole and local (see ``FEATURES``). ``places`` are the pairs of all clauses with their
    ``weights``, those of one clause between two ``firsts``; the first three arguments belong to the index."""
    numbers = np.zeros(len(rows), dtype=np.int64)
    values = np.zeros((len(rows), 4), dtype=np.float32)
    for clause in range(len(bounds) - 1):
        own = places[firsts[clause] : firsts[clause + 1]]
        rarity = weights[firsts[clause] : firsts[clause + 1]]
        table = _table(own)
        seen = np.zeros(len(own), dtype=np.int64)  # number of the last 款 found to have the pair, and 1
        held = np.zeros((bounds[clause + 1] - bounds[clause], len(own)), dtype=np.uint8)
        for candidate in range(bounds[clause], bounds[clause + 1]):
            line, highest = held[candidate - bounds[clause]], np.float32(-1)
            for number in range(article_clauses[rows[candidate]], article_clauses[rows[candidate] + 1]):
                text = pairs[clause_starts[number] : clause_starts[number + 1]]
                containment, reverse = _shared(text, table, rarity, number, seen, line)
                if containment + reverse > highest:
                    highest, numbers[candidate] = containment + reverse, number
                    values[candidate, 0], values[candidate, 1] = containment, reverse
        _articles(held, rarity, values[bounds[clause] : bounds[clause + 1]])
    return numbers, values


@_compiled((_LONGS, _LONGS, _FLOATS))
def within(bounds: Longs, laws: Longs, retrieval: Floats) -> Floats:
    """``retrieval`` of each candidate over the best of the same clause (those between two ``bounds``) and law."""
    shares = np.empty(len(laws), dtype=np.float32)
    for clause in range(len(bounds) - 1):
        for n in range(bounds[clause], bounds[clause + 1]):
            best = np.float32(1e-9)
            for other in range(bounds[clause], bounds[clause + 1]):
                if laws[other] == laws[n]:
                    best = max(best, retrieval[other])
            shares[n] = retrieval[n] / best
    return shares


@_compiled((_FLOATS, _LONGS, _LONGS, _LONGS, _LONGS, _LONGS, _LONGS, _LONGS, _FLOATS, types.int64))
def near(
    weights: Floats,
    clauses: Longs,
    articles: Longs,
    numbers: Longs,
    places: Longs,
    first: Longs,
    last: Longs,
    order: Longs,
    faded: Floats,
    beside: int,
) -> Floats:
    """Two lines, near and beside (see ``FEATURES``), of the candidates for clauses ``numbers`` at ``places`` of their laws.
    Those that lean (``weights``, their ``clauses`` and ``articles``) are looked at between ``first`` and ``last`` in
    ``order``; ``faded`` is what is left of an influence by distance."""
    values = np.zeros((2, len(numbers)), dtype=np.float32)
    for n in range(len(numbers)):
        total, direct = 0.0, 0.0
        for at in range(first[n], last[n]):
            by = order[at]
            distance, gap = abs(clauses[by] - numbers[n]), abs(articles[by] - places[n])
            if distance:
                total += np.float64(weights[by] * faded[min(distance + gap, len(faded) - 1)])
                if distance <= beside and gap <= 1:
                    direct += np.float64(weights[by])
        values[0, n], values[1, n] = np.float32(total), np.float32(direct)
    return values


@_compiled(
    (
        _array(types.float32, 2),
        _LONGS,
        _FLOATS,
        _LONGS,
        _array(types.uint64, 2),
        _array(types.uint8),
        _array(types.float32, 2),
    )
)
def reached(
    values: Floats,
    features: Longs,
    thresholds: Floats,
    bounds: Longs,
    remaining: npt.NDArray[np.uint64],
    first_bits: npt.NDArray[np.uint8],
    leaves: Floats,
) -> Floats:
    """The total of each line of ``values``: the tables of ``Trees``, of which that for a feature has its thresholds
    between two ``bounds`` and one line of ``remaining`` more than thresholds."""
    totals = np.zeros(len(values), dtype=np.float32)
    left = np.empty(remaining.shape[1], dtype=np.uint64)
    for row in range(len(values)):
        for word in range(len(left)):
            left[word] = ALL
        for n in range(len(features)):
            step = bounds[n] + n  # the first line of its table, then one for each threshold exceeded
            for threshold in thresholds[bounds[n] : bounds[n + 1]]:
                step += threshold < values[row, features[n]]
            for word in range(len(left)):
                left[word] &= remaining[step, word]
        total = 0.0
        for tree in range(len(leaves)):
            bits = (left[tree // LANE] >> np.uint64(16 * (tree % LANE))) & np.uint64(0xFFFF)
            total += np.float64(leaves[tree, first_bits[bits]])
        totals[row] = np.float32(total)
    return totals
