"""Two clauses compared: one relation, and the differences that give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comparison.agreeing import ALIGNED_LEAST, agreements
from lawcheck.comparison.model import Comparison, Difference, Relation
from lawcheck.comparison.own_additions import own_additions
from lawcheck.comparison.own_agents import own_agents
from lawcheck.comparison.own_approvals import own_approvals
from lawcheck.comparison.own_bans import own_bans
from lawcheck.comparison.own_burdens import own_burdens
from lawcheck.comparison.own_conditions import own_conditions
from lawcheck.comparison.own_counts import own_counts
from lawcheck.comparison.own_duties import own_duties
from lawcheck.comparison.own_exceptions import own_exceptions
from lawcheck.comparison.own_exemptions import own_exemptions
from lawcheck.comparison.own_figures import own_figures
from lawcheck.comparison.own_formalities import own_formalities
from lawcheck.comparison.own_leeway import own_leeway
from lawcheck.comparison.own_levels import own_levels
from lawcheck.comparison.own_limits import own_limits
from lawcheck.comparison.own_multiples import own_multiples
from lawcheck.comparison.own_opposites import own_opposites
from lawcheck.comparison.own_orders import own_orders
from lawcheck.comparison.own_payments import own_payments
from lawcheck.comparison.own_penalties import own_penalties
from lawcheck.comparison.own_regardless import own_regardless
from lawcheck.comparison.own_reversals import own_reversals
from lawcheck.comparison.own_sanctions import own_sanctions
from lawcheck.comparison.own_scopes import own_scopes
from lawcheck.comparison.own_sequence import own_sequence
from lawcheck.comparison.own_votes import own_votes
from lawcheck.comparison.own_words import own_share
from lawcheck.comparison.pairs import Paired, Side, lay_out, side_of
from lawcheck.comparison.same_sense import telling
from lawcheck.comparison.slot_checks import differences
from lawcheck.comparison.units import Pairing

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
    aligned = tuple(telling(differences(below, above, pairings, pairs), below, above))
    found = (*aligned, *_in_own_words(below, above, pairings, aligned, municipality=municipality))
    similarity = fuzz.ratio(below.key, above.key) / 100
    whole = all(pairing.upper is not None for pairing in pairings)
    relation = _relation(found, similarity, 1.0 if not whole else own_share(pairs, below, above))
    return Comparison(relation, found, round(similarity, 4), _copied(pairs, below), agreements(pairs))


_OWN_WORDS: Final = (
    own_reversals,
    own_formalities,
    own_duties,
    own_bans,
    own_orders,
    own_exemptions,
    own_additions,
    own_penalties,
    own_payments,
    own_sequence,
    own_agents,
    own_limits,
    own_exceptions,
    own_counts,
    own_scopes,
    own_approvals,
    own_regardless,
    own_burdens,
    own_sanctions,
    own_conditions,
    own_leeway,
    own_multiples,
    own_votes,
    own_opposites,
)
"""Each tells one family of departures in a drafter's own words; of two on the same words the first stands."""


def _in_own_words(
    below: Side, above: Side, pairings: Sequence[Pairing], aligned: Sequence[Difference], *, municipality: bool
) -> Iterator[Difference]:
    """What departs where no sentences are aligned, as far as nothing is told of the same words;
    in a text copied word for word nothing does but a multiple that it leaves out."""
    if below.key in above.key:
        yield from own_multiples(below, above)  # 不得高于电价 stands in 不得高于电价的一点二倍
        return
    told = list(aligned)
    for difference in chain(
        own_figures(below, above, pairings),
        own_levels(below, above, municipality=municipality),
        chain.from_iterable(tell(below, above) for tell in _OWN_WORDS),
    ):
        if not _is_told(difference, told):
            told.append(difference)
            yield difference


def _is_told(difference: Difference, told: Sequence[Difference]) -> bool:
    """Whether something is told of the same words; kinds of penalty that are missing or added are told of the clause."""
    same = any((other.slot, other.relation) == (difference.slot, difference.relation) for other in told)
    if difference.slot == "处罚种类" and same:
        return True
    own = difference.lower_span
    spans = (other.lower_span for other in told if other.relation is not Relation.ADDED)
    return own is not None and own.overlaps(*filter(None, spans))


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
