"""Which article of a new version holds the text of which article of the old one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lawcheck.alignment.texts import PairKind, align_texts
from lawcheck.document import Number

__all__ = ["ArticlePair", "ArticleText", "align_articles"]


class ArticleText(NamedTuple):
    """An article by number; ``text`` without its label."""

    number: Number
    text: str


class ArticlePair(NamedTuple):
    """``old`` stands as ``new`` (None: deleted, or added). ``similarity`` is the Dice coefficient of the character pairs,
    0–1. ``same``: number and text; ``renumbered``: same text, other number, order kept; ``reworded``: changed text, order
    kept; ``moved``: at another place in the order, text changed or not; ``split``: the text of ``old`` stands in several;
    ``merged``: several stand in ``new``."""

    old: Number | None
    new: Number | None
    similarity: float
    kind: PairKind


def align_articles(old: Sequence[ArticleText], new: Sequence[ArticleText]) -> tuple[ArticlePair, ...]:
    """Every article of both versions in at least one pair, in the order of ``old``, added ones last.

    The order of articles is kept as far as it can be; what is left over is paired where it is much alike.

    >>> a, b, c = "公民有依法纳税的义务。", "国家对行政区域实行分级管理。", "本条例自公布之日起施行。"
    >>> old = [ArticleText(Number(1), a), ArticleText(Number(2), c)]
    >>> new = [ArticleText(Number(1), a), ArticleText(Number(2), b), ArticleText(Number(3), c)]
    >>> [(p.old and p.old.value, p.new and p.new.value, p.kind) for p in align_articles(old, new)]
    [(1, 1, 'same'), (2, 3, 'renumbered'), (None, 2, 'added')]
    """
    pairs = []
    for pair in align_texts([a.text for a in old], [a.text for a in new]):
        first = None if pair.old is None else old[pair.old].number
        second = None if pair.new is None else new[pair.new].number
        kind = "renumbered" if pair.kind == "same" and first != second else pair.kind
        pairs.append(ArticlePair(first, second, pair.similarity, kind))
    return tuple(pairs)
