"""The gate before the report on a consultation: every point has one decision, with reason, target and two persons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

__all__ = ["Completeness", "PointDecision", "PointOutcome", "check_completeness"]


class PointOutcome(StrEnum):
    """What became of a point (domain.md 4.6); a duplicate is a link, not an outcome."""

    ADOPTED = "采纳"
    PARTLY = "部分采纳"
    NOT_ADOPTED = "未采纳"
    ALREADY = "已有规定"
    TRANSFERRED = "转交"
    OUTSIDE = "不属于本法"

    @property
    def needs_reason(self) -> bool:
        """Whether the reason must be told."""
        return self is not PointOutcome.ADOPTED

    @property
    def needs_change(self) -> bool:
        """Whether it must be shown where the draft was changed."""
        return self in (PointOutcome.ADOPTED, PointOutcome.PARTLY)


class PointDecision(NamedTuple):
    """The decision on a point: ``clause`` and ``version`` are where the draft was changed."""

    point: str
    outcome: str
    reason: str = ""
    clause: str = ""
    version: str = ""
    decided_by: str = ""
    signed_by: str = ""


class Completeness(NamedTuple):
    """What keeps the report from being issued: ids of points without a decision, with more than one, with an unknown
    outcome, without a reason, without the changed clause and version, not signed by a second person; and decisions on
    points that are not there."""

    open: tuple[str, ...]
    double: tuple[str, ...]
    unknown: tuple[str, ...]
    without_reason: tuple[str, ...]
    without_change: tuple[str, ...]
    unsigned: tuple[str, ...]
    stray: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the report may be issued."""
        return not any(self)


def check_completeness(
    points: Iterable[str], decisions: Iterable[PointDecision], *, four_eyes: bool = True
) -> Completeness:
    """What is left to decide; ``points`` are all points that need a decision (duplicates linked to another do not).

    >>> done = PointDecision("1", "采纳", clause="art_5", version="2", decided_by="甲", signed_by="乙")
    >>> check_completeness(["1", "2"], [done]).open
    ('2',)
    >>> check_completeness(["1"], [done._replace(outcome="未采纳", signed_by="甲")])[3:6]
    (('1',), (), ('1',))
    >>> check_completeness(["1"], [done]).complete
    True
    """
    made, wanted = list(decisions), set(points)
    counts = Counter(decision.point for decision in made)
    known = [(decision, PointOutcome(decision.outcome)) for decision in made if decision.outcome in set(PointOutcome)]
    return Completeness(
        open=_sorted(wanted - counts.keys()),
        double=_sorted(point for point, count in counts.items() if count > 1),
        unknown=_sorted(decision.point for decision in made if decision.outcome not in set(PointOutcome)),
        without_reason=_sorted(d.point for d, outcome in known if outcome.needs_reason and not d.reason.strip()),
        without_change=_sorted(
            d.point for d, outcome in known if outcome.needs_change and not (d.clause and d.version)
        ),
        unsigned=_sorted(d.point for d in made if four_eyes and not _signed(d)),
        stray=_sorted(counts.keys() - wanted),
    )


def _signed(decision: PointDecision) -> bool:
    return bool(decision.decided_by and decision.signed_by) and decision.decided_by != decision.signed_by


def _sorted(points: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(points)))
