"""filed documents and filings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EVENT_GUARD = {
    "sqlite": tuple(
        f"CREATE TRIGGER filing_event_no_{change.lower()} BEFORE {change} ON filing_event "
        "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        for change in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE FUNCTION filing_event_guard() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$",
        "CREATE TRIGGER filing_event_no_change BEFORE UPDATE OR DELETE ON filing_event "
        "FOR EACH ROW EXECUTE FUNCTION filing_event_guard()",
        "CREATE TRIGGER filing_event_no_truncate BEFORE TRUNCATE ON filing_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION filing_event_guard()",
    ),
}
"""The events of a case are its truth: rows are neither changed nor deleted."""

SEARCH = {
    "sqlite": ("CREATE VIRTUAL TABLE search_document USING fts5(grams, detail='none', tokenize='ascii')",),
    "postgresql": (
        "CREATE TABLE search_document (id bigint PRIMARY KEY REFERENCES filed_document ON DELETE CASCADE, grams tsvector)",
        "CREATE INDEX search_document_grams ON search_document USING gin (grams)",
    ),
}
"""Which characters and pairs of characters a filed document holds (``consult_web.filings.searching``)."""


def upgrade() -> None:
    """Make what this version needs."""
    _calendar_year()
    _filed_work()
    _filed_document()
    _register_counter()
    _document_relation()
    _document_text()
    _filed_clause()
    _filing()
    _expected_filing()
    _filing_clock()
    _filing_event()
    _filing_upload()
    _form_check_run()
    _filing_file()
    kind = op.get_bind().dialect.name
    for statement in (*EVENT_GUARD[kind], *SEARCH[kind]):
        op.execute(statement)


def downgrade() -> None:
    """Drop what this version made."""
    op.execute("DROP TABLE search_document")
    for name in (
        "filing_file",
        "form_check_run",
        "filing_upload",
        "filing_event",
        "filing_clock",
        "expected_filing",
        "filing",
        "filed_clause",
        "document_text",
        "document_relation",
        "register_counter",
        "filed_document",
        "filed_work",
        "calendar_year",
    ):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION filing_event_guard")


def _calendar_year() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("off", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("work", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )


def _filed_work() -> None:
    op.create_table(
        "filed_work",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_work")),
    )
    with op.batch_alter_table("filed_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filed_work_key"), ["key"], unique=False)


def _filed_document() -> None:
    op.create_table(
        "filed_document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("work_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_no", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("keywords", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("adopted", sa.Date(), nullable=True),
        sa.Column("approved", sa.Date(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("ended_how", sa.Text(), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("suspended", sa.Date(), nullable=True),
        sa.Column("file_digest", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_format", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.Text(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("parse_notes", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ended_by_id"], ["filed_document.id"], name=op.f("fk_filed_document_ended_by_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_filed_document_organisation_id")
        ),
        sa.ForeignKeyConstraint(["work_id"], ["filed_work.id"], name=op.f("fk_filed_document_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_document")),
        sa.UniqueConstraint("work_id", "version_no", name=op.f("uq_filed_document_work_id_version_no")),
    )
    with op.batch_alter_table("filed_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filed_document_document_no"), ["document_no"], unique=False)
        batch_op.create_index(batch_op.f("ix_filed_document_ended_by_id"), ["ended_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filed_document_expires"), ["expires"], unique=False)
        batch_op.create_index(batch_op.f("ix_filed_document_file_digest"), ["file_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_filed_document_kind_published"), ["kind", "published"], unique=False)
        batch_op.create_index(batch_op.f("ix_filed_document_maker"), ["maker"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_filed_document_registered_organisation_id"), ["registered", "organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_filed_document_registered_published_id"), ["registered", "published", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_filed_document_territory"), ["territory"], unique=False)
        batch_op.create_index(batch_op.f("ix_filed_document_text_digest"), ["text_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_filed_document_title_key"), ["title_key"], unique=False)


def _register_counter() -> None:
    op.create_table(
        "register_counter",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_register_counter_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "series", "year", name=op.f("pk_register_counter")),
    )


def _document_relation() -> None:
    op.create_table(
        "document_relation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("target_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["filed_document.id"], name=op.f("fk_document_relation_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["target_id"], ["filed_document.id"], name=op.f("fk_document_relation_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_relation")),
        sa.UniqueConstraint("document_id", "kind", "title", name=op.f("uq_document_relation_document_id_kind_title")),
    )
    with op.batch_alter_table("document_relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_relation_target_id"), ["target_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_relation_title"), ["title"], unique=False)


def _document_text() -> None:
    op.create_table(
        "document_text",
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tree", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["filed_document.id"], name=op.f("fk_document_text_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_text")),
    )


def _filed_clause() -> None:
    op.create_table(
        "filed_clause",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("eid", sa.Text(), nullable=False),
        sa.Column("root_eid", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["filed_document.id"], name=op.f("fk_filed_clause_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filed_clause")),
        sa.UniqueConstraint("document_id", "eid", name=op.f("uq_filed_clause_document_id_eid")),
    )
    with op.batch_alter_table("filed_clause", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_filed_clause_document_id_position"), ["document_id", "position"], unique=False
        )


def _filing() -> None:
    op.create_table(
        "filing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receiver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("territory", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("used_days", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("register_number", sa.Text(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("receipt_number", sa.Text(), nullable=False),
        sa.Column("archive_number", sa.Text(), nullable=False),
        sa.Column("review_kind", sa.Text(), nullable=False),
        sa.Column("means", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("handler_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("second_reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("duplicate_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("predecessor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=False),
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
        sa.ForeignKeyConstraint(["document_id"], ["filed_document.id"], name=op.f("fk_filing_document_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["filing.id"], name=op.f("fk_filing_duplicate_of_id")),
        sa.ForeignKeyConstraint(["filer_id"], ["organisation.id"], name=op.f("fk_filing_filer_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["user_account.id"], name=op.f("fk_filing_handler_id")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["filing.id"], name=op.f("fk_filing_predecessor_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["organisation.id"], name=op.f("fk_filing_receiver_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["user_account.id"], name=op.f("fk_filing_reviewer_id")),
        sa.ForeignKeyConstraint(["second_reviewer_id"], ["user_account.id"], name=op.f("fk_filing_second_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
        sa.UniqueConstraint("receiver_id", "register_number", name=op.f("uq_filing_receiver_id_register_number")),
    )
    with op.batch_alter_table("filing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_duplicate_of_id"), ["duplicate_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_filer_id_state_id"), ["filer_id", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_predecessor_id"), ["predecessor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_filing_receiver_id_state_due"), ["receiver_id", "state", "due"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_filing_receiver_id_submitted_on"), ["receiver_id", "submitted_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_filing_reviewer_id_state"), ["reviewer_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_second_reviewer_id"), ["second_reviewer_id"], unique=False)


def _expected_filing() -> None:
    op.create_table(
        "expected_filing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receiver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dismissed", sa.Text(), nullable=False),
        sa.Column("urged_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["filer_id"], ["organisation.id"], name=op.f("fk_expected_filing_filer_id")),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_expected_filing_filing_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["organisation.id"], name=op.f("fk_expected_filing_receiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_filing")),
        sa.UniqueConstraint("receiver_id", "maker", "title", name=op.f("uq_expected_filing_receiver_id_maker_title")),
    )
    with op.batch_alter_table("expected_filing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expected_filing_filer_id"), ["filer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_expected_filing_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_expected_filing_receiver_id_filing_id_published"),
            ["receiver_id", "filing_id", "published"],
            unique=False,
        )


def _filing_clock() -> None:
    op.create_table(
        "filing_clock",
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
            ["filing_id"], ["filing.id"], name=op.f("fk_filing_clock_filing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_clock")),
    )
    with op.batch_alter_table("filing_clock", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_clock_filing_id_rule"), ["filing_id", "rule"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_clock_rule_late"), ["rule", "late"], unique=False)


def _filing_event() -> None:
    op.create_table(
        "filing_event",
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
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
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_filing_event_filing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_event")),
        sa.UniqueConstraint("filing_id", "number", name=op.f("uq_filing_event_filing_id_number")),
    )
    with op.batch_alter_table("filing_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_event_name_day"), ["name", "day"], unique=False)


def _filing_upload() -> None:
    op.create_table(
        "filing_upload",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=False),
        sa.Column("error_details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["filing_id"], ["filing.id"], name=op.f("fk_filing_upload_filing_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_filing_upload_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_upload")),
    )
    with op.batch_alter_table("filing_upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_upload_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_upload_filing_id"), ["filing_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_filing_upload_organisation_id_id"), ["organisation_id", "id"], unique=False
        )


def _form_check_run() -> None:
    op.create_table(
        "form_check_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("pack_version", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("results", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("looked", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["filing.id"], name=op.f("fk_form_check_run_filing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_check_run")),
    )
    with op.batch_alter_table("form_check_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_check_run_filing_id_id"), ["filing_id", "id"], unique=False)


def _filing_file() -> None:
    op.create_table(
        "filing_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filing_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("upload_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("role_how", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["filing.id"], name=op.f("fk_filing_file_filing_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["filing_upload.id"], name=op.f("fk_filing_file_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_file")),
    )
    with op.batch_alter_table("filing_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_filing_file_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_file_filing_id_round"), ["filing_id", "round"], unique=False)
        batch_op.create_index(batch_op.f("ix_filing_file_upload_id"), ["upload_id"], unique=False)
