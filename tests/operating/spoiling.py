"""What a dying disk does to a table."""

from __future__ import annotations

import sqlite3

from tests.world import World


def writer(world: World) -> sqlite3.Connection:
    """The connection the bot writes on."""
    return world.app.database._writer.here


def spoils(world: World, table: str) -> None:
    """Other bytes stand where the table begins, and nobody remembers what stood there."""
    file = writer(world)
    root = file.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with world.database.open("r+b") as pages:
        pages.seek(4096 * (root - 1))
        pages.write(b"\xa5" * 4096)
    for one in (file, *world.app.database._all_readers):
        one.execute("PRAGMA shrink_memory")
