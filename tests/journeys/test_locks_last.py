"""Locks nobody acts on, and locks that opened and are needed again."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.journeys.colleagues import stands_in
from tests.world import INES, OTTO, Someone, World


async def puffy(world: World) -> tuple[Someone, Someone]:
    """A puffy knee on Monday evening; the card is due on Tuesday at eight."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    return ines, rosa


def open_locks(world: World) -> set[str]:
    """The rows of the table of red flags that lock now."""
    with closing(sqlite3.connect(world.database)) as file:
        found = file.execute(
            "SELECT red_flag_row FROM locks JOIN flags ON flags.id = flag_id"
            " WHERE cleared_at IS NULL"
        )
        return {row[0] for row in found}


async def test_after_three_working_days_the_runner_is_sent_elsewhere(world: World) -> None:
    ines, rosa = await puffy(world)
    await world.passes(hours=14)
    ines.sees("visible swelling")
    await world.passes(hours=2 * 24)
    assert rosa.count("running stays locked") == 0
    await world.passes(hours=24 + 4)
    told = rosa.sees("running stays locked")
    assert "Please see any physiotherapist or your GP" in told.text
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen


async def test_a_lock_that_is_acted_on_sends_nobody_elsewhere(world: World) -> None:
    ines, rosa = await puffy(world)
    await world.passes(hours=14)
    await ines.taps("✔ Close", "Examined: run-walk from today")
    await world.passes(hours=5 * 24)
    assert rosa.count("running stays locked") == 0


async def test_the_deputy_hears_after_one_day_and_the_runner_still_after_three(
    world: World,
) -> None:
    _, rosa = await puffy(world)
    deputy = await world.joined_physio(OTTO, "Otto")
    stands_in(world, OTTO, for_whom=INES)
    await world.passes(hours=14)
    assert deputy.count("visible swelling") == 0
    await world.passes(hours=24)
    deputy.sees("visible swelling")
    assert rosa.count("running stays locked") == 0
    await world.passes(hours=2 * 24 + 4)
    rosa.sees("running stays locked")


async def come_back(world: World, rosa: Someone, *signs: str) -> None:
    """The next check that asks for the signs."""
    while not rosa.count("How is it now?"):
        await world.passes(hours=12)
    await rosa.phone.presses("1", on=rosa.sees("How is it now?"))
    await world.settle()
    await rosa.taps(*signs)


async def test_swelling_that_comes_back_rings_and_locks_again(world: World) -> None:
    ines, rosa = await puffy(world)
    await world.passes(hours=14)
    await ines.taps("✔ Close", "May run once gone for 48 h")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    await come_back(world, rosa, "None of these")
    await come_back(world, rosa, "None of these")
    assert open_locks(world) == set()
    rings = len([h for h in ines.phone.heard if h.method == "sendMessage"])

    await world.passes(hours=24)
    await rosa.writes("/symptom")
    await rosa.taps("Swollen", "A bit puffy", "Done", "2")
    assert open_locks(world) == {"10"}
    await world.passes(hours=3 * 24)
    later = [h for h in ines.phone.heard if h.method == "sendMessage"][rings:]
    assert any("visible swelling" in one.text for one in later)
    await ines.phone.presses("✔ Close", on=ines.sees("🔒 no running"))
    await world.settle()
    await ines.taps("Examined: run-walk from today")
    assert open_locks(world) == set()


async def test_a_fever_that_comes_back_rings_and_locks_again(world: World) -> None:
    """Its first card is still open: it opens and rings again."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "Ill", "Fever, knee as usual")
    assert open_locks(world) == {"2"}
    await world.passes(hours=13)
    await rosa.taps("1", "None of these")
    assert open_locks(world) == set()
    await ines.taps("👁 Seen")

    await world.passes(hours=30)
    await rosa.writes("/symptom")
    await rosa.taps("Fever or shivering", "Knee as usual", "Done", "1")
    assert open_locks(world) == {"2"}
    assert "🔒 no running, no exercises" in ines.sees("🟠 Blue Heron").text
    assert "nobody has seen it" in ines.sees("🟠 Blue Heron").text
    await world.passes(hours=13)
    while not rosa.count("How is it now?"):
        await world.passes(hours=6)
    await rosa.taps("1", "None of these")
    assert open_locks(world) == set()


async def test_one_graded_sign_does_not_open_the_lock_of_another(world: World) -> None:
    ines, rosa = await puffy(world)
    await world.passes(hours=14)
    await ines.taps("✔ Close", "May run once gone for 48 h")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    await come_back(world, rosa, "None of these")
    await world.passes(hours=60)
    await rosa.writes("/symptom")
    await rosa.taps("Gave way", "Wobbled")
    assert open_locks(world) == {"9", "10"}
    await rosa.taps("Swollen", "A bit puffy", "Done", "2")
    assert open_locks(world) == {"9", "10"}
