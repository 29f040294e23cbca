"""A part on its way from the process that made it, and on disk: what it shares is written once and read back shared.

Half a million comments have two and a half million candidates, most for the same few words: read each as a value of its own,
they took 2 GB. What can be cut from a comment again (the text of a point) is not written at all.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Hashable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from lawcheck.comments.model import (
    Candidate,
    Comment,
    Mapping,
    Point,
    Reason,
    ReasonKind,
    Stance,
    StanceReading,
    Wording,
    WordingKind,
)
from lawcheck.document import Span

__all__ = ["FORM", "Part", "Unpacker", "pack"]

FORM: Final = 3
"""The number of the form in which parts are written: what another one wrote is not read."""
_QUICK: Final = 1  # level of zlib: a fifth of the size for a hundredth of the time that the part took
Value = TypeVar("Value", bound=Hashable)


class Part(NamedTuple):
    """What one chunk gave; ``withheld`` are comments set aside, with the reason."""

    points: tuple[Point, ...]
    mappings: tuple[Mapping, ...]
    stances: tuple[StanceReading, ...]
    wordings: tuple[Wording, ...]
    withheld: tuple[tuple[str, str], ...]


def pack(part: Part, comments: Sequence[Comment]) -> bytes:
    """The part of the chunk ``comments``, whose mappings and stances are those of its points in their order.

    >>> comment = Comment("a", "支持第二条。")
    >>> point = Point("a#1", "a", 1, Span(0, 6), "支持第二条。")
    >>> part = Part((point,), (Mapping("a#1", ("art_2",)),), (StanceReading(Stance.SUPPORT, "cue"),), (), ())
    >>> Unpacker().unpack(pack(part, [comment]), [comment]) == part
    True
    """
    places = {comment.comment_id: place for place, comment in enumerate(comments)}
    reasons: dict[tuple[Reason, ...], int] = {}
    targets: dict[str, int] = {}
    points = [
        (
            places[point.comment_id],
            point.ordinal,
            *point.span,
            *point.reason,
            reading.stance,
            *reading[1:3],
            *reading.span,
        )
        for point, reading in zip(part.points, part.stances, strict=True)
    ]
    mappings = [
        (
            mapping.targets,
            [
                (targets.setdefault(c.target, len(targets)), c.score, reasons.setdefault(c.reasons, len(reasons)))
                for c in mapping.candidates
            ],
            mapping.why,
            mapping.problem,
        )
        for mapping in part.mappings
    ]
    whole = [points, mappings, list(targets), list(reasons), part.wordings, part.withheld]
    return zlib.compress(json.dumps(whole, ensure_ascii=True, separators=(",", ":")).encode(), _QUICK)


class Unpacker:
    """Reads parts back; what several of them hold alike is one value."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Any] = {}

    def unpack(self, data: bytes, comments: Sequence[Comment]) -> Part:
        """The part of the chunk ``comments``.

        Raises:
            ValueError, zlib.error: if ``data`` is not what :func:`pack` wrote.
        """
        points, mappings, targets, reasons, wordings, withheld = json.loads(zlib.decompress(data))
        targets = [self._one(target) for target in targets]
        reasons = [self._one(tuple(self._reason(*reason) for reason in row)) for row in reasons]
        found = [self._point(comments[place], *row) for place, *row in points]
        return Part(
            tuple(point for point, _ in found),
            tuple(self._mapping(point, row, targets, reasons) for (point, _), row in zip(found, mappings, strict=True)),
            tuple(stance for _, stance in found),
            tuple(Wording(a, b, WordingKind(kind), d, e, Span(*span), f) for a, b, kind, d, e, span, f in wordings),
            tuple((key, self._one(why)) for key, why in withheld),
        )

    def _one(self, value: Value) -> Value:
        kept: Value = self._kept.setdefault(value, value)
        return kept

    def _reason(self, kind: str, words: str, span: Sequence[int]) -> Reason:
        return Reason(ReasonKind(kind), words, Span(*span))

    def _point(
        self, comment: Comment, ordinal: int, start: int, end: int, since: int, until: int, *reading: Any
    ) -> tuple[Point, StanceReading]:
        stance, how, words, first, last = reading
        own = comment.comment_id
        span, reason = self._one(Span(start, end)), self._one(Span(since, until))
        read = StanceReading(Stance(stance), how, words, self._one(Span(first, last)))
        return Point(f"{own}#{ordinal}", own, ordinal, span, comment.text[start:end], reason), self._one(read)

    def _mapping(
        self, point: Point, row: Sequence[Any], targets: Sequence[str], reasons: Sequence[tuple[Reason, ...]]
    ) -> Mapping:
        own, candidates, why, problem = row
        found = tuple(Candidate(targets[target], score, reasons[number]) for target, score, number in candidates)
        return Mapping(point.point_id, self._one(tuple(own)), found, self._one(why), self._one(problem))
