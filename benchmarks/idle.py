"""The bot when nothing happens: `python -m benchmarks idle [--rounds N] [--seconds S]`.

From its start to its first poll, the memory it then lives in and the CPU it then uses, as a process
of its own (`python -m bot run`) over HTTP, on a clinic's database in which nothing is due.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copy

from benchmarks import history, machine
from benchmarks.aims import Line, keep, show
from benchmarks.process import Bot, running
from benchmarks.sides import tell
from bot.clock import SystemClock, to_micros
from bot.sandbox.telegram import StandIn

WARM_UP = 20.0
"""Seconds after the first poll: longer than from one beat to the next."""
YEAR = 365 * 24 * 3600 * 1_000_000
FIGURES = (
    ("start to first poll", "s", 1.0),
    ("start to first poll: CPU", "s", None),
    ("idle memory", "MB", 80.0),
    ("idle CPU", "%", 0.5),
)
NOTES = """\
start: from creating the process until its getUpdates waits at the stand-in. memory: what is
resident, shared libraries and all. CPU: user and system, of one core, while nothing is due; beats,
long polls and the look at its own health go on. {runners} runners, {days} days of past each; the
database was used by the process before: every round but the first begins with warm files."""


@dataclass(frozen=True, slots=True)
class Idle:
    """One round, in the order of FIGURES."""

    seconds: float
    cpu: float
    memory: float
    busy: float


def main(arguments: Sequence[str]) -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks idle", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60.0, help="of idleness, all at once")
    parser.add_argument("--runners", type=int, default=50)
    parser.add_argument("--days", type=int, default=14)
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kneecheck-idle-") as name:
        where = machine.describe(Path(name))
        tell(f"writing {told.days} days of {told.runners} runners")
        database = Path(name) / "idle.db"
        asyncio.run(history.write(database, runners=told.runners, days=told.days))
        nothing_is_due(database)
        rounds = asyncio.run(measure(database, told.rounds, told.seconds))
    every = zip(*((r.seconds, r.cpu, r.memory, r.busy) for r in rounds), strict=True)
    lines = [
        Line(figure, values, unit, aim)
        for (figure, unit, aim), values in zip(FIGURES, every, strict=True)
    ]
    command = f"python -m benchmarks idle --rounds {told.rounds} --seconds {told.seconds:g}"
    show(where, command, lines, NOTES.format(runners=told.runners, days=told.days))
    keep("idle", where, command, lines)
    return 0


def nothing_is_due(database: Path) -> None:
    """All that is planned is planned for next year, and everything promised has been said."""
    later = to_micros(SystemClock().now()) + YEAR
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE appointments SET due_at = ?, expires_at = iif(expires_at, ?, NULL)"
            " WHERE status IN ('pending', 'open')",
            (later, later + YEAR),
        )
        connection.execute("UPDATE outbox SET status = 'sent' WHERE status = 'waiting'")


def everybody_has_a_phone(telegram: StandIn, database: Path) -> None:
    """And has written to the bot before."""
    with closing(sqlite3.connect(database)) as connection:
        for (chat,) in connection.execute("SELECT chat_id FROM persons").fetchall():
            telegram.person(chat, "Rosa")
            telegram.state.chats[chat].open = True


async def measure(
    database: Path, rounds: int, seconds: float, warm_up: float = WARM_UP
) -> list[Idle]:
    """Started one after the other, idle side by side: they do nothing in each other's way."""
    started: list[tuple[Bot, float, float]] = []
    async with AsyncExitStack() as stack:
        for number in range(rounds):
            tell(f"start {number + 1} of {rounds}")
            own = database.with_name(f"idle-{number}.db")
            copy(database, own)
            telegram = await stack.enter_async_context(StandIn())
            everybody_has_a_phone(telegram, own)
            bot = await stack.enter_async_context(running(own, telegram))
            await telegram.polled()
            started.append((bot, time.monotonic() - bot.began, bot.cpu))
            await asyncio.sleep(2)  # its first beat must not slow down the next one's start
        tell(f"idle for {seconds:g} s")
        await asyncio.sleep(warm_up)
        before = [bot.cpu for bot, _, _ in started]
        await asyncio.sleep(seconds)
        return [
            Idle(taken, cpu, bot.memory, 100 * (bot.cpu - was) / seconds)
            for (bot, taken, cpu), was in zip(started, before, strict=True)
        ]
