"""Tables of what people send: comments, what they are about, wordings, attachments, contacts, what the public sees."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_web.consultations.drafts_models import StationLink
from consult_web.consultations.terms import (
    Channel,
    ChosenBy,
    CommentState,
    Identity,
    ModerationDecision,
    SpeakerKind,
)
from consult_web.storage import Base, Choice, Key, utc_now
from lawcheck.comments import Stance

__all__ = [
    "Answer",
    "Attachment",
    "Comment",
    "CommentRevision",
    "Contact",
    "IntakeBatch",
    "Moderation",
    "PublicQuote",
    "SavedDraft",
    "SupportVote",
    "Target",
    "WordingProposal",
]


class Comment(Base):
    """One opinion as it came in, by whatever way. Who sent it is in :class:`Contact`, in a table apart.

    ``idempotency_key`` makes a submit that is repeated the same one. ``receipt_hash`` is the SHA-256 of the receipt code,
    which only its holder has. ``person_key`` is the same for two comments of one contact and tells nothing else; empty
    where nobody is known. ``moderation`` repeats the latest :class:`Moderation`, ``read_at`` is when a drafter first
    opened it.
    """

    __tablename__ = "comment"
    __table_args__ = (
        Index(None, "consultation_id", "id"),
        Index(None, "consultation_id", "received_at"),
        Index(None, "consultation_id", "moderation", "id"),
        Index(None, "consultation_id", "person_key"),
        Index(None, "station_link_id", "id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"), index=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[CommentState] = mapped_column(Choice(CommentState), default=CommentState.RECEIVED)
    channel: Mapped[Channel] = mapped_column(Choice(Channel), default=Channel.SITE)
    received_at: Mapped[datetime]
    entered_by: Mapped[str | None]
    station_link_id: Mapped[int | None] = mapped_column(ForeignKey("station_link.id"))
    speaker: Mapped[SpeakerKind | None] = mapped_column(Choice(SpeakerKind))
    deputy: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    facts: Mapped[str] = mapped_column(default="")
    demand: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    stance: Mapped[Stance | None] = mapped_column(Choice(Stance))
    kinds: Mapped[list[str]] = mapped_column(default=list)
    consent_public: Mapped[bool] = mapped_column(default=False)
    identity: Mapped[Identity | None] = mapped_column(Choice(Identity))
    region: Mapped[str] = mapped_column(default="")
    group: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="zh")
    person_key: Mapped[str] = mapped_column(default="")
    can_reply: Mapped[bool] = mapped_column(default=False)
    sealed_original: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("intake_batch.id"), index=True)
    moderation: Mapped[ModerationDecision | None] = mapped_column(Choice(ModerationDecision))
    read_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012

    targets: Mapped[list[Target]] = relationship(
        back_populates="comment", cascade="all, delete-orphan", order_by="Target.id", lazy="selectin"
    )
    wordings: Mapped[list[WordingProposal]] = relationship(cascade="all, delete-orphan", order_by="WordingProposal.id")
    attachments: Mapped[list[Attachment]] = relationship(cascade="all, delete-orphan", order_by="Attachment.id")
    answers: Mapped[list[Answer]] = relationship(cascade="all, delete-orphan")
    revisions: Mapped[list[CommentRevision]] = relationship(
        cascade="all, delete-orphan", order_by="CommentRevision.number"
    )
    station_link: Mapped[StationLink | None] = relationship()


class CommentRevision(Base):
    """What a comment said before a change; ``content`` holds its fields, targets and wordings as they were."""

    __tablename__ = "comment_revision"
    __table_args__ = (UniqueConstraint("comment_id", "number"),)

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    number: Mapped[int]
    replaced_at: Mapped[datetime] = mapped_column(default=utc_now)
    replaced_by: Mapped[str]
    content: Mapped[dict[str, Any]]


class Target(Base):
    """A clause of one version that a comment is about.

    ``eid`` may be ``全文`` or ``新增条款``. ``quote`` are words marked, at ``start`` of the clause's text, between ``prefix`` and
    ``suffix``. A place in a later version is a row of its own, with the ``verdict`` and ``origin_id`` of the place it came
    from, and counts only when ``approved_by`` is set (places in the version seen are approved from the start).
    """

    __tablename__ = "target"
    __table_args__ = (
        Index(None, "version_id", "root_eid", "comment_id"),
        Index(None, "version_id", "eid", "comment_id"),
        Index(None, "version_id", "approved_by"),
        UniqueConstraint("comment_id", "version_id", "eid", "quote", "chosen_by"),
    )

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"))
    clause_uid: Mapped[str] = mapped_column(default="")
    eid: Mapped[str]
    root_eid: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    quote: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str] = mapped_column(default="")
    suffix: Mapped[str] = mapped_column(default="")
    start: Mapped[int] = mapped_column(default=0)
    chosen_by: Mapped[ChosenBy] = mapped_column(Choice(ChosenBy), default=ChosenBy.AUTHOR)
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("target.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[str] = mapped_column(default="")
    how: Mapped[str] = mapped_column(default="")
    score: Mapped[float] = mapped_column(default=1.0)
    approved_by: Mapped[str | None]

    comment: Mapped[Comment] = relationship(back_populates="targets")


class WordingProposal(Base):
    """Other words for a clause: what it said (``old_text``, as seen) and what the person would have it say."""

    __tablename__ = "wording_proposal"
    __table_args__ = (Index(None, "version_id", "eid"),)

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"))
    clause_uid: Mapped[str]
    eid: Mapped[str]
    label: Mapped[str]
    old_text: Mapped[str]
    new_text: Mapped[str]


class Attachment(Base):
    """A file that came with a comment; ``digest`` names it in the file store. Images are re-encoded, so that nothing but
    the picture is left; ``original`` marks a scan of a letter (with ``sealed``: it bears a 公章)."""

    __tablename__ = "attachment"

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    original: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Contact(Base):
    """How to answer a person: name, telephone, e-mail as sealed JSON. Deleted on ``delete_after``."""

    __tablename__ = "contact"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    delete_after: Mapped[date | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Answer(Base):
    """An option that a comment's person chose."""

    __tablename__ = "answer"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("question_option.id"), primary_key=True, index=True)


class Moderation(Base):
    """A decision about showing a comment, the latest counts; ``title`` and ``text`` are what is shown, masked."""

    __tablename__ = "moderation"
    __table_args__ = (Index(None, "comment_id", "id"), Index(None, "consultation_id", "decided_at"))

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    revision: Mapped[int]
    decision: Mapped[ModerationDecision] = mapped_column(Choice(ModerationDecision))
    reason: Mapped[str] = mapped_column(default="")
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    masked: Mapped[int] = mapped_column(default=0)
    decided_by: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(default=utc_now)


class PublicQuote(Base):
    """A released comment beside a clause it is about: all that a public page reads. One row for each target.

    ``supports`` counts the people who joined; the count of one comment is the same in all its rows.
    """

    __tablename__ = "public_quote"
    __table_args__ = (
        Index(None, "version_id", "root_eid", "id"),
        Index(None, "version_id", "eid", "id"),
        Index(None, "consultation_id", "id"),
        UniqueConstraint("comment_id", "version_id", "eid"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    clause_uid: Mapped[str]
    eid: Mapped[str]
    root_eid: Mapped[str]
    label: Mapped[str]
    stance: Mapped[Stance | None] = mapped_column(Choice(Stance))
    title: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    received_at: Mapped[datetime]
    released_at: Mapped[datetime] = mapped_column(default=utc_now)
    supports: Mapped[int] = mapped_column(default=0)


class SupportVote(Base):
    """A visitor who says the same as a released comment; ``visitor_hash`` stops a second vote of one browser."""

    __tablename__ = "support_vote"
    __table_args__ = (UniqueConstraint("comment_id", "visitor_hash"),)

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    visitor_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class SavedDraft(Base):
    """An opinion being written, kept for the browser that holds the token; sealed, since it may hold contacts."""

    __tablename__ = "saved_draft"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class IntakeBatch(Base):
    """A file or folder of opinions that staff took in: ``rows = accepted + unusable + repeated`` (``problems`` lists the
    unusable ones, each ``{"source", "reason", "text"}``)."""

    __tablename__ = "intake_batch"

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    file_digest: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str]
    channel: Mapped[Channel] = mapped_column(Choice(Channel))
    station_link_id: Mapped[int | None] = mapped_column(ForeignKey("station_link.id"), index=True)
    rows: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    unusable: Mapped[int] = mapped_column(default=0)
    problems: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]
