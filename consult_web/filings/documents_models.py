"""Tables of the registry: filed documents, their clauses, files' texts and relations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_web.filings.terms import RelationKind
from consult_web.storage import Base, Choice, Key, utc_now

__all__ = ["DocumentRelation", "DocumentText", "FiledClause", "FiledDocument", "FiledWork"]


class FiledWork(Base):
    """A document through all its versions; ``key`` is its title without blanks and marks."""

    __tablename__ = "filed_work"
    __table_args__ = (Index(None, "key"),)

    id: Mapped[Key]
    title: Mapped[str]
    key: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    versions: Mapped[list[FiledDocument]] = relationship(back_populates="work", order_by="FiledDocument.version_no")


class FiledDocument(Base):
    """One version of a filed document. Its words (:class:`FiledClause`, :class:`DocumentText`) never change; a new text is a
    new version of the ``work``.

    ``kind`` is a K-code, ``territory`` a GB/T 2260 code. In force from ``effective`` to the day before ``ended``: ``ended_how``
    says 废止, 修改, 撤销 or 失效, ``ended_by_id`` which document did it; ``expires`` is the last day the text itself gives;
    between ``suspended`` and its end it is not applied. ``registered`` is False until its filing is. ``source`` is 报备, 导入 (from
    a folder) or 交换.
    """

    __tablename__ = "filed_document"
    __table_args__ = (
        UniqueConstraint("work_id", "version_no"),
        Index(None, "registered", "published", "id"),
        Index(None, "kind", "published"),
        Index(None, "maker"),
        Index(None, "territory"),
        Index(None, "document_no"),
        Index(None, "file_digest"),
        Index(None, "text_digest"),
        Index(None, "title_key"),
        Index(None, "expires"),
        Index(None, "registered", "organisation_id"),
    )

    id: Mapped[Key]
    work_id: Mapped[int] = mapped_column(ForeignKey("filed_work.id"))
    version_no: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    title_key: Mapped[str]
    kind: Mapped[str] = mapped_column(default="")
    maker: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    territory: Mapped[str] = mapped_column(default="")
    document_no: Mapped[str] = mapped_column(default="")
    field: Mapped[str] = mapped_column(default="")
    keywords: Mapped[list[str]] = mapped_column(default=list)
    adopted: Mapped[date | None]
    approved: Mapped[date | None]
    published: Mapped[date | None]
    effective: Mapped[date | None]
    expires: Mapped[date | None]
    ended: Mapped[date | None]
    ended_how: Mapped[str] = mapped_column(default="")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("filed_document.id"), index=True)
    suspended: Mapped[date | None]
    file_digest: Mapped[str]
    file_name: Mapped[str]
    file_format: Mapped[str] = mapped_column(default="")
    text_digest: Mapped[str]
    articles: Mapped[int] = mapped_column(default=0)
    characters: Mapped[int] = mapped_column(default=0)
    parse_notes: Mapped[list[str]] = mapped_column(default=list)
    registered: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(default="报备")
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    work: Mapped[FiledWork] = relationship(back_populates="versions", lazy="joined", innerjoin=True)
    text: Mapped[DocumentText] = relationship(cascade="all, delete-orphan")
    clauses: Mapped[list[FiledClause]] = relationship(order_by="FiledClause.position", cascade="all, delete-orphan")
    relations: Mapped[list[DocumentRelation]] = relationship(
        foreign_keys="DocumentRelation.document_id", cascade="all, delete-orphan", order_by="DocumentRelation.id"
    )


class DocumentText(Base):
    """The tree of a document as JSON (``lawcheck.writers`` format ``json``), read again by ``lawcheck.read``: ids stay those of
    the day on which it was read. Apart from its row, because it is large."""

    __tablename__ = "document_text"

    document_id: Mapped[int] = mapped_column(ForeignKey("filed_document.id", ondelete="CASCADE"), primary_key=True)
    tree: Mapped[str] = mapped_column(Text, deferred=True)


class FiledClause(Base):
    """A unit of a document with words of its own: 款, 项, and articles of one 款; what the search finds, what reviewers point at.

    ``eid`` is the Akoma Ntoso id; ``root_eid`` its article or annex.
    """

    __tablename__ = "filed_clause"
    __table_args__ = (UniqueConstraint("document_id", "eid"), Index(None, "document_id", "position"))

    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("filed_document.id", ondelete="CASCADE"))
    eid: Mapped[str]
    root_eid: Mapped[str]
    label: Mapped[str]
    heading: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    position: Mapped[int]


class DocumentRelation(Base):
    """What a document does to another, named by ``title``; ``target_id`` where the registry holds that one. ``confirmed_by``
    empty: read from the text, a person has not looked."""

    __tablename__ = "document_relation"
    __table_args__ = (UniqueConstraint("document_id", "kind", "title"), Index(None, "title"))

    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("filed_document.id", ondelete="CASCADE"))
    kind: Mapped[RelationKind] = mapped_column(Choice(RelationKind))
    title: Mapped[str]
    target_id: Mapped[int | None] = mapped_column(ForeignKey("filed_document.id"), index=True)
    confirmed_by: Mapped[str] = mapped_column(default="")

    target: Mapped[FiledDocument | None] = relationship(foreign_keys=[target_id])
