"""From a place in the lower text to the place in the higher one that stands for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from lawcheck.comparison.model import Step, StepKind
from lawcheck.document import Span

__all__ = ["Place", "Spanned", "lower_place", "overlapping", "upper_place"]


class Spanned(Protocol):
    """Anything with a span."""

    @property
    def span(self) -> Span:
        """Where it stands."""


S = TypeVar("S", bound=Spanned)


class Place(NamedTuple):
    """The stretch of the other text, and whether it says the same there."""

    span: Span
    same: bool


def upper_place(steps: Sequence[Step], span: Span) -> Place:
    """Where the words of ``span`` in the lower text stand in the higher one.

    >>> steps = (Step(StepKind.EQUAL, Span(0, 2), Span(0, 2)), Step(StepKind.REPLACED, Span(2, 4), Span(2, 5)))
    >>> upper_place(steps, Span(1, 4))
    Place(span=Span(start=1, end=4), same=False)
    """
    return _place(((step.lower, step.upper, step.kind) for step in steps), span)


def lower_place(steps: Sequence[Step], span: Span) -> Place:
    """Where the words of ``span`` in the higher text stand in the lower one."""
    return _place(((step.upper, step.lower, step.kind) for step in steps), span)


def _place(rows: Iterable[tuple[Span, Span, StepKind]], span: Span) -> Place:
    start, end, same = -1, -1, True
    for own, other, kind in rows:
        if own.start >= span.end or own.end <= span.start:
            continue
        same = same and kind.same
        exact = kind is StepKind.EQUAL
        first = other.start + max(span.start - own.start, 0) if exact else other.start
        last = other.end - max(own.end - span.end, 0) if exact else other.end
        start = first if start < 0 else min(start, first)
        end = max(end, last)
    return Place(Span(max(start, 0), max(end, start, 0)), same and start >= 0)


def overlapping(values: Iterable[S], span: Span) -> tuple[S, ...]:
    """The values that share a character with ``span``."""
    return tuple(v for v in values if v.span.overlaps(span))
