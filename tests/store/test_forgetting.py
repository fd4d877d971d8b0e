"""Forgetting knows every table of the schema, and what is deleted is gone from the file."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.model.people import Role
from bot.services.opening import new_person
from bot.store import people
from bot.store.database import open_database
from bot.store.export import TABLES
from bot.store.forgetting import NOTHING_OF_HERS, SQL, STEPS, forget

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def tables_of(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as file:
        found = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {row[0] for row in found if not row[0].startswith("sqlite_")}


def test_every_table_is_emptied_of_her_or_holds_nothing_of_hers(template: Path) -> None:
    emptied = {table for table, _ in STEPS}
    assert emptied.isdisjoint(NOTHING_OF_HERS)
    assert emptied | set(NOTHING_OF_HERS) == tables_of(template)


def test_every_step_touches_its_table() -> None:
    for table, step in STEPS:
        sql = SQL[step].split("--")[-1]
        assert f" {table} " in f" {sql.replace(chr(10), ' ')} ", step


def test_what_is_forgotten_is_exported_first(template: Path) -> None:
    """A new table of hers must come along in JSON too; the rest only carries messages."""
    messages = {"inbox", "outbox", "screens", "attachments"}
    assert {table for table, _ in STEPS} - messages == {*TABLES, "persons"}


async def test_the_file_and_its_log_hold_nothing_after_the_commit(
    tmp_path: Path, template: Path
) -> None:
    path = tmp_path / "kneecheck.db"
    shutil.copy(template, path)
    database = await open_database(path)
    try:
        runner = new_person(123454321, Role.RUNNER, "Canary-of-the-mine", "en", "UTC")
        async with database.write() as tx:
            await people.add(tx, runner, at=NOW)
        async with database.write() as tx:
            await forget(tx, runner, [])
        log = path.with_name(f"{path.name}-wal")
        assert log.stat().st_size == 0
        assert b"Canary-of-the-mine" not in path.read_bytes() + log.read_bytes()
    finally:
        await database.close()
