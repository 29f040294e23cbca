"""What of the comments is shown: decided by staff with a reason, masked before anybody sees it, logged in public."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.consultations.comments_models import Comment, Moderation, Target
from consult_web.consultations.drafts_models import Consultation
from consult_web.consultations.releasing import hide_comment, show_comment
from consult_web.consultations.terms import Channel, CommentState, ModerationDecision, Publication
from consult_web.errors import NotFound, Refused
from lawcheck.comments import find_personal, mask_personal

__all__ = [
    "WITHHOLD_REASONS",
    "Masked",
    "Moderated",
    "QueueFilter",
    "Withheld",
    "decide_comments",
    "find_comment",
    "find_queue",
    "mask_comment",
    "withheld_log",
]

WITHHOLD_REASONS: Final = (
    "与本草案无关",
    "含有他人个人信息，遮盖后无法理解",
    "含有侮辱、诽谤内容",
    "广告或者重复发送",
    "法律、法规禁止发布的内容",
    "其他",
)
"""What the public log may say; 其他 needs words of its own."""
_LONGEST: Final = 300
_BLACK: Final = "■"


class Masked(NamedTuple):
    """What would be shown: title and text with personal data hidden, how many places were hidden, of which kinds."""

    title: str
    text: str
    places: int
    kinds: tuple[str, ...]


class QueueFilter(NamedTuple):
    """Which comments are listed; ``state`` is waiting, released, withheld or all; ``root`` a clause of any version."""

    state: str = "waiting"
    channel: str = ""
    root: str = ""
    words: str = ""


class Moderated(NamedTuple):
    """How many were decided on, and why the others were not."""

    done: int
    no_consent: int
    changed: int


class Withheld(NamedTuple):
    """A line of the public log: when, which number, about which clauses, why."""

    comment_id: int
    at: datetime
    clauses: tuple[str, ...]
    reason: str


def mask_comment(comment: Comment, hide: Collection[str] = ()) -> Masked:
    """``comment`` as it may be shown; ``hide`` are more words to black out. Nothing else is ever changed.

    >>> mask_comment(Comment(title="", text="我叫王小明，电话13912345678，住在城南。"), ["城南"]).text
    '我叫王*明，电话139********，住在■■。'
    """
    return _masked(comment.title, comment.text, hide)


def _masked(title: str, words: str, hide: Collection[str]) -> Masked:
    found = [*find_personal(title), *find_personal(words)]
    texts = [mask_personal(text) for text in (title, words)]
    extra = [word for word in sorted(set(hide), key=len, reverse=True) if word]
    for word in extra:
        texts = [text.replace(word, _BLACK * len(word)) for text in texts]
    kinds = dict.fromkeys([item.kind for item in found] + (["其他"] if extra else []))
    return Masked(texts[0], texts[1], len(found) + len(extra), tuple(kinds))


def find_comment(session: Session, consultation: Consultation, number: int) -> Comment:
    """The comment with this number; :class:`NotFound` E800 for one of another consultation."""
    found = session.get(Comment, number) if number < 1 << 62 else None
    if found is None or found.consultation_id != consultation.id:
        raise NotFound("E800")
    return found


def find_queue(
    session: Session, consultation: Consultation, wanted: QueueFilter, offset: int = 0, limit: int = 50
) -> tuple[Sequence[Comment], int]:
    """Comments in the order in which they came, and how many there are. Those taken back are not shown."""
    query = _queue(consultation, wanted)
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Comment.id).subquery())) or 0
    return session.scalars(query.order_by(Comment.id).offset(offset).limit(limit)).all(), total


def _queue(consultation: Consultation, wanted: QueueFilter) -> Any:
    query = select(Comment).where(Comment.consultation_id == consultation.id, Comment.state == CommentState.RECEIVED)
    if wanted.state == "waiting":
        query = query.where(Comment.moderation.is_(None))
    elif wanted.state in ("released", "withheld"):
        query = query.where(Comment.moderation == ModerationDecision(wanted.state))
    if wanted.channel in {channel.value for channel in Channel}:
        query = query.where(Comment.channel == Channel(wanted.channel))
    if wanted.root:
        about = select(Target.comment_id).where(Target.root_eid == wanted.root, Target.approved_by.is_not(None))
        query = query.where(Comment.id.in_(about))
    if wanted.words.strip("\x00 "):
        query = query.where(Comment.text.contains(wanted.words.strip("\x00 "), autoescape=True))
    return query


def decide_comments(
    session: Session,
    user: User,
    consultation: Consultation,
    seen: Collection[tuple[int, int]],
    decision: ModerationDecision,
    reason: str = "",
    hide: Collection[str] = (),
) -> Moderated:
    """Release or withhold the comments ``seen`` (each its number and the revision that was read).

    Those whose person did not agree to be shown are not released, those that were changed meanwhile are left alone; both
    are counted. Raises :class:`Refused` E899 where nothing is published, E940 for withholding without a reason.
    """
    if decision is ModerationDecision.RELEASED and consultation.publication is Publication.NONE:
        raise Refused("E899")
    reason = reason.strip()[:_LONGEST]
    if decision is ModerationDecision.WITHHELD and (not reason or reason == WITHHOLD_REASONS[-1]):
        raise Refused("E940")
    done = no_consent = changed = 0
    for number, revision in sorted(set(seen)):
        comment = find_comment(session, consultation, number)
        if comment.state is not CommentState.RECEIVED or (revision and comment.revision != revision):
            changed += 1
        elif decision is ModerationDecision.RELEASED and not comment.consent_public:
            no_consent += 1
        else:
            _decide(session, user, consultation, comment, decision, reason, hide)
            done += 1
    return Moderated(done, no_consent, changed)


def _decide(
    session: Session,
    user: User,
    consultation: Consultation,
    comment: Comment,
    decision: ModerationDecision,
    reason: str,
    hide: Collection[str],
) -> None:
    masked = _masked(comment.title, _with_wordings(comment), hide)
    row = Moderation(
        consultation_id=consultation.id,
        comment_id=comment.id,
        revision=comment.revision,
        decision=decision,
        reason=reason,
        title=masked.title,
        text=masked.text,
        masked=masked.places,
        decided_by=user.actor,
    )
    session.add(row)
    comment.moderation = decision
    session.flush()
    if decision is ModerationDecision.RELEASED:
        show_comment(session, consultation, comment, row)
    else:
        hide_comment(session, comment)
    details = {"reason": reason, "masked": masked.places, "revision": comment.revision}
    record(session, user.actor, f"comment.{decision.value}", f"comment:{comment.id}", details)


def _with_wordings(comment: Comment) -> str:
    """The words of a comment and what it would have clauses say: 改成三十分钟 alone tells a reader nothing."""
    asked = [f"建议将{row.label}改为：“{row.new_text.strip()}”" for row in comment.wordings if row.new_text.strip()]
    return "\n".join((comment.text, *(line for line in asked if line not in comment.text))).strip()


def withheld_log(
    session: Session, consultation: Consultation, offset: int = 0, limit: int = 50
) -> tuple[list[Withheld], int]:
    """What is withheld now and why, without its words; and how many there are."""
    latest = (
        select(func.max(Moderation.id))
        .where(Moderation.consultation_id == consultation.id)
        .group_by(Moderation.comment_id)
    )
    query = (
        select(Moderation)
        .join(Comment, Comment.id == Moderation.comment_id)
        .where(
            Moderation.id.in_(latest),
            Moderation.decision == ModerationDecision.WITHHELD,
            Comment.moderation == ModerationDecision.WITHHELD,
            Comment.state == CommentState.RECEIVED,
        )
    )
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(Moderation.id).subquery())) or 0
    rows = session.scalars(query.order_by(Moderation.id).offset(offset).limit(limit)).all()
    labels = _labels(session, [row.comment_id for row in rows])
    return [Withheld(row.comment_id, row.decided_at, labels.get(row.comment_id, ()), row.reason) for row in rows], total


def _labels(session: Session, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    query = select(Target).where(Target.comment_id.in_(numbers), Target.origin_id.is_(None)).order_by(Target.id)
    for target in session.scalars(query):
        found[target.comment_id] = (*found.get(target.comment_id, ()), target.label)
    return found
