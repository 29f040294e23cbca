"""What two clauses have in common: the evidence beside a match, as the differences are the evidence for its label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Protocol

from lawcheck.comparison.mapping import overlapping, upper_place
from lawcheck.comparison.model import Agreement, Step
from lawcheck.comparison.pairs import Paired
from lawcheck.comparison.steps import folded
from lawcheck.document import Span

__all__ = ["ALIGNED_LEAST", "agreements"]

ALIGNED_LEAST: Final = 6
"""Characters of an equal stretch that count as aligned or copied; shorter ones are chance."""
_SLOTS: Final = (
    ("模态", "modalities"),
    ("数额", "amounts"),
    ("期限", "periods"),
    ("机关", "organs"),
    ("处罚种类", "penalties"),
    ("例外", "exceptions"),
    ("转致", "transfers"),
)


class _Said(Protocol):
    """A slot value: where it stands, and its words."""

    @property
    def span(self) -> Span: ...

    @property
    def text(self) -> str: ...


def agreements(pairs: Sequence[Paired]) -> tuple[Agreement, ...]:
    """The stretches that stand in both texts (文字) and the slots that say the same at places that stand for each other.

    >>> from lawcheck.comparison.pairs import lay_out, side_of
    >>> below, above = side_of("产权人应当自变更之日起30日内登记。"), side_of("用户应当自变更之日起三十日内登记。")
    >>> [(a.slot, a.lower, a.upper) for a in agreements(lay_out(below, above)[1])]
    [('文字', '应当自变更之日起30日内登记。', '应当自变更之日起三十日内登记。'), ('模态', '应当', '应当'), ('期限', '30日内', '三十日内')]
    """
    return tuple(agreement for pair in pairs for found in (_stretches(pair), _slots(pair)) for agreement in found)


def _stretches(pair: Paired) -> Iterator[Agreement]:
    for same, steps in groupby(pair.steps, key=lambda step: step.kind.same):
        if same:
            run = list(steps)
            lower, upper = _joined([s.lower for s in run]), _joined([s.upper for s in run])
            if lower.length >= ALIGNED_LEAST:
                yield _agreement("文字", pair, lower, upper)


def _joined(spans: Sequence[Span]) -> Span:
    return Span(spans[0].start, spans[-1].end)


def _slots(pair: Paired) -> Iterator[Agreement]:
    for name, field in _SLOTS:
        for own in getattr(pair.below, field):
            above = _same_above(pair.steps, own.span, own.text, getattr(pair.above, field))
            if above is not None:
                yield _agreement(name, pair, own.span, above)


def _same_above(steps: Sequence[Step], span: Span, words: str, values: Sequence[_Said]) -> Span | None:
    """Where the same value stands in the higher text: the words aligned with it, or a value over them."""
    place = upper_place(steps, span)
    if place.same:
        return place.span
    return next((rival.span for rival in overlapping(values, place.span) if folded(rival.text) == folded(words)), None)


def _agreement(slot: str, pair: Paired, lower: Span, upper: Span) -> Agreement:
    return Agreement(slot, pair.lower_text[slice(*lower)], pair.upper_text[slice(*upper)], lower, upper)
