"""The whole bot as it lives: it starts, beats in time, is watched, and ends when it is told to."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, build
from bot.app.library import bot_id_of
from bot.clock import Clock, SteppedClock, SystemClock
from bot.errors import KneecheckError
from bot.model.asking import AppointmentKind
from bot.sandbox.telegram import StandIn
from bot.settings import Settings
from bot.store import appointments
from tests.world import ROSA, FakeClock, World

HOW_BAD = "Worst knee pain while running?"


@asynccontextmanager
async def living(
    database: Path, telegram: StandIn, clock: Clock
) -> AsyncIterator[tuple[App, asyncio.Event, asyncio.Task[None]]]:
    """The app over this file, running; told to stop at the end."""
    settings = Settings(
        _env_file=None,
        telegram_bot_token=telegram.token,
        telegram_api_url=telegram.url,
        database_url=str(database),
    )
    app = await build(settings, clock)
    stop = asyncio.Event()
    running = asyncio.create_task(app.run(stop))
    try:
        yield app, stop, running
    finally:
        stop.set()
        await asyncio.gather(running, return_exceptions=True)
        await app.close()


async def test_it_hears_answers_and_ends(world: World) -> None:
    await world.app.close()
    clock = SystemClock()
    async with living(world.database, world.telegram, clock) as (_, stop, running):
        eve = world.telegram.person(3001, "Eve")
        await eve.writes("/help")
        await eve.hears("invitation", timeout=10)
        begun = clock.uptime()
        stop.set()
        await running
        assert clock.uptime() - begun < 5
    await world.start()


async def test_what_is_planned_for_sooner_wakes_the_beat(world: World) -> None:
    """The beat comes every 15 s; a commit that plans something sooner does not wait for it."""
    await world.joined_runner(await world.joined_physio())
    clock = SteppedClock(world.clock.now())
    async with living(world.database, world.telegram, clock) as (app, _, _):
        await world.telegram.polled()
        begun = clock.uptime()
        async with app.database.write() as tx:
            due_at = clock.now()
            await appointments.plan(
                tx,
                AppointmentKind.POST_RUN,
                subject_type="outing",
                subject_id=_only_run(world.database),
                slot="sooner",
                due_at=due_at,
                expires_at=due_at + timedelta(hours=1),
            )
        await world.telegram.person(ROSA, "").hears(HOW_BAD, timeout=10)
        assert clock.uptime() - begun < 5


async def test_a_poll_that_does_not_come_round_ends_the_process(world: World) -> None:
    """For a clock on which every wait is over at once, the first long poll takes for ever."""
    async with living(world.database, world.telegram, FakeClock()) as (_, _, running):
        async with asyncio.timeout(10):
            with pytest.raises(KneecheckError, match="has not come round for two minutes"):
                await running


async def test_telegram_may_come_hours_later(world: World) -> None:
    """Also after more tries than a number can be doubled."""
    clock = FakeClock()
    begun = clock.uptime()
    world.telegram.faults.resets(done=False, method="getMe", times=1100)
    async with living(world.database, world.telegram, clock) as (app, _, running):
        while not app.telegram.running and not running.done():  # noqa: ASYNC110  (real calls)
            await asyncio.sleep(0.01)
        assert app.telegram.running, running
    assert clock.uptime() - begun > 1090 * 30


async def test_a_token_telegram_does_not_know_ends_it_at_once(world: World) -> None:
    world.telegram.faults.refuses(401, "Unauthorized", method="getMe", times=None)
    async with living(world.database, world.telegram, SystemClock()) as (_, _, running):
        with pytest.raises(KneecheckError, match="does not know this TELEGRAM_BOT_TOKEN"):
            await running


@pytest.mark.parametrize(("token", "bot_id"), [("123:abc", 123), ("abc", 0), ("", 0), (":x", 0)])
def test_the_bots_id_is_the_head_of_its_token(token: str, bot_id: int) -> None:
    assert bot_id_of(token) == bot_id


def _only_run(database: Path) -> str:
    with closing(sqlite3.connect(database)) as file:
        return str(file.execute("SELECT id FROM outings").fetchone()[0])
