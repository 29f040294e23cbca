"""The words of each filed document in one piece, in which a search looks for what it was asked."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WORDS = {
    "sqlite": (
        "CREATE TABLE search_words (id INTEGER PRIMARY KEY REFERENCES filed_document ON DELETE CASCADE, words TEXT NOT NULL)",
        "INSERT INTO search_words SELECT id, title || char(10) || maker || char(10) || document_no || char(10) || "
        "coalesce((SELECT group_concat(heading || char(10) || text, char(10)) FROM filed_clause "
        "WHERE document_id = filed_document.id), '') FROM filed_document",
    ),
    "postgresql": (
        "CREATE TABLE search_words (id bigint PRIMARY KEY REFERENCES filed_document ON DELETE CASCADE, words text NOT NULL)",
        # A search reads hundreds of them: they lie as they are, nothing is unpacked.
        "ALTER TABLE search_words ALTER COLUMN words SET STORAGE EXTERNAL",
        "INSERT INTO search_words SELECT id, title || chr(10) || maker || chr(10) || document_no || chr(10) || "
        "coalesce((SELECT string_agg(heading || chr(10) || text, chr(10)) FROM filed_clause "
        "WHERE document_id = filed_document.id), '') FROM filed_document",
    ),
}


def upgrade() -> None:
    """Make what this version needs."""
    for statement in WORDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take it back."""
    op.execute("DROP TABLE search_words")
