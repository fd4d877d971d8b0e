"""The schema page, the migrations and the program agree."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.upgrade import HEAD, bring_to_head, stored_revision

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "bot/store/schema.sql"


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    """Name to SQL, without what only white space or a comment changes."""

    def plain(sql: str) -> str:
        sql = re.sub(r"\s+", " ", re.sub(r"--[^\n]*", "", sql))
        return re.sub(r" ?([(),]) ?", r"\1", sql).strip()

    rows = connection.execute(
        "SELECT type || ' ' || name, sql FROM sqlite_master "
        "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
    )
    return {name: plain(sql) for name, sql in rows}


def test_migrations_lead_to_the_schema_page(tmp_path: Path) -> None:
    path = tmp_path / "kneecheck.db"
    bring_to_head(path)
    with closing(sqlite3.connect(path)) as migrated, closing(sqlite3.connect(":memory:")) as page:
        page.executescript(PAGE.read_text(encoding="utf-8"))
        assert schema(migrated) == schema(page)
        assert len(schema(page)) > 10


def test_the_program_speaks_the_last_migration(tmp_path: Path) -> None:
    path = tmp_path / "kneecheck.db"
    bring_to_head(path)
    files = sorted((ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    numbers = [file.name.partition("_")[0] for file in files]
    assert numbers == [f"{n:04d}" for n in range(1, len(files) + 1)]
    assert numbers[-1] == HEAD == stored_revision(path)


def test_every_table_is_strict() -> None:
    statements = PAGE.read_text(encoding="utf-8").split(";")
    loose = [s for s in statements if "CREATE TABLE" in s and not s.rstrip().endswith("STRICT")]
    assert not loose
