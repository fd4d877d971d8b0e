"""What two cards have to say is said once; what is true again is said again."""

from __future__ import annotations

from tests.world import MONDAY, Someone, World


async def cast(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    return ines, await world.joined_runner(ines)


async def test_two_unread_cards_are_one_warning(world: World) -> None:
    _, rosa = await cast(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well", "Done", "2")
    await world.until(MONDAY.replace(hour=11))
    assert sum("Nobody has read" in heard.text for heard in rosa.phone.heard) == 1


async def test_a_lock_examined_again_is_told_again(world: World) -> None:
    """Examined once; the same sign comes back and is examined again on its own card."""
    ines, rosa = await cast(world)
    for _ in range(2):
        await rosa.writes("/symptom")
        await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "2")
        await ines.taps("✔ Close")
        await ines.taps(next(one for one in ines.labels if one.startswith("Examined")))
        await world.passes(hours=1)
    told = [heard for heard in rosa.phone.heard if "has cleared your right knee" in heard.text]
    assert len(told) == 2
