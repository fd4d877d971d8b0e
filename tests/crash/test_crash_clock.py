"""The clock is not to be trusted: a laptop sleeps for a day, or somebody puts its clock back."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.clock import SteppedClock
from tests.crash.deaths import HOW_BAD, answers, asked, copies
from tests.crash.ledger import column, number
from tests.test_app import living
from tests.world import ROSA, World

A_DAY = timedelta(days=1)
LOCKED = "SELECT count(*) FROM locks WHERE cleared_at IS NULL"


def put_back(world: World, span: timedelta) -> None:
    """The wall clock, for people and in the machine; uptime knows nothing of it."""
    world.clock._now -= span


class Hasty(SteppedClock):
    """Real time; who waits is over it soon."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.02))


async def test_put_back_by_a_day_the_beat_goes_on(world: World) -> None:
    """APScheduler waits by the wall clock: the next beat would come in a day."""
    await world.joined_runner(await world.joined_physio())
    clock = Hasty(world.clock.now())
    async with living(world.database, world.telegram, clock) as (app, _, _):
        await world.telegram.polled()
        await asyncio.sleep(0.3)  # the first beat is over
        assert app._job is not None
        app._job.job.modify(next_run_time=clock.machine() + A_DAY)
        clock.move_to(clock.now() + timedelta(hours=10, minutes=30))
        await world.telegram.person(ROSA, "").hears(HOW_BAD, timeout=5)


@pytest.mark.parametrize("span", [timedelta(hours=1), A_DAY])
async def test_put_back_nothing_is_asked_or_counted_twice(world: World, span: timedelta) -> None:
    rosa = await asked(world)
    put_back(world, span)
    await world.beat()
    assert len(copies(rosa, HOW_BAD)) == 1
    await rosa.taps("2", "None of these", "5 km as planned")
    assert dict(answers(world))["pain"] == "2"
    of_runs = (
        "SELECT count(*) FROM assessments AS a JOIN checkins AS c ON c.id = a.checkin_id"
        " WHERE c.kind = 'post_run'"
    )
    assert number(world.database, of_runs) == 1
    await world.passes(hours=26)
    kinds = "SELECT kind FROM checkins WHERE kind IN ('post_run', 'follow_up') ORDER BY opened_at"
    assert sorted(column(world.database, kinds)) == ["follow_up", "post_run"]
    await world.passes(hours=48)
    assert column(world.database, kinds).count("post_run") == 2, "the next run is asked about"


@pytest.mark.parametrize("span", [timedelta(hours=1), A_DAY])
async def test_put_back_a_lock_holds_and_its_alert_arrives(world: World, span: timedelta) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "Swollen", "A bit puffy")
    put_back(world, span)
    await rosa.taps("Done", "5 km as planned")
    await world.restart()
    assert number(world.database, LOCKED) == 1
    assert column(world.database, "SELECT state FROM cards") == ["open"]
    await world.until(world.clock.now() + span + timedelta(hours=14))
    assert number(world.database, LOCKED) == 1
    ines.sees("visible swelling")


async def test_asleep_for_a_day_it_catches_up_by_the_wall_clock(world: World) -> None:
    """Uptime stands still; what was due is done as after an outage, and nothing hangs."""
    rosa = await asked(world)
    world.clock.move_to(world.clock.now() + A_DAY)
    await world.beat()
    statuses = "SELECT status FROM appointments WHERE kind = 'post_run' ORDER BY due_at"
    assert column(world.database, statuses)[0] == "not_answered"
    rosa.sees("no answer, and that is all right")
    assert rosa.count(HOW_BAD) == 0, "no second live copy"
    await world.passes(hours=30)
    rosa.sees("Wednesday's run, 5 km. Worst knee pain while running?")
