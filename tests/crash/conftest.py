"""A clinic with eight joined runners, prepared beforehand, and the real process over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.clones import clone
from bot.clock import SystemClock
from bot.sandbox.phones import Phone
from bot.sandbox.telegram import StandIn
from tests.crash.process import Process
from tests.world import ROSA, FakeClock, World

OTHERS = tuple(range(5001, 5008))


class Hurried(FakeClock):
    """Today, with the machine's own time; nobody waits."""

    def __init__(self) -> None:
        super().__init__(SystemClock().now())

    def machine(self) -> datetime:
        return SystemClock().machine()


@dataclass(frozen=True, slots=True)
class Clinic:
    """A database file and a Telegram, and processes between them."""

    folder: Path
    database: Path
    telegram: StandIn
    runners: tuple[Phone, ...]
    _stack: AsyncExitStack

    def process(self, command: str = "run", **settings: str) -> Process:
        """A process over this clinic; killed at the end of the test if it still lives."""
        known = {
            "telegram_bot_token": self.telegram.token,
            "telegram_api_url": self.telegram.url,
            "database_url": str(self.database),
        }
        process = Process(self.folder, command, **(known | settings))
        self._stack.push_async_callback(process.dies)
        return process


@pytest.fixture
async def clinic(tmp_path: Path, template: Path) -> AsyncIterator[Clinic]:
    world = World(tmp_path, template)
    world.clock = Hurried()
    world.telegram = StandIn(world.clock)
    await world.begin()
    try:
        await world.joined_runner(await world.joined_physio())
        await world.app.close()
        clone(world.database, [ROSA], OTHERS)
        runners = tuple(_phone(world, chat) for chat in (ROSA, *OTHERS))
        async with AsyncExitStack() as stack:
            yield Clinic(tmp_path, world.database, world.telegram, runners, stack)
    finally:
        await world.telegram.stop()


def _phone(world: World, chat: int) -> Phone:
    """A phone whose owner has once written to the bot."""
    phone = world.telegram.person(chat, "Runner")
    world.telegram.state.chats[chat].open = True
    return phone
