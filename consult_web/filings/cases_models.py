"""Tables of a filing: what was sent, what happened, the clocks, the form check, letters, distribution."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from consult_web.accounts import Organisation
from consult_web.filings.documents_models import FiledDocument
from consult_web.filings.terms import ExpectedSource, LetterState, UploadState
from consult_web.storage import Base, Choice, Key, utc_now

__all__ = [
    "CalendarYear",
    "CaseClock",
    "CaseColumns",
    "CaseEvent",
    "Distribution",
    "ExpectedFiling",
    "Filing",
    "FilingClock",
    "FilingEvent",
    "FilingFile",
    "FilingUpload",
    "FormCheckRun",
    "Letter",
    "RegisterCounter",
]


class CaseEvent:
    """One event of a case (columns of :class:`FilingEvent` and of a suggestion's): all that is true about it. Rows are
    neither changed nor deleted; ``number`` counts from 1 without gaps."""

    id: Mapped[Key]
    number: Mapped[int]
    name: Mapped[str]
    day: Mapped[date]
    facts: Mapped[dict[str, Any]]
    actor: Mapped[str]
    role: Mapped[str]
    source: Mapped[str]
    target: Mapped[str]
    document: Mapped[str] = mapped_column(default="")
    basis: Mapped[list[str]] = mapped_column(default=list)
    recorded_at: Mapped[datetime] = mapped_column(default=utc_now)


class CaseClock:
    """A clock as it stood when last computed (columns). It is amber from ``amber_on`` and red from ``red_on`` on, so that
    queues are asked by day; ``due`` None: not known, ``note`` says why; ``standing``: it stands still just now."""

    id: Mapped[Key]
    rule: Mapped[str]
    name: Mapped[str]
    who: Mapped[str]
    started: Mapped[date]
    due: Mapped[date | None]
    amber_on: Mapped[date | None]
    red_on: Mapped[date | None]
    stopped: Mapped[date | None]
    stopped_by: Mapped[str] = mapped_column(default="")
    standing: Mapped[bool] = mapped_column(default=False)
    extended: Mapped[bool] = mapped_column(default=False)
    late: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default="")
    confirmed: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")


class CaseColumns:
    """What queues ask about a case, computed from its events and stored with each of them: the state (id of
    ``lawcheck.procedure``), and of the running clocks the one that ends first (``clock`` its rule)."""

    jurisdiction: Mapped[str]
    state: Mapped[str] = mapped_column(default="start")
    state_since: Mapped[date | None]
    clock: Mapped[str] = mapped_column(default="")
    clock_name: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None]
    amber_on: Mapped[date | None]
    red_on: Mapped[date | None]
    standing: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]

    @declared_attr
    def row_version(cls) -> Mapped[int]:  # noqa: N805  (SQLAlchemy hands over the class)
        """Counts changes: of two who change a case at once, the second is told so."""
        return mapped_column()

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.row_version}


class Filing(CaseColumns, Base):
    """A case: one document sent by one organisation (``filer``) to one receiver. In state ``start`` it is being prepared and
    the receiver does not see it.

    ``title``, ``kind``, ``maker`` … are what was read or typed at the last sending; the words themselves are those of
    ``document``. ``details`` are fields of the manifest that the filer typed. ``used_days`` counts from 公布 to 报备. ``round`` counts
    sendings. ``review_kind``: "" or 审查要求, 审查建议 (other periods). ``means`` how it is reviewed (主动审查, 依申请审查, 移送审查, 专项审查, 联合审查, 集中清理).
    ``outcome`` is filled when the case closes.
    """

    __tablename__ = "filing"
    __table_args__ = (
        UniqueConstraint("receiver_id", "register_number"),
        Index(None, "receiver_id", "state", "due"),
        Index(None, "filer_id", "state", "id"),
        Index(None, "receiver_id", "submitted_on"),
        Index(None, "reviewer_id", "state"),
        Index(None, "document_id"),
    )

    id: Mapped[Key]
    filer_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("filed_document.id"))
    title: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    maker: Mapped[str] = mapped_column(default="")
    territory: Mapped[str] = mapped_column(default="")
    document_no: Mapped[str] = mapped_column(default="")
    published: Mapped[date | None]
    submitted_on: Mapped[date | None]
    used_days: Mapped[int | None]
    late: Mapped[bool] = mapped_column(default=False)
    round: Mapped[int] = mapped_column(default=0)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    register_number: Mapped[str | None]
    registered_on: Mapped[date | None]
    receipt_number: Mapped[str] = mapped_column(default="")
    archive_number: Mapped[str] = mapped_column(default="")
    review_kind: Mapped[str] = mapped_column(default="")
    means: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    second_reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"), index=True)
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"), index=True)
    remarks: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]

    filer: Mapped[Organisation] = relationship(foreign_keys=[filer_id], lazy="joined", innerjoin=True)
    receiver: Mapped[Organisation] = relationship(foreign_keys=[receiver_id])
    document: Mapped[FiledDocument | None] = relationship()
    events: Mapped[list[FilingEvent]] = relationship(order_by="FilingEvent.number", lazy="selectin")
    clocks: Mapped[list[FilingClock]] = relationship(order_by="FilingClock.id", cascade="all, delete-orphan")
    files: Mapped[list[FilingFile]] = relationship(order_by="FilingFile.id", cascade="all, delete-orphan")
    form_checks: Mapped[list[FormCheckRun]] = relationship(order_by="FormCheckRun.id", cascade="all, delete-orphan")
    letters: Mapped[list[Letter]] = relationship(order_by="Letter.id")
    distributions: Mapped[list[Distribution]] = relationship(order_by="Distribution.id")


class FilingUpload(Base):
    """A file as it came, stored before anything looked at it. ``error_code`` and ``error_details`` make the message where it
    could not be read; a later program can read it again."""

    __tablename__ = "filing_upload"
    __table_args__ = (Index(None, "organisation_id", "id"), Index(None, "digest"))

    id: Mapped[Key]
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    round: Mapped[int] = mapped_column(default=1)
    digest: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    role: Mapped[str] = mapped_column(default="")
    state: Mapped[UploadState] = mapped_column(Choice(UploadState), default=UploadState.STORED)
    error_code: Mapped[str] = mapped_column(default="")
    error_details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    dropped: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]


class FilingFile(Base):
    """A file of the package: what was inside the uploads, each with its role (``lawcheck.readers.Role``). ``problem`` says in
    words why it could not be read."""

    __tablename__ = "filing_file"
    __table_args__ = (Index(None, "filing_id", "round"), Index(None, "digest"))

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id", ondelete="CASCADE"))
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("filing_upload.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    role: Mapped[str]
    role_how: Mapped[str] = mapped_column(default="")
    format: Mapped[str] = mapped_column(default="")
    digest: Mapped[str]
    size: Mapped[int]
    problem: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class FilingEvent(CaseEvent, Base):
    """An event of a filing."""

    __tablename__ = "filing_event"
    __table_args__ = (UniqueConstraint("filing_id", "number"), Index(None, "name", "day"))

    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id"))


class FilingClock(CaseClock, Base):
    """A clock of a filing."""

    __tablename__ = "filing_clock"
    __table_args__ = (Index(None, "filing_id", "rule"), Index(None, "rule", "late"))

    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id", ondelete="CASCADE"))


class FormCheckRun(Base):
    """A form check of a sending. ``results``: one row for each rule F01–F16, ``{"rule", "title", "state", "said", "case",
    "faults": [{"said", "file", "page", "shown", "source"}]}``; ``looked``: rules that a person cleared,
    ``{rule: {"by", "note", "at"}}``."""

    __tablename__ = "form_check_run"
    __table_args__ = (Index(None, "filing_id", "id"),)

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id", ondelete="CASCADE"))
    round: Mapped[int]
    as_of: Mapped[date]
    pack_version: Mapped[str] = mapped_column(default="")
    decision: Mapped[str]
    results: Mapped[list[dict[str, Any]]]
    looked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]


class Letter(Base):
    """A letter made from ``templates/letters``; of a filing, of a suggestion, or of neither (catalogue, 通报, annual report).

    ``fields`` are what the form held; ``docx_digest`` the file made of them, ``edited_digest`` the one that a person put in its
    place; ``event_number`` the event that made it.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index(None, "filing_id", "id"),
        Index(None, "suggestion_id", "id"),
        Index(None, "sender_id", "template", "id"),
        Index(None, "recipient_id", "state", "id"),
    )

    id: Mapped[Key]
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"))
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"))
    event_number: Mapped[int | None]
    sender_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    recipient_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    template: Mapped[str]
    title: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[LetterState] = mapped_column(Choice(LetterState), default=LetterState.DRAFT)
    docx_digest: Mapped[str] = mapped_column(default="")
    edited_digest: Mapped[str] = mapped_column(default="")
    sent_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012


class Distribution(Base):
    """A registered document sent to a committee for its opinion."""

    __tablename__ = "distribution"
    __table_args__ = (UniqueConstraint("filing_id", "organisation_id"), Index(None, "organisation_id", "answered_on"))

    id: Mapped[Key]
    filing_id: Mapped[int] = mapped_column(ForeignKey("filing.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"), index=True)
    opinion_id: Mapped[int | None] = mapped_column(ForeignKey("opinion.id"), index=True)
    points: Mapped[list[str]] = mapped_column(default=list)
    sent_on: Mapped[date]
    due: Mapped[date | None]
    answered_on: Mapped[date | None]
    created_by: Mapped[str]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class ExpectedFiling(Base):
    """A document that is known to exist and has to be filed (domain.md 2.3: 漏报). ``filing_id``: it was; ``dismissed``: why it
    need not be."""

    __tablename__ = "expected_filing"
    __table_args__ = (
        UniqueConstraint("receiver_id", "maker", "title"),
        Index(None, "receiver_id", "filing_id", "published"),
    )

    id: Mapped[Key]
    receiver_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    filer_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    maker: Mapped[str]
    title: Mapped[str]
    title_key: Mapped[str]
    document_no: Mapped[str] = mapped_column(default="")
    published: Mapped[date | None]
    due: Mapped[date | None]
    source: Mapped[ExpectedSource] = mapped_column(Choice(ExpectedSource))
    source_note: Mapped[str] = mapped_column(default="")
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"), index=True)
    dismissed: Mapped[str] = mapped_column(default="")
    urged_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]


class RegisterCounter(Base):
    """The last number given in a series (登记号, 回执号, 发文字号) of a receiver and year."""

    __tablename__ = "register_counter"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class CalendarYear(Base):
    """The State Council's notice on days off for a year that the program does not carry, typed in by an administrator."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    off: Mapped[list[str]]
    work: Mapped[list[str]]
    source: Mapped[str]
    created_by: Mapped[str]
