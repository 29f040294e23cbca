"""Organisations and users: made, changed, closed; each change is noted in the audit log."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from consult_web.accounts.log_in import end_sessions, set_password
from consult_web.accounts.models import Organisation, OrganisationKind, Role, User, UserRole
from consult_web.accounts.passwords import random_password
from consult_web.audit import record
from consult_web.errors import Forbidden, NotFound, Refused

__all__ = [
    "Page",
    "body_of",
    "change_organisation",
    "change_user",
    "create_organisation",
    "create_user",
    "find_users",
    "get_organisation",
    "get_user",
    "organisations",
    "reaches",
    "reset_password",
    "set_roles",
    "unheld_roles",
]

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{2,63}")
_TERRITORY: Final = re.compile(r"(?:\d{6}|\d{9}|\d{12})?")
_PART_OF_BODY: Final = (OrganisationKind.DEPARTMENT, OrganisationKind.COMMITTEE, OrganisationKind.STATION)
_ALONE: Final = (Role.ADMIN, Role.AUDITOR)
"""Roles that exclude all others: who keeps the system must not see content, who checks must not act."""


class Page(NamedTuple):
    """Some of many rows, and how many there are."""

    rows: Sequence[User]
    total: int


def create_organisation(
    session: Session,
    actor: str,
    name: str,
    kind: OrganisationKind,
    *,
    parent: Organisation | None = None,
    territory: str = "",
    code: str | None = None,
) -> Organisation:
    """An organisation below ``parent``. :class:`Refused` E825 for an empty name, E826 for a code in use or malformed."""
    _check_organisation(session, name, territory, code)
    made = Organisation(
        name=name.strip(), kind=kind, territory=territory, code=code or None, parent_id=parent and parent.id
    )
    session.add(made)
    session.flush()
    made.path = f"{parent.path if parent else '/'}{made.id}/"
    record(session, actor, "organisation.created", f"organisation:{made.id}", {"name": made.name, "kind": kind.value})
    return made


def change_organisation(
    session: Session,
    actor: str,
    organisation: Organisation,
    *,
    name: str,
    territory: str,
    code: str | None,
    active: bool,
) -> None:
    """Change what may be changed; raises as :func:`create_organisation`. Closing one ends the log-ins of its people."""
    _check_organisation(session, name, territory, code, but=organisation.id)
    organisation.name, organisation.territory, organisation.code = name.strip(), territory, code or None
    if organisation.active and not active:
        for user in session.scalars(select(User).where(User.organisation_id == organisation.id)):
            end_sessions(session, user.id)
    organisation.active = active
    details = {"name": name, "territory": territory, "code": code or "", "active": active}
    record(session, actor, "organisation.changed", f"organisation:{organisation.id}", details)


def organisations(session: Session, *, only_active: bool = False) -> list[Organisation]:
    """All, each behind its parent, siblings by their order of making."""
    query = select(Organisation)
    if only_active:
        query = query.where(Organisation.active)
    return sorted(session.scalars(query), key=lambda o: [int(step) for step in o.path.strip("/").split("/") if step])


def get_organisation(session: Session, number: int) -> Organisation:
    """The one with this id; :class:`NotFound` E800."""
    found = session.get(Organisation, number)
    if found is None:
        raise NotFound("E800")
    return found


def body_of(session: Session, organisation: Organisation) -> Organisation:
    """The body that a department, committee or station belongs to; itself for a body."""
    found = organisation
    while found.kind in _PART_OF_BODY and found.parent_id is not None:
        found = session.get_one(Organisation, found.parent_id)
    return found


def reaches(session: Session, user: User, organisation_id: int) -> bool:
    """Whether the work of an organisation is of the user's own body: that body, or a part of it."""
    other = session.get(Organisation, organisation_id)
    return other is not None and body_of(session, other).id == body_of(session, user.organisation).id


def unheld_roles(session: Session, body: Organisation, roles: Collection[Role]) -> list[Role]:
    """Those of the roles that nobody with an open account has in a body and its parts: their work there stands still."""
    query = select(User).join(User.roles).where(User.active, UserRole.role.in_(roles)).distinct()
    held = {
        role
        for user in session.scalars(query)
        if body_of(session, user.organisation) == body
        for role in user.role_names
    }
    return sorted(set(roles) - held)


def create_user(
    session: Session,
    actor: str,
    *,
    login: str,
    name: str,
    organisation: Organisation,
    roles: Collection[Role] = (),
    password: str | None = None,
    must_change: bool = True,
) -> tuple[User, str]:
    """A user and the password, which is known only now (``password`` None: a random one).

    Raises :class:`Refused`: E827 for a log-in name that is malformed or taken, E828 for no name, E829 for roles that
    exclude each other, E816–E819 for a bad password.
    """
    login = login.strip().casefold()
    if not _LOGIN.fullmatch(login) or session.scalar(select(User.id).where(User.login == login)):
        raise Refused("E827", login=login[:64])
    if not name.strip():
        raise Refused("E828")
    user = User(login=login, name=name.strip()[:80], organisation=organisation)
    session.add(user)
    session.flush()
    record(session, actor, "user.created", user.actor, {"login": login, "organisation": organisation.id})
    set_roles(session, actor, user, roles)
    secret = password or random_password()
    set_password(session, user, secret, actor=actor, must_change=must_change)
    return user, secret


def change_user(
    session: Session, actor: str, user: User, *, name: str, organisation: Organisation, active: bool
) -> None:
    """Change name and organisation, open or close the account; closing ends its log-ins. E828 for no name."""
    if not name.strip():
        raise Refused("E828")
    if actor == user.actor and not active:
        raise Forbidden("E830")
    user.name, user.organisation, user.active = name.strip()[:80], organisation, active
    if not active:
        end_sessions(session, user.id)
    record(session, actor, "user.changed", user.actor, {"organisation": organisation.id, "active": active})


def set_roles(session: Session, actor: str, user: User, roles: Collection[Role]) -> None:
    """Give ``user`` exactly these roles. Nobody changes his own: :class:`Forbidden` E830; E829 as :func:`create_user`."""
    if actor == user.actor:
        raise Forbidden("E830")
    wanted = {Role(role) for role in roles}
    if len(wanted) > 1 and not wanted.isdisjoint(_ALONE):
        raise Refused("E829")
    user.roles = [row for row in user.roles if row.role in wanted] + [
        UserRole(role=role) for role in sorted(wanted - user.role_names)
    ]
    record(session, actor, "user.roles", user.actor, {"roles": sorted(wanted)})


def reset_password(session: Session, actor: str, user: User) -> str:
    """A new password for the first log-in; the user's log-ins end."""
    secret = random_password()
    set_password(session, user, secret, actor=actor, must_change=True)
    end_sessions(session, user.id)
    return secret


def get_user(session: Session, number: int) -> User:
    """The one with this id; :class:`NotFound` E800."""
    found = session.get(User, number)
    if found is None:
        raise NotFound("E800")
    return found


def find_users(
    session: Session, words: str = "", organisation_id: int | None = None, page: int = 1, size: int = 50
) -> Page:
    """Users whose name or log-in name contains ``words``, in the order of their log-in names."""
    query = select(User)
    if words.strip():
        query = query.where(
            or_(User.login.contains(words.strip(), autoescape=True), User.name.contains(words.strip(), autoescape=True))
        )
    if organisation_id:
        query = query.where(User.organisation_id == organisation_id)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return Page(session.scalars(query.order_by(User.login).limit(size).offset((page - 1) * size)).all(), total)


def unlock(session: Session, actor: str, user: User) -> None:
    """Let a locked account log in again at once."""
    session.execute(update(User).where(User.id == user.id).values(failures=0, locked_until=None))
    record(session, actor, "user.unlocked", user.actor)


def _check_organisation(session: Session, name: str, territory: str, code: str | None, but: int | None = None) -> None:
    if not name.strip() or len(name) > 100:
        raise Refused("E825")
    if not _TERRITORY.fullmatch(territory):
        raise Refused("E826", found=territory[:40])
    taken = code and session.scalar(
        select(Organisation.id).where(Organisation.code == code, Organisation.id != (but or 0))
    )
    if code and (taken or not re.fullmatch(r"[A-Za-z0-9-]{2,40}", code)):
        raise Refused("E826", found=code[:40])
