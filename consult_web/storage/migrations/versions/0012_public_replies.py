"""Answers that everybody may read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this version needs; the answers given so far stay with those who got them."""
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.add_column(sa.Column("public_text", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_column("public_text")
