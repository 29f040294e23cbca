"""Cards under their headings, those that say the same gathered: of other words of one clause, or of the same words elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from lawcheck.checks import Finding, Severity
from lawcheck.reports.cards import Card
from lawcheck.reports.differences import compare, joined, pieces_of
from lawcheck.reports.labels import text
from lawcheck.reports.masking import Mask
from lawcheck.reports.surroundings import Surroundings

__all__ = ["PLACES_SHOWN", "PUBLICATION", "SUPPRESSED", "CardGroups", "Group", "follows_publication"]

PLACES_SHOWN = 30
"""Places named on a card or in a sentence that stands for several."""
PUBLICATION = "publication"
"""Key of the heading for personal data and secrecy marks."""
SUPPRESSED = "suppressed"
"""Key of the heading for what a reviewer found unfounded."""
_PUBLICATION = (PUBLICATION, "公开前须处理")
_SUPPRESSED = (SUPPRESSED, "经核对不成立")
_SAME_SHOWN = 20  # cards of one rule with the same words; what is beyond them is counted
_ONE_CARD = frozenset({"O01"})  # rules whose repeats of a term are one card
_BEFORE_PUBLICATION = "X10"  # with the P rules: what must not be published as it stands
_number = attrgetter("number")


class Group(NamedTuple):
    """Findings under one heading: ``key`` is a severity or ``publication``, ``total`` counts those not shown too."""

    key: str
    label: str
    total: int
    cards: tuple[Card, ...]


class CardGroups:
    """The ``cards`` of a report gathered; each stands in one group only."""

    def __init__(self, cards: Sequence[Card], places: Surroundings, mask: Mask) -> None:
        self._cards = cards
        self._places = places
        self._mask = mask

    @cached_property
    def shown(self) -> tuple[Card, ...]:
        """The cards of the report: repeats of the same words stand behind the card that names them."""
        return tuple(card for group in self._repeats for card in _told(group))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Findings under their headings; headings without findings are left out."""
        shown = {key: tuple(group) for key, group in groupby(sorted(self.shown, key=_number), key=_heading)}
        return tuple(Group(*key, total, shown[key]) for key, total in self.heading_counts.items() if total)

    @cached_property
    def heading_counts(self) -> Mapping[tuple[str, str], int]:
        """Findings per heading (key, label), every severity listed; the numbers sum to that of the findings."""
        found = Counter(map(_heading, self._cards))
        headings = [_PUBLICATION] * (_PUBLICATION in found) + [(s.value, s.label) for s in Severity]
        headings += [_SUPPRESSED] * (_SUPPRESSED in found)
        return {heading: found[heading] for heading in headings}

    @cached_property
    def distinct(self) -> Mapping[str, tuple[Card, ...]]:
        """By heading, the first card of those that say the same of the same words, with their number."""
        first = (replace(group[0], stands_for=sum(card.stands_for for card in group)) for group in self._repeats)
        ordered = sorted(first, key=_number)
        return {key: tuple(cards) for (key, _), cards in groupby(ordered, key=_heading)}

    @cached_property
    def shown_as(self) -> Mapping[int, int]:
        """The number of the shown card, by the number of every card."""
        pairs = ((told, group) for group in self._repeats for told in (_told(group),))
        return {
            card.number: told[min(place, len(told) - 1)].number
            for told, group in pairs
            for place, first in enumerate(group)
            for card in self._by_clause[first.number]
        }

    @cached_property
    def _by_clause(self) -> Mapping[int, tuple[Card, ...]]:
        """The cards of one rule that say the same of other words of one clause, by the number of the first of them."""
        groups: dict[tuple[object, ...], list[Card]] = {}
        for card in self._cards:
            groups.setdefault(_one_clause(card) or (card.number,), []).append(card)
        gathered = (tuple(group) for group in groups.values())
        parted = (part for group in gathered for part in ((group,) if self._fits(group) else ((c,) for c in group)))
        return {group[0].number: group for group in sorted(parted, key=lambda group: group[0].number)}

    def _fits(self, group: tuple[Card, ...]) -> bool:
        """Whether the words of all can be pointed out in the text that the first card shows."""
        if len(group) == 1:
            return True
        span = self._places.context(group[0].finding)
        inside = all(span.holds(card.finding.span) for card in group)
        return inside and any(pointed for _, pointed in self._mask.pointed(span, range(*span)))

    def _merged(self, group: tuple[Card, ...]) -> Card:
        """One card that points at the words of all of a group."""
        first = group[0]
        if len(group) == 1:
            return first
        span = self._places.context(first.finding)
        shown = self._mask.pointed(span, {place for card in group for place in range(*card.finding.span)})
        filed, upper = compare(shown, joined(first.upper)) if first.upper else (pieces_of(shown), ())
        said = text("same_clause", n=len(group), quotes="、".join(f"“{card.quote}”" for card in group))
        return replace(first, filed=self._places.cut(first.finding, filed), upper=upper, repeats=said,
                       stands_for=len(group), in_clause=len(group), numbers=_ranges([card.number for card in group]))  # fmt: skip

    @cached_property
    def _repeats(self) -> tuple[tuple[Card, ...], ...]:
        """Cards that say the same, in the order of their first; each card is in one group, those of one clause as one."""
        groups: dict[tuple[str, ...], list[Card]] = {}
        for card in map(self._merged, self._by_clause.values()):
            groups.setdefault(_sameness(card), []).append(card)
        return tuple(map(tuple, groups.values()))


def follows_publication(finding: Finding) -> bool:
    """Whether a finding may wait until the text is published: it is neither personal data nor a mark of secrecy."""
    return not (finding.masked or finding.rule.startswith("P") or finding.rule == _BEFORE_PUBLICATION)


def _heading(card: Card) -> tuple[str, str]:
    """The key and label of the heading that a card stands under."""
    if card.finding.rejected:
        return _SUPPRESSED
    if not follows_publication(card.finding):
        return _PUBLICATION
    return card.severity.value, card.severity.label


def _sameness(card: Card) -> tuple[str, ...]:
    """Cards with equal values say the same of the same words."""
    finding = card.finding
    term = finding.evidence.facts.get("词条", "") if finding.rule in _ONE_CARD else ""
    if term:
        return finding.rule, finding.severity, term, finding.evidence.why, finding.verdict, finding.note
    return (
        finding.verdict,
        finding.note,
        finding.rule,
        finding.severity,
        finding.quote,
        card.repeats,
        finding.message,
        finding.suggestion,
        finding.evidence.upper_text,
    )


def _ranges(numbers: Sequence[int]) -> str:
    """2–4、7: ascending numbers, neighbours joined.

    >>> _ranges([2, 3, 4, 7])
    '2–4、7'
    """
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _one_clause(card: Card) -> tuple[object, ...]:
    """Cards with equal values say the same of other words of one clause; nothing where a card must stand alone."""
    finding = card.finding
    if finding.masked or finding.rule in _ONE_CARD or not (finding.eid and finding.span.length):
        return ()
    said = (finding.message, finding.suggestion, finding.evidence.why, finding.evidence.upper_text, finding.confidence)
    return finding.rule, finding.severity, finding.eid, card.place, *said, card.also, finding.verdict, finding.note


def _told(group: tuple[Card, ...]) -> tuple[Card, ...]:
    """The cards shown of a group; the last one says what it stands for."""
    if len(group) > 1 and group[0].finding.rule in _ONE_CARD:
        places = list(dict.fromkeys(card.place for card in group))
        named = "、".join(places[:PLACES_SHOWN]) + ("等" if len(places) > PLACES_SHOWN else "")
        return (replace(group[0], repeats=text("same_term", n=len(group), places=named), stands_for=len(group)),)
    if len(group) <= _SAME_SHOWN:
        return group
    rest, end = sum(card.stands_for for card in group[_SAME_SHOWN:]), group[_SAME_SHOWN - 1]
    said = "；".join(filter(None, (end.repeats, text("same_words", n=rest))))
    last = replace(end, repeats=said, stands_for=rest + end.stands_for)
    return (*group[: _SAME_SHOWN - 1], last)
