"""To which round of asking a comment belongs: that in which it came in, by the moments at which later rounds began."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, literal

from consult_web.consultations.comments_models import Comment
from consult_web.consultations.drafts_models import Consultation

__all__ = ["announced_at", "of_round", "reported_round", "round_at", "round_column"]


def round_at(consultation: Consultation, moment: datetime) -> int:
    """The round to which what came in at ``moment`` belongs.

    >>> from datetime import UTC
    >>> round_at(Consultation(round=1), datetime(2026, 11, 22, tzinfo=UTC))
    1
    """
    if consultation.round < 2:
        return 1
    return 1 + bisect_right([one.ended_at for one in consultation.past_rounds], moment)


def of_round(consultation: Consultation, number: int) -> ColumnElement[bool]:
    """A condition on :class:`Comment`: it came in during round ``number`` (0: during any)."""
    ends = [one.ended_at for one in consultation.past_rounds] if consultation.round > 1 else []
    bounds = [Comment.received_at >= ends[number - 2]] if 1 < number <= len(ends) + 1 else []
    bounds += [Comment.received_at < ends[number - 1]] if 0 < number <= len(ends) else []
    return and_(Comment.consultation_id == consultation.id, *bounds)


def round_column(consultation: Consultation) -> ColumnElement[int]:
    """The round of a :class:`Comment`, to be selected or grouped by."""
    if consultation.round < 2:
        return literal(1)
    steps = [(Comment.received_at < one.ended_at, one.number) for one in consultation.past_rounds]
    return case(*steps, else_=consultation.round)


def announced_at(consultation: Consultation) -> datetime | None:
    """When an earlier round was last reported on: what was signed by then has been told to the public and stays."""
    if consultation.round < 2:
        return None
    return max((one.reported_at for one in consultation.past_rounds if one.reported_at), default=None)


def reported_round(consultation: Consultation) -> int:
    """The latest round that was reported on; 0 for none. The report of a round tells of all before it, too.

    >>> reported_round(Consultation(round=1))
    0
    """
    if consultation.reported_at is not None:
        return consultation.round
    if consultation.round < 2:
        return 0
    return max((one.number for one in consultation.past_rounds if one.reported_at), default=0)
