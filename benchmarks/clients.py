"""What `/clients` costs with a whole caseload: `python -m benchmarks clients [--runners N]`.

200 runners with twelve weeks of answers each, on a file. One look is one transaction: everybody is
gathered, sorted by need, and the first page is promised to the outbox; then it is rolled back.
Peers: none that show a caseload in a chat.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from benchmarks import history, machine
from benchmarks.sides import tell
from bot.model.people import Person
from bot.rules.book import load_book
from bot.services.caseload import client_list, digest
from bot.services.work import Work
from bot.store import people
from bot.store.database import Database, Tx, open_database

LOOKS = 40
AIM_MS = 100.0
Doing = Callable[[Work, Person], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Look:
    """Milliseconds of CPU and by the clock of each look, and how many statements one takes."""

    name: str
    cpu: tuple[float, ...]
    taken: tuple[float, ...]
    statements: int

    @property
    def line(self) -> str:
        """For the table."""
        p95 = quantiles(self.cpu, n=20)[18]
        return (
            f"{self.name}: {median(self.cpu):.0f} ms of CPU (p95 {p95:.0f}), by the clock "
            f"{median(self.taken):.0f} ms, {self.statements} statements"
        )


class _UndoneError(Exception):
    """Nothing of a look stays."""


def main(arguments: Sequence[str]) -> int:
    """Write the past, look often, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks clients", description=__doc__)
    parser.add_argument("--runners", type=int, default=200)
    parser.add_argument("--days", type=int, default=history.DAYS)
    told = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kneecheck-clients-") as name:
        where = machine.describe(Path(name))
        tell(f"writing {told.days} days of {told.runners} runners")
        looks = asyncio.run(measure(Path(name) / "clients.db", told.runners, told.days))
    print(f"{where}\n$ python -m benchmarks clients --runners {told.runners} --days {told.days}")
    for look in looks:
        print(look.line)
    met = median(looks[0].cpu) <= AIM_MS
    print(f"aim: /clients in at most {AIM_MS:g} ms of CPU: {'met' if met else 'MISSED'}")
    return 0 if met else 1


async def measure(path: Path, runners: int, days: int, looks: int = LOOKS) -> list[Look]:
    """The list, and the digest with a line a runner."""
    past = await history.write(path, runners=runners, days=days)
    database = await open_database(path)
    try:
        return [
            await _look(database, name, doing, past, looks)
            for name, doing in (("/clients", client_list.show), ("/digest", digest.show))
        ]
    finally:
        await database.close()


async def _look(
    database: Database, name: str, doing: Doing, past: history.Past, looks: int
) -> Look:
    book, cpu, taken, counted = load_book(), [], [], [0]
    for _ in range(looks):
        try:
            async with database.write() as tx:
                physio = await people.by_chat(tx, history.PHYSIO_CHAT)
                assert physio is not None
                counted[0] = 0
                begun, spent = time.perf_counter(), time.process_time()
                await doing(Work(_Counting(tx, counted), past.now, book), physio)
                cpu.append((time.process_time() - spent) * 1000)
                taken.append((time.perf_counter() - begun) * 1000)
                raise _UndoneError
        except _UndoneError:
            pass
    return Look(name, tuple(cpu), tuple(taken), counted[0])


class _Counting(Tx):
    """The same transaction, counting what is asked of it."""

    __slots__ = ("_counted",)

    def __init__(self, tx: Tx, counted: list[int]) -> None:
        super().__init__(tx._connection)
        self._counted = counted

    async def rows(self, sql: str, **params: object) -> list:  # type: ignore[type-arg]
        """Counted."""
        self._counted[0] += 1
        return await super().rows(sql, **params)
