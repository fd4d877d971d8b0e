"""What was answered last is found from the newest check-in back, however many years lie behind.

Revision ID: 0008
"""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """An index; nothing that is kept changes."""
    op.execute("CREATE INDEX checkins_by_time ON checkins (episode_id, opened_at)")
