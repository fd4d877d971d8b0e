"""Two sore knees: which one it was is asked where it matters, and each is judged by itself."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

from tests.world import ROSA, Someone, World


async def joined_with(world: World, side: str) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", side)
    await rosa.taps("6 to 12 weeks", "5", "15", "2", "1", "1", "None of these")
    await rosa.taps("Band", "Done", "Mon", "Wed", "Fri", "Done", "18:00", "5")
    await ines.taps("Yes")
    await world.passes(hours=10.5)
    return ines, rosa


def sides(world: World) -> list[str]:
    with closing(sqlite3.connect(world.database)) as file:
        rows = file.execute("SELECT event FROM assessments ORDER BY id").fetchall()
    events = [json.loads(row[0]) for row in rows]
    return [event.get("side", "") for event in events if event["kind"] in ("run", "follow_up")]


async def test_from_pain_3_on_she_says_which_knee(world: World) -> None:
    _, rosa = await joined_with(world, "Both")
    await rosa.taps("3")
    assert "Which knee was it?" in rosa.screen
    await rosa.taps("Left", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.phone.presses("4", on=rosa.sees("worst knee pain today"))
    await world.settle()
    await rosa.taps("Right", "Within the day")
    if "None" in rosa.labels:
        await rosa.taps("None", "No")
    await rosa.taps("None of these")
    assert sides(world) == ["left", "right"]


async def test_below_that_nobody_is_asked(world: World) -> None:
    _, rosa = await joined_with(world, "Both")
    await rosa.taps("2")
    assert "Which knee" not in rosa.screen
    await rosa.taps("None of these", "5 km as planned")
    assert sides(world) == ["both"]


async def test_who_has_one_sore_knee_is_not_asked(world: World) -> None:
    _, rosa = await joined_with(world, "Left")
    await rosa.taps("5")
    assert "Which knee" not in rosa.screen


async def test_a_slip_of_the_knee_can_be_changed(world: World) -> None:
    _, rosa = await joined_with(world, "Both")
    await rosa.taps("3", "Left", "None of these", "5 km as planned")
    await rosa.taps("✏️ Change", "Which knee: Left", "Right")
    assert "right" in sides(world)[-1]
