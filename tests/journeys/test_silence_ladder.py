"""Silence: a reminder, one soft question the day after, once a better time; never blame."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.world import START_DAY, Someone, World

SOFT = "no answer, and that is all right. What was it?"


async def unanswered(world: World) -> tuple[Someone, Someone]:
    """Monday's question was not answered; it is Tuesday afternoon."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    return ines, rosa


def soft_asks(rosa: Someone) -> int:
    return sum(h.method == "sendMessage" and SOFT in h.text for h in rosa.phone.heard)


async def test_one_soft_question_in_place_of_the_old_one(world: World) -> None:
    _, rosa = await unanswered(world)
    assert rosa.labels == ["Forgot", "Didn't run", "Too sore", "Pause me"]
    assert rosa.count("Monday's run") == 1
    await world.until(START_DAY + timedelta(days=9))
    assert soft_asks(rosa) == 1, "one until she answers"


async def test_forgot_is_the_same_question_late(world: World) -> None:
    _, rosa = await unanswered(world)
    await rosa.taps("Forgot", "2", "None of these", "5 km as planned")
    rosa.sees("Monday's run, 5 km: pain 2")


async def test_did_not_run_asks_only_why(world: World) -> None:
    _, rosa = await unanswered(world)
    await rosa.taps("Didn't run", "No time")
    assert "Another day, then" in rosa.screen


async def test_too_sore_asks_how_sore_and_hears_a_sign(world: World) -> None:
    ines, rosa = await unanswered(world)
    await rosa.taps("Too sore", "6", "Caught / stuck", "Stuck now", "Done")
    assert "Is it still so now?" in rosa.screen
    await rosa.taps("Yes, still")
    rosa.sees("999")
    assert ines.count("🔴 Blue Heron") == 1


async def test_pause_me_asks_until_when(world: World) -> None:
    _, rosa = await unanswered(world)
    await rosa.taps("Pause me", "1 week")
    rosa.sees("Paused until Tuesday 1 Dec.")


async def missed_three(world: World) -> Someone:
    """Every run was told of, and no next-day question was answered."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    for day in (0, 2, 4):
        await world.until(START_DAY + timedelta(days=day, hours=19, minutes=30))
        await rosa.taps("1", "None of these", "5 km as planned")
    await world.until(START_DAY + timedelta(days=6, hours=14))
    return rosa


async def test_three_missed_ask_once_for_a_better_time_and_it_holds(world: World) -> None:
    rosa = await missed_three(world)
    assert rosa.count("Would another suit you better?") == 1
    await rosa.taps("Earlier")
    assert "up to two hours earlier" in rosa.screen
    await world.until(START_DAY + timedelta(days=7, hours=19, minutes=30))
    await rosa.taps("1")
    if "None" in rosa.labels:
        await rosa.taps("None", "No")
    await rosa.taps("None of these", "5 km as planned")
    assert "I ask again Tuesday 1 Dec 16:35" in rosa.screen
    await world.until(START_DAY + timedelta(days=12))
    asked = [h for h in rosa.phone.heard if "Would another suit" in h.text]
    assert len(asked) == 1


async def test_an_old_question_says_that_its_time_is_over(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    old = rosa.sees("Worst knee pain while running?")
    data = old.buttons[0][3].data or ""
    await world.until(datetime(2026, 11, 24, 16, 0, tzinfo=UTC))
    await rosa.phone.presses_data(data, on=old)
    await world.settle()
    assert rosa.toast.startswith("Its time is over.")
    await world.passes(days=10)
    await rosa.phone.presses_data(data, on=old)
    await world.settle()
    assert rosa.toast == "This question is closed."
