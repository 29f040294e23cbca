"""Secrets of the installation that must not change when CONSULT_DATA_KEYS do."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from secrets import token_bytes

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult_web.storage.base import Base
from consult_web.storage.database import database_of

__all__ = ["SECRETS", "Secret", "make_secrets", "secret"]

SECRETS = ("person", "visitor")
"""``person`` makes the hash by which two comments of one contact are known as one person's, ``visitor`` that of a
browser that supports a comment."""


class Secret(Base):
    """A random key, sealed by the data keys."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


def make_secrets(session: Session, names: Iterable[str] = SECRETS) -> None:
    """Make those that are missing; called by every upgrade."""
    keys = database_of(session).keys
    for name in names:
        if session.get(Secret, name) is None:
            session.add(Secret(name=name, sealed=keys.seal(base64.b64encode(token_bytes(32)).decode())))


def secret(session: Session, name: str) -> bytes:
    """The key with this name, 32 bytes; ``LookupError`` before the first upgrade. It never changes, so it is read once."""
    database = database_of(session)
    if name not in database.secrets:
        row = session.get(Secret, name)
        if row is None:
            raise LookupError(f"no secret named {name}: run consult-web upgrade")
        database.secrets[name] = base64.b64decode(database.keys.unseal(row.sealed))
    return database.secrets[name]
