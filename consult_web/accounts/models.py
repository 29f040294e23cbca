"""Organisations, users, their roles and log-ins."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult_web.storage import Base, Choice, Key, utc_now

__all__ = ["LoginSession", "Organisation", "OrganisationKind", "RateWindow", "Role", "User", "UserRole"]


class OrganisationKind(StrEnum):
    """What an organisation is."""

    CONGRESS = "人大常委会"
    GOVERNMENT = "人民政府"
    DEPARTMENT = "部门"
    COURT = "人民法院"
    PROCURATORATE = "人民检察院"
    SUPERVISION = "监察委员会"
    COMMITTEE = "委员会"
    STATION = "联络站"
    OTHER = "其他单位"


class Role(StrEnum):
    """What a person does (domain.md 7.8); what each may do is data: ``permissions.yaml``."""

    FILER = "报备员"
    REGISTRAR = "备案登记员"
    REVIEWER = "审查人"
    SECOND_REVIEWER = "复核人"
    COMMITTEE_REVIEWER = "委员会审查人"
    HEAD = "负责人"
    COMMENT_MANAGER = "意见管理员"
    DRAFTER = "起草人"
    STATION_CLERK = "联络站工作人员"
    ADMIN = "系统管理员"
    AUDITOR = "审计员"


class Organisation(Base):
    """A body, department or station. ``path`` is ``/1/4/9/``: the ids from the root down to itself."""

    __tablename__ = "organisation"
    __table_args__ = (Index(None, "path"), Index(None, "territory"))

    id: Mapped[Key]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    path: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    kind: Mapped[OrganisationKind] = mapped_column(Choice(OrganisationKind))
    territory: Mapped[str] = mapped_column(default="")
    code: Mapped[str | None] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    @property
    def depth(self) -> int:
        """How far below the root, which is 0."""
        return self.path.count("/") - 2


class User(Base):
    """A person who works with the site. ``password`` is an argon2 hash, None for those who only come by OpenID Connect."""

    __tablename__ = "user_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[Key]
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    password: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    must_change: Mapped[bool] = mapped_column(default=False)
    issuer: Mapped[str | None]
    subject: Mapped[str | None]
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    roles: Mapped[list[UserRole]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="UserRole.role"
    )

    @property
    def actor(self) -> str:
        """How the audit log names this person."""
        return f"user:{self.id}"

    @property
    def role_names(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(row.role for row in self.roles)


class UserRole(Base):
    """A role that a user holds."""

    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(Choice(Role), primary_key=True)


class LoginSession(Base):
    """One log-in on one browser; the cookie holds a random token, this row its SHA-256."""

    __tablename__ = "login_session"

    id: Mapped[Key]
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=utc_now)
    seen_at: Mapped[datetime] = mapped_column(default=utc_now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")
    method: Mapped[str] = mapped_column(default="password")

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class RateWindow(Base):
    """How often something was done in a window of time; shared by all processes."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)
    expires: Mapped[float] = mapped_column(index=True)
