"""How to answer a person: sealed, in a table apart, gone when it is not needed any more."""

from __future__ import annotations

import json
import re

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult_web.consultations.comments_models import Comment, Contact
from consult_web.storage import database_of, keyed_hash, secret

__all__ = ["forget_contact", "keep_contact", "open_contact", "person_key", "put_contact"]


def person_key(session: Session, phone: str = "", email: str = "") -> str:
    """The same for two comments with the same telephone (or else e-mail) and tells nothing else; "" for neither."""
    number = re.sub(r"\D", "", phone).removeprefix("0086")
    number = number.removeprefix("86") if len(number) == 13 else number
    known = number or email.strip().casefold()
    return keyed_hash(secret(session, "person"), known)[:32] if known else ""


def keep_contact(session: Session, comment: Comment, *, name: str = "", phone: str = "", email: str = "") -> None:
    """Put the contact of ``comment`` (which has its id) away, and say on the comment whether it can be answered."""
    comment.can_reply = bool(phone or email)
    comment.person_key = person_key(session, phone, email)
    put_contact(session, comment.id, name=name, phone=phone, email=email)


def put_contact(session: Session, comment_id: int, *, name: str = "", phone: str = "", email: str = "") -> None:
    """Put a contact away, where one was given; the comment is not touched."""
    if name or phone or email:
        details = json.dumps({"name": name, "phone": phone, "email": email}, ensure_ascii=False)
        session.merge(Contact(comment_id=comment_id, sealed=database_of(session).keys.seal(details)))


def open_contact(session: Session, comment_id: int) -> dict[str, str]:
    """Name, phone, email; empty when none was given or it was deleted. The caller notes in the audit log who looked."""
    row = session.get(Contact, comment_id)
    found: dict[str, str] = json.loads(database_of(session).keys.unseal(row.sealed)) if row else {}
    return found


def forget_contact(session: Session, comment: Comment) -> None:
    """Delete the contact of ``comment``; it cannot be answered any more."""
    session.execute(delete(Contact).where(Contact.comment_id == comment.id))
    comment.can_reply = False
