"""Signs in an answer that is changed or comes late, while a physiotherapist deals with others."""

from __future__ import annotations

from tests.journeys.test_locks_last import open_locks
from tests.world import Someone, World


async def after_a_run(world: World, *answers: str) -> tuple[Someone, Someone]:
    """Monday evening at half past seven."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps(*answers)
    return ines, rosa


async def examined(world: World, ines: Someone, *, after: float = 14) -> None:
    """The card of her one red flag is closed and its lock cleared, in the clinic's morning."""
    await world.passes(hours=after)
    await ines.phone.presses("✔ Close", on=ines.sees("🔒 no running"))
    await world.settle()
    await ines.taps("Examined: run-walk from today")
    assert open_locks(world) == set()


async def answers_late(world: World, rosa: Someone, *taps: str) -> None:
    """Monday's next-day question, after its time."""
    await rosa.phone.presses("Answer now, late", on=rosa.sees("Monday's run, 5 km: not answered"))
    await world.settle()
    await rosa.phone.presses("3", on=rosa.sees("After Monday's run"))
    await world.settle()
    await rosa.taps(*taps)


async def catching_was_examined(world: World) -> tuple[Someone, Someone]:
    """The next-day question is over on Wednesday; then the knee catches, and on Thursday morning
    that is examined.
    """
    ines, rosa = await after_a_run(world, "1", "None of these", "5 km as planned")
    await world.passes(hours=44)
    await rosa.writes("/symptom")
    await rosa.taps("Caught / stuck", "Catches, frees at once", "Done")
    await rosa.phone.presses("2", on=rosa.sees("nee pain now"))
    await world.settle()
    assert open_locks(world) == {"9"}
    await examined(world, ines, after=18)
    return ines, rosa


async def test_a_late_sign_nobody_says_still_so_of_is_not_lost(world: World) -> None:
    """Another sign was examined meanwhile: that was not this one."""
    ines, rosa = await catching_was_examined(world)
    await answers_late(world, rosa, "Not yet", "Swollen", "A bit puffy", "Done")
    rosa.sees("Is it still so now?")
    await world.passes(hours=1)
    assert open_locks(world) == {"10"}
    await world.passes(hours=24)
    ines.sees("visible swelling")
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen


async def test_a_late_sign_of_a_row_examined_meanwhile_is_told(world: World) -> None:
    """It is no longer so; but nobody knew of it when the row was cleared."""
    _, rosa = await catching_was_examined(world)
    await answers_late(world, rosa, "Not yet", "Gave way", "Wobbled", "Done", "No, it has gone")
    assert open_locks(world) == {"9"}


async def test_an_ungraded_sign_of_a_change_left_alone_is_told(world: World) -> None:
    ines, rosa = await after_a_run(
        world, "1", "Caught / stuck", "Catches, frees at once", "Done", "5 km as planned"
    )
    await examined(world, ines)
    await rosa.taps("✏️ Change", "What happened: As ticked", "Gave way")
    await world.passes(hours=1)
    assert open_locks(world) == {"9"}
    await world.passes(hours=24)
    assert ines.count("catches or gives way") == 2


async def test_changing_the_pain_does_not_tell_an_examined_sign_again(world: World) -> None:
    ines, rosa = await after_a_run(world, "1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await examined(world, ines)
    cards = ines.count("visible swelling")
    await rosa.taps("✏️ Change", "Pain: 1", "8")
    await rosa.phone.presses("6", on=rosa.sees("pain now, walking or on stairs?"))
    await world.settle()
    await rosa.taps("Yes")
    assert open_locks(world) == set()
    assert ines.count("visible swelling") == cards
    rosa.sees("🔴 Red")


async def test_a_sign_examined_before_the_end_of_the_form_still_counts_for_the_run(
    world: World,
) -> None:
    ines, rosa = await after_a_run(world, "1", "Swollen", "Very: kneecap hidden")
    await ines.taps("✔ Close", "Examined: run-walk from today")
    assert open_locks(world) == set()
    await rosa.taps("Done", "5 km as planned")
    rosa.sees("Red: ")
    assert open_locks(world) == set()
    assert ines.count("🔴 Blue Heron") == 1, "it is no news"


async def test_a_sign_added_after_the_card_was_closed_counts(world: World) -> None:
    ines, rosa = await after_a_run(world, "1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await examined(world, ines)
    await rosa.taps("✏️ Change", "What happened: As ticked", "Gave way", "Wobbled", "Done")
    assert open_locks(world) == {"9"}
    await world.passes(hours=24)
    assert ines.count("catches or gives way") == 1


async def test_the_same_sign_tapped_again_after_the_card_was_closed_counts(world: World) -> None:
    _, rosa = await after_a_run(world, "1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    ines = world.someone(2001, "Ines")
    await examined(world, ines)
    await rosa.taps("✏️ Change", "What happened: As ticked", "✓ Swollen", "Mis-tap")
    await rosa.taps("Swollen", "A bit puffy", "Done")
    assert open_locks(world) == {"10"}


async def test_a_sign_added_to_a_late_answer_is_asked_about_anew(world: World) -> None:
    ines, rosa = await after_a_run(world, "1", "None of these", "5 km as planned")
    await world.passes(hours=44)
    await answers_late(world, rosa, "Not yet", "Swollen", "A bit puffy", "Done", "No, it has gone")
    assert ines.count("🔴") == 0
    await rosa.taps("✏️ Change", "What happened: As ticked")
    await rosa.taps("Hot, red, fever, calf, other…", "Hot, red or darker knee")
    await rosa.taps("That alone, and I feel well", "Done", "Done")
    rosa.sees("Is it still so now?")
    await rosa.taps("Yes, still")
    assert ines.count("🔴 Blue Heron") == 1


async def test_a_lock_that_opened_by_an_answer_holds_again_when_that_is_changed(
    world: World,
) -> None:
    """Fever is over in the morning; at noon she says that it is not."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "Ill", "Fever, knee as usual")
    await world.passes(hours=13)
    await rosa.taps("1", "None of these")
    assert open_locks(world) == set()
    await world.passes(hours=2)
    await rosa.taps("✏️ Change", "What happened: Nothing", "Fever or shivering", "Knee as usual")
    await rosa.taps("Done")
    assert open_locks(world) == {"2"}
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen
