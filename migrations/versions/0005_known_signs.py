"""An invite says which signs its physiotherapist knows and has examined.

Revision ID: 0005
"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Ids of signs, comma-separated; empty for every invite made before."""
    op.execute("ALTER TABLE invites ADD COLUMN known_signs TEXT NOT NULL DEFAULT ''")
