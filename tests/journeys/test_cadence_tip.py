"""The tip on quicker, shorter steps reaches the runner whose physiotherapist allows it."""

from __future__ import annotations

from tests.world import World

TIP = "quicker, shorter steps for part of a run"


async def test_the_tip_comes_with_the_next_day_of_a_calm_run(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await ines.writes("/clients")
    await ines.taps("Blue Heron", "🗓 Plan", "Allow cadence tip", "Done")
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    assert rosa.count(TIP) == 0
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    told = rosa.sees("After Monday's run").text
    assert told.count(TIP) == 1
    assert "\n\n" not in told


async def test_the_tip_comes_before_a_run_and_once(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await ines.writes("/clients")
    await ines.taps("Blue Heron", "🗓 Plan", "Allow cadence tip", "Done")
    await rosa.writes("/today")
    await rosa.taps("1", "No limp")
    assert rosa.sees("Not a check-up").text.count(TIP) == 1
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    assert TIP not in rosa.sees("After Monday's run").text


async def test_nobody_gets_it_unasked_for(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    assert rosa.count(TIP) == 0
