"""An index on the family of a point, without which deleting a family reads all points."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this version needs."""
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_run_id_family_id"))
        batch_op.create_index(batch_op.f("ix_point_family_id"), ["family_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_point_family_id"))
        batch_op.create_index(batch_op.f("ix_point_run_id_family_id"), ["run_id", "family_id"], unique=False)
