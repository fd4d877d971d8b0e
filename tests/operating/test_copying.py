"""A copy of the database is whole or not there; put back, it is the database again."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.errors import DatabaseError
from bot.settings import Settings
from bot.store import copying
from bot.store.copying import SIDECAR
from bot.store.database import Database, only_process, open_database
from bot.store.upgrade import HEAD, stored_revision
from tests.crash.ledger import change, column, number
from tests.operating.unfit import UNFIT, damage

ANSWERS = "SELECT count(*) FROM answers"


@pytest.fixture
def path(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with something in it, which the commands of this test mean."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "data"
    folder.mkdir()
    file = Path(shutil.copy(template, folder))
    file.chmod(0o600)
    change(file, "INSERT INTO marks VALUES ('answers', 'all there')")
    monkeypatch.setenv("DATABASE_URL", str(file))
    return file


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """A good copy of it."""
    file = tmp_path / "copy.db"
    assert main(["backup", str(file)]) == 0
    return file


def marks(file: Path) -> list[str]:
    return [str(one) for one in column(file, "SELECT value FROM marks WHERE name = 'answers'")]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Exit 1 with one sentence on stderr."""
    capsys.readouterr()
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert not said.out
    assert said.err.startswith("kneecheck: ")
    assert said.err.count("\n") == 1
    return said.err


def files(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_copy_is_whole_counted_and_its_owners_alone(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "copy.db"]) == 0
    file = tmp_path / "copy.db"
    said = f"copy.db: whole, 0 answers, 0 assessments, 0 cards, schema {HEAD}\n"
    assert capsys.readouterr().out == said
    assert marks(file) == ["all there"]
    assert stored_revision(file) == HEAD
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert files(tmp_path) == {"copy.db", "data"}, "one file, and nothing half done"
    assert copying.last_backup(path) is not None


def test_a_copy_overwrites_nothing(
    path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = copy.read_bytes()
    assert "exists already" in refused(capsys, "backup", str(copy))
    assert "exists already" in refused(capsys, "backup", str(path))
    assert copy.read_bytes() == before
    assert marks(path) == ["all there"]


def test_a_copy_that_cannot_be_made_leaves_nothing(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "cannot be written" in refused(capsys, "backup", "nowhere/copy.db")
    monkeypatch.setenv("DATABASE_URL", "data/other.db")
    assert "there is no database at" in refused(capsys, "backup", "copy.db")
    assert files(tmp_path) == {"data"}
    assert files(path.parent) == {path.name}


def test_a_damaged_database_is_not_copied_as_if_it_were_whole(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(path)
    said = refused(capsys, "backup", "copy.db")
    assert "damaged" in said
    assert files(tmp_path) == {"data"}
    assert not (path.parent / f"{path.name}{SIDECAR}").exists(), "it is no backup"


async def test_beside_a_bot_that_writes_all_the_time(path: Path, tmp_path: Path) -> None:
    """The copy is of one instant, and no write waits for it."""
    change(path, "CREATE TABLE ballast (words TEXT) STRICT")
    ballast = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
    change(path, f"INSERT INTO ballast {ballast} SELECT hex(randomblob(2000)) FROM n")
    database = await open_database(path)
    done = asyncio.Event()
    try:
        writing = asyncio.create_task(writes(database, done))
        target = tmp_path / "copy.db"
        found = await asyncio.to_thread(copying.backup, path, target)
        done.set()
        written = await writing
    finally:
        await database.close()
    assert found.is_sound
    assert written > 3, "the bot went on meanwhile"
    one = "SELECT count(*) FROM marks WHERE name LIKE 'w%-one'"
    both = "SELECT count(*) FROM marks WHERE name LIKE 'w%-two'"
    assert number(target, one) == number(target, both), "no transaction is copied by half"
    assert number(target, one) <= written
    assert number(path, both) == written


async def writes(database: Database, done: asyncio.Event) -> int:
    """Two rows a transaction, one after the other; how many."""
    count = 0
    while not done.is_set():
        async with database.write() as tx:
            for half in ("one", "two"):
                await tx.run("INSERT INTO marks VALUES (:name, '')", name=f"w{count}-{half}")
        count += 1
        await asyncio.sleep(0)
    return count


# Back


def test_put_back_it_is_the_database_again(
    path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.unlink()
    capsys.readouterr()
    assert main(["restore", str(copy)]) == 0
    said = capsys.readouterr().out
    assert f"{path}: whole, 0 answers" in said
    assert "current" in said
    assert marks(path) == ["all there"]
    assert column(path, "SELECT count(*) FROM marks WHERE name = 'restored'") == [1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert marks(copy) == ["all there"]
    assert not column(copy, "SELECT value FROM marks WHERE name = 'restored'"), "it stays a copy"
    assert files(path.parent) <= {path.name, f"{path.name}.lock", f"{path.name}{SIDECAR}"}


def test_a_database_that_is_there_is_not_overwritten(
    path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(path, "UPDATE marks SET value = 'newer'")
    assert "nothing is overwritten" in refused(capsys, "restore", str(copy))
    assert marks(path) == ["newer"]


def test_a_log_of_the_old_database_is_not_played_into_the_copy(
    path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.unlink()
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"answers")
    said = refused(capsys, "restore", str(copy))
    assert f"move {log.name}" in said
    assert not path.exists()
    assert log.read_bytes() == b"answers"


def test_while_a_bot_runs_nothing_is_put_anywhere(
    path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.unlink()
    with only_process(path) as alone:
        assert alone
        said = refused(capsys, "restore", str(copy))
    assert f"a running Kneecheck uses {path} (process {os.getpid()})" in said
    assert not path.exists()


def test_an_older_copy_is_brought_to_this_schema(
    path: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.unlink()
    first = copy.with_name("first.db")
    _at_first_revision(first)
    assert main(["restore", str(first)]) == 0
    assert f"migrated, now schema {HEAD}" in capsys.readouterr().out
    assert stored_revision(path) == HEAD
    assert column(path, "SELECT count(*) FROM marks WHERE name = 'restored'") == [1]


def _at_first_revision(file: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from bot.store.upgrade import ours

    config = Config()
    config.set_main_option("script_location", str(ours().folder))
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()


@pytest.mark.parametrize(("make", "part"), UNFIT, ids=lambda one: getattr(one, "__name__", ""))
def test_what_is_no_good_copy_is_put_nowhere(
    path: Path,
    copy: Path,
    make: Callable[[Path], None],
    part: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path.unlink()
    make(copy)
    before = copy.read_bytes() if copy.exists() else b""
    assert part in refused(capsys, "restore", str(copy))
    assert not path.exists()
    assert (copy.read_bytes() if copy.exists() else b"") == before
    assert files(path.parent) <= {f"{path.name}.lock", f"{path.name}{SIDECAR}"}


def test_a_copy_on_a_disk_that_cannot_be_written_will_do(path: Path, copy: Path) -> None:
    path.unlink()
    shelf = copy.parent / "shelf"
    shelf.mkdir()
    copy.rename(shelf / "copy.db")
    with closing(sqlite3.connect(shelf / "copy.db")) as file:
        file.execute("PRAGMA journal_mode = WAL")  # as a plain `cp` of a bot's file has it
    (shelf / "copy.db").chmod(0o400)
    shelf.chmod(0o500)
    try:
        assert main(["restore", str(shelf / "copy.db")]) == 0
        assert files(shelf) == {"copy.db"}
    finally:
        shelf.chmod(0o700)
    assert marks(path) == ["all there"]


def test_a_file_that_cannot_be_read_now_is_not_called_damaged(path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be read or copied now"):
        copying.look(path.with_name("gone.db"))


def test_the_look_at_a_sound_file_takes_no_notes(path: Path) -> None:
    assert copying.look(path).is_sound
    assert files(path.parent) == {path.name}
