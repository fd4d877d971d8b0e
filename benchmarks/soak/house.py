"""The real bot over the stand-in, on a clock that goes from one due thing to the next."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import SteppedClock
from bot.sandbox.telegram import StandIn
from bot.settings import Settings
from bot.store import appointments
from bot.store.upgrade import bring_to_head

FAST = 1000.0
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it gets a name nobody can guess
"""Where a file is written without a disk: nobody pulls the plug here (tests/crash does)."""


class FastClock(SteppedClock):
    """Nobody waits: `now()` is moved, and uptime passes only by sleeping or in an outage."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self._start, self._up = start, 1000.0

    def uptime(self) -> float:
        return self._up

    def machine(self) -> datetime:
        return self._start + timedelta(seconds=self._up)

    async def sleep(self, seconds: float) -> None:
        self._up += max(seconds, 0.0)
        await asyncio.sleep(0)

    def age(self, span: timedelta) -> None:
        """The machine goes on while the bot does not."""
        self._up += span.total_seconds()


class House:
    """The bot, its file and Telegram's other end. `close` and `open` are an outage."""

    def __init__(self, database: Path, start: datetime) -> None:
        self.database = database
        self.clock = FastClock(start)
        self.telegram = StandIn(self.clock)
        self.app: App

    async def open(self) -> None:
        """The process starts."""
        settings = Settings.model_construct(
            telegram_bot_token=self.telegram.token,
            telegram_api_url=self.telegram.url,
            database_url=str(self.database),
            default_timezone="UTC",
            send_rate=FAST,
        )
        self.app = await build(settings, self.clock, per_chat=FAST)
        await self.app.start()

    async def away(self, span: timedelta) -> None:
        """The process is gone for so long; one jump, because nobody was there."""
        await self.app.close()
        self.clock.move_to(self.clock.now() + span)
        self.clock.age(span)
        await self.open()
        await self.app.settle()

    async def next_due(self) -> datetime | None:
        async with self.app.database.read() as tx:
            return await appointments.next_due(tx)

    async def beat(self) -> None:
        """Everything due is done and said; every act is heard and answered."""
        await self.app.beat.beat()
        await self.app.sender.drain()
        while self.telegram.pending:
            await self.app.settle()


def memory() -> str | None:
    return str(MEMORY) if MEMORY.is_dir() else None


@asynccontextmanager
async def a_house(start: datetime, template: Path | None = None) -> AsyncIterator[House]:
    """Nothing is left behind. `template`: an empty database at the head schema, to be copied."""
    with tempfile.TemporaryDirectory(prefix="kneecheck-soak-", dir=memory()) as folder:
        database = Path(folder) / "soak.db"
        if template is None:
            bring_to_head(database)
        else:
            shutil.copy(template, database)
        house = House(database, start)
        await house.telegram.start()
        try:
            await house.open()
            try:
                yield house
            finally:
                await house.app.close()
        finally:
            await house.telegram.stop()
