"""An update that ends the process whenever it is handled does not keep the others waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.listener import Outcome
from bot.store.database import Database, open_database
from bot.store.inbox import Raw
from tests.listening.conftest import Ear, message
from tests.world import FakeClock

DEADLY = 11
CHATS = {10: 1, DEADLY: 2, 12: 3, 13: 4}


class Life(Ear):
    """One process: handling the deadly update ends it, with all that is in hand at that moment."""

    def __init__(self, database: Database, clock: FakeClock, deadly: int | None) -> None:
        super().__init__(database, clock)
        self._deadly, self._dead = deadly, asyncio.Event()

    async def _dispatch(self, raw: Raw) -> Outcome:
        if raw.update_id == self._deadly:
            self._dead.set()
        await asyncio.sleep(0)
        if self._dead.is_set():
            await asyncio.Event().wait()
        return await super()._dispatch(raw)

    async def goes_on(self, *updates: dict[str, object]) -> bool:
        """One poll, and all that follows; whether it was lived through."""
        polling = asyncio.create_task(self.polls(list(updates)))
        dying = asyncio.create_task(self._dead.wait())
        await asyncio.wait({polling, dying}, return_when=asyncio.FIRST_COMPLETED)
        for task in (polling, dying):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        return not self._dead.is_set()


@asynccontextmanager
async def a_life(path: Path, clock: FakeClock, deadly: int | None) -> AsyncIterator[Life]:
    database = await open_database(path)
    life = Life(database, clock, deadly)
    try:
        yield life
    finally:
        await life.listener.finish(0)
        await database.close()


async def test_it_is_tried_alone_and_set_aside_and_the_others_are_handled(path: Path) -> None:
    clock = FakeClock()
    updates = [message(one, chat) for one, chat in CHATS.items()]
    ends = []
    for _ in range(12):
        async with a_life(path, clock, DEADLY) as life:
            ends.append(await life.goes_on(*updates))
            updates = []
            states = life.states()
            told = life.rows("SELECT chat_id FROM outbox WHERE text_key = 'apology'")
    assert states == {10: "done", DEADLY: "poison", 12: "done", 13: "done"}
    assert told == [(CHATS[DEADLY],)]
    assert ends == sorted(ends), "once it is set aside, it ends nothing any more"


async def test_ends_that_are_nobodys_fault_set_nothing_aside(path: Path) -> None:
    """A supervisor that stops it at each start, say: each update is handled once it may be."""
    clock = FakeClock()
    for one in range(100, 110):
        async with a_life(path, clock, one) as life:
            assert not await life.goes_on(message(one, one))
    async with a_life(path, clock, None) as life:
        assert await life.goes_on()
        assert set(life.states().values()) == {"done"}
