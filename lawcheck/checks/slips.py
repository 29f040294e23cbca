"""Slips of the pen: two characters that no law writes side by side, where one changed character makes words that laws write.

A noisy channel (Kernighan, Church and Gale 1990): what may have been meant are characters that sound or look alike, two characters
in the other order, and a character or word written once instead of twice. How likely each is beside its neighbours is counted in
laws and regulations (:mod:`lawcheck.checks.characters`); a slip is told where another writing is so much likelier that names and
rare words hardly ever look like it (``FLOOR``, by ``benchmarks/slips.py``). A character left out is not looked for: one
in eight was told, at more false ones than all the others give.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Final, NamedTuple

from lawcheck.checks.characters import ATTESTED, END, LONGEST, START, Characters, load_characters

__all__ = ["FLOOR", "Slip", "find_slips"]

FLOOR: Final = 12.0
"""Natural logarithm of how much likelier the other writing has to be."""
_NEW_WORD: Final = 5.0
"""By how much the odds of two other characters have to be higher, and those of one that is left out or of a known pair."""
_OTHERWISE: Final = 2.0
_RARE: Final = 100
"""Times below which a character is a rare one, and by how much the odds have to be higher: it was looked for, not typed."""
_RARE_ONE: Final = 4.0
_APART: Final = 3  # characters between two slips; nearer ones are one
_USUAL: Final = 30
"""Times from which two characters are a usual word; the two at the seam of two such words need not be usual themselves."""
_SEAM: Final = 6
"""Times from which the two at such a seam are no slip; 签定 and 下例 stand in texts of the law itself, fewer times."""
_JOINING: Final = frozenset("或和与及的")
_EDGES: Final = frozenset((START, END))
_NUMERALS: Final = frozenset("零〇一二三四五六七八九十百千万亿")
_TWICE: Final = re.compile("(?=([\u4e00-\u9fff]{1,2})\\1)")
_RUN: Final = re.compile("[\u4e00-\u9fff]{6,}")


class Slip(NamedTuple):
    """What stands from ``start`` to ``end`` of the text, what was probably meant instead, and how much likelier that is."""

    start: int
    end: int
    meant: str
    odds: float


class _Edit(NamedTuple):
    start: int
    end: int
    meant: str


def find_slips(text: str, characters: Characters | None = None, floor: float = FLOOR) -> tuple[Slip, ...]:
    """The slips of the pen in ``text``, in their order.

    >>> [(slip.start, slip.end, slip.meant) for slip in find_slips("由县级以上人民政府城市管理部门给予行政处伐。")]
    [(19, 21, '处罚')]
    >>> find_slips("由县级以上人民政府城市管理部门给予行政处罚。")
    ()
    """
    characters = characters or load_characters()
    runs = list(_RUN.finditer(text))
    joined = "".join(START + run[0] + END for run in runs)
    starts = list(accumulate((len(run[0]) + 2 for run in runs), initial=0))
    slips = []
    for start, end, meant, odds in _of_runs(joined, characters, floor):
        start, end, meant = _as_word(joined, _Edit(start, end, meant), characters)
        number = bisect_right(starts, start) - 1
        shift = runs[number].start() - starts[number] - 1
        slips.append(Slip(start + shift, end + shift, meant, odds))
    return tuple(slips)


def _as_word(text: str, edit: _Edit, characters: Characters) -> _Edit:
    """With the copy that stays, or the neighbour that one other character is oftener beside."""
    start, end, meant = edit
    if not meant:
        return _Edit(start, end + end - start, text[start:end])
    before, behind = text[start - 1], text[end]
    if len(meant) > 1 or (before in _EDGES and behind in _EDGES):
        return edit
    if behind in _EDGES or (
        before not in _EDGES and characters.count(before + meant) >= characters.count(meant + behind)
    ):
        return _Edit(start - 1, end, before + meant)
    return _Edit(start, end + 1, meant + behind)


def _of_runs(text: str, characters: Characters, floor: float) -> Iterator[Slip]:
    """``text`` is made of stretches of characters between ``START`` and ``END``."""
    odd = set(characters.odd_pairs(text))
    twice = {found.start() for found in _TWICE.finditer(text)}
    found = [
        slip for at in sorted(odd | twice) if (slip := _at(text, at, at in odd, characters)) and slip.odds >= floor
    ]
    kept: list[Slip] = []
    for slip in sorted(found, key=lambda slip: (-slip.odds, slip.start)):
        if all(abs(slip.start - other.start) > _APART for other in kept):
            kept.append(slip)
    return iter(sorted(kept))


def _is_seam(text: str, at: int, characters: Characters) -> bool:
    """Whether the pair, which laws write now and then, lies between two usual words (设有|分支): one character changed
    would spoil a word; a whole word may still be another's homophone."""
    around = (text[max(0, at - 1) : at + 1], text[at + 1 : at + 3])
    least = 1 if text[at] in _JOINING else _SEAM
    return characters.count(text[at : at + 2]) >= least and all(
        len(word) == 2 and characters.count(word) >= _USUAL for word in around
    )


def _at(text: str, at: int, odd: bool, characters: Characters) -> Slip | None:
    """The likeliest other writing around the pair of characters at ``at``, if any."""
    edits = set(_twice(text, at))
    if odd:
        edits |= set(_other_words(text, at, characters))
    if odd and not _is_seam(text, at, characters):
        edits |= {*_changed(text, at, characters), *_swapped(text, at)}
    edits = {edit for edit in edits if not _NUMERALS & set(edit.meant) and _fits(text, edit, characters)}
    if not edits:
        return None
    seldom = characters.count(text[at : at + 2]) > 0
    judged = []
    for edit in sorted(edits):
        new_word = _new_word(text, edit)
        if not (seldom or new_word) or _known(text, edit, characters):
            unsure = _NEW_WORD if new_word else _OTHERWISE if seldom or not edit.meant else 0.0
            rare = _RARE_ONE if characters.count(text[edit.start]) < _RARE else 0.0
            judged.append(Slip(*edit, _gain(text, edit, characters) - unsure - rare))
    return max(judged, key=lambda slip: (slip.odds, slip.meant), default=None)


def _new_word(text: str, edit: _Edit) -> bool:
    return len(edit.meant) == 2 and edit.meant[::-1] != text[edit.start : edit.end]


def _other_words(text: str, at: int, characters: Characters) -> Iterator[_Edit]:
    for start in (at - 1, at, at + 1):
        pair = text[start : start + 2]
        if len(pair) == 2 and not _EDGES & set(pair):
            for meant in characters.words_like(pair):
                yield _Edit(start, start + 2, meant)


def _changed(text: str, at: int, characters: Characters) -> Iterator[_Edit]:
    for place in (at, at + 1):
        before, alike = text[place - 1], characters.alike(text[place])
        for meant in alike if before in _EDGES else alike & characters.following(before):
            yield _Edit(place, place + 1, meant)


def _swapped(text: str, at: int) -> Iterator[_Edit]:
    for start in (at - 1, at, at + 1):
        pair = text[start : start + 2]
        if len(set(pair)) == 2 and not _EDGES & set(pair):
            yield _Edit(start, start + 2, pair[::-1])


def _twice(text: str, at: int) -> Iterator[_Edit]:
    """A character, or two, that stand twice."""
    for length in (1, 2):
        if text[at : at + length] == text[at + length : at + 2 * length]:
            yield _Edit(at, at + length, "")


def _fits(text: str, edit: _Edit, characters: Characters) -> bool:
    """Whether laws have the new neighbours too."""
    start, end, meant = edit
    before, behind = text[start - 1], text[end]
    if meant == "":
        return behind in characters.following(before) or before in _EDGES
    return (before in _EDGES or meant[0] in characters.following(before)) and (
        behind in _EDGES or behind in characters.following(meant[-1])
    )


def _known(text: str, edit: _Edit, characters: Characters) -> bool:
    """Whether laws have all three characters in a row that the new ones are among, and there are any."""
    start, end, meant = edit
    other = text[max(0, start - 2) : start] + meant + text[end : end + 2]
    inside = [run for at in range(len(other) - 2) if not _EDGES & set(run := other[at : at + 3])]
    return bool(inside) and all(characters.count(run) >= ATTESTED for run in inside)


def _gain(text: str, edit: _Edit, characters: Characters) -> float:
    """By how much the other writing is likelier, with the characters behind that see it."""
    start, end, meant = edit
    reach = LONGEST - 1
    before, behind = text[max(0, start - reach) : start], text[end : end + reach]
    return _likelihood(before, meant + behind, characters) - _likelihood(before, text[start:end] + behind, characters)


def _likelihood(before: str, words: str, characters: Characters) -> float:
    """Of ``words`` behind ``before``, not beyond the end of their stretch."""
    whole, length = before + words, len(before)
    end = whole.find(END, length) + 1 or len(whole)
    return sum(characters.likelihood(whole[max(0, at - LONGEST + 1) : at], whole[at]) for at in range(length, end))
