"""A physiotherapist in another zone, or late at work, wakes nobody; unless it is urgent."""

from __future__ import annotations

from tests.world import MONDAY, World

WORDS = "keep the next runs short and flat"


async def test_what_a_physiotherapist_writes_at_night_does_not_ring(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(MONDAY.replace(hour=23))
    await ines.writes("/clients")
    await ines.taps("Blue Heron", "💬 Message", "✍ Write", "Shorter runs", "Send")
    assert rosa.sees(WORDS).silent
    await world.until(MONDAY.replace(day=24, hour=10))
    await ines.writes("/clients")
    await ines.taps("Blue Heron", "💬 Message", "✍ Write", "Shorter runs", "Send")
    assert not rosa.sees(WORDS).silent


async def test_about_an_urgent_card_it_rings_at_any_hour(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(MONDAY.replace(hour=23))
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "2")
    await ines.taps("💬 Message")
    await ines.taps(next(one for one in ines.labels if one not in ("‹ Back", "Own words")))
    await ines.taps("Send")
    assert not rosa.sees("💬 Ines").silent


async def test_an_examination_told_at_night_does_not_ring(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("2", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.until(MONDAY.replace(day=24, hour=23))
    await ines.taps("✔ Close")
    await ines.taps(next(one for one in ines.labels if one.startswith("Examined")))
    assert rosa.sees("has cleared your right knee").silent
