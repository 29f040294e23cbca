"""Which 款 or 条 of a higher text stands beside a lower clause, by likeness of the words alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from lawcheck.comparison.matches import own_span
from lawcheck.comparison.steps import folded
from lawcheck.document import Document, Unit
from lawcheck.matching import item_sentences

__all__ = ["ALIKE", "counterparts"]

ALIKE: Final = 55.0
"""Likeness (rapidfuzz ratio of the folded texts, 0–100) from which a 款 of the higher text stands beside a lower one: the
lowest band of the near-copy gold; below it laws share only their phrases."""
NAMED: Final = 60.0
"""Likeness of a 项 to its best stretch of the lower clause (partial ratio): so much of the deed itself must stand there, or
every clause that fines would resemble every list of deeds fined."""


class _Target(NamedTuple):
    """A unit that may stand beside a clause, the words to be asked for, and the 项 that must be named in the clause."""

    unit: Unit
    key: str
    item: str = ""


def counterparts(texts: Sequence[str], upper: Document) -> list[Unit | None]:
    """For each clause the 款, or the whole 条, of ``upper`` that is most like it, or None.

    A clause may take up one 项 of a list: it is then held against the list's words said of that 项 alone.

    >>> from lawcheck.document import parse
    >>> law = parse("某法\\n第一条　有下列行为之一的，由主管部门责令改正，处一万元以下罚款：\\n（一）占用消防车通道的；\\n（二）损坏消防设施的。")
    >>> [u and u.eid for u in counterparts(["占用消防车通道的，由主管部门责令改正，处五万元以下罚款。", "鼓励植树。"], law)]
    ['art_1', None]
    """
    targets = [target for article in (upper.articles or upper.units) for target in _targets(upper, article)]
    own = [folded(text) for text in texts]
    likeness = process.cdist(own, [t.key for t in targets], scorer=fuzz.ratio, dtype=np.float32, score_cutoff=ALIKE)
    return [_best(targets, row, text) for text, row in zip(own, likeness, strict=True)]


def _best(targets: Sequence[_Target], likeness: np.ndarray, own: str) -> Unit | None:
    for place in np.argsort(-likeness, kind="stable"):
        if likeness[place] < ALIKE:
            return None
        item = targets[place].item
        if not item or fuzz.partial_ratio(item, own) >= NAMED:
            unit: Unit = targets[place].unit
            return unit
    return None


def _targets(document: Document, article: Unit) -> Iterator[_Target]:
    """The 款 of an article, the article as a whole where it has several, and the article by each of its 项."""
    units = article.children if len(article.children) == 1 else (*article.children, article)
    yield from (_Target(unit, folded(_text(document, unit))) for unit in units)
    for paragraph in article.children:
        for found in item_sentences(_text(document, paragraph)):
            yield _Target(article, folded(found.sentence), folded(found.item))


def _text(document: Document, unit: Unit) -> str:
    return document.source.text[slice(*own_span(unit))].strip()
