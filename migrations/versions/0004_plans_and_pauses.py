"""A runner may pause until a day, choose when exercises come, and leave; pages await typed words.

Revision ID: 0004
"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Days are ISO text; `page` is what a person's next typed words are for, `menu` its version."""
    op.execute("ALTER TABLE episodes ADD COLUMN paused_until TEXT")
    op.execute("ALTER TABLE episodes ADD COLUMN exercises_at TEXT")
    op.execute("ALTER TABLE episodes ADD COLUMN end_reason TEXT")
    op.execute("ALTER TABLE persons ADD COLUMN page TEXT")
    op.execute("ALTER TABLE persons ADD COLUMN page_at INTEGER")
    op.execute("ALTER TABLE persons ADD COLUMN menu TEXT")
