"""The tables: brought up to date by the migrations, and compared with the models."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from consult_web.errors import Unavailable
from consult_web.storage.base import Base
from consult_web.storage.database import Database
from consult_web.storage.settings import make_secrets

if TYPE_CHECKING:  # alembic takes 10 MB, and a process that shows pages only asks how far the tables are
    from alembic.config import Config

__all__ = ["check_tables", "differences", "latest_revision", "new_revision", "revision", "upgrade"]

_SCRIPTS: Final = Path(__file__).with_name("migrations")
_ONE: Final = Lock()  # alembic works on one database at a time in a process
_LOCK: Final = 0x6C61776368  # of PostgreSQL: one upgrade at a time


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the tables up to ``target``, all or nothing; several processes may ask at once."""
    from alembic import command

    _check_not_newer(database)
    with _ONE, database.engine.connect().execution_options(lawcheck_begin="IMMEDIATE") as connection:
        _wait_for_others(database, connection)
        command.upgrade(_config(connection), target)
        connection.commit()
    if target == "head":
        with database.saving() as session:
            _wait_for_others(database, session)
            make_secrets(session)


def check_tables(database: Database) -> None:
    """Raises :class:`Unavailable` when the tables are not those of this program: E809 older or none, E694 newer."""
    _check_not_newer(database)
    found, wanted = revision(database), latest_revision()
    if found != wanted:
        raise Unavailable("E809", found=found or "-", wanted=wanted)


def _check_not_newer(database: Database) -> None:
    found, wanted = revision(database), latest_revision()
    if found and wanted and found > wanted:
        raise Unavailable("E694", found=found, wanted=wanted)


def _wait_for_others(database: Database, open_: Connection | Session) -> None:
    """One process at a time until the transaction ends; SQLite sees to it by itself."""
    if not database.is_sqlite:
        open_.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def revision(database: Database) -> str | None:
    """The migration that the tables stand at; None for an empty database."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def latest_revision() -> str | None:
    """The newest migration that this program knows."""
    return max((path.name.partition("_")[0] for path in _SCRIPTS.glob("versions/[0-9]*.py")), default=None)


def differences(database: Database) -> list[Any]:
    """What differs between the tables and the models of the rooms imported so far; nothing when they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_modelled})
        return list(compare_metadata(context, Base.metadata))


def is_modelled(_thing: object, name: str | None, _kind: str, reflected: bool, other: object) -> bool:
    """Whether alembic compares this object. Those named ``search_…`` are made for each database in its own way (full-text
    search) by their migration; no model knows them."""
    return not (reflected and other is None and name is not None and name.startswith("search_"))


def new_revision(database: Database, number: str, message: str) -> Path:
    """Write the migration ``NNNN_message.py`` that leads from the tables of ``database`` to the models (for developers)."""
    from alembic import command

    with database.engine.connect() as connection:
        script = command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    if script is None or isinstance(script, list):
        raise RuntimeError("alembic wrote no migration")
    return Path(script.path)


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
