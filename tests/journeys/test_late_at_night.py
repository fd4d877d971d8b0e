"""The bot comes back at night: what was due by day is on the physiotherapist's phone, and does not
ring before her morning.
"""

from __future__ import annotations

from datetime import timedelta

from tests.world import MONDAY, World


async def gone(world: World, hours: float) -> None:
    """The process ends, and starts again so many hours later."""
    await world.app.close()
    world.clock.move_to(world.clock.now() + timedelta(hours=hours))
    world.clock.age(hours * 3600)
    await world.start()
    await world.app.settle()
    await world.beat()


async def test_late_cards_do_not_ring_at_night(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(MONDAY.replace(hour=20))
    await rosa.taps("3", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.until(MONDAY + timedelta(hours=22))  # Tuesday 07:00, an hour before her cards
    before = len(ines.phone.heard)
    await gone(world, 20.4)

    at_night = [heard for heard in ines.phone.heard[before:] if heard.method.startswith("send")]
    assert any("Blue Heron, right knee" in heard.text for heard in at_night)
    assert any("This card is late" in heard.text for heard in at_night)
    assert all(heard.shown.silent for heard in at_night), [h.text[:60] for h in at_night]

    before = len(ines.phone.heard)
    await world.until(MONDAY + timedelta(days=2))
    morning = [heard for heard in ines.phone.heard[before:] if "Open cards: 1" in heard.text]
    assert morning and not morning[0].shown.silent


async def test_a_late_card_does_not_ring_though_its_reasons_change_in_the_same_moment(
    world: World,
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/settings")
    await rosa.taps("Exercise time")
    await rosa.writes("10:30")
    await world.until(MONDAY.replace(hour=20))
    await rosa.taps("3", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.until(MONDAY + timedelta(hours=22))  # Tuesday 07:00; her card comes at 08:00
    before = len(ines.phone.heard)
    await gone(world, 20.4)

    cards = [heard for heard in ines.phone.heard[before:] if "🟠" in heard.text]
    assert cards
    assert all(heard.shown.silent for heard in cards if heard.method.startswith("send"))


async def test_what_is_urgent_rings_at_any_hour(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(MONDAY.replace(hour=23))
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "2")
    assert not ines.sees("🔴").silent
