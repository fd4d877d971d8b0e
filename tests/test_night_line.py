"""Telegram was away: what waited rings no phone at night, nor hours late; urgent things always do.

Rosa is in London and asked for quiet from 21:00 to 08:00; the world begins at 09:00.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.telling import Message, Priority
from bot.store import outbox
from bot.store.outbox import Manner
from tests.world import ROSA, Someone, World

PROMPT, ANSWER, ALERT = Priority.PROMPT, Priority.REPLY, Priority.ALERT


async def rosa_in(world: World) -> Someone:
    return await world.joined_runner(await world.joined_physio())


async def waited(world: World, priority: Priority, *, promised: float, sent: float) -> bool:
    """Whether a message promised and sent at these hours of the day comes silently."""
    rosa = await rosa_in(world)
    midnight = world.clock.now().replace(hour=0)
    world.clock.move_to(midnight + timedelta(hours=promised))
    async with world.app.database.write() as tx:
        manner = Manner(priority=priority)
        at = world.clock.now()
        await outbox.say(tx, ROSA, Message("apology"), at=at, manner=manner)
    world.clock.move_to(midnight + timedelta(hours=sent))
    await world.app.sender.drain()
    return rosa.phone.screen.silent


@pytest.mark.parametrize(
    ("priority", "promised", "sent", "silent"),
    [
        (PROMPT, 19.5, 19.5, False),
        (PROMPT, 19.5, 20.9, False),
        (PROMPT, 19.5, 21.1, True),
        (PROMPT, 12.0, 15.9, False),
        (PROMPT, 12.0, 16.1, True),
        (PROMPT, 29.0, 31.9, True),
        (PROMPT, 31.0, 32.0, False),
        (ANSWER, 22.0, 22.0, False),
        (ANSWER, 22.0, 22.2, True),
        (ANSWER, 12.0, 16.1, True),
        (ALERT, 19.5, 27.0, False),
        (ALERT, 12.0, 20.0, False),
    ],
    ids=[
        "at once", "late in the evening", "in the night", "under four hours late",
        "over four hours late", "at dawn", "the morning after", "an answer at night, at once",
        "an answer at night, late", "an answer four hours late", "an alert at night",
        "an alert eight hours late",
    ],
)  # fmt: skip
async def test_what_waited_rings_only_where_it_still_may(
    world: World, priority: Priority, promised: float, sent: float, silent: bool
) -> None:
    assert await waited(world, priority, promised=promised, sent=sent) is silent


async def test_the_night_is_that_of_where_she_is_now(world: World) -> None:
    rosa = await rosa_in(world)
    await rosa.writes("/settings")
    await rosa.taps("Time zone")
    await rosa.writes("Tokyo")
    await rosa.taps("Yes", "🇯🇵 Japan" if "🇯🇵 Japan" in rosa.labels else "Elsewhere")
    async with world.app.database.write() as tx:
        at = world.clock.now()
        await outbox.say(tx, ROSA, Message("apology"), at=at, manner=Manner(priority=PROMPT))
    world.clock.move_to(world.clock.now() + timedelta(hours=3.5))  # 12:30 here, 21:30 there
    await world.app.sender.drain()
    assert rosa.phone.screen.silent


async def test_a_question_waits_out_an_outage_and_comes_silently_at_night(world: World) -> None:
    rosa = await rosa_in(world)
    world.telegram.faults.refuses(502, "Bad Gateway", times=None)
    world.clock.move_to(world.clock.now().replace(hour=19, minute=5))
    await world.app.beat.beat()
    world.clock.move_to(world.clock.now().replace(hour=22))
    world.telegram.faults.clear()
    await world.beat()
    assert rosa.sees("Worst knee pain while running?").silent


@pytest.mark.parametrize(("wakes_at", "silent"), [(27.0, True), (35.0, False)])
async def test_a_pause_that_ended_while_the_process_was_away(
    world: World, wakes_at: float, silent: bool
) -> None:
    """It should have been said at 08:00; the machine comes back at 03:00, or at 11:00."""
    rosa = await rosa_in(world)
    await rosa.writes("/pause")
    await rosa.taps("3 days")
    midnight = world.clock.now().replace(hour=0)
    world.clock.move_to(midnight + timedelta(days=3, hours=wakes_at))
    await world.beat()
    assert rosa.sees("Welcome back").silent is silent
