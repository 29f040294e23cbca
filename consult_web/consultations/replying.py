"""A personal answer to a comment, at any time; who looks at a contact is noted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult_web.accounts import User
from consult_web.audit import record
from consult_web.consultations.comments_models import Attachment, Comment
from consult_web.consultations.contacts import open_contact
from consult_web.consultations.results_models import Reply
from consult_web.consultations.terms import CommentState
from consult_web.errors import Conflict, NotFound, Refused
from consult_web.storage import utc_now
from lawcheck.comments import mask_personal

__all__ = [
    "REPLY_WAYS",
    "look_at_contact",
    "look_at_original",
    "look_at_scan",
    "public_replies",
    "replies_to",
    "write_reply",
]

REPLY_WAYS: Final = ("查询页", "电话", "电子邮件", "信函", "当面")
"""How an answer was given; the first is seen by whoever holds the receipt."""
_LONGEST: Final = 5000


def write_reply(
    session: Session, user: User, comment: Comment, text: str, way: str = REPLY_WAYS[0], *, public: bool = False
) -> Reply:
    """Answer a comment; ``public``: everybody may read it, masked, where the comment itself is shown and for as long. :class:`Refused` E941 for no words, too many, or an unknown way; :class:`Conflict` E942 for a
    comment that was taken back."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not 0 < len(text) <= _LONGEST or way not in REPLY_WAYS:
        raise Refused("E941", limit=_LONGEST)
    if comment.state is not CommentState.RECEIVED:
        raise Conflict("E942")
    shown = mask_personal(text) if public and comment.consent_public else ""
    made = Reply(
        comment_id=comment.id, text=text, way=way, public_text=shown, written_by=user.actor, written_at=utc_now()
    )
    session.add(made)
    record(session, user.actor, "comment.replied", f"comment:{comment.id}", {"way": way, "public": bool(shown)})
    return made


def replies_to(session: Session, comment: Comment) -> Sequence[Reply]:
    """The answers so far, in order."""
    return session.scalars(select(Reply).where(Reply.comment_id == comment.id).order_by(Reply.id)).all()


def public_replies(session: Session, comments: Collection[int]) -> Mapping[int, Sequence[Reply]]:
    """Answers that everybody may read, by comment, in order. The caller names comments that are shown."""
    query = select(Reply).where(Reply.comment_id.in_(comments), Reply.public_text != "").order_by(Reply.id)
    found: dict[int, list[Reply]] = {}
    for reply in session.scalars(query) if comments else ():
        found.setdefault(reply.comment_id, []).append(reply)
    return found


def look_at_contact(session: Session, user: User, comment: Comment) -> dict[str, str]:
    """Name, phone, email; empty where there are none. That ``user`` looked is noted in the audit log."""
    record(session, user.actor, "contact.read", f"comment:{comment.id}")
    return open_contact(session, comment.id)


def look_at_original(session: Session, user: User, comment: Comment) -> str:
    """The words without a mask; that ``user`` looked is noted in the audit log."""
    record(session, user.actor, "comment.unmasked", f"comment:{comment.id}")
    return comment.text


def look_at_scan(session: Session, user: User, comment: Comment, number: int) -> Attachment:
    """The scan of what was handed in (names and telephones stand on it); that ``user`` looked is noted in the audit log.
    :class:`NotFound` E800 for another file."""
    found = next((one for one in comment.attachments if one.id == number and one.original), None)
    if found is None:
        raise NotFound("E800")
    record(session, user.actor, "scan.read", f"comment:{comment.id}", {"file": found.digest})
    return found
