"""A million pending appointments: `python -m benchmarks timetable [--rounds N] [--many N]`.

What it costs to claim what is due, how much memory the bot lives in, and how soon after a power cut
it says what fell due meanwhile; each beside the same with a thousand. The claim is measured here,
the rest on `python -m bot run` in a process of its own, over HTTP.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy

from benchmarks import history, machine
from benchmarks.aims import Line, keep, show
from benchmarks.idle import YEAR, everybody_has_a_phone, nothing_is_due
from benchmarks.process import Bot, running
from benchmarks.sides import tell
from bot.clock import SystemClock, to_micros
from bot.sandbox.telegram import StandIn
from bot.store import appointments
from bot.store.database import Database, open_database

FEW = 1_000
DUE = 100
"""Claimed at once: as many as one round of the beat takes."""
CLAIMS = 40
RUNNERS, DAYS = 200, 3
WARM_UP = 8.0
"""Seconds a life is left alone: its first beat and its first look at its health are over."""
PATIENCE = 30.0
HOUR = 3600 * 1_000_000
FILL = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
INSERT INTO appointments (kind, subject_type, subject_id, slot, person_id, due_at, status)
SELECT 'reminder', 'checkin', hex(randomblob(8)), '',
    (SELECT id FROM persons WHERE chat_id = :first + n % :runners), :after + n * 1000000, 'pending'
FROM numbers
"""
NOTES = """\
claim: {due} rows that are due are found and taken, and the next due instant looked up, in one
transaction that is rolled back: CPU, median of {claims} in turn with the other file. memory: what
is resident {warm:g} s after the first poll. restart: kill -9 while it polls, something falls due,
and from creating the process anew until the stand-in has its message."""


@dataclass(slots=True)
class Size:
    """A file with so many pending appointments, and what was measured on it."""

    path: Path
    claims: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks timetable", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=1_000_000)
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kneecheck-timetable-") as name:
        where = machine.describe(Path(name))
        few, many = files(Path(name), told.many)
        asyncio.run(measure(few, many, told.rounds))
    lines = figures(few, many, told.many)
    command = f"python -m benchmarks timetable --rounds {told.rounds} --many {told.many}"
    show(where, command, lines, NOTES.format(due=DUE, claims=CLAIMS, warm=WARM_UP))
    keep("timetable", where, command, lines)
    return 0


def figures(few: Size, many: Size, count: int) -> list[Line]:
    """The lines of the table."""
    ratios = [m / f for m, f in zip(many.claims, few.claims, strict=True)]
    more = [m - f for m, f in zip(many.memory, few.memory, strict=True)]
    return [
        Line(f"claim of {DUE} among {FEW}: CPU", few.claims, "ms"),
        Line(f"claim of {DUE} among {count}: CPU", many.claims, "ms"),
        Line("… of that among few", ratios, "×", 1.5),
        Line(f"memory with {FEW}", few.memory, "MB"),
        Line(f"memory with {count}: more", more, "MB", 10),
        Line(f"restart to first send with {FEW}", few.restarts, "s"),
        Line(f"restart to first send with {count}", many.restarts, "s", 2),
    ]


def files(folder: Path, count: int) -> tuple[Size, Size]:
    """The same clinic twice, one with a few appointments that are due next year, one with many."""
    tell(f"writing {DAYS} days of {RUNNERS} runners, and {count} appointments")
    few, many = folder / "few.db", folder / "many.db"
    asyncio.run(history.write(few, runners=RUNNERS, days=DAYS))
    nothing_is_due(few)
    copy(few, many)
    for path, rows in ((few, FEW), (many, count)):
        with closing(sqlite3.connect(path)) as connection, connection:
            after = to_micros(SystemClock().now()) + YEAR
            filled = {"count": rows, "first": history.FIRST_CHAT, "runners": RUNNERS}
            connection.execute(FILL, filled | {"after": after})
    return Size(few), Size(many)


async def measure(few: Size, many: Size, rounds: int, warm_up: float = WARM_UP) -> None:
    """Both in turn."""
    for number in range(1, rounds + 1):
        tell(f"claims, round {number} of {rounds}")
        await claims(few, many)
    for number in range(1, rounds + 1):
        tell(f"lives, round {number} of {rounds}")
        for size in (few, many):
            await a_life(size, number, warm_up)


async def claims(few: Size, many: Size) -> None:
    """The medians of one round: each claims in turn with the other."""
    taken: dict[int, list[float]] = {id(few): [], id(many): []}
    files = [(size, await open_database(size.path)) for size in (few, many)]
    gc.collect()
    gc.disable()
    try:
        for _ in range(CLAIMS):
            for size, database in files:
                taken[id(size)].append(1000 * await _claim(database))
    finally:
        gc.enable()
        for _, database in files:
            await database.close()
    for size, _ in files:
        size.claims.append(sorted(taken[id(size)])[CLAIMS // 2])


class _UndoneError(Exception):
    """What was claimed stays pending."""


async def _claim(database: Database) -> float:
    """CPU seconds of one claim at the instant at which so many are due."""
    async with database.read() as tx:
        coming = await appointments.coming_up(tx, at_most=DUE)
    now = coming[-1].due_at
    try:
        async with database.write() as tx:
            before = time.process_time()
            due = await appointments.due(tx, now=now, at_most=DUE)
            for appointment in due:
                await appointments.open_it(tx, appointment, at=now)
            await appointments.expired(tx, now=now, at_most=DUE)
            await appointments.next_due(tx)
            spent = time.process_time() - before
            if len(due) != DUE:
                raise RuntimeError(f"{DUE} appointments were to be due, but {len(due)} are")
            raise _UndoneError
    except _UndoneError:
        return spent


async def a_life(size: Size, number: int, warm_up: float) -> None:
    """Start, idle, be killed, start again with something due; each time somebody else's."""
    async with StandIn() as telegram:
        everybody_has_a_phone(telegram, size.path)
        killed = await Bot.start(size.path, telegram)
        try:
            await telegram.polled(PATIENCE)
            await asyncio.sleep(warm_up)
            size.memory.append(killed.memory)
        finally:
            await killed.kill()
        chat = history.FIRST_CHAT + number
        _falls_due(size.path, chat)
        async with running(size.path, telegram) as bot:
            said = await telegram.until(
                lambda: telegram.calls_of("sendMessage", chat_id=chat) or None,
                "a message",
                PATIENCE,
            )
            size.restarts.append(said[0].uptime - bot.began)


def _falls_due(path: Path, chat: int) -> None:
    """Her next morning is now."""
    now = to_micros(SystemClock().now())
    with closing(sqlite3.connect(path)) as connection, connection:
        changed = connection.execute(
            "UPDATE appointments SET due_at = ?, expires_at = ? WHERE kind = 'exercises'"
            " AND status = 'pending' AND person_id = (SELECT id FROM persons WHERE chat_id = ?)",
            (now, now + HOUR, chat),
        )
        if changed.rowcount != 1:
            raise RuntimeError(f"one morning of chat {chat} was to fall due: {changed.rowcount}")
