"""Run by alembic for each upgrade, on the connection that :mod:`consult_web.storage.schema` opened."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from consult_web.storage.base import Base
from consult_web.storage.schema import is_modelled
from consult_web.storage.types import Choice, Json, UtcDateTime


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Migrations name plain types only, so that an old one never depends on today's code."""
    if kind == "type" and isinstance(item, Choice):
        return "sa.Text()"
    if kind == "type" and item is Json:
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
    include_object=is_modelled,
    compare_type=True,
    transactional_ddl=True,
)
context.run_migrations()
