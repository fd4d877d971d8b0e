"""A busy hour under kill -9: `python -m benchmarks.chaos [--kills 200] [--seed 1] [--runners 40]`.

A real process over HTTP, killed at random moments and started again, while runners tap and type,
prompts fall due, alerts open and physiotherapists see and close them. Then the account is printed;
anything in it that must be nothing and is not ends the run with 1.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import machine
from benchmarks.chaos_account import Account, Ledger, account, column
from benchmarks.chaos_life import HurriedClock
from benchmarks.chaos_people import People, busy_cast
from benchmarks.soak import cast
from bot.clock import SystemClock, to_micros
from bot.rules.book import load_book
from bot.sandbox.telegram import StandIn
from bot.services.work import Work
from bot.store.database import open_database
from bot.store.upgrade import bring_to_head
from bot.texts.catalogue import catalogue

JOINED = datetime(2027, 3, 8, 9, tzinfo=UTC)
START = datetime(2027, 3, 8, 14, tzinfo=UTC)
"""A Monday; physiotherapists read, runs after lunch are over."""
AN_HOUR = timedelta(hours=1)
SHORTEST, LONGEST = 0.05, 2.4
"""Seconds a life may last; it hears after about half a second."""
A_LIFE = 1.3
"""Seconds from one kill to the next, on average: the hour is told in that time."""
HEALTH = " health "
"""It watches people's clock, on which a killed second is a quarter of a minute."""
A_BEAT = timedelta(seconds=16)
ON_THE_LINE = 0.06
"""Seconds each call takes, as to a Telegram that is not on the same machine."""
AT_REST, CALM = 120.0, 5
"""Seconds to wait for rest, and looks in a row that find it."""


@dataclass(slots=True)
class Nursery:
    """Bears lives and buries them."""

    process: asyncio.subprocess.Process
    order: dict[str, object]

    async def ask(self, order: dict[str, object]) -> int:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        return int(await self.process.stdout.readline())

    async def kill(self, pid: int, number: int = signal.SIGKILL) -> int:
        """End this life; its exit code."""
        os.kill(pid, number)
        return await self.ask({"wait": pid})


class Hour:
    """A folder, a Telegram, people, and lives between them."""

    def __init__(
        self, folder: Path, *, kills: int, seed: int, runners: int, longest: float = LONGEST
    ) -> None:
        self._database = folder / "chaos.db"
        self._errors = folder / "errors.log"
        self._chance = random.Random(f"chaos:{seed}")
        self._kills, self._longest = kills, longest
        self._cast = busy_cast(seed, runners)
        self._telegram = StandIn(SystemClock())
        self._people = People(self._telegram, self._cast, seed)
        self._ledger = Ledger(self._database)
        self._speed = AN_HOUR / timedelta(seconds=kills * A_LIFE)
        self._clock = SystemClock()
        catalogue("en")  # as the lives know it, whoever edits it meanwhile
        self._rested = START
        """Everything due by then has been done, if no beat was missed."""
        self.killed: list[float] = []

    async def lives(self, progress: Callable[[int], None]) -> Account:
        """From the first life to the account."""
        await self._everybody_joins()
        self._telegram.faults.delays(ON_THE_LINE, times=None)
        async with self._telegram:
            nursery = await self._nursery()
            self._set_the_clock(nursery, JOINED)
            await self._in_peace(nursery)
            self._set_the_clock(nursery, START)
            acting = asyncio.create_task(self._people.live())
            try:
                for number in range(1, self._kills + 1):
                    await self._one_life(nursery)
                    progress(number)
                await self._last_life(nursery, acting)
            finally:
                acting.cancel()
                with suppress(asyncio.CancelledError):
                    await acting
                await self._ends(nursery)
            found = account(
                self._database, self._telegram, self._people.told, self.killed, self._ledger,
                to_micros(self._rested),
            )  # fmt: skip
            lines = self._errors.read_text().splitlines()
            found.blame("errors in the log", [line for line in lines if HEALTH not in line])
            return found

    async def _everybody_joins(self) -> None:
        bring_to_head(self._database)
        database = await open_database(self._database)
        async with database.write() as tx:
            await cast.join(Work(tx, JOINED, load_book()), self._cast)
        await database.close()
        self._spread_prompts()

    def _spread_prompts(self) -> None:
        """The questions about today's runs fall due all through the hour."""
        todays = "kind = 'post_run' AND status = 'pending' AND due_at < ?"
        with closing(sqlite3.connect(self._database, isolation_level=None)) as file:
            ids = file.execute(
                f"SELECT id FROM appointments WHERE {todays} ORDER BY id",
                (to_micros(JOINED + timedelta(days=1)),),
            ).fetchall()
            for number, (one,) in enumerate(ids):
                due_at = START + AN_HOUR * number / len(ids)
                file.execute(
                    "UPDATE appointments SET due_at = ? WHERE id = ?", (to_micros(due_at), one)
                )

    async def _nursery(self) -> Nursery:
        with self._errors.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "benchmarks.chaos_life", stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE, stderr=errors,
            )  # fmt: skip
        known: dict[str, object] = {
            "database": str(self._database),
            "url": self._telegram.url,
            "token": self._telegram.token,
        }
        return Nursery(process, known)

    async def _ends(self, nursery: Nursery) -> None:
        assert nursery.process.stdin is not None
        nursery.process.stdin.close()
        await nursery.process.wait()

    def _set_the_clock(self, nursery: Nursery, start: datetime) -> None:
        began = datetime.now(UTC)
        self._clock = HurriedClock(start, began, self._speed)
        nursery.order |= {
            "start": start.isoformat(), "began": began.isoformat(), "speed": self._speed
        }  # fmt: skip

    async def _one_life(self, nursery: Nursery) -> None:
        pid = await nursery.ask(nursery.order)
        await asyncio.sleep(self._chance.uniform(SHORTEST, self._longest))
        code = await nursery.kill(pid)
        self.killed.append(self._telegram.state.clock.uptime())
        assert code == -signal.SIGKILL, f"it ended by itself with {code}: {self._errors}"
        self._ledger.look()

    async def _last_life(self, nursery: Nursery, acting: asyncio.Task[None]) -> None:
        """Nobody acts any more; everything is handled and said."""
        self._people.stop.set()
        await acting
        await self._in_peace(nursery)

    async def _in_peace(self, nursery: Nursery) -> None:
        """A life until nothing waits; SIGTERM ends it."""
        pid = await nursery.ask(nursery.order)
        end = time.monotonic() + AT_REST
        quiet = 0
        while quiet < CALM and time.monotonic() < end:
            await asyncio.sleep(0.2)
            quiet = quiet + 1 if await asyncio.to_thread(self._is_at_rest) else 0
        self._rested = self._clock.now() - A_BEAT * self._speed
        code = await nursery.kill(pid, signal.SIGTERM)
        assert code == 0, f"told to stop, it ended with {code}"

    def _is_at_rest(self) -> bool:
        waiting = (
            "SELECT 1 FROM inbox WHERE state = 'new' UNION ALL"
            " SELECT 1 FROM outbox WHERE status IN ('waiting', 'sending')"
        )
        return not self._telegram.pending and not column(self._database, waiting)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, with progress on stderr; print the account."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runners", type=int, default=40)
    told = parser.parse_args(arguments)
    began = time.monotonic()

    def progress(number: int) -> None:
        if number % 10 == 0 or number == told.kills:
            took = time.monotonic() - began
            print(f"  {number} of {told.kills} kills, {took:.0f} s", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="kneecheck-chaos-") as name:
        print(machine.describe(Path(name)))
        hour = Hour(Path(name), kills=told.kills, seed=told.seed, runners=told.runners)
        found = asyncio.run(hour.lives(progress))
    print(f"{told.kills} kills, {told.runners} runners, {time.monotonic() - began:.0f} s\n")
    print(found.page())
    return 0 if found.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
