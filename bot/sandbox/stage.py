"""A stage for stories: the real bot and the stand-in in one process, over HTTP, on a stepped clock.

The database is thrown away afterwards; no setting of the environment is read. The clock goes
from due row to due row, waiting each time until everything is handled and said; never one jump.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import Clock, SteppedClock
from bot.model.people import Role
from bot.sandbox.telegram import StandIn
from bot.settings import Settings
from bot.store import appointments, invites
from bot.store.upgrade import bring_to_head

PATIENCE = 20.0
FAST = 1000.0


@dataclass(slots=True)
class Stage:
    """What a story plays on."""

    clock: SteppedClock
    telegram: StandIn
    app: App

    async def calm(self) -> None:
        """Wait until every update is handled and every message said."""
        until = self.clock.uptime() + PATIENCE
        quiet = 0
        while quiet < 2:
            await asyncio.sleep(0.002)
            idle = not self.telegram.pending and await self.app.is_idle()
            quiet = quiet + 1 if idle else 0
            if self.clock.uptime() > until:
                raise TimeoutError("the bot did not come to rest: look at its log on stderr")

    async def move_to(self, instant: datetime) -> None:
        """From due row to due row until then."""
        while await self.step(instant):
            pass
        self.clock.move_to(max(instant, self.clock.now()))
        await self.calm()

    async def step(self, latest: datetime) -> bool:
        """On to the next due row and what follows from it; False if none is due by then."""
        async with self.app.database.read() as tx:
            due = await appointments.next_due(tx)
        if due is None or due > latest:
            return False
        self.clock.move_to(max(due, self.clock.now()))
        await self.app.beat.beat()
        await self.calm()
        return True

    async def physio_link(self, name: str) -> str:
        """What the operator's `invite-physio` makes."""
        now = self.clock.now()
        async with self.app.database.write() as tx:
            _, code = await invites.add(
                tx, role=Role.PHYSIO, at=now, expires_at=now + timedelta(days=7), name=name
            )
        return self.telegram.link(code)


@asynccontextmanager
async def stage(start: datetime) -> AsyncIterator[Stage]:
    """Curtain up, and down again with nothing left behind."""
    clock = SteppedClock(start)
    with tempfile.TemporaryDirectory(prefix="kneecheck-demo-") as folder:
        database = Path(folder) / "demo.db"
        bring_to_head(database)
        async with (
            StandIn(clock) as telegram,
            living(telegram.token, telegram.url, database, clock, per_chat=FAST) as app,
        ):
            await telegram.polled()
            yield Stage(clock, telegram, app)


@asynccontextmanager
async def living(
    token: str, url: str, database: Path, clock: Clock, *, per_chat: float, send_rate: float = FAST
) -> AsyncIterator[App]:
    """The bot, living on this database and talking to this Telegram; no environment is read."""
    settings = Settings.model_construct(
        telegram_bot_token=token,
        telegram_api_url=url,
        database_url=str(database),
        default_timezone="UTC",
        send_rate=send_rate,
    )
    app = await build(settings, clock, per_chat=per_chat)
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop))
    try:
        yield app
    finally:
        stop.set()
        try:
            await running
        finally:
            await app.close()
