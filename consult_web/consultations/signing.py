"""Four eyes: a second person signs what was decided; and the gate that stands before the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations.disposing import lock_consultation
from consult_web.consultations.results_models import AnalysisRun, CommentBucket, Disposition, PointRow
from consult_web.errors import Conflict, Refused
from consult_web.storage import utc_now
from lawcheck.comments import Bucket
from lawcheck.procedure import Completeness, PointDecision, check_completeness

__all__ = ["GateView", "gate_of", "points_to_decide", "sign", "waiting_for_signature"]

_BATCH = 500


class GateView(NamedTuple):
    """The gate in numbers: ``points`` need a decision; what is missing, by kind; ``stray`` decisions whose point is gone
    count as something to look at, since a gone point cannot be answered."""

    points: int
    decided: int
    signed: int
    found: Completeness

    @property
    def complete(self) -> bool:
        """Whether the report may be issued."""
        return self.points > 0 and self.found.complete

    @property
    def problems(self) -> list[tuple[str, int]]:
        """What is missing: name of the field of :class:`Completeness`, and of how many points."""
        return [(name, len(getattr(self.found, name))) for name in Completeness._fields if getattr(self.found, name)]


def points_to_decide(session: Session, run: AnalysisRun) -> list[str]:
    """Keys of all points that need one decision each; those of repeated comments are answered with the first one."""
    query = (
        select(PointRow.point_key)
        .join(CommentBucket, (CommentBucket.run_id == run.id) & (CommentBucket.comment_id == PointRow.comment_id))
        .where(PointRow.run_id == run.id, CommentBucket.bucket != Bucket.DUPLICATE)
    )
    return list(session.scalars(query))


def gate_of(session: Session, run: AnalysisRun) -> GateView:
    """What keeps the report from being issued."""
    wanted = set(points_to_decide(session, run))
    known = set(session.scalars(select(PointRow.point_key).where(PointRow.run_id == run.id)))
    query = select(
        Disposition.point_key,
        Disposition.outcome,
        Disposition.reason,
        Disposition.eid,
        Disposition.version_id,
        Disposition.decided_by,
        Disposition.signed_by,
    ).where(Disposition.consultation_id == run.consultation_id)
    made = [
        PointDecision(row.point_key, row.outcome.value, row.reason, row.eid, str(row.version_id or ""), row.decided_by, row.signed_by or "")
        for row in session.execute(query)
        if row.point_key in wanted or row.point_key not in known
    ]  # fmt: skip
    found = check_completeness(wanted, made)
    decided = sum(decision.point in wanted for decision in made)
    signed = sum(decision.point in wanted and bool(decision.signed_by) for decision in made)
    return GateView(len(wanted), decided, signed, found)


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


def waiting_for_signature(session: Session, number: int) -> int:
    """How many decisions nobody has signed."""
    query = select(func.count()).where(Disposition.consultation_id == number, Disposition.signed_by.is_(None))
    return session.scalar(query) or 0
