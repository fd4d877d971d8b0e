"""Leaving: two taps, nothing lost, told once, urgent advice to its end, and a way back."""

from __future__ import annotations

from tests.world import Someone, World

RUN_QUESTION = "Worst knee pain while running?"
BACK = "\u2039 Back"


async def joined(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    return ines, await world.joined_runner(ines)


async def test_she_leaves_and_nothing_more_is_asked(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    assert "You have left." in rosa.screen
    assert ines.count("Blue Heron has left") == 1
    before = len(world.telegram.calls_of("sendMessage", chat_id=rosa.phone.id))
    await world.passes(days=3)
    assert len(world.telegram.calls_of("sendMessage", chat_id=rosa.phone.id)) == before
    await ines.writes("/clients")
    assert "Blue Heron" not in ines.screen
    await rosa.writes("/today")
    assert "Nobody looks after you here" in rosa.screen
    async with world.app.database.read() as tx:
        row = await tx.one("SELECT state, end_reason FROM episodes")
    assert row is not None
    assert (row["state"], row["end_reason"]) == ("ended", "left")


async def test_in_the_middle_of_a_check_in_her_number_is_kept(world: World) -> None:
    ines, rosa = await joined(world)
    await world.passes(hours=10.5)
    await rosa.taps("7")
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    assert rosa.count(RUN_QUESTION) == 0
    async with world.app.database.read() as tx:
        heard = await tx.one("SELECT event FROM assessments WHERE event LIKE '%\"pain\":7%'")
    assert heard is not None
    assert ines.count("Blue Heron has left") == 1
    await world.passes(days=2)
    assert rosa.count("After Monday's run") == 0


async def test_urgent_advice_goes_on_to_its_end(world: World) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well", "Done")
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    assert "The urgent advice still holds" in rosa.sees("You have left.").text
    await world.passes(hours=5)
    assert "Were you seen?" in rosa.sees("Get this seen").text
    await rosa.taps("On my way", "I've read this", "I'm going")
    rosa.sees("you are on your way")


async def test_pause_instead_and_back(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("/stop")
    await rosa.taps(BACK)
    assert "Nothing has changed." in rosa.screen
    await rosa.writes("/stop")
    await rosa.taps("Pause instead", "1 week")
    assert "Paused until" in rosa.screen
    assert ines.count("has left") == 0


async def test_a_new_link_brings_her_back(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("/stop")
    old = rosa.phone.screen
    await rosa.taps("Leave")
    back = await world.joined_runner(ines)
    await back.writes("/plan")
    assert "Next run: Monday 23 Nov 18:00" in back.screen
    leave = next(b.data for row in old.buttons for b in row if b.label == "Leave")
    await rosa.taps_data(str(leave))
    assert rosa.toast.startswith("That button does nothing any more.")
    await world.passes(hours=10.5)
    assert rosa.count(RUN_QUESTION) == 1


async def test_who_is_still_joining_may_leave(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(1001, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "18–39")
    await rosa.writes("/stop")
    await rosa.taps("Leave")
    assert "You have left." in rosa.screen
    await rosa.writes("/start")
    assert rosa.count("Where are you now?") == 0
