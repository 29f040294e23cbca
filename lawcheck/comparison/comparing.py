"""Two clauses compared: one relation, and the differences that give it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comparison.agreeing import ALIGNED_LEAST, agreements
from lawcheck.comparison.model import Comparison, Difference, Relation
from lawcheck.comparison.own_additions import own_additions
from lawcheck.comparison.own_duties import own_duties
from lawcheck.comparison.own_figures import own_figures
from lawcheck.comparison.own_formalities import own_formalities
from lawcheck.comparison.own_levels import own_levels
from lawcheck.comparison.own_payments import own_payments
from lawcheck.comparison.own_penalties import own_penalties
from lawcheck.comparison.own_reversals import own_reversals
from lawcheck.comparison.own_words import own_share
from lawcheck.comparison.pairs import Paired, Side, lay_out, side_of
from lawcheck.comparison.slot_checks import differences

__all__ = ["compare_clauses"]

REPEATED: Final = 0.94
"""Similarity (without marks, figures in one style, synonyms under one word) from which a clause repeats the higher one …"""
DETAILED: Final = 0.17
"""… and share of own words from which a clause without conflicting slots says more than the higher one. Chosen on the
pairs of even number in benchmarks/gold/relations.jsonl, judged on the others."""


@lru_cache(maxsize=8192)
def compare_clauses(lower: str, upper: str, *, municipality: bool = False) -> Comparison:
    """What ``lower`` makes of ``upper``: relation, differences of slots with the words on both sides, similarity;
    ``municipality`` where the lower text is of one, and its city (市) is a province.

    >>> upper = "用户应当自变更之日起三十日内登记；逾期不登记的，处二百元以上五百元以下罚款。"
    >>> lower = "用户应当自变更之日起三十日内登记；逾期不登记的，处二百元以上一千元以下罚款。"
    >>> found = compare_clauses(lower, upper)
    >>> found.relation.value, found.key_points
    ('加重', ('罚款幅度：上位法“二百元以上五百元以下”，本条“二百元以上一千元以下”',))
    >>> compare_clauses(lower.replace("应当", "可以"), lower).relation.value
    '放宽'
    """
    below, above = side_of(lower), side_of(upper)
    pairings, pairs = lay_out(below, above)
    aligned = tuple(differences(below, above, pairings, pairs))
    told = [d.lower_span for d in aligned if d.lower_span is not None]
    found = (
        *aligned,
        *own_figures(below, above, pairings, told),
        *own_reversals(below, above),
        *own_levels(below, above, told, municipality=municipality),
        *own_formalities(below, above, told),
    )
    found = (*found, *own_duties(below, above, [d.lower_span for d in found if d.lower_span is not None]))
    found += tuple(d for tell in (own_additions, own_penalties, own_payments) for d in tell(below, above, found))
    similarity = fuzz.ratio(below.key, above.key) / 100
    whole = all(pairing.upper is not None for pairing in pairings)
    relation = _relation(found, similarity, 1.0 if not whole else own_share(pairs, below, above))
    return Comparison(relation, found, round(similarity, 4), _copied(pairs, below), agreements(pairs))


def _copied(pairs: Sequence[Paired], below: Side) -> float:
    """Share of the lower text that stands in the higher one in runs of some length."""
    equal = sum(s.lower.length for p in pairs for s in p.steps if s.kind.same and s.lower.length >= ALIGNED_LEAST)
    total = sum(piece.end - piece.start for piece in below.pieces)
    return round(min(equal / total, 1.0), 4) if total else 0.0


def _relation(found: Sequence[Difference], similarity: float, own: float) -> Relation:
    """The gravest relation that a difference gives; without any, how much of the text is its ``own``."""
    if found:
        return min((difference.relation for difference in found), key=lambda relation: relation.order)
    if similarity >= REPEATED:
        return Relation.REPEATED
    return Relation.DETAILED if own >= DETAILED else Relation.SAME
