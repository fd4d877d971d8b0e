"""A stand-in per test, on a clock that stands still until it is moved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from telegram import Bot

from bot.clock import SteppedClock
from bot.sandbox.phones import Phone
from bot.sandbox.raw import Raw
from bot.sandbox.telegram import StandIn
from bot.wire import AiohttpRequest

START = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(START)


@pytest.fixture
async def telegram(clock: SteppedClock) -> AsyncIterator[StandIn]:
    async with StandIn(clock) as stand_in:
        yield stand_in


@pytest.fixture
async def raw(telegram: StandIn) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as session:
        yield Raw(session, f"{telegram.url}/bot{telegram.token}")


@pytest.fixture
async def bot(telegram: StandIn) -> AsyncIterator[Bot]:
    """A real PTB bot over the project's own wire."""
    async with Bot(
        telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    ) as real:
        yield real


@pytest.fixture
async def rosa(telegram: StandIn) -> Phone:
    """A person who has written once; her first update waits."""
    phone = telegram.person(1001, "Rosa")
    await phone.opens()
    return phone
