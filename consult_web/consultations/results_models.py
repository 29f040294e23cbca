"""Tables of what is made of the comments: the program's analysis, and what people decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult_web.consultations.terms import Grade, Outcome, RunState
from consult_web.storage import Base, Choice, Key, utc_now
from lawcheck.comments import Bucket, ChangeKind, Relation, Stance

__all__ = [
    "AnalysisRun",
    "ClauseCount",
    "CommentBucket",
    "Disposition",
    "FamilyMember",
    "FamilyRow",
    "PointCheck",
    "PointRow",
    "PointTarget",
    "Rating",
    "Reply",
    "Report",
    "ThemeRow",
    "WordingGroup",
]


class AnalysisRun(Base):
    """One analysis of all comments against one version. Rows of a run are written beside those of the run before; pages
    read the run that ``Consultation.run_id`` names, which changes in one step at the end."""

    __tablename__ = "analysis_run"
    __table_args__ = (Index(None, "consultation_id", "id"),)

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"))
    state: Mapped[RunState] = mapped_column(Choice(RunState), default=RunState.RUNNING)
    program: Mapped[str] = mapped_column(default="")
    started_at: Mapped[datetime] = mapped_column(default=utc_now)
    finished_at: Mapped[datetime | None]
    last_comment_id: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)
    ledger: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PointRow(Base):
    """One opinion point. ``point_key`` is the same in the next run while the comment says the same there; people's
    decisions hang on it. ``candidates`` are the clauses the program thought of, ``wordings`` what words it asks for."""

    __tablename__ = "point"
    __table_args__ = (
        UniqueConstraint("run_id", "point_key"),
        Index(None, "run_id", "comment_id"),
        Index(None, "family_id"),
        Index(None, "run_id", "eid", "id"),
    )

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    point_key: Mapped[str] = mapped_column(index=True)
    ordinal: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str]
    reason_start: Mapped[int] = mapped_column(default=0)
    reason_end: Mapped[int] = mapped_column(default=0)
    stance: Mapped[Stance] = mapped_column(Choice(Stance))
    stance_how: Mapped[str] = mapped_column(default="")
    change: Mapped[ChangeKind | None] = mapped_column(Choice(ChangeKind))
    eid: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    wordings: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    family_id: Mapped[int | None] = mapped_column(ForeignKey("family.id", ondelete="SET NULL"))


class PointTarget(Base):
    """A clause that a point is about (``全文``, ``新增条款`` included); ``rank`` is its place on the page of ``root_eid`` (-1 where
    another row of the point stands there), ``shown`` whether it is among the first, ``outlier`` raised once with a law or
    a number, ``conflicts`` keys of points that want the opposite."""

    __tablename__ = "point_target"
    __table_args__ = (Index(None, "run_id", "eid", "rank"), Index(None, "run_id", "root_eid", "rank"))

    point_id: Mapped[int] = mapped_column(ForeignKey("point.id", ondelete="CASCADE"), primary_key=True)
    eid: Mapped[str] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"))
    root_eid: Mapped[str]
    rank: Mapped[int] = mapped_column(default=0)
    shown: Mapped[bool] = mapped_column(default=False)
    outlier: Mapped[bool] = mapped_column(default=False)
    conflicts: Mapped[list[str]] = mapped_column(default=list)


class FamilyRow(Base):
    """Near-identical comments around one template; ``template`` is not masked, ``siblings`` are keys of families that say
    the opposite or another number. ``family_key`` is the same in the next run while the template is."""

    __tablename__ = "family"
    __table_args__ = (UniqueConstraint("run_id", "family_key"), Index(None, "run_id", "persons"))

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"))
    family_key: Mapped[str]
    template_comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    template: Mapped[str]
    persons: Mapped[int]
    texts: Mapped[int]
    slots: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    siblings: Mapped[list[str]] = mapped_column(default=list)


class FamilyMember(Base):
    """A comment of a family; ``added`` are stretches that its sender wrote beyond the template."""

    __tablename__ = "family_member"
    __table_args__ = (Index(None, "run_id", "comment_id"),)

    family_id: Mapped[int] = mapped_column(ForeignKey("family.id", ondelete="CASCADE"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"))
    relation: Mapped[Relation] = mapped_column(Choice(Relation))
    similarity: Mapped[float]
    added: Mapped[list[dict[str, Any]]] = mapped_column(default=list)


class ThemeRow(Base):
    """Points of one clause that say alike things."""

    __tablename__ = "theme"
    __table_args__ = (Index(None, "run_id", "eid", "position"),)

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"))
    eid: Mapped[str]
    position: Mapped[int]
    terms: Mapped[list[str]]
    sentence: Mapped[str]
    sentence_point: Mapped[str]
    point_keys: Mapped[list[str]]


class WordingGroup(Base):
    """The same proposal of several persons for one clause (17 人: 三十日→六十日)."""

    __tablename__ = "wording_group"
    __table_args__ = (Index(None, "run_id", "page_eid", "persons"),)

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"))
    page_eid: Mapped[str]
    eid: Mapped[str]
    kind: Mapped[str]
    old_text: Mapped[str]
    new_text: Mapped[str]
    persons: Mapped[int]
    point_keys: Mapped[list[str]]


class ClauseCount(Base):
    """The figures of one clause page: persons by stance, points, comments, families, proposals.

    ``details`` hold what the page lists by key: ``families``, ``outliers``, ``conflicts`` (pairs) and ``related`` (clauses
    that the same points speak of, with their number).
    """

    __tablename__ = "clause_count"

    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), primary_key=True)
    eid: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(default="")
    persons: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)
    support: Mapped[int] = mapped_column(default=0)
    oppose: Mapped[int] = mapped_column(default=0)
    change: Mapped[int] = mapped_column(default=0)
    question: Mapped[int] = mapped_column(default=0)
    not_stated: Mapped[int] = mapped_column(default=0)
    families: Mapped[int] = mapped_column(default=0)
    wordings: Mapped[int] = mapped_column(default=0)
    outliers: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[int] = mapped_column(default=0)
    disagreement: Mapped[float] = mapped_column(default=0.0)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class CommentBucket(Base):
    """Where a comment stands in the ledger of a run: exactly one bucket each; ``same_as`` is the first one sent."""

    __tablename__ = "comment_bucket"
    __table_args__ = (Index(None, "run_id", "bucket"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    bucket: Mapped[Bucket] = mapped_column(Choice(Bucket))


class Disposition(Base):
    """What became of a point. One decided for a family is written for each of its points, with its ``family_key``.

    ``version_id``, ``eid`` and the changed words prove an adoption; ``signed_by`` is a second person (four eyes).
    """

    __tablename__ = "disposition"
    __table_args__ = (
        UniqueConstraint("consultation_id", "point_key"),
        Index(None, "consultation_id", "outcome"),
        Index(None, "consultation_id", "family_key"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    point_key: Mapped[str]
    family_key: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome] = mapped_column(Choice(Outcome))
    reason: Mapped[str] = mapped_column(default="")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("draft_version.id"))
    eid: Mapped[str] = mapped_column(default="")
    clause_uid: Mapped[str] = mapped_column(default="")
    old_words: Mapped[str] = mapped_column(default="")
    new_words: Mapped[str] = mapped_column(default="")
    transferred_to: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(default=utc_now)
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012


class PointCheck(Base):
    """A person's word on the clauses of a point: ``eids`` are right (none: about nothing in the draft), ``program`` is what
    the program had said with ``score``. ``purpose`` is ``abstained`` (the program gave no answer), ``sample`` (drawn to
    measure how often it is right), ``corrected``, or ``carried`` (by the program, to a later text). It holds for the point in every later run, above the program's."""

    __tablename__ = "point_check"
    __table_args__ = (
        UniqueConstraint("consultation_id", "point_key", "checked_by"),
        Index(None, "consultation_id", "purpose", "id"),
    )

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    point_key: Mapped[str]
    purpose: Mapped[str]
    eids: Mapped[list[str]] = mapped_column(default=list)
    version_id: Mapped[int] = mapped_column(ForeignKey("draft_version.id"))
    program: Mapped[list[str]] = mapped_column(default=list)
    score: Mapped[float] = mapped_column(default=0.0)
    right: Mapped[bool] = mapped_column(default=False)
    checked_by: Mapped[str]
    checked_at: Mapped[datetime] = mapped_column(default=utc_now)


class Reply(Base):
    """An answer to the person who sent a comment, seen on the tracker page. ``public_text`` is what everybody reads of it below
    the released words, masked; "" for an answer that is nobody else's."""

    __tablename__ = "reply"

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    way: Mapped[str] = mapped_column(default="查询页")
    public_text: Mapped[str] = mapped_column(default="", server_default="")
    written_by: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=utc_now)


class Rating(Base):
    """How the person rates what became of the comment; one each, the last one counts."""

    __tablename__ = "rating"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    grade: Mapped[Grade] = mapped_column(Choice(Grade))
    note: Mapped[str] = mapped_column(default="")
    rated_at: Mapped[datetime] = mapped_column(default=utc_now)


class Report(Base):
    """A paper that was issued (征求意见情况通报, 意见采纳情况表): the file as issued and the figures in it."""

    __tablename__ = "report"

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[str]
    file_digest: Mapped[str]
    file_name: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    issued_at: Mapped[datetime] = mapped_column(default=utc_now)
    issued_by: Mapped[str]
