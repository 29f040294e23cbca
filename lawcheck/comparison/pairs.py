"""A lower and a higher clause laid side by side, piece by piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from lawcheck.comparison.mapping import lower_place, upper_place
from lawcheck.comparison.model import Step
from lawcheck.comparison.steps import find_steps, folded
from lawcheck.comparison.units import Pairing, Piece, align_pieces, cut
from lawcheck.document import Span
from lawcheck.slots import Slots, read_slots

__all__ = ["Paired", "Side", "found_in", "lay_out", "side_of"]

AROUND: Final = 10
"""Characters before and after a value that tell whether it stands in the same sentence of both texts …"""
CLOSE: Final = 60.0
"""… if they are this alike (rapidfuzz ratio, 0–100)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One text with its slots, its pieces, and its words folded for comparing."""

    text: str
    slots: Slots
    pieces: tuple[Piece, ...]
    key: str


def found_in(pattern: re.Pattern[str], side: Side) -> list[tuple[re.Match[str], Piece]]:
    """Where a pattern is met within one piece, with the piece."""
    if not pattern.search(side.text):
        return []
    return [(match, piece) for piece in side.pieces for match in pattern.finditer(side.text, piece.start, piece.end)]


@dataclass(frozen=True, slots=True)
class Paired:
    """A piece of the lower clause and its counterpart, with the slots of each and the steps between them (offsets in
    the whole texts)."""

    lower: Piece
    upper: Piece
    below: Slots
    above: Slots
    steps: tuple[Step, ...]
    lower_text: str
    upper_text: str

    def counterpart(self, span: Span) -> Span | None:
        """Where the lower ``span`` stands above, or None where the same words stand there."""
        place = upper_place(self.steps, span)
        return None if place.same else place.span

    def left_out(self, span: Span) -> bool:
        """Whether the higher ``span`` has no words below."""
        return not lower_place(self.steps, span).same

    def same_context(self, lower: Span, upper: Span) -> bool:
        """Whether the words before or after both spans are alike."""
        before = fuzz.ratio(_before(self.lower_text, lower), _before(self.upper_text, upper))
        after = fuzz.ratio(_after(self.lower_text, lower), _after(self.upper_text, upper))
        return max(before, after) >= CLOSE and min(before, after) >= CLOSE / 2


def _before(text: str, span: Span) -> str:
    return text[max(span.start - AROUND, 0) : span.start]


def _after(text: str, span: Span) -> str:
    return text[span.end : span.end + AROUND]


@lru_cache(maxsize=4096)
def side_of(text: str) -> Side:
    """The text read once; higher clauses come again and again."""
    pieces = cut(text)
    return Side(text, read_slots(text), pieces, "".join(piece.key for piece in pieces) or folded(text))


def lay_out(lower: Side, upper: Side) -> tuple[tuple[Pairing, ...], tuple[Paired, ...]]:
    """The alignment of all pieces below, and the pairs that it gives."""
    pairings = align_pieces(lower.pieces, upper.pieces)
    return pairings, tuple(_paired(p.lower, p.upper, lower, upper) for p in pairings if p.upper is not None)


def _paired(below: int, above: int, lower: Side, upper: Side) -> Paired:
    own, other = lower.pieces[below], upper.pieces[above]
    steps = find_steps(upper.text[other.start : other.end], lower.text[own.start : own.end])
    return Paired(
        own,
        other,
        lower.slots.within(own.span),
        upper.slots.within(other.span),
        tuple(Step(s.kind, s.upper.moved(other.start), s.lower.moved(own.start)) for s in steps),
        lower.text,
        upper.text,
    )
