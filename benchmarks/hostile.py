"""Hostile updates through the real bot: `python -m benchmarks.hostile [--updates N] [--seconds S]`.

True updates of Telegram with fields missing, of the wrong type, huge or hostile, from many chats,
known and unknown; and buttons that nobody has drawn. Meanwhile an honest runner asks for help now
and then and must be answered promptly. Then the account: what became of every update, that the
process still lives and holds no more than before, that nothing waits, and who was told what.
Anything that must not be ends the run with 1.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from sqlite3 import connect
from typing import Any

from benchmarks import machine
from benchmarks.chaos import START, Hour
from benchmarks.chaos_account import column
from benchmarks.hostile_updates import CANARY, hostile
from benchmarks.soak.house import memory
from bot.sandbox.phones import Phone

CHATS = 3000
KNOWN = 0.2
"""Share of hostile updates that come from a runner's own phone."""
BATCH = 50
AHEAD = 100
"""Hostile updates that wait at most: one poll. Who comes behind them waits for them."""
HONEST_EVERY = 500
ANSWERED_IN = 20.0
PROMPTLY = 2.0
"""Seconds within which 19 of 20 honest questions are answered, with one poll of hostile ones ahead
of each and the throwing on the same machine."""
WARM = 5000
"""Updates after which the first look at the process is taken: caches and connections are there."""
GROWTH_MB = 15.0
"""From the first look to the last: 3,000 chats have small counters of their own."""
HANDLES = 160
"""The pool's 128 connections at most, the files and the loop."""
AT_REST = 90.0
DOOR = frozenset((
    "apology", "help-stranger", "privacy", "refuse-invite", "refuse-press", "refuse-stranger",
    "start-stranger", "too-fast",
))  # fmt: skip
"""What the bot says to whom it does not know: ready sentences, without a word of anybody."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the process holds."""

    megabytes: float
    handles: int
    threads: int

    def __str__(self) -> str:
        return f"{self.megabytes:.1f} MB, {self.handles} handles, {self.threads} threads"


@dataclass(slots=True)
class Siege:
    """What was thrown at the bot and how it bore it."""

    asked: int
    thrown: int = 0
    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    looks: dict[str, Look] = field(default_factory=dict)
    states: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    """What strangers were told."""
    said: int = 0
    megabytes: float = 0.0
    log: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def promptly(self) -> float:
        """Seconds within which 19 of 20 honest questions were answered."""
        return sorted(self.waits)[max(0, -(-19 * len(self.waits) // 20) - 1)]

    def must(self, holds: object, else_: str) -> None:
        if not holds:
            self.wrong.append(else_)


class Besieged(Hour):
    """The people of the busy hour, of whom most do nothing, and one life of the bot."""

    async def stands(self, updates: int, seconds: float, seed: int) -> Siege:
        siege, chance = Siege(updates), Random(f"hostile:{seed}")
        await self._everybody_joins()
        inside = self._inside()
        async with self._telegram:
            nursery = await self._nursery()
            self._set_the_clock(nursery, START)
            nursery.order |= {"rate": 1000.0, "per_chat": 1000.0, "speed": 1.0}
            pid = await nursery.ask(nursery.order)
            try:
                await self._telegram.polled(timeout=30)
                siege.looks["at first"] = _look(pid)
                began = time.monotonic()
                await self._throw(siege, chance, began + seconds, pid)
                siege.seconds = time.monotonic() - began
                await self._rest(siege)
                siege.looks["at rest"] = _look(pid)
            finally:
                code = await nursery.kill(pid, signal.SIGTERM)
                await self._ends(nursery)
            siege.must(code == 0, f"told to end, it ended with {code}")
            siege.must(self._inside() == inside, "somebody got in")
            self._sum_up(siege)
            return siege

    async def _throw(self, siege: Siege, chance: Random, until: float, pid: int) -> None:
        checkin = (column(self._database, "SELECT id FROM checkins LIMIT 1") or ["0"])[0]
        known = [one.chat_id for one in self._cast[1:]]
        looks = {min(WARM, siege.asked // 4): "warm", siege.asked // 2: "half-way"}
        while siege.thrown < siege.asked and time.monotonic() < until:
            for _ in range(BATCH):
                one = chance.choice(known) if chance.random() < KNOWN else self._stranger(chance)
                self._telegram.push(hostile(chance, one, checkin))
            siege.thrown += BATCH
            while await asyncio.to_thread(self._waiting) > AHEAD:
                await self._telegram.state.changed.wait(0.02)
            if siege.thrown % HONEST_EVERY == 0:
                siege.waits.append(await self._asks())
                self._tidy(siege)
            if siege.thrown in looks:
                siege.looks[looks[siege.thrown]] = _look(pid)
            if siege.thrown % 5000 == 0:
                print(f"  {siege.thrown} updates, {_look(pid)}, last honest answer "
                      f"{siege.waits[-1]:.2f} s", file=sys.stderr, flush=True)  # fmt: skip

    def _stranger(self, chance: Random) -> int:
        chat_id = 1_000_000 + chance.randrange(CHATS)
        self._telegram.person(chat_id, "Eve")
        self._telegram.state.chats[chat_id].open = True
        return chat_id

    async def _asks(self) -> float:
        """An honest runner asks for help; how long she waits."""
        phone: Phone = self._telegram.person(self._cast[0].chat_id, "")
        heard, began = len(phone.heard), time.monotonic()
        await phone.writes("/help")
        await self._telegram.until(
            lambda: len(phone.heard) > heard or None, "an honest answer", ANSWERED_IN
        )
        return time.monotonic() - began

    def _waiting(self) -> int:
        """What Telegram or the inbox still holds."""
        kept = column(self._database, "SELECT count(*) FROM inbox WHERE state = 'new'")
        return len(self._telegram.pending) + int(kept[0])

    async def _rest(self, siege: Siege) -> None:
        end = time.monotonic() + AT_REST
        while not await asyncio.to_thread(self._is_at_rest):
            if time.monotonic() > end:
                siege.wrong.append(f"something still waits after {AT_REST:.0f} s")
                return
            await asyncio.sleep(0.2)
        self._tidy(siege)

    def _tidy(self, siege: Siege) -> None:
        """The stand-in remembers everything; here it is looked at and forgotten."""
        for chat in self._telegram.state.chats.values():
            siege.must(chat.id > 0 or not chat.heard, f"the group {chat.id} was told something")
            siege.said += len(chat.heard)
            chat.heard.clear()
            chat.messages.clear()
            chat.toasts.clear()
        self._telegram.calls.clear()
        self._telegram.state.taps.clear()

    def _inside(self) -> list[str]:
        """Who works here, and who is whose; a diary of one's own anybody may keep."""
        return column(
            self._database,
            "SELECT id FROM persons WHERE role = 'physio' UNION ALL"
            " SELECT runner_id || physio_id FROM episodes WHERE physio_id IS NOT NULL ORDER BY 1",
        )

    def _count(self, table: str) -> int:
        return int(column(self._database, f"SELECT count(*) FROM {table}")[0])

    def _sum_up(self, siege: Siege) -> None:
        siege.states.update(column(self._database, "SELECT state FROM inbox"))
        lines = self._errors.read_text()
        events = r"^\S+ (?:ERROR|WARNING) (\S+(?: what=\S+)?)"
        siege.log.update(re.findall(events, lines, re.MULTILINE))
        siege.told.update(self._told_to_strangers())
        siege.megabytes = self._database.stat().st_size / 2**20
        promised = self._count("outbox")
        siege.must(siege.thrown == siege.asked, f"only {siege.thrown} were thrown in time")
        siege.must(siege.states.total() == siege.thrown + len(siege.waits), "a row an update: no")
        siege.must(not siege.states["new"], f"{siege.states['new']} updates were not settled")
        siege.must(promised < 2 * siege.thrown, f"{promised} rows in the outbox")
        siege.must(siege.promptly <= PROMPTLY, "honest answers were late")
        siege.must(CANARY not in lines, "a person's words are in the log")
        siege.must(not set(siege.told) - DOOR, f"strangers heard {set(siege.told) - DOOR}")
        if "warm" in siege.looks:
            grown = siege.looks["at rest"].megabytes - siege.looks["warm"].megabytes
            siege.must(grown <= GROWTH_MB, f"it grew by {grown:.0f} MB")
        for when, look in siege.looks.items():
            siege.must(look.handles <= HANDLES, f"{look.handles} handles {when}")

    def _told_to_strangers(self) -> list[str]:
        """Keys of what was promised to nobody's chat, and the parameters, if any."""
        sql = """SELECT text_key || iif(params = '{}', '', ' with ' || params) FROM outbox
            WHERE op NOT IN ('leave', 'delete') AND chat_id NOT IN (SELECT chat_id FROM persons)"""
        with closing(connect(self._database)) as file:
            return [str(key) for (key,) in file.execute(sql)]


def _look(pid: int) -> Look:
    told: dict[str, Any] = dict(
        re.findall(
            r"^(VmRSS|Threads):\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE
        )
    )
    handles = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    return Look(int(told["VmRSS"]) / 1024, handles, int(told["Threads"]))


def page(siege: Siege) -> str:
    """What there is to say."""
    waits = sorted(siege.waits)
    each = 2**20 * siege.megabytes / siege.thrown
    lines = [
        f"{siege.thrown} hostile updates in {siege.seconds:.0f} s, {len(waits)} honest ones",
        f"inbox: {dict(siege.states.most_common())}",
        f"honest answers: median {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.2f} s",
        f"    19 of 20 within {siege.promptly:.2f} s",
        *(f"{when}: {look}" for when, look in siege.looks.items()),
        f"file: {siege.megabytes:.1f} MB, {each:.0f} bytes an update; {siege.said} things said",
        f"strangers were told: {dict(siege.told.most_common())}",
        f"log: {dict(siege.log.most_common())}",
        f"wrong: {siege.wrong or 'nothing'}",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Throw, with progress on stderr; print what became of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--updates", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=1800.0, help="not all by then: exit 1")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kneecheck-hostile-", dir=memory()) as name:
        print(machine.describe(Path(name)))
        hour = Besieged(Path(name), kills=1, seed=told.seed, runners=20)
        siege = asyncio.run(hour.stands(told.updates, told.seconds, told.seed))
    print(page(siege))
    return 1 if siege.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
