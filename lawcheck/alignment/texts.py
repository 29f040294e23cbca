"""The core of the aligner: two lists of texts, and which text of the one stands as which of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, Literal, NamedTuple

import numpy as np

__all__ = ["ONE_SHAPE", "PairKind", "TextPair", "align_texts", "same_text"]

PairKind = Literal["same", "renumbered", "moved", "reworded", "split", "merged", "deleted", "added"]

IN_ORDER: Final = 0.3
"""Texts whose neighbours correspond may be this unlike (治安管理处罚法 75→89 is 0.42) …"""
OUT_OF_ORDER: Final = 0.6
"""… others must be much alike, or chance wins: laws repeat their phrases."""
PART: Final = 0.7
"""Share of a text's character pairs that must stand in another one for it to be a part of that."""
WEAK: Final = 0.6
"""A pair in order below this gives way where one of the two stands almost whole elsewhere …"""
SURE: Final = 0.85
"""… this share of it at least, or is this much alike …"""
CLEAR: Final = 0.2
"""… and by so much more than in the pair in order."""
NEARLY: Final = 0.9
"""Laws repeat their formulas: all that hold this share of the best count as holding a part."""
AHEAD: Final = 0.1
"""A part must add this share of its own pairs to what the other parts already explain of the whole."""
_NOISE: Final = re.compile(r"[^\w]|第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?|本法|应当")
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")
ONE_SHAPE: Final = str.maketrans("(),;:?!\"“”'‘’", "（），；：？！＂＂＂＇＇＇")
"""Marks of every width and shape as one, so that only words count; of equal length."""


class TextPair(NamedTuple):
    """``old`` stands as ``new`` (positions from 0; None: deleted, added). ``similarity`` is the Dice coefficient of the
    character pairs, 0–1; ``in_order`` tells that the neighbours correspond too."""

    old: int | None
    new: int | None
    similarity: float
    kind: PairKind
    in_order: bool = True


def same_text(a: str, b: str) -> bool:
    """Whether two texts differ in nothing but blanks and the width or shape of marks.

    >>> same_text("处 一万元罚款,并公告。", "处一万元罚款，并公告。"), same_text("一万元", "二万元")
    (True, False)
    """
    return a == b or _folded(a) == _folded(b)


def _folded(text: str) -> str:
    return _BLANKS.sub("", text).translate(ONE_SHAPE)


def align_texts(old: Sequence[str], new: Sequence[str]) -> tuple[TextPair, ...]:
    """Every text of both lists in at least one pair, in the order of ``old``, added ones last.

    The order is kept as far as it can be; what is left over is paired where it is much alike, or joined to the text of
    which it is a part (split, merged). Never ``renumbered``: bare texts have no numbers.

    >>> [(p.old, p.new, p.kind) for p in align_texts(["公民有依法纳税的义务。"], ["新设。", "公民有依法纳税的义务。"])]
    [(0, 1, 'same'), (None, 0, 'added')]
    """
    if not old or not new:
        return (*(_lonely(i, None) for i in range(len(old))), *(_lonely(None, j) for j in range(len(new))))
    found = _Counts.of(old, new)
    ordered = dict(_in_order(np.where(_outdone(found), 0.0, found.dice)))
    whole = ordered | dict(_out_of_order(found.dice, ordered))
    parts = list(_parts(found, whole))
    return tuple(_named(old, new, found.dice, ordered, whole, parts))


def _lonely(old: int | None, new: int | None) -> TextPair:
    return TextPair(old, new, 0.0, "added" if old is None else "deleted")


class _Counts(NamedTuple):
    """``left`` and ``right``: the character pairs of each text; ``shared``: how many two texts have in common."""

    left: list[set[str]]
    right: list[set[str]]
    shared: np.ndarray
    old_sizes: np.ndarray
    new_sizes: np.ndarray
    dice: np.ndarray

    @classmethod
    def of(cls, old: Sequence[str], new: Sequence[str]) -> _Counts:
        left, right = ([_pairs_of(text) for text in side] for side in (old, new))
        shared = _shared(left, right)
        old_sizes, new_sizes = (np.array([len(pairs) for pairs in side], dtype=float) for side in (left, right))
        dice = 2 * shared / np.maximum(old_sizes[:, None] + new_sizes[None, :], 1)
        return cls(left, right, shared, old_sizes, new_sizes, dice)


def _pairs_of(text: str) -> set[str]:
    plain = _NOISE.sub("", text) or _BLANKS.sub("", text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or {plain}


def _shared(left: Sequence[set[str]], right: Sequence[set[str]]) -> np.ndarray:
    """Texts × texts: common pairs, counted over the texts of ``right`` that hold each pair (a sparse product)."""
    holders: dict[str, list[int]] = {}
    for at, pairs in enumerate(right):
        for pair in pairs:
            holders.setdefault(pair, []).append(at)
    shared = np.zeros((len(left), len(right)))
    for row, pairs in zip(shared, left, strict=True):
        held = list(chain.from_iterable(holders[pair] for pair in pairs if pair in holders))
        row[:] = np.bincount(np.array(held, dtype=np.intp), minlength=len(right))
    return shared


def _outdone(found: _Counts) -> np.ndarray:
    """Weak pairs of which one side has its true counterpart, or its whole, elsewhere."""
    in_new = found.shared / np.maximum(found.old_sizes[:, None], 1)
    in_old = found.shared / np.maximum(found.new_sizes[None, :], 1)
    rival = np.maximum(in_new.max(axis=1)[:, None], in_old.max(axis=0)[None, :])
    outdone: np.ndarray = (found.dice < WEAK) & (rival >= SURE) & (rival - np.maximum(in_new, in_old) >= CLEAR)
    return outdone


def _in_order(dice: np.ndarray) -> Iterator[tuple[int, int]]:
    """The chain of pairs in the order of both lists with the greatest sum of similarity."""
    gain = np.where(dice >= IN_ORDER, dice - IN_ORDER / 2, 0.0)
    rows, columns = gain.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        reached = np.maximum(best[i, 1:], best[i, :-1] + gain[i])
        best[i + 1, 1:] = np.maximum.accumulate(reached)
    i, j = rows, columns
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            yield i, j


def _out_of_order(dice: np.ndarray, taken: dict[int, int]) -> Iterator[tuple[int, int]]:
    """The most alike of what is left, one to one."""
    left = dice.copy()
    left[list(taken), :] = 0
    left[:, list(taken.values())] = 0
    while (top := int(left.argmax())) >= 0 and left.flat[top] >= OUT_OF_ORDER:
        i, j = divmod(top, left.shape[1])
        left[i, :], left[:, j] = 0, 0
        yield i, j


def _parts(found: _Counts, whole: dict[int, int]) -> Iterator[tuple[int, int, PairKind]]:
    """Texts left over that stand inside another one that is paired: splits and mergers."""
    back = {j: i for i, j in whole.items()}
    for j in sorted(set(range(found.shared.shape[1])) - set(back)):
        for i in _holders(found.shared[:, j], whole, j):
            if _is_part(found.right[j], found.right[whole[i]], found.left[i]):
                yield i, j, "split"
                break
    for i in sorted(set(range(found.shared.shape[0])) - set(whole)):
        for j in _holders(found.shared[i], back, i):
            if _is_part(found.left[i], found.left[back[j]], found.right[j]):
                yield i, j, "merged"
                break


def _holders(shared: np.ndarray, partner: dict[int, int], at: int) -> list[int]:
    """The paired texts that hold nearly as much of a part as any does; nearest first, for a part stays beside the rest."""
    most = [int(k) for k in np.flatnonzero(shared >= NEARLY * shared.max()) if int(k) in partner]
    return sorted(most, key=lambda k: abs(partner[k] - at))


def _is_part(part: set[str], other: set[str], whole: set[str]) -> bool:
    """Whether ``part`` stands in ``whole`` and says there what the ``other`` part does not say already."""
    inside = part & whole
    return len(inside) >= PART * len(part) and len(inside - other) >= AHEAD * len(part)


def _named(
    old: Sequence[str],
    new: Sequence[str],
    dice: np.ndarray,
    ordered: dict[int, int],
    whole: dict[int, int],
    parts: list[tuple[int, int, PairKind]],
) -> Iterator[TextPair]:
    split = {i for i, _, kind in parts if kind == "split"}
    merged = {j for _, j, kind in parts if kind == "merged"}
    for i in range(len(old)):
        found = [(j, kind) for k, j, kind in parts if k == i]
        if (j := whole.get(i)) is not None:
            kind: PairKind = "split" if i in split else "merged" if j in merged else "moved"
            if kind == "moved" and i in ordered:
                kind = "same" if same_text(old[i], new[j]) else "reworded"
            found.insert(0, (j, kind))
        for j, kind in found:
            yield TextPair(i, j, round(float(dice[i, j]), 4), kind, ordered.get(i) == j)
        if not found:
            yield _lonely(i, None)
    known = {*whole.values(), *(j for _, j, _ in parts)}
    yield from (_lonely(None, j) for j in range(len(new)) if j not in known)
