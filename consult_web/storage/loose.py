"""Files that may belong to nothing: stored before a row names them, or whose row is gone. What nobody named is deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, MetaData, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult_web.storage.base import Base
from consult_web.storage.files import FileStore
from consult_web.storage.types import utc_now

__all__ = ["LOOSE_FOR", "LooseFile", "note_loose", "remove_loose"]

LOOSE_FOR: Final = timedelta(days=65)
"""So long a file waits for a row: longer than what is typed and not sent is kept (60 days)."""
_AT_ONCE: Final = 500


class LooseFile(Base):
    """A file of the store that no row may name; ``noted_at`` is when it was last of use."""

    __tablename__ = "loose_file"

    digest: Mapped[str] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime] = mapped_column(index=True)


def note_loose(session: Session, digests: Iterable[str]) -> None:
    """Say that these files were just stored, or just lost their row."""
    now = utc_now()
    for digest in sorted(set(digests)):
        seen = update(LooseFile).where(LooseFile.digest == digest).values(noted_at=now).returning(LooseFile.digest)
        if session.execute(seen).first():
            continue
        try:
            with session.begin_nested():
                session.add(LooseFile(digest=digest, noted_at=now))
        except IntegrityError:  # the same file came twice at the same moment
            session.execute(seen)


def remove_loose(session: Session, files: FileStore, before: datetime) -> int:
    """Delete the files noted before that moment that no row of any table names; how many. Others are noted no longer."""
    digests = list(session.scalars(select(LooseFile.digest).where(LooseFile.noted_at < before).limit(_AT_ONCE)))
    if not digests:
        return 0
    loose = set(digests) - _named(session.connection(), digests)
    removed = sum(files.remove_unused(digest, before) for digest in sorted(loose))
    session.execute(delete(LooseFile).where(LooseFile.digest.in_(digests)))
    return removed


def _named(connection: Connection, digests: Collection[str]) -> set[str]:
    """Those that a row names, in any column of any table whose name ends in ``digest``."""
    tables = MetaData()
    tables.reflect(connection)
    found: set[str] = set()
    for table in tables.tables.values():
        if table.name != LooseFile.__tablename__:
            for column in (one for one in table.columns if one.name.endswith("digest")):
                found.update(connection.scalars(select(column).where(column.in_(digests))))
    return found
