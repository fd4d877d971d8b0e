"""Answers may be changed for a day and given late for two; assessments are then made anew.

Revision ID: 0003
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """What was answered before a change, which check-ins were opened again, what was replaced."""
    op.execute("ALTER TABLE checkins ADD COLUMN reopened_at INTEGER")
    op.execute(
        "ALTER TABLE checkins ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1))"
    )
    op.execute("ALTER TABLE assessments ADD COLUMN superseded_at INTEGER")
    op.execute(
        """
        CREATE TABLE changes (
            id INTEGER PRIMARY KEY,
            checkin_id TEXT NOT NULL REFERENCES checkins (id),
            question TEXT NOT NULL,
            old_value TEXT NOT NULL,
            at INTEGER NOT NULL,
            done_at INTEGER
        ) STRICT
        """
    )
    op.execute("CREATE INDEX changes_of_checkin ON changes (checkin_id)")
