"""What waits for one chat, or is pending for one person, is found without reading all the others'.

Revision ID: 0007
"""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Indexes; nothing that is kept changes."""
    op.execute(
        """
        CREATE INDEX unsent_of_chat ON outbox (chat_id, priority, id)
        WHERE status IN ('waiting', 'sending')
        """
    )
    op.execute(
        """
        CREATE INDEX pending_of_person ON appointments (person_id, due_at)
        WHERE status = 'pending'
        """
    )
