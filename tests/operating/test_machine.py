"""The machine misbehaves: the bot says so, keeps what it has, and goes on by itself when it can.

A full disk, a lock, a file that cannot be written and a damaged page are SQLite's own; memory runs
out in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import (
    AbstractContextManager,
    closing,
    contextmanager,
    suppress,
)
from itertools import count
from pathlib import Path

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.health.judging import Report
from bot.health.machine import fsync_seconds
from bot.listener import PATIENCE
from bot.store import appointments
from tests.crash.conftest import Clinic
from tests.crash.deaths import HOW_BAD, answers, asked
from tests.crash.ledger import column
from tests.crash.process import ROOT
from tests.operating.looking import free_port
from tests.operating.spoiling import spoils, writer
from tests.world import FakeClock, World


async def look(world: World) -> Report:
    return await world.app.watching._health.examine()


MANY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
FILLS = {
    "inbox": "INSERT INTO inbox {} SELECT 1, {} + i, 1, NULL, 'done', 0, 0 FROM n",
    "outbox": "INSERT INTO outbox (op, chat_id, priority, status, created_at) {} "
    "SELECT 'send', 1, 2, 'sent', {} FROM n",
}
TAKEN = count(10**6, 10**6)
"""Ids nobody has."""


@contextmanager
def full(world: World, table: str) -> Iterator[None]:
    """The disk has no page more, and what room there was at the end of this table is taken."""
    file = writer(world)
    file.execute("PRAGMA max_page_count = 1")  # SQLite takes it as: no more than now
    for rows in (10000, 100, 10, 1):
        with suppress(sqlite3.OperationalError):
            while True:
                file.execute(FILLS[table].format(MANY.format(rows), next(TAKEN)))
    yield
    file.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def locked(world: World, _: str) -> Iterator[None]:
    """Another program holds the database."""
    writer(world).execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(world.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(world: World, _: str) -> Iterator[None]:
    """As on a disk that was put back read-only after an error."""
    writer(world).execute("PRAGMA query_only = ON")
    yield
    writer(world).execute("PRAGMA query_only = OFF")


Trouble = Callable[[World, str], AbstractContextManager[None]]
TROUBLES = [
    (full, "SQLITE_FULL", "The disk is full: nothing can be written until there is room."),
    (locked, "SQLITE_BUSY", "Another program has locked the database."),
    (read_only, "SQLITE_READONLY", "The database cannot be written: look at its rights"),
]


@pytest.mark.parametrize(("trouble", "name", "reason"), TROUBLES, ids=[t[1] for t in TROUBLES])
async def test_an_update_that_cannot_be_kept_stays_with_telegram_and_is_kept_later(
    world: World, trouble: Trouble, name: str, reason: str
) -> None:
    rosa = await asked(world)
    with trouble(world, "inbox"):
        await rosa.phone.presses("3")
        for _ in range(3):
            with pytest.raises(sqlite3.OperationalError):
                await world.app.listener.poll(timeout=0)
        report = await look(world)
        assert report.status == "broken"
        assert reason in " ".join(report.reasons)
        assert answers(world) == []
    await world.settle()
    await rosa.taps("None of these", "5 km as planned")
    assert ("pain", "3") in answers(world)
    assert world.app.database.trouble is None
    await world.beat()
    assert (await look(world)).status == "ok", "by itself"


@pytest.mark.parametrize(("trouble", "name", "reason"), TROUBLES, ids=[t[1] for t in TROUBLES])
async def test_an_update_that_was_kept_waits_as_long_as_it_takes_and_is_no_poison(
    world: World, trouble: Trouble, name: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    rosa = await asked(world)
    await rosa.phone.presses("3")
    original = world.app.listener._dispatch
    kept = asyncio.Event()

    async def waits(raw):
        await kept.wait()
        return await original(raw)

    world.app.listener._dispatch = waits
    await world.app.listener.poll(timeout=0)
    with trouble(world, "outbox"):
        kept.set()
        async with asyncio.timeout(30):
            while tries(caplog) < PATIENCE + 5:
                await world.clock.sleep(0)
        assert column(world.database, "SELECT state FROM inbox WHERE state <> 'done'") == ["new"]
        assert name in str(world.app.database.trouble)
        assert reason in " ".join((await look(world)).reasons)
    await world.app.listener.idle()
    await world.settle()
    assert answers(world) == [("pain", "3")]
    assert not column(world.database, "SELECT state FROM inbox WHERE state = 'poison'")
    assert world.app.database.trouble is None


def tries(caplog: pytest.LogCaptureFixture) -> int:
    return sum(1 for one in caplog.records if one.getMessage() == "update_not_settled")


@pytest.mark.parametrize(("trouble", "name", "reason"), TROUBLES, ids=[t[1] for t in TROUBLES])
async def test_what_is_due_meanwhile_is_done_afterwards(
    world: World, trouble: Trouble, name: str, reason: str
) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    async with world.app.database.read() as tx:
        due = await appointments.next_due(tx)
    assert due is not None
    with trouble(world, "inbox"):
        world.clock.move_to(due)
        with suppress(sqlite3.OperationalError):
            await world.app.beat.beat()
    await world.passes(minutes=10)
    await world.passes(hours=10)
    rosa.sees(HOW_BAD)
    assert (await look(world)).status == "ok"


async def test_a_damaged_page_is_said_until_the_file_was_looked_at_anew(world: World) -> None:
    rosa = await asked(world)
    spoils(world, "answers")
    await rosa.phone.presses("3")
    await world.settle()
    report = await look(world)
    assert report.status == "broken"
    assert "The database is damaged: stop the bot and restore the latest backup." in report.reasons
    assert "Something went wrong" in rosa.last_heard, "nobody is left to think it was taken"
    await world.settle()
    assert (await look(world)).status == "broken", "other pages being sound mends nothing"


async def test_a_folder_that_cannot_be_written_is_a_reason(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        fsync_seconds(tmp_path / "gone" / "kneecheck.db", FakeClock())
    assert fsync_seconds(tmp_path / "kneecheck.db", FakeClock()) == 0
    assert not os.listdir(tmp_path), "it leaves nothing"  # noqa: PTH208  (nothing blocks here)


# The real process


@contextmanager
def no_room(clinic: Clinic, pid: int) -> Iterator[None]:
    """No file may grow or be written, by this process, until it is over."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def held_by_another(clinic: Clinic, pid: int) -> Iterator[None]:
    """Another process, this one, writes and does not come to an end."""
    with closing(sqlite3.connect(clinic.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def health(port: int) -> tuple[int, dict[str, object]]:
    address = f"http://127.0.0.1:{port}/health"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        told: dict[str, object] = json.loads(await answer.text())
        return answer.status, told


async def is_told(port: int, status: int) -> dict[str, object]:
    async with asyncio.timeout(40):
        while (found := await health(port))[0] != status:
            await SystemClock().sleep(0.2)  # a real process, a real disk
    return found[1]


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [(no_room, "The disk"), (held_by_another, "Another program has locked the database")],
)
async def test_the_process_lives_through(
    clinic: Clinic,
    trouble: Callable[[Clinic, int], AbstractContextManager[None]],
    reason: str,
) -> None:
    port = free_port()
    process = clinic.process(health_port=str(port))
    await process.starts()
    await process.is_up()
    await is_told(port, 200)
    runner = clinic.runners[0]
    with trouble(clinic, process.pid):
        await runner.writes("/help")
        told = await is_told(port, 503)
        assert reason in str(told["reasons"])
        before = len(runner.heard)

    def answered() -> bool | None:
        return len(runner.heard) > before or None

    await clinic.telegram.until(answered, "what was asked meanwhile", timeout=30)
    await is_told(port, 200)
    assert " health status=broken" in process.said
    assert await process.stops(10) == 0


async def test_without_memory_for_a_picture_the_same_is_said_in_words() -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.operating.out_of_memory", cwd=ROOT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(60):
        said, _ = await child.communicate()
    assert child.returncode == 0, said.decode()
