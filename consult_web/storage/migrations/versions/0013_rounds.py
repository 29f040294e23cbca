"""Rounds of a consultation: what an earlier one was like when the next began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Make what this version needs; every consultation so far has its first round."""
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("round_reason", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "past_round",
        sa.Column("id", _ID, nullable=False),
        sa.Column("consultation_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", _ID, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("opens_at", "closes_at")),
        sa.Column("extensions", _JSON, nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in ("closed_at", "reported_at")),
        sa.Column("stations", _JSON, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_past_round_consultation_id")),
        sa.ForeignKeyConstraint(["version_id"], ["draft_version.id"], name=op.f("fk_past_round_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_round")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_past_round_consultation_id_number")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("past_round")
    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_column("round_reason")
        batch_op.drop_column("round")


_TEXTS = ("stage", "reason", "notice", "explanation", "min_days_reason")
