"""What of the comments the public sees: the rows of :class:`PublicQuote`, made from what staff released."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult_web.consultations.comments_models import Comment, Moderation, PublicQuote, SupportVote, Target
from consult_web.consultations.drafts_models import Consultation, DraftVersion
from consult_web.consultations.terms import CommentState, ModerationDecision, Publication
from lawcheck.comments import WHOLE_DRAFT

__all__ = ["hide_comment", "show_comment", "show_released"]


def hide_comment(session: Session, comment: Comment) -> None:
    """Take a comment off the public pages."""
    session.execute(delete(PublicQuote).where(PublicQuote.comment_id == comment.id))


def show_comment(session: Session, consultation: Consultation, comment: Comment, decided: Moderation) -> None:
    """Show the masked words of ``decided`` beside each approved place of a public version."""
    hide_comment(session, comment)
    if consultation.publication is Publication.NONE or comment.state is not CommentState.RECEIVED:
        return
    public = select(DraftVersion.id).where(
        DraftVersion.consultation_id == consultation.id, DraftVersion.published_at.is_not(None)
    )
    votes = select(func.count()).select_from(SupportVote).where(SupportVote.comment_id == comment.id)
    supports = session.scalar(votes) or 0
    _add(session, comment, decided, session.scalars(public), supports)


def show_released(session: Session, consultation: Consultation, version: DraftVersion) -> None:
    """Show beside the clauses of a version that has become public what was released before."""
    if consultation.publication is Publication.NONE:
        return
    latest = (
        select(func.max(Moderation.id))
        .where(Moderation.consultation_id == consultation.id)
        .group_by(Moderation.comment_id)
    )
    query = (
        select(Comment, Moderation)
        .join(Moderation, Moderation.comment_id == Comment.id)
        .where(
            Moderation.id.in_(latest),
            Moderation.decision == ModerationDecision.RELEASED,
            Comment.moderation == ModerationDecision.RELEASED,
            Comment.state == CommentState.RECEIVED,
        )
    )
    counted = select(SupportVote.comment_id, func.count()).where(SupportVote.consultation_id == consultation.id)
    supports = {row[0]: row[1] for row in session.execute(counted.group_by(SupportVote.comment_id))}
    for comment, decided in session.execute(query).all():
        _add(session, comment, decided, [version.id], supports.get(comment.id, 0))


def _add(session: Session, comment: Comment, decided: Moderation, versions: Iterable[int], supports: int) -> None:
    wanted = set(versions)
    targets = session.scalars(
        select(Target).where(Target.comment_id == comment.id, Target.approved_by.is_not(None)).order_by(Target.id)
    ).all()
    shown = {(one.version_id, one.eid): one for one in targets if one.version_id in wanted and one.root_eid}
    if not targets and comment.version_id in wanted:
        # Somebody who chose no clause is shown beside the whole draft, until staff say more.
        whole = Target(
            version_id=comment.version_id, eid=WHOLE_DRAFT, root_eid=WHOLE_DRAFT, label=WHOLE_DRAFT, clause_uid=""
        )
        shown = {(comment.version_id, WHOLE_DRAFT): whole}
    for target in shown.values():
        session.add(
            PublicQuote(
                consultation_id=comment.consultation_id,
                version_id=target.version_id,
                comment_id=comment.id,
                clause_uid=target.clause_uid,
                eid=target.eid,
                root_eid=target.root_eid,
                label=target.label,
                stance=comment.stance,
                title=decided.title,
                text=decided.text,
                received_at=comment.received_at,
                supports=supports,
            )
        )
