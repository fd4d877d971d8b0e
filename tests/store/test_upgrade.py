"""From nothing, or from an older file, to the head schema; everything else is refused in words."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.errors import DatabaseError
from bot.store.upgrade import (
    HEAD,
    Migrations,
    bring_to_head,
    ours,
    require_head,
    stored_revision,
)

NEWER = f"{int(HEAD) + 1:04d}"
NEXT = f'''"""A step that adds a table."""
from alembic import op

revision = "{NEWER}"
down_revision = "{HEAD}"


def upgrade() -> None:
    op.execute("CREATE TABLE shoes (id INTEGER PRIMARY KEY) STRICT")
    op.execute("UPDATE marks SET value = 'moved'")
'''
FAILS = NEXT + '    op.execute("INSERT INTO nowhere VALUES (1)")\n'


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(sql).fetchall()


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute(sql)
        file.commit()


@pytest.fixture
def path(tmp_path: Path, template: Path) -> Path:
    """A file at this program's schema, with something in it."""
    copy = Path(shutil.copy(template, tmp_path))
    change(copy, "INSERT INTO marks VALUES ('answers', 'all there')")
    return copy


def steps(folder: Path, second: str) -> Migrations:
    """This program's migrations and one more, as a newer program has them."""
    shutil.copytree(ours().folder, folder / "migrations")
    (folder / "migrations" / "versions" / f"{NEWER}_shoes.py").write_text(second)
    return Migrations(folder / "migrations", NEWER)


def test_from_nothing_it_is_created_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kneecheck.db"
    assert bring_to_head(path) == "created"
    assert stored_revision(path) == HEAD
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["kneecheck.db"], "nothing to copy"


def test_an_empty_file_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "kneecheck.db"
    path.touch()
    assert bring_to_head(path) == "created"
    assert bring_to_head(path) == "current"


@pytest.mark.parametrize("name", ["with space.db", "100%.db", "what?.db", "a#b.db", "knee'.db"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    assert bring_to_head(tmp_path / name) == "created"
    assert bring_to_head(tmp_path / name) == "current"
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_current_file_is_left_alone(path: Path) -> None:
    before = path.read_bytes()
    assert bring_to_head(path) == "current"
    require_head(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_an_older_file_is_copied_and_then_migrated(path: Path, tmp_path: Path) -> None:
    assert bring_to_head(path, steps(tmp_path, NEXT)) == "migrated"
    assert stored_revision(path) == NEWER
    assert rows(path, "SELECT value FROM marks") == [("moved",)]
    copy = path.with_name(f"{path.name}.before-{HEAD}")
    assert stored_revision(copy) == HEAD
    assert rows(copy, "SELECT value FROM marks") == [("all there",)]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_copy_left_half_done_does_not_stand_in_the_way(path: Path, tmp_path: Path) -> None:
    path.with_name(f"{path.name}.before-{HEAD}.half").write_bytes(b"half")
    assert bring_to_head(path, steps(tmp_path, NEXT)) == "migrated"
    assert not path.with_name(f"{path.name}.before-{HEAD}.half").exists()


def test_a_step_that_fails_leaves_the_file_as_it_was(path: Path, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no such table: nowhere"):
        bring_to_head(path, steps(tmp_path, FAILS))
    assert stored_revision(path) == HEAD
    assert rows(path, "SELECT value FROM marks") == [("all there",)]
    assert not rows(path, "SELECT name FROM sqlite_master WHERE name = 'shoes'")


def test_an_older_program_refuses_a_newer_file(path: Path, tmp_path: Path) -> None:
    bring_to_head(path, steps(tmp_path, NEXT))
    for refuses in (bring_to_head, require_head):
        with pytest.raises(DatabaseError, match="written by a newer Kneecheck") as refusal:
            refuses(path)
        assert "install the newer program again" in str(refusal.value)
    assert stored_revision(path) == NEWER


def test_a_file_in_use_by_a_bot_can_be_looked_at(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as bot:
        bot.execute("PRAGMA journal_mode = WAL")
        bot.execute("BEGIN IMMEDIATE")
        bot.execute("UPDATE marks SET value = 'half way'")
        require_head(path)
        bot.execute("ROLLBACK")


def test_what_is_behind_or_missing_names_the_command(tmp_path: Path) -> None:
    path = tmp_path / "kneecheck.db"
    with pytest.raises(DatabaseError, match="there is no database at"):
        require_head(path)
    path.touch()
    with pytest.raises(DatabaseError, match="run `python -m bot migrate` first"):
        require_head(path)


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recipes.db"
    change(path, "CREATE TABLE recipes (id INTEGER PRIMARY KEY)")
    before = path.read_bytes()
    for refuses in (bring_to_head, require_head):
        with pytest.raises(DatabaseError, match="of another program: set DATABASE_URL"):
            refuses(path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\x00" * (len(whole) - 4096))
    with pytest.raises(DatabaseError, match="is damaged"):
        bring_to_head(path)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DatabaseError, match="cannot be made"):
        bring_to_head(tmp_path / "file" / "kneecheck.db")


def test_what_a_killed_process_left_in_the_log_is_taken_up(path: Path, tmp_path: Path) -> None:
    """A file and its write-ahead log without the process that wrote them."""
    after = tmp_path / "after.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as bot:
        bot.execute("PRAGMA journal_mode = WAL")
        bot.execute("INSERT INTO marks VALUES ('late', 'committed')")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{after}{ending}")
    assert bring_to_head(after) == "current"
    assert ("late", "committed") in rows(after, "SELECT name, value FROM marks")
