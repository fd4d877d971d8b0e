"""Notices that the ear was away so long that taps were lost, and has questions asked again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from bot import logs
from bot.clock import Clock
from bot.store import people
from bot.store.copying import RESTORED
from bot.store.database import Database

LOG = logging.getLogger(__name__)

TAPS_LIVE = timedelta(seconds=150)
"""Source: telegram.md 2. Down for longer, taps are lost: open questions are asked again."""
POLL_MARK = "last_poll"
MARK_EVERY = 30.0

Begin = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]


class Outages:
    """When Telegram was last heard, in the file."""

    def __init__(
        self, database: Database, clock: Clock, after_outage: Callable[[], Awaitable[None]]
    ) -> None:
        self._database = database
        self._clock = clock
        self._after_outage = after_outage
        self._marked_at: float | None = None
        self._asking: asyncio.Task[None] | None = None

    async def note_good_poll(self, begin: Begin, under_way: set[asyncio.Task[None]]) -> None:
        """Mark it. If the last one is so long ago that taps were lost, ask again first, as soon as
        what has come is handled: hearing goes on meanwhile.
        """
        now = self._clock.uptime()
        recent = self._marked_at is not None and now - self._marked_at < MARK_EVERY
        if recent or (self._asking and not self._asking.done()):
            return
        machine = self._clock.machine()
        async with self._database.read() as tx:
            before = await people.mark(tx, POLL_MARK)
            restored = await people.mark(tx, RESTORED)
        # Also when the clock was put back: then nobody knows for how long it was away.
        away = before is not None and abs(machine - datetime.fromisoformat(before)) > TAPS_LIVE
        if away or restored:
            self._asking = begin(self._ask_again(set(under_way)))
        else:
            await self._mark_good_poll()

    async def _mark_good_poll(self) -> None:
        async with self._database.write() as tx:
            await people.set_mark(tx, POLL_MARK, self._clock.machine().isoformat())
        self._marked_at = self._clock.uptime()

    async def _ask_again(self, under_way: set[asyncio.Task[None]]) -> None:
        """What was answered in what came is not asked. Cut off, it is for the next process."""
        if under_way:
            await asyncio.wait(under_way)
        try:
            await self._after_outage()
        except Exception as error:  # a question that cannot be drawn is not drawn for ever
            logs.trouble(LOG, "not_asked_again", error)
        try:
            await self._mark_good_poll()
        except Exception as error:  # unmarked, it is asked again after the next poll
            logs.trouble(LOG, "poll_not_marked", error)
