"""The tables: brought up to date by the migrations, and compared with the models."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any, Final

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from consult_web.storage.base import Base
from consult_web.storage.database import Database
from consult_web.storage.settings import make_secrets

__all__ = ["differences", "latest_revision", "new_revision", "revision", "upgrade"]

_SCRIPTS: Final = Path(__file__).with_name("migrations")
_ONE: Final = Lock()  # alembic works on one database at a time in a process
_LOCK: Final = 0x6C61776368  # of PostgreSQL: one upgrade at a time


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the tables up to ``target``, all or nothing; several processes may ask at once."""
    with _ONE, database.engine.connect().execution_options(lawcheck_begin="IMMEDIATE") as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(_config(connection), target)
        connection.commit()
    if target == "head":
        with database.saving() as session:
            make_secrets(session)


def revision(database: Database) -> str | None:
    """The migration that the tables stand at; None for an empty database."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def latest_revision() -> str | None:
    """The newest migration that this program knows."""
    return ScriptDirectory(str(_SCRIPTS)).get_current_head()


def differences(database: Database) -> list[Any]:
    """What differs between the tables and the models of the rooms imported so far; nothing when they agree."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": is_modelled})
        return list(compare_metadata(context, Base.metadata))


def is_modelled(_thing: object, name: str | None, _kind: str, reflected: bool, other: object) -> bool:
    """Whether alembic compares this object. Those named ``search_…`` are made for each database in its own way (full-text
    search) by their migration; no model knows them."""
    return not (reflected and other is None and name is not None and name.startswith("search_"))


def new_revision(database: Database, number: str, message: str) -> Path:
    """Write the migration ``NNNN_message.py`` that leads from the tables of ``database`` to the models (for developers)."""
    with database.engine.connect() as connection:
        script = command.revision(_config(connection), message, autogenerate=True, rev_id=number)
    if script is None or isinstance(script, list):
        raise RuntimeError("alembic wrote no migration")
    return Path(script.path)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
