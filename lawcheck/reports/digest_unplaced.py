"""What no page of a clause shows, point by point: points without a clause, comments without a point, words in no point.

Together with the pages these are all points and all words, so that the counts can be checked by adding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from lawcheck.comments import WHOLE_DRAFT, Bucket, Comment, Point
from lawcheck.reports.digest_view import DigestView, Quote, list_labels

__all__ = ["Beside", "PointLedger", "Unplaced", "beside", "count_partly", "count_points", "others", "unplaced"]

_LIKELY: Final = 0.1  # score from which a clause is worth being shown as a possible one
_FEW: Final = 2
_WORDS: Final = re.compile(r"[^\W\d_][^\n]*[^\W\d_]|[^\W_](?:[^\n]*[^\W_]){2}")  # more than the number of a list
_NUMBER: Final = re.compile(r"(?:其[一二三四五]|第?[一二三四五六七八九十\d]{1,3}是?)[\s，,、.．：:）)]*")
_MOST: Final = 4_000  # characters of a point


class PointLedger(NamedTuple):
    """Counts of points that must sum: ``points = placed + whole + unplaced + repeated``.

    ``placed`` have a clause of the draft or ask for a new one; ``repeated`` belong to comments sent again.

    >>> PointLedger(5, 2, 1, 1, 1).sentence
    '意见点 5 个 ＝ 对应到条款 2＋针对全文 1＋未能对应 1＋属于重复提交的意见 1'
    """

    points: int
    placed: int
    whole: int
    unplaced: int
    repeated: int

    @property
    def reconciles(self) -> bool:
        """Whether the parts sum to all points."""
        return self.points == sum(self[1:])

    @property
    def sentence(self) -> str:
        """The counts as a sentence without its end mark."""
        names = ("对应到条款", "针对全文", "未能对应", "属于重复提交的意见")
        parts = "＋".join(f"{name} {count}" for name, count in zip(names, self[1:], strict=True))
        return f"意见点 {self.points} 个 {'＝' if self.reconciles else '≠'} {parts}"


class Unplaced(NamedTuple):
    """A point without a clause: why, which clauses it may be about, and whether other words of its comment have one."""

    quote: Quote
    comment: Comment
    why: str
    likely: str
    partly: bool


class Beside(NamedTuple):
    """Words of a comment that stand in none of its points: whom it addresses, who signs, headings."""

    comment: Comment
    text: str


def count_points(view: DigestView) -> PointLedger:
    """All points by where they ended up."""
    places = [_place(view, point) for point in view.digest.points]
    return PointLedger(len(places), *(places.count(place) for place in ("placed", "whole", "unplaced", "repeated")))


def count_partly(view: DigestView) -> int:
    """How many points without a clause belong to comments whose other words have one."""
    return sum(
        _place(view, p) == "unplaced" and view.digest.buckets.get(p.comment_id) is not Bucket.UNMAPPABLE
        for p in view.digest.points
    )


def _place(view: DigestView, point: Point) -> str:
    if view.digest.buckets.get(point.comment_id) in (Bucket.DUPLICATE, Bucket.WITHHELD):
        return "repeated"
    mapping = view.mappings.get(point.point_id)
    targets = mapping.targets if mapping else ()
    if not targets:
        return "unplaced"
    return "whole" if set(targets) == {WHOLE_DRAFT} else "placed"


def unplaced(view: DigestView) -> Iterator[Unplaced]:
    """The points that no clause could be told for, in the order of the input."""
    for point in view.points_in_order:
        if _place(view, point) == "unplaced":
            yield _unplaced(view, point)


def _unplaced(view: DigestView, point: Point) -> Unplaced:
    mapping = view.mappings.get(point.point_id)
    likely = [c.target for c in mapping.candidates if c.score >= _LIKELY][:_FEW] if mapping else []
    partly = view.digest.buckets.get(point.comment_id) is not Bucket.UNMAPPABLE
    why = (mapping.problem or mapping.why) if mapping else ""
    labels = list_labels(map(view.label, likely))
    return Unplaced(view.quote(point.point_id, _MOST), view.comments[point.comment_id], why, labels, partly)


def others(view: DigestView) -> Iterator[Comment]:
    """Comments outside all pages that have no point to be listed: sent again, set aside, without an opinion."""
    listed = {point.comment_id for point in view.digest.points if _place(view, point) == "unplaced"}
    return (c for c in view.comments_in_order if view.outside(c.comment_id) and c.comment_id not in listed)


def beside(view: DigestView) -> Iterator[Beside]:
    """Comments with points that hold more words than their points, and these words."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for point in view.digest.points:
        spans.setdefault(point.comment_id, []).append(point.span)
    for comment in view.comments_in_order:
        own = spans.get(comment.comment_id)
        if own and _left(comment.text, own):
            yield Beside(comment, _left(view.clean(comment.text, comment), own))


def _left(text: str, spans: list[tuple[int, int]]) -> str:
    """What ``text`` has outside ``spans``; numbers of a list and marks are not worth showing."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    pieces = (text[end:start] for end, start in zip(ends, starts, strict=True))
    found = (
        line.strip()
        for piece in pieces
        for line in piece.split("\n")
        if _WORDS.search(line) and not _NUMBER.fullmatch(line.strip())
    )
    return "\n".join(found)
