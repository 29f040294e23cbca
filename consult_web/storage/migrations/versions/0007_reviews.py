"""reviews, letters, suggestions, exchange."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

EVENT_GUARD = {
    "sqlite": tuple(
        f"CREATE TRIGGER suggestion_event_no_{change.lower()} BEFORE {change} ON suggestion_event "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        for change in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION suggestion_event_guard() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
        "CREATE TRIGGER suggestion_event_no_change BEFORE UPDATE OR DELETE ON suggestion_event "
        "FOR EACH ROW EXECUTE FUNCTION suggestion_event_guard()",
        "CREATE TRIGGER suggestion_event_no_truncate BEFORE TRUNCATE ON suggestion_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION suggestion_event_guard()",
    ),
}
"""The events of a case are its truth: rows are neither changed nor deleted."""


def upgrade() -> None:
    """Make what this version needs."""
    _exchange_peer()
    _suggestion_cluster()
    _criterion_tick()
    _finding_verdict()
    _law_pin()
    _review_run()
    _suggestion()
    _exchange_message()
    _letter()
    _opinion()
    _review_finding()
    _suggestion_clock()
    _suggestion_contact()
    _suggestion_event()
    _suggestion_file()
    _distribution()
    kind = op.get_bind().dialect.name
    for statement in EVENT_GUARD[kind]:
        op.execute(statement)


def downgrade() -> None:
    """Drop what this version made."""
    for name in (
        "distribution",
        "suggestion_file",
        "suggestion_event",
        "suggestion_contact",
        "suggestion_clock",
        "review_finding",
        "opinion",
        "letter",
        "exchange_message",
        "suggestion",
        "review_run",
        "law_pin",
        "finding_verdict",
        "criterion_tick",
        "suggestion_cluster",
        "exchange_peer",
    ):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION suggestion_event_guard")


def _exchange_peer() -> None:
    op.create_table(
        "exchange_peer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("installation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_exchange_peer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_peer")),
        sa.UniqueConstraint("installation", name=op.f("uq_exchange_peer_installation")),
    )
    with op.batch_alter_table("exchange_peer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exchange_peer_organisation_id"), ["organisation_id"], unique=False)


def _suggestion_cluster() -> None:
    op.create_table(
        "suggestion_cluster",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receiver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("document_title", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["filed_document.id"], name=op.f("fk_suggestion_cluster_document_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["organisation.id"], name=op.f("fk_suggestion_cluster_receiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_cluster")),
    )
    with op.batch_alter_table("suggestion_cluster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_cluster_document_id_eid"), ["document_id", "eid"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_suggestion_cluster_receiver_id_state"), ["receiver_id", "state"], unique=False
        )


def _criterion_tick() -> None:
    op.create_table(
        "criterion_tick",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("eids", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_criterion_tick_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_tick")),
        sa.UniqueConstraint("filing_id", "code", name=op.f("uq_criterion_tick_filing_id_code")),
    )


def _finding_verdict() -> None:
    op.create_table(
        "finding_verdict",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("finding_key", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("own", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_verdict", sa.Text(), nullable=False),
        sa.Column("second_note", sa.Text(), nullable=False),
        sa.Column("second_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_finding_verdict_by_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_finding_verdict_filing_id")),
        sa.ForeignKeyConstraint(["second_by_id"], ["user_account.id"], name=op.f("fk_finding_verdict_second_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_verdict")),
        sa.UniqueConstraint("filing_id", "finding_key", name=op.f("uq_finding_verdict_filing_id_finding_key")),
    )
    with op.batch_alter_table("finding_verdict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_verdict_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_verdict_second_by_id"), ["second_by_id"], unique=False)


def _law_pin() -> None:
    op.create_table(
        "law_pin",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_law_pin_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_pin")),
        sa.UniqueConstraint("filing_id", "law", name=op.f("uq_law_pin_filing_id_law")),
    )


def _review_run() -> None:
    op.create_table(
        "review_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("pins", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("library_version", sa.Text(), nullable=False),
        sa.Column("horizon", sa.Date(), nullable=True),
        sa.Column("pack_version", sa.Text(), nullable=False),
        sa.Column("program_version", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("result_digest", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("coverage", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("rules", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("higher_laws", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=False),
        sa.Column("error_details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["filed_document.id"], name=op.f("fk_review_run_document_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_review_run_filing_id")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_review_run_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_run")),
    )
    with op.batch_alter_table("review_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_run_batch_state"), ["batch", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_run_document_id_id"), ["document_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_run_filing_id_id"), ["filing_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_run_job_id"), ["job_id"], unique=False)


def _suggestion() -> None:
    op.create_table(
        "suggestion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receiver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("receipt_hash", sa.Text(), nullable=False),
        sa.Column("submission_key", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("is_request", sa.Boolean(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("document_title", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("higher_law", sa.Text(), nullable=False),
        sa.Column("lawsuit", sa.Text(), nullable=False),
        sa.Column("proposer_kind", sa.Text(), nullable=True),
        sa.Column("consent_public", sa.Boolean(), nullable=False),
        sa.Column("person_key", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("cluster_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("previous_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("handler_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("jurisdiction", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=True),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("clock_name", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("amber_on", sa.Date(), nullable=True),
        sa.Column("red_on", sa.Date(), nullable=True),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cluster_id"], ["suggestion_cluster.id"], name=op.f("fk_suggestion_cluster_id")),
        sa.ForeignKeyConstraint(["document_id"], ["filed_document.id"], name=op.f("fk_suggestion_document_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_suggestion_filing_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["user_account.id"], name=op.f("fk_suggestion_handler_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["suggestion.id"], name=op.f("fk_suggestion_previous_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["organisation.id"], name=op.f("fk_suggestion_receiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_suggestion_receipt_hash")),
        sa.UniqueConstraint("receiver_id", "number", name=op.f("uq_suggestion_receiver_id_number")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_suggestion_submission_key")),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_cluster_id"), ["cluster_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_document_id_eid"), ["document_id", "eid"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_previous_id"), ["previous_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_suggestion_receiver_id_received_on"), ["receiver_id", "received_on"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suggestion_receiver_id_state_due"), ["receiver_id", "state", "due"], unique=False
        )


def _exchange_message() -> None:
    op.create_table(
        "exchange_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("peer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("suggestion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=False),
        sa.Column("error_details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_exchange_message_filing_id")),
        sa.ForeignKeyConstraint(["peer_id"], ["exchange_peer.id"], name=op.f("fk_exchange_message_peer_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_exchange_message_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_message")),
        sa.UniqueConstraint(
            "peer_id", "direction", "message_id", name=op.f("uq_exchange_message_peer_id_direction_message_id")
        ),
    )
    with op.batch_alter_table("exchange_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exchange_message_direction_state_id"), ["direction", "state", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_exchange_message_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_exchange_message_suggestion_id"), ["suggestion_id"], unique=False)


def _letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("suggestion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("event_number", sa.Integer(), nullable=True),
        sa.Column("sender_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("docx_digest", sa.Text(), nullable=False),
        sa.Column("edited_digest", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_letter_filing_id")),
        sa.ForeignKeyConstraint(["recipient_id"], ["organisation.id"], name=op.f("fk_letter_recipient_id")),
        sa.ForeignKeyConstraint(["sender_id"], ["organisation.id"], name=op.f("fk_letter_sender_id")),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_letter_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_filing_id_id"), ["filing_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_letter_recipient_id_state_id"), ["recipient_id", "state", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_letter_sender_id_template_id"), ["sender_id", "template", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_letter_suggestion_id_id"), ["suggestion_id", "id"], unique=False)


def _opinion() -> None:
    op.create_table(
        "opinion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("conclusion", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("finding_keys", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("docx_digest", sa.Text(), nullable=False),
        sa.Column("edited_digest", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_opinion_filing_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_opinion_organisation_id")),
        sa.ForeignKeyConstraint(["run_id"], ["review_run.id"], name=op.f("fk_opinion_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opinion_filing_id_id"), ["filing_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_run_id"), ["run_id"], unique=False)


def _review_finding() -> None:
    op.create_table(
        "review_finding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["filed_document.id"], name=op.f("fk_review_finding_document_id")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["review_run.id"], name=op.f("fk_review_finding_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_finding")),
        sa.UniqueConstraint("run_id", "key", name=op.f("uq_review_finding_run_id_key")),
    )
    with op.batch_alter_table("review_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_finding_document_id_key"), ["document_id", "key"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_finding_rule_severity"), ["rule", "severity"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_finding_run_id_position"), ["run_id", "position"], unique=False)


def _suggestion_clock() -> None:
    op.create_table(
        "suggestion_clock",
        sa.Column("suggestion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("started", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("amber_on", sa.Date(), nullable=True),
        sa.Column("red_on", sa.Date(), nullable=True),
        sa.Column("stopped", sa.Date(), nullable=True),
        sa.Column("stopped_by", sa.Text(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_clock_suggestion_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_clock")),
    )
    with op.batch_alter_table("suggestion_clock", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_suggestion_clock_suggestion_id_rule"), ["suggestion_id", "rule"], unique=False
        )


def _suggestion_contact() -> None:
    op.create_table(
        "suggestion_contact",
        sa.Column("suggestion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("delete_after", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_contact_suggestion_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f("pk_suggestion_contact")),
    )
    with op.batch_alter_table("suggestion_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_contact_delete_after"), ["delete_after"], unique=False)


def _suggestion_event() -> None:
    op.create_table(
        "suggestion_event",
        sa.Column("suggestion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("basis", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_event_suggestion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_event")),
        sa.UniqueConstraint("suggestion_id", "number", name=op.f("uq_suggestion_event_suggestion_id_number")),
    )
    with op.batch_alter_table("suggestion_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_event_name_day"), ["name", "day"], unique=False)


def _suggestion_file() -> None:
    op.create_table(
        "suggestion_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("suggestion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["suggestion_id"], ["suggestion.id"], name=op.f("fk_suggestion_file_suggestion_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_file")),
    )
    with op.batch_alter_table("suggestion_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggestion_file_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggestion_file_suggestion_id"), ["suggestion_id"], unique=False)


def _distribution() -> None:
    op.create_table(
        "distribution",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opinion_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("points", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_distribution_filing_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_distribution_letter_id")),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name=op.f("fk_distribution_opinion_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_distribution_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution")),
        sa.UniqueConstraint("filing_id", "organisation_id", name=op.f("uq_distribution_filing_id_organisation_id")),
    )
    with op.batch_alter_table("distribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distribution_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_distribution_opinion_id"), ["opinion_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_distribution_organisation_id_answered_on"), ["organisation_id", "answered_on"], unique=False
        )
