"""How a test asks the bot how it is."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import aiohttp

from bot.app import App
from bot.health.health import Health
from bot.health.judging import Report
from bot.health.watching import Watching
from tests.world import FakeClock, World


def health_of(app: App) -> Health:
    return app.watching._health


async def look(world: World) -> Report:
    return await health_of(world.app).examine()


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def asked(health: Health, clock: FakeClock) -> AsyncIterator[str]:
    """The server over it; its address."""
    port = free_port()
    watching = Watching(health, clock, host="127.0.0.1", port=port, ping_url="")
    runner = await watching._serve()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


async def get(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status, await answer.text()
