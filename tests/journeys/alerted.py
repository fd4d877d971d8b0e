"""One runner, three physiotherapists of one clinic who stand in for each other, and the services on
a real file: the world of the alert machine, without its rules.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from bot.errors import Refusal
from bot.model.care import Event
from bot.model.measures import EventKind
from bot.model.people import Clinic, Episode, EpisodeId, EpisodeState, Person, PersonId, Role
from bot.services import assessing
from bot.services.work import Work
from bot.store import clinics, episodes, people
from bot.store.database import Database, Row, open_database
from bot.store.upgrade import bring_to_head
from tests.world import BOOK

FRIDAY = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
INES, OTTO, EVE, ROSA = (PersonId(name * 11) for name in "iner")
PHYSIOS = (INES, OTTO, EVE)
EPISODE = EpisodeId("p" * 11)

T = TypeVar("T")


@cache
def template() -> Path:
    path = Path(tempfile.mkdtemp()) / "template.db"
    bring_to_head(path)
    return path


def somebody(one: PersonId, number: int, role: Role) -> Person:
    return Person(
        id=one, chat_id=number, role=role, name=one[:1], language="en", zone="UTC", country="GB",
        quiet_from=time(21), quiet_until=time(8),
    )  # fmt: skip


class Alerted:
    """Rosa and who is told of her."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "alerts.db"
        shutil.copy(template(), path)
        self.database: Database = self.wait(open_database(path))
        self.now = FRIDAY

    def teardown(self) -> None:
        self.wait(self.database.close())
        self.loop.close()
        self.folder.cleanup()

    def wait(self, doing: Awaitable[T]) -> T:
        async def done() -> T:
            return await doing

        return self.loop.run_until_complete(done())

    def does(self, doing: Callable[[Work], Awaitable[object]]) -> None:
        """One piece of work; a refusal changes nothing. No two happen at one instant."""
        self.now += timedelta(seconds=1)

        async def work() -> None:
            try:
                async with self.database.write() as tx:
                    await doing(Work(tx, self.now, BOOK))
            except Refusal:
                pass

        self.wait(work())

    def rows(self, sql: str, **values: object) -> list[Row]:
        async def read() -> list[Row]:
            async with self.database.read() as tx:
                return await tx.rows(sql, **values)

        return self.wait(read())

    def opens(self, circle: bool) -> None:
        """They are there, Rosa has joined; `circle`: who stands in is stood in for by her."""

        async def work(work: Work) -> None:
            clinic = Clinic(id="c", name="c", zone="UTC", workdays=frozenset(range(5)),
                            opens_at=time(9), closes_at=time(17))  # fmt: skip
            await clinics.add(work.tx, clinic)
            for number, one in enumerate(PHYSIOS, start=1):
                await people.add(
                    work.tx, somebody(one, number, Role.PHYSIO), at=work.now, clinic_id="c"
                )
                await people.set_joined(work.tx, one, at=work.now)
            await people.set_deputy(work.tx, INES, OTTO)
            await people.set_deputy(work.tx, OTTO, INES if circle else EVE)
            await people.add(work.tx, somebody(ROSA, 9, Role.RUNNER), at=work.now)
            rosa = Episode(
                id=EPISODE, runner_id=ROSA, physio_id=INES, pseudonym="Blue Heron", side=None,
                state=EpisodeState.JOINING, started_at=work.now,
            )  # fmt: skip
            await episodes.add(work.tx, rosa)
            await episodes.activate(work.tx, rosa)
            event = Event(kind=EventKind.INTAKE, at=work.now, pain=1, pain_running=2)
            await assessing.assess(work, rosa, event)

        self.does(work)

    def pending(self, card_id: str) -> set[str]:
        found = self.rows(
            "SELECT kind FROM appointments WHERE subject_id = :id AND status = 'pending'",
            id=card_id,
        )
        return {row["kind"] for row in found}

    def tellings(self, card_id: str) -> list[Row]:
        return self.rows("SELECT * FROM deliveries WHERE card_id = :id ORDER BY id", id=card_id)
