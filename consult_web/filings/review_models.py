"""Tables of a review: the program's runs and findings, and what people decide about them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_web.filings.terms import OpinionKind, OpinionState, PinKind, RunState
from consult_web.storage import Base, Choice, Key, utc_now

__all__ = ["CriterionTick", "FindingVerdict", "LawPin", "Opinion", "OpinionVersion", "ReviewFinding", "ReviewRun"]


class ReviewRun(Base):
    """One review of a document by the program. ``filing_id`` is empty for a re-review of the base (``batch`` names it). The whole
    ``Review`` as JSON is the file ``result_digest``, what the workbench shows of it the file ``view_digest``; ``outputs`` are the
    files made of it, ``{suffix: digest}``; ``counts`` hold findings by severity and rules by state."""

    __tablename__ = "review_run"
    __table_args__ = (
        Index(None, "document_id", "id"),
        Index(None, "filing_id", "id"),
        Index(None, "batch", "state"),
    )

    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("filed_document.id"))
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"), index=True)
    batch: Mapped[str] = mapped_column(default="")
    state: Mapped[RunState] = mapped_column(Choice(RunState), default=RunState.QUEUED)
    as_of: Mapped[date]
    step: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    pins: Mapped[dict[str, Any]] = mapped_column(default=dict)
    library_version: Mapped[str] = mapped_column(default="")
    horizon: Mapped[date | None]
    pack_version: Mapped[str] = mapped_column(default="")
    program_version: Mapped[str] = mapped_column(default="")
    text_digest: Mapped[str] = mapped_column(default="")
    result_digest: Mapped[str] = mapped_column(default="")
    view_digest: Mapped[str] = mapped_column(default="")
    outputs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    coverage: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    rules: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    higher_laws: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    error_code: Mapped[str] = mapped_column(default="")
    error_details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    created_by: Mapped[str]

    findings: Mapped[list[ReviewFinding]] = relationship(
        order_by="ReviewFinding.position", cascade="all, delete-orphan"
    )


class ReviewFinding(Base):
    """A finding of a run. ``key`` is the same in every run for what is the same finding (rule, place, shown words), so that a
    verdict outlives a new run; ``data`` is the finding as ``lawcheck`` gives it (evidence, compared slots, legal basis)."""

    __tablename__ = "review_finding"
    __table_args__ = (
        UniqueConstraint("run_id", "key"),
        Index(None, "run_id", "position"),
        Index(None, "document_id", "key"),
        Index(None, "rule", "severity"),
    )

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("review_run.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(ForeignKey("filed_document.id"))
    key: Mapped[str]
    position: Mapped[int]
    rule: Mapped[str]
    state: Mapped[str]
    severity: Mapped[str]
    category: Mapped[str] = mapped_column(default="")
    eid: Mapped[str] = mapped_column(default="")
    label: Mapped[str] = mapped_column(default="")
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    summary: Mapped[str]
    data: Mapped[dict[str, Any]]


class FindingVerdict(Base):
    """What people say about a finding: 成立, 不成立 or 待研究 (``lawcheck.procedure.Verdict``) and why, by one person and by the second
    pair of eyes (``second_by_id``, who must be another one). Findings that a person adds have a key ``own:…`` and ``own``
    holds what a program's finding would."""

    __tablename__ = "finding_verdict"
    __table_args__ = (UniqueConstraint("filing_id", "finding_key"),)

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id"))
    finding_key: Mapped[str]
    rule: Mapped[str] = mapped_column(default="")
    severity: Mapped[str] = mapped_column(default="")
    eid: Mapped[str] = mapped_column(default="")
    own: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verdict: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    criterion: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    second_verdict: Mapped[str] = mapped_column(default="")
    second_note: Mapped[str] = mapped_column(default="")
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    second_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012


class LawPin(Base):
    """A higher law that a reviewer holds against the document, or leaves out, and why."""

    __tablename__ = "law_pin"
    __table_args__ = (UniqueConstraint("filing_id", "law"),)

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id"))
    law: Mapped[str]
    title: Mapped[str]
    kind: Mapped[PinKind] = mapped_column(Choice(PinKind))
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utc_now)


class CriterionTick(Base):
    """A box of the review standards (domain.md 2.6: a, b, c1 … g) that a reviewer ticked, with the clauses it is about."""

    __tablename__ = "criterion_tick"
    __table_args__ = (UniqueConstraint("filing_id", "code"),)

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id"))
    code: Mapped[str]
    eids: Mapped[list[str]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utc_now)


class Opinion(Base):
    """An opinion on a filed document: ``content`` its sections (domain.md 5.1) as drafted, ``docx_digest`` the file made of them,
    ``edited_digest`` the one a person put in its place."""

    __tablename__ = "opinion"
    __table_args__ = (Index(None, "filing_id", "id"),)

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[OpinionKind] = mapped_column(Choice(OpinionKind))
    state: Mapped[OpinionState] = mapped_column(Choice(OpinionState), default=OpinionState.DRAFT)
    conclusion: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    finding_keys: Mapped[list[str]] = mapped_column(default=list)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("review_run.id"), index=True)
    docx_digest: Mapped[str] = mapped_column(default="")
    edited_digest: Mapped[str] = mapped_column(default="")
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    signed_by: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012

    versions: Mapped[list[OpinionVersion]] = relationship(
        order_by="OpinionVersion.number", cascade="all, delete-orphan"
    )


class OpinionVersion(Base):
    """A Word file of an opinion: made by the program of its ``content`` (``edited`` False), or put in its place by a person.
    Versions are kept; the last one counts."""

    __tablename__ = "opinion_version"
    __table_args__ = (UniqueConstraint("opinion_id", "number"),)

    id: Mapped[Key]
    opinion_id: Mapped[int] = mapped_column(ForeignKey("opinion.id", ondelete="CASCADE"))
    number: Mapped[int]
    digest: Mapped[str]
    edited: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=utc_now)
