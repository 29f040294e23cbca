"""What another 款 of the higher article says of a figure of which the best one says nothing.

A clause below often gathers what the article above spreads over its 款: who applies, and in the next 款 within how many days the
office decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lawcheck.comparison.comparing import compare_clauses
from lawcheck.comparison.model import Comparison, Difference, Relation
from lawcheck.matching import HigherClause

__all__ = ["with_other_paragraphs"]

_QUIET: Final = frozenset({Relation.DETAILED, Relation.SAME, Relation.REPEATED})
_SLOTS: Final = frozenset({"期限", "数额"})
_FIGURE: Final = {
    "期限": re.compile(r"[\d零一二两三四五六七八九十百]+个?(?:工作日|日|天|个月|月|年)(?:以?内|以?前|以上|以下)"),
    "数额": re.compile(r"[\d零一二两三四五六七八九十百千万]+(?:万元|元|倍)"),
}
_PARAGRAPH: Final = re.compile(r"\n(?![（(])")
_ALIKE: Final = 0.3
"""Share of the character pairs of the other 款 that the clause must hold: it must be about the same."""


def with_other_paragraphs(found: Comparison, words: str, clause: HigherClause) -> Comparison:
    """``found`` with the periods and sums that differ from another 款 of the article, where the best one has none of the
    kind and tells nothing; those differences have no span above."""
    kinds = [slot for slot in _SLOTS if _FIGURE[slot].search(words) and not _FIGURE[slot].search(clause.text)]
    if not kinds or found.relation not in _QUIET or not clause.paragraph:
        return found
    told = tuple(difference for other in _others(clause, words) for difference in _told(words, other, kinds))
    if not told:
        return found
    gravest = min((difference.relation for difference in told), key=lambda relation: relation.order)
    return replace(found, relation=gravest, differences=(*found.differences, *told))


def _others(clause: HigherClause, words: str) -> Iterator[str]:
    own = _pairs(words)
    for text in _PARAGRAPH.split(clause.article.text):
        if text.strip() and text.strip() not in clause.text:
            pairs = _pairs(text)
            if len(pairs & own) >= _ALIKE * len(pairs):
                yield text.strip()


def _told(words: str, other: str, kinds: list[str]) -> Iterator[Difference]:
    for difference in compare_clauses(words, other).differences:
        if difference.slot in kinds and difference.relation.alarming and difference.lower_span and difference.upper:
            yield replace(difference, upper_span=None, note=f"同一条的另一款：{difference.note}")


def _pairs(text: str) -> frozenset[str]:
    plain = re.sub(r"\W", "", text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
