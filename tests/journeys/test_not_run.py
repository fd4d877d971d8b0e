"""She did not run: four reasons, each asked to its end, and nothing invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.world import Someone, World


async def asked(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    return ines, rosa


@pytest.mark.parametrize(("why", "said"), [("Rest day", "Rest days"), ("No time", "Another day")])
async def test_two_taps_and_no_question_next_day(world: World, why: str, said: str) -> None:
    _, rosa = await asked(world)
    await rosa.taps("Didn't run", why)
    assert said in rosa.screen
    await world.passes(hours=40)
    assert rosa.count("After Monday's run") == 0


async def test_too_sore_is_a_number_and_signs(world: World) -> None:
    ines, rosa = await asked(world)
    await rosa.taps("Didn't run", "Too sore", "6", "None of these")
    assert "Good that you listened to it" in rosa.screen
    assert "NO RUN" in rosa.screen
    assert ines.count("🔴") == 0


async def test_too_sore_and_stuck_gets_urgent_advice_in_the_same_tap(world: World) -> None:
    ines, rosa = await asked(world)
    await rosa.taps("Didn't run", "Too sore", "6", "Caught / stuck", "Stuck now")
    rosa.sees("Get this seen tonight")
    assert ines.count("🔴 Blue Heron") == 1
    await rosa.taps("Done")
    rosa.sees("No run noted")


async def test_ill_without_fever_is_nothing_more(world: World) -> None:
    ines, rosa = await asked(world)
    await rosa.taps("Didn't run", "Ill", "No fever")
    assert "Get well first" in rosa.screen
    assert ines.count("🔴") == ines.count("🟠") == 0


@pytest.mark.parametrize("told", ["Fever, knee worse", "Knee hot, red or swollen"])
async def test_ill_with_a_worse_knee_is_urgent_at_once(world: World, told: str) -> None:
    ines, rosa = await asked(world)
    await rosa.taps("Didn't run", "Ill", told)
    rosa.sees("999")
    assert ines.count("🔴 Blue Heron") >= 1
    rosa.sees("Get well first")


async def test_a_rest_day_for_the_knee_is_asked_without_blame(world: World) -> None:
    _, rosa = await asked(world)
    await rosa.taps("7", "Limped / ran differently", "Done", "5 km as planned")
    await world.until(datetime(2026, 11, 25, 19, 10, tzinfo=UTC))
    assert "rest day for your knee" in rosa.sees("How was it?").text
    await rosa.taps("Rested")
    assert "Rest days count" in rosa.screen


async def test_ran_anyway_is_asked_like_any_run(world: World) -> None:
    _, rosa = await asked(world)
    await rosa.taps("7", "Limped / ran differently", "Done", "5 km as planned")
    await world.until(datetime(2026, 11, 25, 19, 10, tzinfo=UTC))
    await rosa.taps("Ran anyway")
    assert "✅ 0" not in rosa.labels
    await rosa.taps("2", "None of these", "5 km as planned")
    rosa.sees("Wednesday's run")


async def test_a_second_run_on_one_day_is_its_own_and_shares_the_next_day(world: World) -> None:
    _, rosa = await asked(world)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=2)
    await rosa.writes("/run")
    await rosa.taps("Just now", "2", "None of these", "3 km" if "3 km" in rosa.labels else "4 km")
    rosa.sees("Green so far: pain 2")
    await world.passes(hours=25)
    assert rosa.count("worst knee pain today in daily life") == 1


async def test_later_is_one_tap_and_may_be_moved(world: World) -> None:
    _, rosa = await asked(world)
    await rosa.taps("Later")
    assert "I ask again Monday 23 Nov 20:30" in rosa.screen
    assert rosa.labels == ["Answer now", "Monday 23 Nov 20:00", "Tuesday 24 Nov 08:00"]
    await rosa.taps("Monday 23 Nov 20:00")
    assert "I ask again Monday 23 Nov 20:00" in rosa.screen
    await world.until(datetime(2026, 11, 23, 20, 1, tzinfo=UTC))
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=1)
    assert rosa.count("Worst knee pain while running?") == 0


async def test_later_ends_with_the_question(world: World) -> None:
    _, rosa = await asked(world)
    await world.until(datetime(2026, 11, 24, 14, 50, tzinfo=UTC))
    await rosa.taps("Later")
    assert "too late for later" in rosa.toast
    await rosa.taps("2")
    rosa.sees("Did any of these happen?")
