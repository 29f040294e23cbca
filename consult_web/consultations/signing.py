"""Four eyes: a second person signs what was decided; and the gate that stands before the report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, false, func, or_, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations.clocks import is_open
from consult_web.consultations.comments_models import Comment
from consult_web.consultations.disposing import lock_consultation
from consult_web.consultations.drafts_models import Consultation
from consult_web.consultations.results_models import AnalysisRun, CommentBucket, Disposition, PointRow
from consult_web.consultations.terms import CommentState
from consult_web.errors import Conflict, Refused
from consult_web.storage import utc_now
from lawcheck.comments import Bucket
from lawcheck.procedure import Completeness, PointDecision, check_completeness

__all__ = ["GateView", "gate_of", "points_to_decide", "sign"]


class GateView(NamedTuple):
    """The gate in numbers: ``points`` need a decision; ``problems`` is what is missing, by kind (name of a field of
    :class:`~lawcheck.procedure.Completeness`, ``unread``: comments that no analysis has seen, or ``running``: days until the last one can come in) and with the number. ``stray`` decisions, whose point is gone, count
    as something to look at, since a gone point cannot be answered."""

    points: int
    decided: int
    signed: int
    problems: tuple[tuple[str, int], ...]

    @property
    def complete(self) -> bool:
        """Whether the report may be issued."""
        return self.points > 0 and not self.problems


def points_to_decide(session: Session, run: AnalysisRun) -> list[str]:
    """Keys of all points that need one decision each; those of repeated comments are answered with the first one."""
    return list(session.scalars(_wanted(run)))


def _wanted(run: AnalysisRun) -> Select[str]:
    return (
        select(PointRow.point_key)
        .join(CommentBucket, (CommentBucket.run_id == run.id) & (CommentBucket.comment_id == PointRow.comment_id))
        .where(PointRow.run_id == run.id, CommentBucket.bucket != Bucket.DUPLICATE)
    )


def gate_of(session: Session, run: AnalysisRun) -> GateView:
    """What keeps the report from being issued. The database counts decisions that are alike in all that the rules look at,
    and the rules judge one of each kind: there may be a hundred thousand of them."""
    points = session.scalar(select(func.count()).select_from(_wanted(run).subquery())) or 0
    kinds = [row for row in session.execute(_kinds(run)) if row.wanted or not row.known]
    numbers = {str(place): row.decisions for place, row in enumerate(kinds)}
    made = [_like(str(place), row) for place, row in enumerate(kinds)]
    found = check_completeness([str(place) for place, row in enumerate(kinds) if row.wanted], made)
    decided = sum(row.decisions for row in kinds if row.wanted)
    counts = {name: sum(numbers[place] for place in getattr(found, name)) for name in Completeness._fields}
    counts["open"] = points - decided
    counts["unread"] = _unread(session, run)
    counts["running"] = _days_left(session, run)
    signed = sum(row.decisions for row in kinds if row.wanted and row.signed_by)
    return GateView(points, decided, signed, tuple((name, count) for name, count in counts.items() if count))


def _days_left(session: Session, run: AnalysisRun) -> int:
    """Days, begun ones too, in which opinions still come in: what is told before they are over tells of a part."""
    consultation = session.get_one(Consultation, run.consultation_id)
    if not is_open(consultation) or consultation.closes_at is None:
        return 0
    return -((utc_now() - consultation.closes_at) // timedelta(days=1))


def _unread(session: Session, run: AnalysisRun) -> int:
    """Comments that stand and came in, or were changed, after the analysis: nobody has seen a point of them."""
    since = or_(Comment.id > run.last_comment_id, Comment.updated_at > run.started_at)
    query = select(func.count()).where(
        Comment.consultation_id == run.consultation_id, Comment.state == CommentState.RECEIVED, since
    )
    return session.scalar(query) or 0


def _like(name: str, row: Any) -> PointDecision:
    """A decision of this kind: what it says does not matter, only that it says something."""
    reason, clause, version = ("x" if there else "" for there in (row.reasoned, row.placed, row.versioned))
    return PointDecision(name, row.outcome.value, reason, clause, version, row.decided_by, row.signed_by or "")


def _kinds(run: AnalysisRun) -> Any:
    """Decisions by all that the gate looks at, with their number; ``known``: the point is there, ``wanted``: it needs one."""
    traits = (
        Disposition.outcome,
        Disposition.decided_by,
        Disposition.signed_by,
        (Disposition.reason != "").label("reasoned"),
        (Disposition.eid != "").label("placed"),
        Disposition.version_id.is_not(None).label("versioned"),
        PointRow.id.is_not(None).label("known"),
        func.coalesce(CommentBucket.bucket != Bucket.DUPLICATE, false()).label("wanted"),
    )
    return (
        select(*traits, func.count().label("decisions"))
        .select_from(Disposition)
        .outerjoin(PointRow, (PointRow.point_key == Disposition.point_key) & (PointRow.run_id == run.id))
        .outerjoin(
            CommentBucket, (CommentBucket.run_id == PointRow.run_id) & (CommentBucket.comment_id == PointRow.comment_id)
        )
        .where(Disposition.consultation_id == run.consultation_id)
        .group_by(*traits)
    )


def sign(session: Session, number: int, signer: str, ids: Sequence[int] = ()) -> tuple[int, int]:
    """Sign decisions (all that wait where no ``ids`` are given); how many were signed, and how many could not be because
    ``signer`` made them. :class:`Refused` E855 when there were only such, :class:`Conflict` E874 after the report."""
    consultation = lock_consultation(session, number)
    if consultation.reported_at is not None:
        raise Conflict("E874")
    waiting = select(Disposition).where(Disposition.consultation_id == number, Disposition.signed_by.is_(None))
    rows = list(session.scalars(waiting.where(Disposition.id.in_(ids)) if ids else waiting))
    own = [row for row in rows if row.decided_by == signer]
    others = [row for row in rows if row.decided_by != signer]
    if own and not others:
        raise Refused("E855")
    moment = utc_now()
    for row in others:
        row.signed_by, row.signed_at = signer, moment
    if others:
        record(session, signer, "disposition.signed", f"consultation:{number}", {"points": len(others)})
    return len(others), len(own)
