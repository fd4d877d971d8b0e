"""The file: whole transactions or none, one writer, readers that only read, one process."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import DatabaseError
from bot.store import people
from bot.store.database import Database, Tx, only_process, open_database

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path, template: Path) -> AsyncIterator[Database]:
    one = await open_database(Path(shutil.copy(template, tmp_path)))
    yield one
    await one.close()


async def noted(database: Database, name: str) -> str | None:
    async with database.read() as tx:
        return await people.mark(tx, name)


async def notes(database: Database, name: str, value: str) -> None:
    """The next transaction works as if nothing had happened."""
    async with asyncio.timeout(5), database.write() as tx:
        await people.set_mark(tx, name, value)


async def half_way(tx: Tx) -> None:
    raise RuntimeError("half way")


async def no_table(tx: Tx) -> None:
    await tx.run("INSERT INTO nowhere VALUES (1)")


async def refused_at_the_commit(tx: Tx) -> None:
    await tx.rows("PRAGMA defer_foreign_keys = ON")
    await tx.run(
        "INSERT INTO consents (person_id, version, text_hash, language, given_at)"
        " VALUES ('nobody', '1', 'x', 'en', 0)"
    )


@pytest.mark.parametrize("trouble", [half_way, no_table, refused_at_the_commit])
async def test_a_transaction_that_fails_leaves_nothing(
    database: Database, trouble: Callable[[Tx], Awaitable[None]]
) -> None:
    async def writes() -> None:
        async with database.write() as tx:
            await people.set_mark(tx, "one", "1")
            await trouble(tx)

    with pytest.raises((RuntimeError, sqlite3.Error), match=r"half way|nowhere|FOREIGN KEY"):
        await writes()
    assert await noted(database, "one") is None
    await notes(database, "two", "2")


@pytest.mark.parametrize("steps", range(8))
async def test_cancelled_at_any_step_it_is_all_or_nothing(database: Database, steps: int) -> None:
    """Cancelled so many turns of the loop after its beginning, and once more for good measure."""

    async def writes() -> None:
        async with database.write() as tx:
            await people.set_mark(tx, "one", "1")
            await people.set_mark(tx, "two", "2")

    writing = asyncio.create_task(writes())
    for _ in range(steps * 3):
        await asyncio.sleep(0.0002)
    writing.cancel()
    await asyncio.sleep(0)
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing
    assert await noted(database, "one") == (await noted(database, "two") and "1")
    await notes(database, "three", "3")


async def test_cancelled_inside_the_lock_is_released(database: Database) -> None:
    inside = asyncio.Event()

    async def hangs() -> None:
        async with database.write() as tx:
            await people.set_mark(tx, "one", "1")
            inside.set()
            await asyncio.Event().wait()

    writing = asyncio.create_task(hangs())
    await inside.wait()
    waiting = asyncio.create_task(notes(database, "two", "2"))
    await asyncio.sleep(0)
    assert not waiting.done()
    writing.cancel()
    await waiting
    assert await noted(database, "one") is None
    assert await noted(database, "two") == "2"


async def test_writers_come_one_after_the_other(database: Database) -> None:
    await notes(database, "count", "0")

    async def counts() -> None:
        async with database.write() as tx:
            before = int(await people.mark(tx, "count") or 0)
            await asyncio.sleep(0)
            await people.set_mark(tx, "count", str(before + 1))

    await asyncio.gather(*(counts() for _ in range(60)))
    assert await noted(database, "count") == "60"


async def test_two_open_files_write_one_after_the_other_too(database: Database) -> None:
    """As `invite-physio` beside a running bot."""
    other = await open_database(database.path)
    await notes(database, "count", "0")

    async def counts(where: Database) -> None:
        async with where.write() as tx:
            before = int(await people.mark(tx, "count") or 0)
            await people.set_mark(tx, "count", str(before + 1))

    try:
        await asyncio.gather(*(counts(where) for where in (database, other) * 20))
    finally:
        await other.close()
    assert await noted(database, "count") == "40"


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(sqlite3.Error, match="readonly"):
        async with database.read() as tx:
            await people.set_mark(tx, "one", "1")
    assert await noted(database, "one") is None


async def test_a_reader_sees_one_moment_and_blocks_nobody(database: Database) -> None:
    await notes(database, "one", "before")
    async with database.read() as tx:
        assert await people.mark(tx, "one") == "before"
        await notes(database, "one", "after")
        assert await people.mark(tx, "one") == "before"
    assert await noted(database, "one") == "after"


async def test_readers_come_back_after_trouble(database: Database) -> None:
    for _ in range(10):
        with pytest.raises(RuntimeError):
            async with database.read():
                raise RuntimeError
    reading = [asyncio.create_task(noted(database, "one")) for _ in range(10)]
    for task in reading[::2]:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    async with asyncio.timeout(5):
        assert await noted(database, "one") is None


async def test_naive_times_are_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="naive time"):
        async with database.write() as tx:
            await tx.run("INSERT INTO marks VALUES ('at', :at)", at=naive)
    async with database.write() as tx:
        await tx.run("INSERT INTO marks VALUES ('at', :at)", at=NOON)
    assert await noted(database, "at") == str(int(NOON.timestamp()) * 1_000_000)


async def test_who_listens_for_commits_hears_of_commits_alone(database: Database) -> None:
    heard: list[Tx] = []
    database.after_commit.append(heard.append)
    with pytest.raises(RuntimeError):
        async with database.write():
            raise RuntimeError
    async with database.write() as tx:
        tx.spoke = True
        tx.plans(NOON.replace(hour=18))
        tx.plans(NOON)
        assert heard == []
    assert heard == [tx]
    assert tx.planned_for == NOON


async def test_the_file_is_kept_safely(database: Database) -> None:
    async with database.write() as tx:
        found = {
            name: (await tx.rows(f"PRAGMA {name}"))[0][0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


async def test_what_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("Dear diary, " * 1000)
    with pytest.raises(DatabaseError, match="cannot be opened"):
        await open_database(diary)
    with pytest.raises(DatabaseError, match="cannot be opened"):
        await open_database(tmp_path / "no" / "folder" / "file.db")


def test_only_one_process_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "data" / "kneecheck.db"
    with only_process(path) as first:
        assert first
        with only_process(path, wait=0.3) as second:
            assert not second
    with only_process(path) as third:
        assert third


def test_the_lock_of_an_unusable_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with (
        pytest.raises(DatabaseError, match="cannot be written"),
        only_process(tmp_path / "file" / "kneecheck.db"),
    ):
        pass


def test_a_killed_writer_leaves_whole_transactions(tmp_path: Path, template: Path) -> None:
    """What was committed is there for the next connection; what was not, is not."""
    path = Path(shutil.copy(template, tmp_path))
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("INSERT INTO marks VALUES ('one', '1')")
        file.execute("BEGIN IMMEDIATE")
        file.execute("INSERT INTO marks VALUES ('two', '2')")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{tmp_path / 'after.db'}{ending}")
        file.execute("ROLLBACK")
    with closing(sqlite3.connect(tmp_path / "after.db")) as after:
        assert after.execute("SELECT name FROM marks").fetchall() == [("one",)]
