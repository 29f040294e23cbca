"""Tables of 审查建议, and of what goes between installations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_web.filings.cases_models import CaseClock, CaseColumns, CaseEvent, Letter
from consult_web.filings.terms import (
    ClusterState,
    Direction,
    ExchangeState,
    Proposer,
    SuggestionChannel,
)
from consult_web.storage import Base, Choice, Key, utc_now

__all__ = [
    "ExchangeMessage",
    "ExchangePeer",
    "Suggestion",
    "SuggestionClock",
    "SuggestionCluster",
    "SuggestionContact",
    "SuggestionEvent",
    "SuggestionFile",
]


class Suggestion(CaseColumns, Base):
    """A suggestion (or ``is_request``: a 审查要求 of an organ that may raise one) to review a document (domain.md 2.5).

    ``document_id`` where the registry holds the document, else ``document_title`` as written. ``clause`` as written, ``eid`` where
    it could be found. Who proposes and how to answer is sealed in :class:`SuggestionContact`. ``receipt_hash`` is the keyed hash of
    the code with which the proposer follows the case. ``filing_id``: the case that it was merged into. ``previous_id``: the
    suggestion that this one takes up again.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        UniqueConstraint("receiver_id", "number"),
        Index(None, "receiver_id", "state", "due"),
        Index(None, "document_id", "eid"),
        Index(None, "receiver_id", "received_on"),
    )

    id: Mapped[Key]
    receiver_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[str | None]
    receipt_hash: Mapped[str] = mapped_column(unique=True)
    submission_key: Mapped[str | None] = mapped_column(unique=True)
    channel: Mapped[SuggestionChannel] = mapped_column(Choice(SuggestionChannel))
    is_request: Mapped[bool] = mapped_column(default=False)
    requester: Mapped[str] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("filed_document.id"))
    document_title: Mapped[str]
    maker: Mapped[str] = mapped_column(default="")
    document_no: Mapped[str] = mapped_column(default="")
    clause: Mapped[str]
    eid: Mapped[str] = mapped_column(default="")
    matter: Mapped[str]
    reasons: Mapped[str]
    higher_law: Mapped[str] = mapped_column(default="")
    lawsuit: Mapped[str] = mapped_column(default="")
    proposer_kind: Mapped[Proposer | None] = mapped_column(Choice(Proposer))
    consent_public: Mapped[bool] = mapped_column(default=False)
    person_key: Mapped[str] = mapped_column(default="")
    received_on: Mapped[date]
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion_cluster.id"), index=True)
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"), index=True)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"), index=True)
    ground: Mapped[str] = mapped_column(default="")
    reply: Mapped[str] = mapped_column(default="")
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    created_by: Mapped[str]

    events: Mapped[list[SuggestionEvent]] = relationship(order_by="SuggestionEvent.number", lazy="selectin")
    clocks: Mapped[list[SuggestionClock]] = relationship(order_by="SuggestionClock.id", cascade="all, delete-orphan")
    files: Mapped[list[SuggestionFile]] = relationship(order_by="SuggestionFile.id", cascade="all, delete-orphan")
    letters: Mapped[list[Letter]] = relationship(order_by="Letter.id")
    cluster: Mapped[SuggestionCluster | None] = relationship(
        back_populates="suggestions", foreign_keys="Suggestion.cluster_id"
    )


class SuggestionEvent(CaseEvent, Base):
    """An event of a suggestion (lane ``side``)."""

    __tablename__ = "suggestion_event"
    __table_args__ = (UniqueConstraint("suggestion_id", "number"), Index(None, "name", "day"))

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"))


class SuggestionClock(CaseClock, Base):
    """A clock of a suggestion."""

    __tablename__ = "suggestion_clock"
    __table_args__ = (Index(None, "suggestion_id", "rule"),)

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id", ondelete="CASCADE"))


class SuggestionFile(Base):
    """A file that came with a suggestion."""

    __tablename__ = "suggestion_file"

    id: Mapped[Key]
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class SuggestionContact(Base):
    """Name, telephone, e-mail, address of a proposer as sealed JSON. Deleted on ``delete_after``."""

    __tablename__ = "suggestion_contact"

    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    delete_after: Mapped[date | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class SuggestionCluster(Base):
    """Suggestions on the same clause of the same document; answered together, each proposer gets a reply."""

    __tablename__ = "suggestion_cluster"
    __table_args__ = (Index(None, "receiver_id", "state"), Index(None, "document_id", "eid"))

    id: Mapped[Key]
    receiver_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("filed_document.id"))
    document_title: Mapped[str]
    eid: Mapped[str] = mapped_column(default="")
    clause: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    state: Mapped[ClusterState] = mapped_column(Choice(ClusterState), default=ClusterState.PROPOSED)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    confirmed_by: Mapped[str] = mapped_column(default="")

    suggestions: Mapped[list[Suggestion]] = relationship(
        back_populates="cluster", foreign_keys="Suggestion.cluster_id", order_by="Suggestion.id"
    )


class ExchangePeer(Base):
    """Another installation: its id, the organisation it stands for here, and its public key (Ed25519, raw, base64)."""

    __tablename__ = "exchange_peer"

    id: Mapped[Key]
    installation: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    public_key: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class ExchangeMessage(Base):
    """A signed file that goes to another installation or came from it. ``message_id`` is given by its sender, so that the same
    file taken twice counts once; ``answers`` is the message that this one acknowledges."""

    __tablename__ = "exchange_message"
    __table_args__ = (
        UniqueConstraint("peer_id", "direction", "message_id"),
        Index(None, "direction", "state", "id"),
    )

    id: Mapped[Key]
    peer_id: Mapped[int] = mapped_column(ForeignKey("exchange_peer.id"))
    direction: Mapped[Direction] = mapped_column(Choice(Direction))
    message_id: Mapped[str]
    answers: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    filing_id: Mapped[int | None] = mapped_column(ForeignKey("filing.id"), index=True)
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestion.id"), index=True)
    state: Mapped[ExchangeState] = mapped_column(Choice(ExchangeState))
    digest: Mapped[str]
    size: Mapped[int]
    signature: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error_code: Mapped[str] = mapped_column(default="")
    error_details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    settled_at: Mapped[datetime | None]
