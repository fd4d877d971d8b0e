"""One tap for a whole run: offered after two green runs, and to nobody who must be asked more."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

from tests.world import Someone, World

FULL = ("1", "None of these", "5 km as planned")


def last_event(world: World) -> dict[str, Any]:
    query = "SELECT event FROM assessments WHERE event LIKE '%\"run\"%' ORDER BY id DESC LIMIT 1"
    with closing(sqlite3.connect(world.database)) as file:
        found: dict[str, Any] = json.loads(file.execute(query).fetchone()[0])
    return found


async def after_two_greens(world: World) -> tuple[Someone, Someone]:
    """Monday and Wednesday were green; it is Friday evening, and she is asked."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    for _ in range(2):
        await rosa.taps(*FULL)
        await world.passes(hours=24)
        await rosa.taps("✅ 0")
        await world.passes(hours=24)
    return ines, rosa


async def test_one_tap_is_a_whole_run(world: World) -> None:
    _, rosa = await after_two_greens(world)
    asked = rosa.sees("Friday's run, 5 km. Worst knee pain while running?")
    assert "no painkiller, and nothing on the list happened" in asked.text
    messages, taps = len(rosa.phone.messages), ("✅ 1",)
    await rosa.taps(*taps)
    assert len(taps) == 1
    assert "Green so far: pain 1 on Friday's run" in rosa.screen
    assert len(rosa.phone.messages) == messages
    told = last_event(world)
    assert (told["lane"], told["pain"], told["distance_km"]) == ("quick", 1, 5.0)
    assert told["painkiller"] is False, "the button says so"
    assert not told.get("signs_asked"), "not asked is not none"
    assert told.get("grew") is None
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    assert "Green: pain 1 on Friday's run" in rosa.screen


async def test_the_scale_below_is_the_full_form(world: World) -> None:
    _, rosa = await after_two_greens(world)
    await rosa.taps("2")
    rosa.sees("Did any of these happen?")
    await rosa.taps("Hills", "Done", "5 km as planned")
    told = last_event(world)
    assert (told["lane"], told["hills"], told["signs_asked"]) == ("full", True, True)


async def test_it_is_not_offered_to_a_newcomer_nor_after_amber(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    assert "✅ 0" not in rosa.labels
    await rosa.taps(*FULL)
    await world.passes(hours=24)
    await rosa.taps("3", "Within the day", "None of these")
    await world.passes(hours=24)
    rosa.sees("Wednesday's run")
    assert "✅ 0" not in rosa.labels


async def test_a_sign_told_meanwhile_closes_it_and_nothing_is_lost(world: World) -> None:
    _, rosa = await after_two_greens(world)
    asked = rosa.sees("Friday's run")
    await rosa.writes("/symptom")
    await rosa.taps("Swollen", "A bit puffy", "Done", "2")
    await rosa.phone.presses("✅ 1", on=asked)
    await world.settle()
    assert "use the scale" in rosa.toast
    assert "✅ 1" not in rosa.sees("Friday's run").labels


async def test_a_slip_of_one_tap_is_put_right_in_full(world: World) -> None:
    _, rosa = await after_two_greens(world)
    await rosa.taps("✅ 1", "✏️ Change", "Pain: 1", "4")
    rosa.sees("Did any of these happen?")
    await rosa.taps("None of these")
    assert "Amber so far: pain 4" in rosa.screen
    assert last_event(world)["lane"] == "full"


async def test_a_typed_number_is_the_full_form(world: World) -> None:
    _, rosa = await after_two_greens(world)
    await rosa.writes("1")
    rosa.sees("Did any of these happen?")
