"""What became of a comment, for the person who holds its receipt; and how that is rated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.audit import record
from consult_web.consultations.clocks import is_open
from consult_web.consultations.comments_models import Comment, Target
from consult_web.consultations.drafts_models import ClauseRow, Consultation, DraftVersion
from consult_web.consultations.placing import GONE
from consult_web.consultations.results_models import Disposition, PointRow, Rating, Reply
from consult_web.consultations.round_bounds import round_at
from consult_web.consultations.terms import CommentState, Grade
from consult_web.errors import Conflict
from consult_web.storage import utc_now
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT

__all__ = ["Decided", "Moved", "Ratings", "Track", "rate", "ratings_of", "track"]


class Decided(NamedTuple):
    """What became of one point: its words, the outcome with its reason, and the clause it changed, before and after."""

    text: str
    outcome: str
    reason: str
    label: str
    old: str
    new: str
    transferred_to: str
    decided_at: datetime
    version: str


class Moved(NamedTuple):
    """A clause that a comment is about, as the person saw it and in the text that is read now (``new_label`` and ``new``
    empty: the text has it no more); ``eid`` is its place there."""

    verdict: str
    old_label: str
    new_label: str
    old: str
    new: str
    eid: str


@dataclass(frozen=True, slots=True)
class Track:
    """Where a comment stands. ``places`` are the clauses it was put to; ``decided`` is empty until the decisions are
    signed, so that nothing is told that is taken back; ``moved`` tells where they stand in a later text."""

    comment: Comment
    consultation: Consultation
    version: DraftVersion
    places: tuple[str, ...]
    decided: tuple[Decided, ...]
    replies: tuple[Reply, ...]
    rating: Rating | None
    moved: tuple[Moved, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether the person took it back."""
        return self.comment.state is CommentState.WITHDRAWN

    @property
    def can_change(self) -> bool:
        """Whether it may still be changed or withdrawn."""
        return not self.withdrawn and is_open(self.consultation) and self.is_current

    @property
    def is_current(self) -> bool:
        """Whether it was sent in the round that is the latest; what an earlier round brought stays as it is."""
        return self.round == self.consultation.round

    @property
    def round(self) -> int:
        """The round in which it was sent."""
        return round_at(self.consultation, self.comment.received_at)

    @property
    def can_rate(self) -> bool:
        """Whether there is something to rate."""
        return not self.withdrawn and bool(self.decided or self.replies)


class Ratings(NamedTuple):
    """How those who were answered rate it: counts by grade, how many rated, how many could have."""

    counts: dict[Grade, int]
    rated: int
    answered: int


def track(session: Session, comment: Comment) -> Track:
    """All that the holder of the receipt may see."""
    consultation = session.get_one(Consultation, comment.consultation_id)
    replies = session.scalars(select(Reply).where(Reply.comment_id == comment.id).order_by(Reply.id))
    return Track(
        comment,
        consultation,
        session.get_one(DraftVersion, comment.version_id),
        _places(session, consultation, comment),
        _decided(session, consultation, comment),
        tuple(replies),
        session.get(Rating, comment.id),
        _moved(session, consultation, comment),
    )


def rate(session: Session, comment: Comment, grade: Grade, note: str = "") -> None:
    """Keep the person's grade; the last one counts. :class:`Conflict` E868 while there is nothing to rate."""
    if not track(session, comment).can_rate:
        raise Conflict("E868")
    session.merge(Rating(comment_id=comment.id, grade=grade, note=note[:500], rated_at=utc_now()))
    record(session, "visitor", "comment.rated", f"comment:{comment.id}", {"grade": grade.value})


def ratings_of(session: Session, consultation: Consultation) -> Ratings:
    """The grades of ``consultation`` with their denominator: comments that have a signed decision or a reply."""
    own = Comment.consultation_id == consultation.id
    query = select(Rating.grade, func.count()).join(Comment, Comment.id == Rating.comment_id).where(own)
    counts = dict(session.execute(query.group_by(Rating.grade)).all())
    told = select(Disposition.comment_id).where(
        Disposition.consultation_id == consultation.id, Disposition.signed_at.is_not(None)
    )
    replied = select(Reply.comment_id).join(Comment, Comment.id == Reply.comment_id).where(own)
    answered = session.scalar(select(func.count()).select_from(told.union(replied).subquery())) or 0
    return Ratings({grade: counts.get(grade, 0) for grade in Grade}, sum(counts.values()), answered)


def _places(session: Session, consultation: Consultation, comment: Comment) -> tuple[str, ...]:
    """What the person chose, else what the last analysis found."""
    chosen = [target.label or target.eid for target in comment.targets if target.approved_by and not target.origin_id]
    if chosen or consultation.run_id is None:
        return tuple(dict.fromkeys(chosen))
    query = select(PointRow.eid).where(PointRow.run_id == consultation.run_id, PointRow.comment_id == comment.id)
    found = [eid for eid in session.scalars(query.order_by(PointRow.ordinal)) if eid]
    labels = _labels(session, consultation.version_id or comment.version_id, found)
    return tuple(dict.fromkeys(labels.get(eid, eid) for eid in found))


def _moved(session: Session, consultation: Consultation, comment: Comment) -> tuple[Moved, ...]:
    """Approved places in the current text, each with the place that the person chose."""
    if comment.version_id == consultation.version_id:
        return ()
    known = {target.id: target for target in comment.targets}
    now = [one for one in comment.targets if one.version_id == consultation.version_id and one.approved_by]
    pairs = [(first, one) for one in now if (first := _first(one, known)) is not one]
    texts = _texts_of(session, [place for pair in pairs for place in pair])
    found = []
    for first, one in pairs:
        gone = one.eid.startswith(GONE)
        new = "" if gone else texts.get((one.version_id, one.eid), "")
        old = texts.get((first.version_id, first.eid), "")
        if old or new:  # not the draft as a whole
            found.append(Moved(one.verdict, first.label, "" if gone else one.label, old, new, "" if gone else one.eid))
    return tuple(found)


def _first(target: Target, known: dict[int, Target]) -> Target:
    """The place from which this one was carried on, text by text."""
    while target.origin_id in known:
        target = known[target.origin_id]
    return target


def _texts_of(session: Session, places: Sequence[Target]) -> dict[tuple[int, str], str]:
    wanted = {(one.version_id, one.eid) for one in places}
    query = select(ClauseRow.version_id, ClauseRow.eid, ClauseRow.text).where(
        ClauseRow.version_id.in_({version for version, _ in wanted}), ClauseRow.eid.in_({eid for _, eid in wanted})
    )
    return {(row.version_id, row.eid): row.text for row in session.execute(query)}


def _labels(session: Session, version_id: int, eids: Sequence[str]) -> dict[str, str]:
    query = select(ClauseRow.eid, ClauseRow.label).where(ClauseRow.version_id == version_id, ClauseRow.eid.in_(eids))
    return {**dict(session.execute(query).all()), WHOLE_DRAFT: WHOLE_DRAFT, NEW_CLAUSE: NEW_CLAUSE}


def _decided(session: Session, consultation: Consultation, comment: Comment) -> tuple[Decided, ...]:
    query = select(Disposition).where(Disposition.comment_id == comment.id, Disposition.signed_at.is_not(None))
    rows = session.scalars(query.order_by(Disposition.id)).all()
    if not rows:
        return ()
    words = dict(
        session.execute(
            select(PointRow.point_key, PointRow.text).where(
                PointRow.run_id == consultation.run_id, PointRow.comment_id == comment.id
            )
        )
        # rows are pairs
        .all()
    )
    versions = {one.id: one.label for one in consultation.versions}
    labels = {row.version_id: _labels(session, row.version_id, [row.eid]) for row in rows if row.version_id}
    return tuple(
        Decided(
            words.get(row.point_key, comment.text),
            row.outcome.value,
            row.reason,
            labels.get(row.version_id, {}).get(row.eid, "") if row.version_id else "",
            row.old_words,
            row.new_words,
            row.transferred_to,
            row.signed_at or row.decided_at,
            versions.get(row.version_id or 0, ""),
        )
        for row in rows
    )
