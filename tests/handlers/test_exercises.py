"""Exercises: the minutes are true, at most twenty, and what was done is heard."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.world import START_DAY, World


async def test_the_minutes_are_printed_and_never_more_than_twenty(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(START_DAY + timedelta(days=8))
    printed = [
        int(found.group(1))
        for heard in rosa.phone.heard
        if (found := re.search(r"Today, about (\d+) min", heard.text))
    ]
    assert len(printed) >= 7
    assert all(0 < minutes <= 20 for minutes in printed)


async def test_one_by_one_and_then_done(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "No time")
    await world.until(START_DAY + timedelta(days=1, hours=9))
    await rosa.taps("1", "2")
    assert rosa.labels[1:3] == ["✓ 1", "✓ 2"]
    await rosa.taps("✓ 2", "Done for today")
    assert rosa.screen.startswith("✓ 1 exercise done.")


async def test_there_is_one_list_a_day_and_yesterdays_is_gone(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(START_DAY + timedelta(days=4, hours=9))
    assert rosa.count("Today, about") == 1
