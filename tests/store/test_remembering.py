"""A read that many ask for in one transaction is answered once, and never with what has changed."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.database import Database, Tx, open_database
from bot.store.transaction import remembered

WRITE = (
    "INSERT INTO marks (name, value) VALUES (:name, :value)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
NAMES = st.sampled_from(("one", "two"))
STEPS = st.lists(st.tuples(NAMES, st.one_of(st.none(), st.integers(0, 3))), max_size=12)


@pytest.fixture
async def database(tmp_path: Path, template: Path) -> AsyncIterator[Database]:
    one = await open_database(Path(shutil.copy(template, tmp_path)))
    yield one
    await one.close()


async def mark(tx: Tx, name: str) -> str | None:
    row = await tx.one("SELECT value FROM marks WHERE name = :name", name=name)
    return row["value"] if row else None


known_mark = remembered(mark)


@given(steps=STEPS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_it_always_answers_as_the_file_does(
    database: Database, steps: Sequence[tuple[str, int | None]]
) -> None:
    """Whatever is read and written in whatever order; None: nothing is written."""
    async with database.write() as tx:
        for name, value in steps:
            assert await known_mark(tx, name) == await mark(tx, name)
            if value is not None:
                await tx.run(WRITE, name=name, value=str(value))
            assert await known_mark(tx, name) == await mark(tx, name)


async def test_nothing_is_remembered_from_one_transaction_to_the_next(database: Database) -> None:
    async with database.write() as tx:
        assert await known_mark(tx, "one") is None
    async with database.write() as tx:
        await tx.run(WRITE, name="one", value="1")
    async with database.read() as tx:
        assert await known_mark(tx, "one") == "1"


async def test_what_was_rolled_back_was_never_so(database: Database) -> None:
    try:
        async with database.write() as tx:
            await tx.run(WRITE, name="one", value="1")
            assert await known_mark(tx, "one") == "1"
            raise LookupError
    except LookupError:
        pass
    async with database.write() as tx:
        assert await known_mark(tx, "one") is None


async def test_the_file_is_asked_once_until_something_is_written(database: Database) -> None:
    asked: list[str] = []

    @remembered
    async def counted(tx: Tx, name: str) -> str | None:
        asked.append(name)
        return await mark(tx, name)

    async with database.write() as tx:
        for name in ("one", "one", "two", "one"):
            await counted(tx, name)
        assert asked == ["one", "two"]
        await tx.run(WRITE, name="two", value="2")
        assert await counted(tx, "two") == "2"
    assert asked == ["one", "two", "two"]
