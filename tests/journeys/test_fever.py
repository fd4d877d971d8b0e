"""Fever with the knee as usual: rest today, asked next morning; a lock that may open once gone."""

from __future__ import annotations

from tests.world import Someone, World


async def ill(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "Ill", "Fever, knee as usual")
    return ines, rosa


async def test_fever_is_asked_about_next_morning_and_then_over(world: World) -> None:
    ines, rosa = await ill(world)
    rosa.sees("No running and no exercises with a fever")
    await world.passes(hours=13)
    assert "fever, knee as usual (asked again next morning)" in ines.sees("🟠 Blue Heron").text
    await rosa.taps("1", "None of these")
    await rosa.writes("/today")
    await rosa.taps("1", "No limp")
    assert "NO RUN" not in rosa.screen
    assert "🔒" not in ines.sees("🟠 Blue Heron").text


async def test_fever_that_stays_is_asked_about_again(world: World) -> None:
    _, rosa = await ill(world)
    await world.passes(hours=13)
    await rosa.taps("1", "Fever or shivering", "Knee as usual", "Done")
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen
    await world.passes(hours=24)
    await rosa.taps("1", "None of these")
    await rosa.writes("/today")
    await rosa.taps("1", "No limp")
    assert "NO RUN" not in rosa.screen


async def asked_again(world: World, rosa: Someone) -> None:
    """The next morning on which the signs are asked, and nothing is there."""
    while not rosa.count("How is it now?"):
        await world.passes(hours=12)
    await rosa.phone.presses("1", on=rosa.sees("How is it now?"))
    await world.settle()
    await rosa.taps("None of these")


async def test_a_puffy_knee_may_run_again_once_it_is_gone(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.passes(hours=14)
    await ines.taps("✔ Close", "May run once gone for 48 h")
    rosa.sees("may run again once that has been gone for two days")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    await asked_again(world, rosa)
    await asked_again(world, rosa)
    await rosa.writes("/today")
    await rosa.taps("0", "No limp")
    assert "SHORTER" in rosa.screen
    assert "1 min run" in rosa.screen or "run 1 min" in rosa.screen
