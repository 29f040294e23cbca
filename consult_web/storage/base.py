"""The base of all models."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import MetaData, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from consult_web.storage.types import BigId, Json, UtcDateTime

__all__ = ["Base", "Key"]

Key = Annotated[int, mapped_column(BigId, primary_key=True)]
"""The id of a row, given by the database."""


class Base(DeclarativeBase):
    """What every model extends. ``str`` is text of any length, ``datetime`` a moment in UTC, mappings and lists JSON."""

    metadata = MetaData(
        # Names that are the same on every database, so that a migration can change what an earlier one made.
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy reads a plain class attribute)
        str: Text,
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }
