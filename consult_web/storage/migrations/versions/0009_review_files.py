"""Files made of a review, and the versions of an opinion."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this version needs."""
    _opinion_version()
    _review_run()


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("review_run", schema=None) as batch_op:
        batch_op.drop_column("outputs")
        batch_op.drop_column("view_digest")

    op.drop_table("opinion_version")


def _opinion_version() -> None:
    op.create_table(
        "opinion_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opinion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_version_opinion_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_version")),
        sa.UniqueConstraint("opinion_id", "number", name=op.f("uq_opinion_version_opinion_id_number")),
    )


def _review_run() -> None:
    with op.batch_alter_table("review_run", schema=None) as batch_op:
        batch_op.add_column(sa.Column("view_digest", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "outputs", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default="{}"
            )
        )
