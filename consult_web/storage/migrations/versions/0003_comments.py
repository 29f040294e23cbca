"""comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make what this version needs."""
    _saved_draft()
    _intake_batch()
    _comment()
    _answer()
    _attachment()
    _comment_revision()
    _contact()
    _moderation()
    _public_quote()
    _support_vote()
    _target()
    _wording_proposal()


def downgrade() -> None:
    """Drop what this version made."""
    for name in (
        "wording_proposal",
        "target",
        "support_vote",
        "public_quote",
        "moderation",
        "contact",
        "comment_revision",
        "attachment",
        "answer",
        "comment",
        "intake_batch",
        "saved_draft",
    ):
        op.drop_table(name)


def _saved_draft() -> None:
    op.create_table(
        "saved_draft",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_saved_draft_consultation_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_saved_draft")),
    )
    with op.batch_alter_table("saved_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_draft_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_saved_draft_expires_at"), ["expires_at"], unique=False)


def _intake_batch() -> None:
    op.create_table(
        "intake_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("station_link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Integer(), nullable=False),
        sa.Column("unusable", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_intake_batch_consultation_id")),
        sa.ForeignKeyConstraint(["station_link_id"], ["station_link.id"], name=op.f("fk_intake_batch_station_link_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_batch")),
    )
    with op.batch_alter_table("intake_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_batch_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_batch_station_link_id"), ["station_link_id"], unique=False)


def _comment() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("receipt_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=True),
        sa.Column("station_link_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("deputy", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("kinds", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("consent_public", sa.Boolean(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("person_key", sa.Text(), nullable=False),
        sa.Column("can_reply", sa.Boolean(), nullable=False),
        sa.Column("sealed_original", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("moderation", sa.Text(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["intake_batch.id"], name=op.f("fk_comment_batch_id")),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_comment_consultation_id")),
        sa.ForeignKeyConstraint(["station_link_id"], ["station_link.id"], name=op.f("fk_comment_station_link_id")),
        sa.ForeignKeyConstraint(["version_id"], ["draft_version.id"], name=op.f("fk_comment_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_comment_idempotency_key")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_comment_receipt_hash")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_consultation_id_id"), ["consultation_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_comment_consultation_id_moderation_id"),
            ["consultation_id", "moderation", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_comment_consultation_id_person_key"), ["consultation_id", "person_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_consultation_id_received_at"), ["consultation_id", "received_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_comment_station_link_id_id"), ["station_link_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_version_id"), ["version_id"], unique=False)


def _answer() -> None:
    op.create_table(
        "answer",
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("option_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_answer_comment_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["option_id"], ["question_option.id"], name=op.f("fk_answer_option_id")),
        sa.PrimaryKeyConstraint("comment_id", "option_id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_option_id"), ["option_id"], unique=False)


def _attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_attachment_comment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_digest"), ["digest"], unique=False)


def _comment_revision() -> None:
    op.create_table(
        "comment_revision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_comment_revision_comment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_revision")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_comment_revision_comment_id_number")),
    )


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("delete_after", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_contact_comment_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_delete_after"), ["delete_after"], unique=False)


def _moderation() -> None:
    op.create_table(
        "moderation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("masked", sa.Integer(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_moderation_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_moderation_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation")),
    )
    with op.batch_alter_table("moderation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_comment_id_id"), ["comment_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_moderation_consultation_id_decided_at"), ["consultation_id", "decided_at"], unique=False
        )


def _public_quote() -> None:
    op.create_table(
        "public_quote",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clause_uid", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("root_eid", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_public_quote_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_public_quote_consultation_id")),
        sa.ForeignKeyConstraint(["version_id"], ["draft_version.id"], name=op.f("fk_public_quote_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_quote")),
        sa.UniqueConstraint("comment_id", "version_id", "eid", name=op.f("uq_public_quote_comment_id_version_id_eid")),
    )
    with op.batch_alter_table("public_quote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_quote_consultation_id_id"), ["consultation_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_public_quote_version_id_eid_id"), ["version_id", "eid", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_public_quote_version_id_root_eid_id"), ["version_id", "root_eid", "id"], unique=False
        )


def _support_vote() -> None:
    op.create_table(
        "support_vote",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consultation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visitor_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_support_vote_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["consultation_id"], ["consultation.id"], name=op.f("fk_support_vote_consultation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_vote")),
        sa.UniqueConstraint("comment_id", "visitor_hash", name=op.f("uq_support_vote_comment_id_visitor_hash")),
    )
    with op.batch_alter_table("support_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_vote_consultation_id"), ["consultation_id"], unique=False)


def _target() -> None:
    op.create_table(
        "target",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clause_uid", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("root_eid", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("chosen_by", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_target_comment_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["origin_id"], ["target.id"], name=op.f("fk_target_origin_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["version_id"], ["draft_version.id"], name=op.f("fk_target_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint(
            "comment_id",
            "version_id",
            "eid",
            "quote",
            "chosen_by",
            name=op.f("uq_target_comment_id_version_id_eid_quote_chosen_by"),
        ),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_origin_id"), ["origin_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_target_version_id_approved_by"), ["version_id", "approved_by"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_target_version_id_eid_comment_id"), ["version_id", "eid", "comment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_target_version_id_root_eid_comment_id"),
            ["version_id", "root_eid", "comment_id"],
            unique=False,
        )


def _wording_proposal() -> None:
    op.create_table(
        "wording_proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("clause_uid", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("old_text", sa.Text(), nullable=False),
        sa.Column("new_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_wording_proposal_comment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["version_id"], ["draft_version.id"], name=op.f("fk_wording_proposal_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_proposal")),
    )
    with op.batch_alter_table("wording_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_proposal_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wording_proposal_version_id_eid"), ["version_id", "eid"], unique=False)
