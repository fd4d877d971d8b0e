"""Messages may carry a picture or a document.

Revision ID: 0002
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """A table of files that wait to be handed over, and which message each belongs to."""
    op.execute(
        """
        CREATE TABLE attachments (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('photo', 'document')),
            name TEXT NOT NULL,
            content BLOB,
            created_at INTEGER NOT NULL
        ) STRICT
        """
    )
    op.execute("ALTER TABLE outbox ADD COLUMN attachment_id INTEGER")
