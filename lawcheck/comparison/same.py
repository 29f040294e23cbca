"""The same problem in other documents: a clause found wanting, and every clause elsewhere that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.counterparts import ALIKE
from lawcheck.comparison.matches import own_span
from lawcheck.comparison.model import Comparison
from lawcheck.comparison.steps import folded
from lawcheck.document import Document, Unit

__all__ = ["SameClause", "find_same"]

CONTAINED: Final = 80.0
"""Likeness of the problem's words to the best stretch of a longer clause (rapidfuzz partial ratio, 0–100)."""


@dataclass(frozen=True, slots=True)
class SameClause:
    """A 款 that says what the problem clause says: which document (position in the list given), which unit, its text,
    likeness 0..1, whether the marked words stand in it too, and what differs from the problem clause."""

    document: int
    unit: Unit
    text: str
    similarity: float
    has_words: bool
    comparison: Comparison


def find_same(problem: str, documents: Sequence[Document], *, words: str = "") -> tuple[SameClause, ...]:
    """Clauses like ``problem`` in all documents: those with the marked ``words`` (what exactly is wrong) first, then the
    most alike. A clause is taken if it is alike as a whole, or holds nearly all words of the problem.

    >>> from lawcheck.document import parse
    >>> a = parse("甲市规定\\n第一条　经营者应当到指定的机构检测车辆。\\n第二条　鼓励植树。")
    >>> b = parse("乙市规定\\n第一条　车辆经营者应当到本市指定的机构检测车辆。")
    >>> found = find_same("经营者应当到指定的机构检测车辆。", (a, b), words="指定的机构")
    >>> [(s.document, s.unit.eid, s.has_words) for s in found]
    [(0, 'art_1__para_1', True), (1, 'art_1__para_1', True)]
    """
    rows = [(number, unit) for number, document in enumerate(documents) for unit in document.clauses or document.units]
    texts = [documents[number].source.text[slice(*own_span(unit))].strip() for number, unit in rows]
    keys, key = [folded(text) for text in texts], folded(problem)
    likeness = _likeness(key, keys)
    wanted = folded(words)
    found = (
        SameClause(*rows[place], texts[place], round(float(likeness[place]) / 100, 4), bool(wanted) and wanted in keys[place],
                   compare_clauses(texts[place], problem))
        for place in np.flatnonzero(likeness)
    )  # fmt: skip
    return _ordered(found)


def _likeness(key: str, keys: Sequence[str]) -> np.ndarray:
    whole = process.cdist([key], keys, scorer=fuzz.ratio, dtype=np.float32, score_cutoff=ALIKE)[0]
    inside = process.cdist([key], keys, scorer=fuzz.partial_ratio, dtype=np.float32, score_cutoff=CONTAINED)[0]
    longer = np.array([len(other) >= len(key) for other in keys], dtype=bool)
    found: np.ndarray = np.maximum(whole, np.where(longer, inside, 0.0))
    return found


def _ordered(found: Iterable[SameClause]) -> tuple[SameClause, ...]:
    return tuple(sorted(found, key=lambda s: (not s.has_words, -s.similarity, s.document, s.unit.ordinal)))
