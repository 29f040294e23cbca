"""Files of a notice, whom a clause concerns, and files that no row may name yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    """Make what this version needs."""
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.add_column(sa.Column("audiences", _JSON, nullable=False, server_default=sa.text("'[]'")))
    op.create_table(
        "loose_file",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_loose_file")),
    )
    op.create_index(op.f("ix_loose_file_noted_at"), "loose_file", ["noted_at"])
    op.create_table(
        "notice_file",
        sa.Column("id", _ID, nullable=False),
        sa.Column("consultation_id", _ID, nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", _ID, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_notice_file_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_file")),
        sa.UniqueConstraint("consultation_id", "name", name=op.f("uq_notice_file_consultation_id_name")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("notice_file")
    op.drop_table("loose_file")
    with op.batch_alter_table("clause", schema=None) as batch_op:
        batch_op.drop_column("audiences")
