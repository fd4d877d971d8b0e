"""The process was away for days: what was missed is recorded as such, and everything goes on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

from tests.world import World


async def wakes_after(world: World, days: float) -> None:
    """One jump, as for a process that was not there."""
    world.clock.move_to(world.clock.now() + timedelta(days=days))
    await world.beat()


def statuses(world: World, kind: str) -> list[str]:
    with closing(sqlite3.connect(world.database)) as file:
        rows = file.execute(
            "SELECT status FROM appointments WHERE kind = ? ORDER BY due_at", (kind,)
        ).fetchall()
    return [row[0] for row in rows]


async def test_after_three_days_away_mornings_and_runs_go_on(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await wakes_after(world, 3.2)
    assert rosa.count("Worst knee pain while running?") == 0
    assert statuses(world, "post_run")[0] == "not_asked"
    assert statuses(world, "post_run")[-1] == "pending"
    assert statuses(world, "exercises")[-1] == "pending"
    assert statuses(world, "morning_card")[-1] == "pending"
    await world.passes(days=2)
    rosa.sees("Friday's run, 5 km. Worst knee pain while running?")
    rosa.sees("Today, about")
    assert "Saturday" not in ines.last_heard


async def test_a_question_open_when_it_stopped_is_not_answered(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    rosa.sees("Worst knee pain while running?")
    await wakes_after(world, 2)
    assert statuses(world, "post_run")[0] == "not_answered"
    rosa.sees("Monday's run, 5 km: no answer, and that is all right. What was it?")
    assert not rosa.sees("Worst knee pain while running?").labels, "no second live copy"


async def test_a_runner_who_blocked_the_bot_for_a_week_is_asked_again_when_she_is_back(
    world: World,
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.phone.blocks()
    await world.settle()
    await world.passes(days=7)
    told = [h.text for h in ines.phone.heard if "chat closed to the bot" in h.text]
    assert told
    await rosa.phone.unblocks()
    await rosa.writes("/help")
    await world.passes(days=2, hours=12)
    rosa.sees("Worst knee pain while running?")


async def test_a_list_of_exercises_of_another_day_does_not_come_again(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(days=1, hours=2)
    await rosa.writes("/pause")
    await rosa.taps("1 week")
    today = rosa.sees("Today, about")

    await restarts_after(world, hours=2)
    again = rosa.sees("Today, about")
    assert again.message_id > today.message_id, "taps on it may be lost: it is still today's"
    await restarts_after(world, hours=30)
    assert rosa.sees("Today, about").message_id == again.message_id, "she has paused since"


async def restarts_after(world: World, *, hours: float) -> None:
    """As long as Telegram has kept no tap for."""
    world.clock.move_to(world.clock.now() + timedelta(hours=hours))
    world.clock.age(hours * 3600)
    await world.restart()
    await world.beat()
