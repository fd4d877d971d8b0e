"""The plan changes by a tap or two; what is pending moves, nothing is asked or sent twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.world import Someone, World

RUN_QUESTION = "Worst knee pain while running?"


async def joined(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    return ines, await world.joined_runner(ines)


def sent(world: World, whom: Someone) -> int:
    return len(world.telegram.calls_of("sendMessage", chat_id=whom.phone.id))


async def test_the_time_changes_in_two_taps_on_one_message(world: World) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/plan")
    assert "Mon, Wed, Fri · 18:00 · 5 km" in rosa.screen
    messages = sent(world, rosa)
    taps = ("Time", "19:00")
    await rosa.taps(*taps)
    assert len(taps) <= 3
    assert "Mon, Wed, Fri · 19:00 · 5 km" in rosa.screen
    assert "Next run: Monday 23 Nov 19:00" in rosa.screen
    assert sent(world, rosa) == messages, "the same message is edited"
    await world.passes(hours=10.5)
    assert rosa.count(RUN_QUESTION) == 0, "the question has moved with the run"
    await world.passes(hours=1)
    assert rosa.count(RUN_QUESTION) == 1


async def test_time_and_distance_may_be_typed(world: World) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/plan")
    await rosa.taps("Time")
    await rosa.writes("6:45 pm")
    assert "18:45 · 5 km" in rosa.sees("Your plan").text
    await rosa.taps("Distance")
    await rosa.writes("6,5")
    assert "18:45 · 6.5 km" in rosa.sees("Your plan").text
    await world.passes(hours=11.5)
    rosa.sees("Monday's run, 6.5 km. Worst knee pain")


@pytest.mark.parametrize(
    ("page", "words", "refusal"),
    [
        ("Time", "25:00", "Please send a time such as 18:30"),
        ("Distance", "0", "Please send km from 0.5 to 100"),
        ("Distance", "500 km", "Please send km from 0.5 to 100"),
    ],
)
async def test_what_cannot_be_is_refused_with_words(
    world: World, page: str, words: str, refusal: str
) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/plan")
    await rosa.taps(page)
    await rosa.writes(words)
    assert refusal in rosa.screen
    await rosa.writes("/plan")
    assert "18:00 · 5 km" in rosa.screen


async def test_without_a_run_day_nothing_is_asked_until_she_runs(world: World) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/plan")
    await rosa.taps("Days", "✓ Mon", "✓ Wed", "✓ Fri")
    assert "No planned runs" in rosa.screen
    await rosa.taps("Done", "Done")
    await world.passes(hours=13)
    assert rosa.count(RUN_QUESTION) == 0
    await rosa.writes("/run")
    await rosa.taps("1 h ago")
    rosa.sees(RUN_QUESTION)
    await rosa.writes("/plan")
    await rosa.taps("Days", "Thu")
    assert "Next run: Thursday 26 Nov 18:00" in rosa.screen


async def test_what_was_asked_is_not_asked_again(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=10.5)
    assert rosa.count(RUN_QUESTION) == 1
    messages = sent(world, rosa)
    await rosa.writes("/plan")
    await rosa.taps("Time", "20:00")
    await world.passes(hours=3)
    assert rosa.count(RUN_QUESTION) == 1
    asked_anew = sent(world, rosa) - messages
    assert asked_anew == 1, "only the plan itself"


async def test_a_day_whose_run_was_answered_is_not_planned_twice(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await rosa.writes("/plan")
    await rosa.taps("Time", "20:00")
    assert "Next run: Wednesday 25 Nov 20:00" in rosa.screen


async def test_a_run_under_way_stays_the_run_it_is(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=9.2)
    await rosa.writes("/plan")
    await rosa.taps("Time", "07:00")
    await world.passes(hours=1.3)
    rosa.sees("Monday's run, 5 km. Worst knee pain")


async def test_the_pending_next_day_question_stays(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    assert "I ask again Tuesday 24 Nov 18:35" in rosa.screen
    await rosa.writes("/plan")
    await rosa.taps("Days", "✓ Wed", "Tue")
    await world.until(datetime.fromisoformat("2026-11-24T18:36+00:00"))
    assert rosa.count("After Monday's run, 5 km: worst knee pain today") == 1


async def test_an_old_press_and_another_runners_press_change_nothing(world: World) -> None:
    ines, rosa = await joined(world)
    tim = await world.joined_runner(ines, 1002, "Tim")
    await rosa.writes("/plan")
    await rosa.taps("Time")
    theirs = next(b.data for row in rosa.phone.screen.buttons for b in row if b.label == "07:00")
    await tim.taps_data(str(theirs))
    assert tim.toast.startswith("That button does nothing any more.")
    old = rosa.phone.screen
    world.clock.move_to(world.clock.now() + timedelta(days=370))
    await rosa.phone.presses("07:00", on=old)
    await world.settle()
    assert "· 07:00 ·" in rosa.last_heard, "a year later it is still her plan"


async def test_the_plan_waits_for_joining(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(1001, "Rosa")
    await rosa.opens(await world.invite(ines))
    for command in ("/plan", "/pause", "/settings"):
        await rosa.writes(command)
        assert "Please finish joining first" in rosa.screen
