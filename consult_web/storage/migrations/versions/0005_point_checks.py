"""digest details, checks of the mapping."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this version needs."""
    _point_check()
    _clause_count()
    _point()
    _point_target()


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("point_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_target_run_id_root_eid_rank"))
        batch_op.create_index(batch_op.f("ix_point_target_run_id_root_eid"), ["run_id", "root_eid"], unique=False)

    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_run_id_eid_id"))

    with op.batch_alter_table("clause_count", schema=None) as batch_op:
        batch_op.drop_column("details")

    with op.batch_alter_table("point_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_check_consultation_id_purpose_id"))
        batch_op.drop_index(batch_op.f("ix_point_check_comment_id"))

    op.drop_table("point_check")


def _point_check() -> None:
    op.create_table(
        "point_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("point_key", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("eids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("program", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_point_check_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_point_check_consultation_id")),
        sa.ForeignKeyConstraint(["version_id"], ["draft_version.id"], name=op.f("fk_point_check_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_check")),
        sa.UniqueConstraint(
            "consultation_id",
            "point_key",
            "checked_by",
            name=op.f("uq_point_check_consultation_id_point_key_checked_by"),
        ),
    )
    with op.batch_alter_table("point_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_point_check_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_point_check_consultation_id_purpose_id"), ["consultation_id", "purpose", "id"], unique=False
        )


def _clause_count() -> None:
    with op.batch_alter_table("clause_count", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False, server_default="{}"
            )
        )


def _point() -> None:
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_point_run_id_eid_id"), ["run_id", "eid", "id"], unique=False)


def _point_target() -> None:
    with op.batch_alter_table("point_target", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_target_run_id_root_eid"))
        batch_op.create_index(
            batch_op.f("ix_point_target_run_id_root_eid_rank"), ["run_id", "root_eid", "rank"], unique=False
        )
