"""One run a week is asked about; trouble brings the questions back. How it begins by itself after
five green weeks is told in ten_weeks.txt; here her physiotherapist has said so.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

from tests.world import START_DAY, Someone, World

RUN = "while running?"
FULL = ("1", "None of these", "5 km as planned")


async def spaced_out(world: World) -> tuple[Someone, Someone]:
    """Monday's run and its next day were green; it is Tuesday evening."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    with closing(sqlite3.connect(world.database)) as file, file:
        file.execute("UPDATE episodes SET taper = 1")
    await world.passes(hours=10.5)
    await rosa.taps(*FULL)
    assert "From now on I ask about one run a week." in rosa.screen
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    return ines, rosa


def asked(rosa: Someone) -> list[str]:
    said = [h for h in rosa.phone.heard if h.method == "sendMessage" and RUN in h.text]
    return [f"{h.at:%a} {h.at.day}" for h in said]


async def test_one_run_a_week_is_asked_about_and_she_is_not_silent(world: World) -> None:
    ines, rosa = await spaced_out(world)
    await world.until(START_DAY + timedelta(days=6, hours=20))
    assert asked(rosa) == ["Mon 23"]
    await ines.writes("/clients")
    assert "🟢 Blue Heron" in ines.screen
    await world.until(START_DAY + timedelta(days=7, hours=20))
    assert asked(rosa) == ["Mon 23", "Mon 30"]


async def test_who_does_not_answer_is_asked_about_the_next_run(world: World) -> None:
    _, rosa = await spaced_out(world)
    await world.until(START_DAY + timedelta(days=9, hours=20))
    questions = [day for day in asked(rosa) if day != "Tue 1"]
    assert questions[:2] == ["Mon 23", "Mon 30"]
    assert questions[-1] == "Wed 2"


async def test_the_plan_still_shows_every_run_and_any_may_be_told_of(world: World) -> None:
    _, rosa = await spaced_out(world)
    await rosa.writes("/plan")
    assert "Next run: Wednesday 25 Nov 18:00" in rosa.screen
    await world.until(START_DAY + timedelta(days=4, hours=18.5))
    await rosa.writes("/run")
    await rosa.taps("Just now", "1", "None of these", "5 km as planned")
    rosa.sees("Green so far: pain 1 on Friday's run")
    await world.until(START_DAY + timedelta(days=8))
    assert asked(rosa) == ["Mon 23"], "a week from the run told of, not from Monday"


async def test_trouble_brings_the_questions_back(world: World) -> None:
    _, rosa = await spaced_out(world)
    await world.until(START_DAY + timedelta(days=4, hours=18.5))
    await rosa.writes("/run")
    await rosa.taps("Just now", "4", "None of these", "5 km as planned")
    assert "I ask about every run again." in rosa.sees("Amber so far").text
    await world.until(START_DAY + timedelta(days=7, hours=20))
    assert asked(rosa)[-1] == "Mon 30"
