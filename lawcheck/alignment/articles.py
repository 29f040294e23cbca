"""Which article of a new version holds the text of which article of the old one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from lawcheck.document import Number

__all__ = ["ArticlePair", "ArticleText", "PairKind", "align_articles"]

PairKind = Literal["same", "moved", "reworded", "split", "merged", "deleted", "new"]

SAME: Final = 0.95
"""From this similarity on two texts count as the same: commas and single words differ."""
IN_ORDER: Final = 0.3
"""Articles whose neighbours correspond may be this unlike (治安管理处罚法 75→89 is 0.42) …"""
OUT_OF_ORDER: Final = 0.6
"""… others must be much alike, or chance wins: laws repeat their phrases."""
PART: Final = 0.7
"""Share of an article's character pairs that must stand in another one for it to be a part of that."""
COLUMNS: Final = 4096
"""Character pairs counted at a time, so that two versions of a code of a thousand articles take some 30 MB."""
_CHARACTERS: Final = re.compile(r"[^\w]|第[零〇一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?|本法|应当")


class ArticleText(NamedTuple):
    """An article by number; ``text`` without its label."""

    number: Number
    text: str


class ArticlePair(NamedTuple):
    """``old`` stands as ``new`` (None: deleted, or new). ``similarity`` is the Dice coefficient of the character pairs,
    0–1. ``same``: number and text; ``moved``: same text, other number; ``reworded``: changed text; ``split``: the text
    of ``old`` stands in several; ``merged``: several stand in ``new``."""

    old: Number | None
    new: Number | None
    similarity: float
    kind: PairKind


def align_articles(old: Sequence[ArticleText], new: Sequence[ArticleText]) -> tuple[ArticlePair, ...]:
    """Every article of both versions in at least one pair, in the order of ``old``, new ones last.

    The order of articles is kept as far as it can be; what is left over is paired where it is much alike.

    >>> a, b, c = "公民有依法纳税的义务。", "国家对行政区域实行分级管理。", "本条例自公布之日起施行。"
    >>> old = [ArticleText(Number(1), a), ArticleText(Number(2), c)]
    >>> new = [ArticleText(Number(1), a), ArticleText(Number(2), b), ArticleText(Number(3), c)]
    >>> [(p.old and p.old.value, p.new and p.new.value, p.kind) for p in align_articles(old, new)]
    [(1, 1, 'same'), (2, 3, 'moved'), (None, 2, 'new')]
    """
    if not old or not new:
        return (*(_lonely(a, None) for a in old), *(_lonely(None, b) for b in new))
    shared, old_sizes, new_sizes = _shared_pairs(old, new)
    dice = 2 * shared / np.maximum(old_sizes[:, None] + new_sizes[None, :], 1)
    whole = dict(_in_order(dice))
    whole.update(_out_of_order(dice, whole))
    parts = list(_parts(shared, old_sizes, new_sizes, whole))
    return tuple(_named(old, new, dice, whole, parts))


def _lonely(old: ArticleText | None, new: ArticleText | None) -> ArticlePair:
    return ArticlePair(old.number if old else None, new.number if new else None, 0.0, "new" if new else "deleted")


def _pairs_of(text: str) -> set[str]:
    plain = _CHARACTERS.sub("", text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _shared_pairs(old: Sequence[ArticleText], new: Sequence[ArticleText]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How many different character pairs any two articles share (old × new), and how many each has."""
    vocabulary: dict[str, int] = {}
    left, right = (
        [
            np.array([vocabulary.setdefault(p, len(vocabulary)) for p in sorted(_pairs_of(a.text))], int)
            for a in articles
        ]
        for articles in (old, new)
    )
    shared = np.zeros((len(old), len(new)), dtype=np.float32)
    for first in range(0, len(vocabulary), COLUMNS):
        shared += _table(left, first) @ _table(right, first).T
    return shared.astype(float), _sizes(left), _sizes(right)


def _sizes(rows: Sequence[np.ndarray]) -> np.ndarray:
    return np.array([float(len(row)) for row in rows])


def _table(rows: Sequence[np.ndarray], first: int) -> np.ndarray:
    """Which of the pairs numbered ``first`` and on stand in which text, as 0 and 1 (scipy's sparse product is no
    faster for laws of up to a thousand articles, and takes 0.2 s to import)."""
    table = np.zeros((len(rows), COLUMNS), dtype=np.float32)
    for line, row in zip(table, rows, strict=True):
        line[row[(row >= first) & (row < first + COLUMNS)] - first] = 1
    return table


def _in_order(dice: np.ndarray) -> Iterator[tuple[int, int]]:
    """The chain of pairs in the order of both versions with the greatest sum of similarity."""
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


def _parts(
    shared: np.ndarray, old_sizes: np.ndarray, new_sizes: np.ndarray, whole: dict[int, int]
) -> Iterator[tuple[int, int, PairKind]]:
    """Articles left over whose text stands inside another one that is paired: splits and mergers."""
    back = {j: i for i, j in whole.items()}
    for j in sorted(set(range(shared.shape[1])) - set(back)):
        i = int(shared[:, j].argmax())
        if new_sizes[j] and shared[i, j] / new_sizes[j] >= PART and i in whole:
            yield i, j, "split"
    for i in sorted(set(range(shared.shape[0])) - set(whole)):
        j = int(shared[i].argmax())
        if old_sizes[i] and shared[i, j] / old_sizes[i] >= PART and j in back:
            yield i, j, "merged"


def _named(
    old: Sequence[ArticleText],
    new: Sequence[ArticleText],
    dice: np.ndarray,
    whole: dict[int, int],
    parts: list[tuple[int, int, PairKind]],
) -> Iterator[ArticlePair]:
    split = {i for i, _, kind in parts if kind == "split"}
    merged = {j for _, j, kind in parts if kind == "merged"}
    for i, article in enumerate(old):
        found = [(j, _kind(article, new[j], dice[i, j], i in split, j in merged)) for j in _some(whole.get(i))]
        found += [(j, kind) for k, j, kind in parts if k == i]
        for j, kind in found:
            yield ArticlePair(article.number, new[j].number, round(float(dice[i, j]), 4), kind)
        if not found:
            yield _lonely(article, None)
    known = {*whole.values(), *(j for _, j, _ in parts)}
    yield from (_lonely(None, article) for j, article in enumerate(new) if j not in known)


def _some(value: int | None) -> tuple[int, ...]:
    return () if value is None else (value,)


def _kind(old: ArticleText, new: ArticleText, dice: float, split: bool, merged: bool) -> PairKind:
    if split or merged:
        return "split" if split else "merged"
    if dice < SAME and old.text != new.text:
        return "reworded"
    return "same" if old.number == new.number else "moved"
