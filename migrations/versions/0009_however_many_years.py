"""What is asked at every answer is found as quickly however many years lie behind.

Revision ID: 0009
"""

from alembic import op

revision = "0009"
down_revision = "0008"

INDEXES = (
    "CREATE INDEX outings_by_end ON outings (episode_id, status, ended_at)",
    "CREATE INDEX open_of_episode ON checkins (episode_id, kind, opened_at) WHERE state = 'open'",
    "CREATE INDEX appointments_of_subject ON appointments (subject_id, kind, status)",
)


def upgrade() -> None:
    """Indexes; nothing that is kept changes."""
    op.execute("DROP INDEX appointments_of_subject")
    for index in INDEXES:
        op.execute(index)
