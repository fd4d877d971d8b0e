"""Health on a port, and a ping to a dead-man's switch while all is well."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING

import aiohttp

from bot import logs
from bot.clock import Clock
from bot.health.health import Health
from bot.health.judging import Report, Status

if TYPE_CHECKING:
    from aiohttp import web

LOG = logging.getLogger(__name__)

LOOK_EVERY = 60.0
LOOKS_A_PING = 5
PING_WITHIN = 10.0


class Watching:
    """What others may ask from outside; lives as long as the bot does."""

    def __init__(
        self, health: Health, clock: Clock, *, host: str, port: int | None, ping_url: str
    ) -> None:
        self._health = health
        self._clock = clock
        self._host = host
        self._port = port
        self._ping_url = ping_url
        self._ping_fails = False
        self._said = Status.OK

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Answer, look and ping meanwhile."""
        runner = await self._serve() if self._port is not None else None
        looking = asyncio.create_task(self._look_on(), name="health")
        try:
            yield
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            if runner is not None:
                await runner.cleanup()

    async def _serve(self) -> web.AppRunner:
        from bot.health.serving import serve  # noqa: PLC0415 — loaded where a port is set

        assert self._port is not None
        runner = await serve(self._look, self._host, self._port)
        logs.event(LOG, "health_served", port=self._port)
        return runner

    async def _look_on(self) -> None:
        for looks in count():
            report = await self._look()
            if self._ping_url and looks % LOOKS_A_PING == 0:
                await self.ping(report)
            await self._clock.sleep(LOOK_EVERY)

    async def _look(self) -> Report:
        """Logged when it becomes another, with the reasons."""
        report = await self._health.examine()
        if report.status is not self._said:
            level = logging.INFO if report.status is Status.OK else logging.ERROR
            why = " ".join(report.reasons).replace(" ", "_")
            logs.event(LOG, "health", level=level, status=report.status, why=why or "none")
        self._said = report.status
        return report

    async def ping(self, report: Report) -> bool:
        """Say "all is well" to the switch, and nothing else; only if it is so."""
        if report.status is not Status.OK:
            return False
        try:
            await self._get()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if not self._ping_fails:  # once, until it works again; its address may be a secret
                logs.trouble(LOG, "ping_failed", error)
            self._ping_fails = True
            return False
        self._ping_fails = False
        return True

    async def _get(self) -> None:
        limit = aiohttp.ClientTimeout(total=PING_WITHIN)
        async with (
            aiohttp.ClientSession(timeout=limit, trust_env=True) as session,
            session.get(self._ping_url) as answer,
        ):
            answer.raise_for_status()
