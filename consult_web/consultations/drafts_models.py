"""Tables of a consultation and its draft: versions, clauses, focus questions, whom it was sent to."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_web.consultations.terms import Publication, QuestionKind
from consult_web.storage import Base, BigId, Choice, Key, utc_now
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT

__all__ = [
    "GENERAL",
    "ClauseRow",
    "Consultation",
    "DraftVersion",
    "NoticeFile",
    "PastRound",
    "Question",
    "QuestionOption",
    "StationLink",
]

GENERAL: Final = (WHOLE_DRAFT, NEW_CLAUSE)
"""What an opinion may be about that is no clause."""


class Consultation(Base):
    """A draft that opinions are asked on. What phase it is in follows from its dates (``phase_of``), never from a flag.

    ``stage`` is the kind of draft (征求意见稿, 草案 …), ``profile`` the jurisdiction whose periods hold, ``contact_ways`` the
    ways to send an opinion (each ``{"kind", "value"}``), ``extensions`` what was prolonged (each ``{"from", "to", "reason",
    "at", "by"}``), ``retention_months`` how long contacts are kept after ``reported_at``. ``round`` counts how often opinions
    were asked for; days, notice and report are those of the latest round, ``past_rounds`` keeps those before.
    """

    __tablename__ = "consultation"
    __table_args__ = (Index(None, "published_at", "closes_at"), Index(None, "organisation_id", "id"))

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    stage: Mapped[str] = mapped_column(default="征求意见稿")
    organ: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    publication: Mapped[Publication] = mapped_column(Choice(Publication), default=Publication.EXCERPTS)
    profile: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    notice: Mapped[str] = mapped_column(default="")
    explanation: Mapped[str] = mapped_column(default="")
    contact_office: Mapped[str] = mapped_column(default="")
    contact_ways: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    data_purpose: Mapped[str] = mapped_column(default="")
    retention_months: Mapped[int] = mapped_column(default=6)
    min_days_reason: Mapped[str] = mapped_column(default="")
    fictional: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    extensions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    contacts_deleted_at: Mapped[datetime | None]
    previous_law: Mapped[str] = mapped_column(default="")
    version_id: Mapped[int | None] = mapped_column(BigId)  # no foreign keys: these point at rows that point back
    run_id: Mapped[int | None] = mapped_column(BigId)
    round: Mapped[int] = mapped_column(default=1, server_default="1")
    round_reason: Mapped[str] = mapped_column(default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012

    versions: Mapped[list[DraftVersion]] = relationship(order_by="DraftVersion.number", back_populates="consultation")
    version: Mapped[DraftVersion | None] = relationship(
        primaryjoin="foreign(Consultation.version_id) == DraftVersion.id", viewonly=True
    )
    questions: Mapped[list[Question]] = relationship(order_by="Question.position", cascade="all, delete-orphan")
    notice_files: Mapped[list[NoticeFile]] = relationship(order_by="NoticeFile.id", cascade="all, delete-orphan")
    past_rounds: Mapped[list[PastRound]] = relationship(
        order_by="PastRound.number", cascade="all, delete-orphan", back_populates="consultation"
    )


class PastRound(Base):
    """A round of asking as it stood when the next one began, at ``ended_at``: what came in before that moment, and not in an
    earlier round, is its own. ``version_id`` is the last text it asked on, ``reason`` why it was held (empty for the
    first), ``stations`` what each address had brought (``{"name", "deputy", "deadline", "returned_at", "nothing",
    "total"}``)."""

    __tablename__ = "past_round"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"))
    stage: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    notice: Mapped[str] = mapped_column(default="")
    explanation: Mapped[str] = mapped_column(default="")
    min_days_reason: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    extensions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    closed_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    stations: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    ended_at: Mapped[datetime] = mapped_column(default=utc_now)
    ended_by: Mapped[str]

    consultation: Mapped[Consultation] = relationship(back_populates="past_rounds")


class DraftVersion(Base):
    """One text of the draft. ``document`` is its tree as JSON, the way it was read that day, so that ids never change with
    the program; ``deleted`` are clauses of the version before that it no longer has (each ``{"uid", "eid", "label",
    "text"}``). It is seen by the public from ``published_at`` on."""

    __tablename__ = "draft_version"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    label: Mapped[str]
    file_digest: Mapped[str]
    file_name: Mapped[str]
    document: Mapped[str] = mapped_column(Text, deferred=True)
    deleted: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    published_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]

    consultation: Mapped[Consultation] = relationship(back_populates="versions")
    clauses: Mapped[list[ClauseRow]] = relationship(order_by="ClauseRow.position", viewonly=True)


class ClauseRow(Base):
    """A unit of a version that a person can point at, from chapters (which only stand there) down to 项.

    ``uid`` stays the same in all versions for what is the same clause; ``eid`` is its place in this one. ``root_eid`` is its
    article or annex. ``verdict`` and ``from_uids`` say what became of it since the version before (DESIGN.md: Verdict);
    ``gloss`` is a line in plain words, ``audiences`` are those whom it concerns (租户, 商户 …), both of an article.
    """

    __tablename__ = "clause"
    __table_args__ = (
        UniqueConstraint("version_id", "eid"),
        Index(None, "version_id", "uid"),
        Index(None, "version_id", "position"),
    )

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"))
    uid: Mapped[str]
    eid: Mapped[str]
    parent_eid: Mapped[str | None]
    root_eid: Mapped[str | None]
    kind: Mapped[str]
    label: Mapped[str]
    number_text: Mapped[str] = mapped_column(default="")
    heading: Mapped[str]
    above: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    own_text: Mapped[str]
    depth: Mapped[int] = mapped_column(default=0)
    position: Mapped[int]
    verdict: Mapped[str] = mapped_column(default="")
    from_uids: Mapped[list[str]] = mapped_column(default=list)
    gloss: Mapped[str] = mapped_column(default="")
    audiences: Mapped[list[str]] = mapped_column(default=list, server_default="[]")


class NoticeFile(Base):
    """A file that goes with a notice (起草说明, 修改前后对照表, 解读 …), for everybody to take away."""

    __tablename__ = "notice_file"
    __table_args__ = (UniqueConstraint("consultation_id", "name"),)

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    file_digest: Mapped[str]
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]


class Question(Base):
    """A focus question (焦点问题)."""

    __tablename__ = "question"

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    kind: Mapped[QuestionKind] = mapped_column(Choice(QuestionKind))

    options: Mapped[list[QuestionOption]] = relationship(
        order_by="QuestionOption.position", cascade="all, delete-orphan"
    )


class QuestionOption(Base):
    """An answer that can be chosen."""

    __tablename__ = "question_option"

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str]


class StationLink(Base):
    """A draft sent to a station, department or deputy: an address of its own (``code``), a deadline, what came back.

    ``returned_nothing`` is an explicit 无意见, which is no comment and never assumed.
    """

    __tablename__ = "station_link"
    __table_args__ = (Index(None, "consultation_id", "organisation_id"),)

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    deputy: Mapped[str] = mapped_column(default="")
    deadline: Mapped[datetime | None]
    sent_at: Mapped[datetime] = mapped_column(default=utc_now)
    opened_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    returned_at: Mapped[datetime | None]
    returned_nothing: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    created_by: Mapped[str]
