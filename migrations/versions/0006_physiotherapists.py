"""The physiotherapist's side: own hours and absence, notes, letters, bundled changes of a plan,
limits for one runner, signatures under the rule book, handing over, and the list's view.

Revision ID: 0006
"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """New columns are empty or off for everybody who was there before."""
    _columns()
    _deliveries()
    _absence()
    _words()
    _plans()
    _numbers()


def _columns() -> None:
    op.execute("ALTER TABLE persons ADD COLUMN workdays TEXT")
    op.execute("ALTER TABLE persons ADD COLUMN works_from TEXT")
    op.execute("ALTER TABLE persons ADD COLUMN works_until TEXT")
    op.execute("ALTER TABLE persons ADD COLUMN left_at INTEGER")
    op.execute("ALTER TABLE persons ADD COLUMN tested_at INTEGER")
    op.execute("ALTER TABLE invites ADD COLUMN clinic_id TEXT REFERENCES clinics (id)")
    op.execute("ALTER TABLE invites ADD COLUMN template TEXT NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE invites ADD COLUMN kit TEXT")
    op.execute("ALTER TABLE invites ADD COLUMN longest_ok_km REAL CHECK (longest_ok_km >= 0)")
    op.execute("ALTER TABLE episodes ADD COLUMN accepted_until TEXT")
    for switch in ("taper", "cadence"):
        op.execute(
            f"ALTER TABLE episodes ADD COLUMN {switch} INTEGER NOT NULL DEFAULT 0 "
            f"CHECK ({switch} IN (0, 1))"
        )
    op.execute("ALTER TABLE cards ADD COLUMN snoozed_until INTEGER")
    op.execute(
        "ALTER TABLE cards ADD COLUMN verdict TEXT CHECK (verdict IN ('useful', 'not_useful'))"
    )


def _deliveries() -> None:
    """More reasons for telling somebody: a CHECK can only be changed with its table."""
    op.execute("ALTER TABLE deliveries RENAME TO old_deliveries")
    op.execute(
        """
        CREATE TABLE deliveries (
            id INTEGER PRIMARY KEY,
            card_id TEXT NOT NULL REFERENCES cards (id),
            physio_id TEXT NOT NULL REFERENCES persons (id),
            why TEXT NOT NULL CHECK (
                why IN (
                    'first', 'risen', 'repeat', 'lapsed', 'escalated', 'away', 'snoozed',
                    'handover'
                )
            ),
            at INTEGER NOT NULL
        ) STRICT
        """
    )
    op.execute("INSERT INTO deliveries SELECT id, card_id, physio_id, why, at FROM old_deliveries")
    op.execute("DROP TABLE old_deliveries")
    op.execute("CREATE INDEX deliveries_of_card ON deliveries (card_id)")


def _absence() -> None:
    op.execute(
        """
        CREATE TABLE aways (
            id INTEGER PRIMARY KEY,
            physio_id TEXT NOT NULL REFERENCES persons (id),
            from_on TEXT NOT NULL,
            until_on TEXT NOT NULL,
            ended_at INTEGER
        ) STRICT
        """
    )
    op.execute("CREATE INDEX aways_of_physio ON aways (physio_id) WHERE ended_at IS NULL")
    op.execute(
        """
        CREATE TABLE notes (
            id INTEGER PRIMARY KEY,
            episode_id TEXT NOT NULL REFERENCES episodes (id),
            author_id TEXT NOT NULL REFERENCES persons (id),
            at INTEGER NOT NULL,
            words TEXT NOT NULL
        ) STRICT
        """
    )
    op.execute(
        """
        CREATE TABLE handovers (
            id TEXT PRIMARY KEY,
            episode_id TEXT NOT NULL REFERENCES episodes (id),
            from_id TEXT NOT NULL REFERENCES persons (id),
            to_id TEXT NOT NULL REFERENCES persons (id),
            offered_at INTEGER NOT NULL,
            settled_at INTEGER,
            outcome TEXT CHECK (outcome IN ('accepted', 'declined', 'withdrawn'))
        ) STRICT
        """
    )


def _words() -> None:
    op.execute(
        """
        CREATE UNIQUE INDEX one_open_handover ON handovers (episode_id) WHERE settled_at IS NULL
        """
    )
    op.execute("CREATE INDEX notes_of_episode ON notes (episode_id, id)")
    op.execute(
        """
        CREATE TABLE letters (
            id TEXT PRIMARY KEY,
            episode_id TEXT NOT NULL REFERENCES episodes (id),
            card_id TEXT REFERENCES cards (id),
            from_id TEXT NOT NULL REFERENCES persons (id),
            words TEXT NOT NULL,
            template TEXT NOT NULL DEFAULT '',
            at INTEGER NOT NULL,
            sent_at INTEGER,
            replied_at INTEGER
        ) STRICT
        """
    )
    op.execute("CREATE INDEX letters_of_episode ON letters (episode_id, at)")
    op.execute(
        """
        CREATE TABLE plan_changes (
            id INTEGER PRIMARY KEY,
            episode_id TEXT NOT NULL REFERENCES episodes (id),
            physio_id TEXT NOT NULL REFERENCES persons (id),
            change TEXT NOT NULL,
            params TEXT NOT NULL DEFAULT '{}',
            at INTEGER NOT NULL,
            told_at INTEGER
        ) STRICT
        """
    )


def _plans() -> None:
    op.execute("CREATE INDEX plan_changes_of_episode ON plan_changes (episode_id, id)")
    op.execute(
        """
        CREATE TABLE thresholds (
            id INTEGER PRIMARY KEY,
            episode_id TEXT NOT NULL REFERENCES episodes (id),
            parameter TEXT NOT NULL,
            value REAL NOT NULL,
            set_by TEXT NOT NULL REFERENCES persons (id),
            set_at INTEGER NOT NULL,
            expires_on TEXT,
            ended_at INTEGER
        ) STRICT
        """
    )
    op.execute(
        """
        CREATE UNIQUE INDEX one_threshold ON thresholds (episode_id, parameter)
        WHERE ended_at IS NULL
        """
    )


def _numbers() -> None:
    op.execute(
        """
        CREATE TABLE usual_thresholds (
            physio_id TEXT NOT NULL REFERENCES persons (id),
            parameter TEXT NOT NULL,
            value REAL NOT NULL,
            set_at INTEGER NOT NULL,
            PRIMARY KEY (physio_id, parameter)
        ) STRICT
        """
    )
    op.execute(
        """
        CREATE TABLE signatures (
            id INTEGER PRIMARY KEY,
            physio_id TEXT NOT NULL REFERENCES persons (id),
            clinic_id TEXT NOT NULL REFERENCES clinics (id),
            book TEXT NOT NULL,
            name TEXT NOT NULL,
            registration TEXT NOT NULL,
            signed_at INTEGER NOT NULL
        ) STRICT
        """
    )
    op.execute(
        """
        CREATE TABLE list_views (
            physio_id TEXT PRIMARY KEY REFERENCES persons (id),
            shows TEXT NOT NULL DEFAULT 'all',
            page INTEGER NOT NULL DEFAULT 0,
            search TEXT NOT NULL DEFAULT '',
            drawn_on TEXT NOT NULL
        ) STRICT
        """
    )
