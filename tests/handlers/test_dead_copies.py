"""A tap on a copy that is gone, or on one that is over, takes no living question from the phone."""

from __future__ import annotations

from tests.world import Someone, World


async def asked(world: World) -> tuple[Someone, int, str]:
    """Rosa with the question after her run: its message, and what its button 2 sends."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    shown = rosa.sees("Worst knee pain while running")
    data = next(b.data for row in shown.buttons for b in row if b.label == "2")
    return rosa, shown.message_id, data or ""


async def test_a_tap_on_a_deleted_copy_answers_the_living_question(world: World) -> None:
    rosa, first, data = await asked(world)
    await world.passes(hours=13)  # the reminder takes the first copy's place
    assert rosa.sees("Worst knee pain while running").message_id != first
    await rosa.phone.presses_data(data, on=first)
    await world.settle()
    assert rosa.count("Did any of these happen") == 1


async def test_a_tap_on_what_is_over_leaves_its_message_where_it_is(world: World) -> None:
    rosa, _, data = await asked(world)
    await rosa.taps("2", "None of these", "5 km as planned")
    done = rosa.sees("Green so far")
    await rosa.writes("/help")
    elsewhere = rosa.phone.screens[-1].message_id
    await rosa.phone.presses_data(data, on=elsewhere)
    await world.settle()
    assert rosa.sees("Green so far").message_id == done.message_id
