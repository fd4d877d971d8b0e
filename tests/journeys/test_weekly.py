"""Once a week: the signs nobody tells of unasked, and painkillers, one tap each."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.test_quick_lane import last_event
from tests.world import START_DAY, Someone, World

WEEK = timedelta(days=7, hours=19, minutes=30)


async def a_week_on(world: World) -> tuple[Someone, Someone]:
    """Joined on Monday, silent for a week; it is Monday evening again."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(START_DAY + WEEK)
    return ines, rosa


async def test_the_first_check_in_of_a_week_asks_two_taps_more(world: World) -> None:
    _, rosa = await a_week_on(world)
    await rosa.taps("1")
    assert "Once a week: hot, red or darker knee" in rosa.screen
    await rosa.taps("None", "No")
    await rosa.taps("None of these", "5 km as planned")
    assert "Green so far" in rosa.screen
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    assert "Green: " in rosa.screen, "not asked again the next day"


async def test_yes_opens_the_whole_list_and_is_heard_at_once(world: World) -> None:
    ines, rosa = await a_week_on(world)
    await rosa.taps("1", "Yes →", "Calf swollen, sore, warm", "The calf alone")
    rosa.sees("Get this seen tonight")
    assert ines.count("🔴 Blue Heron") == 1
    await rosa.taps("Done", "Most runs", "None of these", "5 km as planned")
    told = last_event(world)
    assert (told["signs"], told["signs_asked"]) == (["calf"], True)
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen


async def test_a_follow_up_asks_it_too(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(START_DAY + timedelta(days=6, hours=19))
    await rosa.writes("/run")
    await rosa.taps("Just now", "1", "None of these", "5 km")
    await world.until(START_DAY + timedelta(days=7, hours=19, minutes=1))
    await rosa.taps("✅ 0")
    assert "Once a week" in rosa.screen
    await rosa.taps("Yes →", "One sore spot on bone, or groin", "In the groin")
    await rosa.taps("Done", "Once")
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen


async def test_painkillers_before_most_runs_close_the_quick_lane(world: World) -> None:
    _, rosa = await a_week_on(world)
    for _ in range(2):
        await rosa.taps("1")
        if "Once a week" in rosa.screen:
            await rosa.taps("None", "Most runs")
        await rosa.taps("None of these", "5 km as planned")
        await world.passes(hours=24)
        await rosa.taps("✅ 0")
        await world.passes(hours=24)
    rosa.sees("Friday's run")
    assert "✅ 0" not in rosa.labels


async def test_a_wrong_none_is_changed_to_yes(world: World) -> None:
    ines, rosa = await a_week_on(world)
    await rosa.taps("1", "None", "No", "None of these", "5 km as planned")
    await rosa.taps("✏️ Change", "Once a week: None", "Yes →", "Fever or shivering")
    await rosa.taps("Knee worse than usual", "Done")
    rosa.sees("Get this seen tonight")
    assert ines.count("🔴 Blue Heron") == 1


async def a_week_without_a_run(world: World) -> tuple[Someone, Someone]:
    """One run on the first Monday, its next day told; then only rest-day checks, unanswered."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/plan")
    await rosa.taps("Days", "✓ Wed", "✓ Fri", "Done")
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    await rosa.writes("/plan")
    await rosa.taps("Days", "✓ Mon", "Done")
    await world.until(START_DAY + timedelta(days=9, hours=9))
    return ines, rosa


async def test_a_rest_day_check_asks_it_too(world: World) -> None:
    ines, rosa = await a_week_without_a_run(world)
    rosa.sees("A few days without a number.")
    await rosa.taps("0")
    rosa.sees("Once a week: hot, red or darker knee")
    await rosa.taps("Yes →", "Calf swollen, sore, warm", "The calf alone")
    rosa.sees("Get this seen")
    assert ines.count("🔴 Blue Heron") == 1
    await rosa.taps("Done")
    rosa.sees("✓ Noted: pain 0")


async def test_a_rest_day_asks_nothing_about_painkillers_before_runs(world: World) -> None:
    _, rosa = await a_week_without_a_run(world)
    await rosa.taps("0", "None")
    rosa.sees("✓ Noted: pain 0")


async def test_a_recovery_check_asks_it_too(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(START_DAY + timedelta(days=4, hours=19, minutes=30))
    await rosa.taps("4", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("4", "Not yet", "None of these")
    await world.passes(hours=24)
    rosa.sees("Two days after Friday's run")
    await rosa.taps("4", "Not yet")
    assert rosa.count("Once a week") == 0, "six days since she joined"
    await rosa.writes("/plan")
    await rosa.taps("Days", "✓ Mon", "Done")
    await world.until(START_DAY + timedelta(days=7, hours=8, minutes=5))
    await rosa.taps("3", "Not yet")
    rosa.sees("Once a week")
    await rosa.taps("None", "Once")
    rosa.sees("✓ Noted: pain 3")


async def test_the_morning_of_a_recovery_check_does_not_put_it_off(world: World) -> None:
    """Not settled on Saturday; two days after the run that is asked once, then each morning."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/plan")
    await rosa.taps("Days", "✓ Mon", "✓ Wed", "Done")
    await world.until(START_DAY + timedelta(days=4, hours=19, minutes=30))
    await rosa.taps("4", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("4", "Not yet", "None of these")
    await world.until(START_DAY + timedelta(days=6, hours=18))
    assert rosa.count("Worst knee pain today") == 0, "Sunday has its own question at 18:35"
    await world.passes(hours=1)
    await rosa.taps("4", "Not yet")
    for day in (7, 8):
        await world.until(START_DAY + timedelta(days=day, hours=9))
        assert rosa.sees("Worst knee pain today").at.hour == 8
        await rosa.writes("4")
        await rosa.taps("Not yet", *(("None", "No") if day == 7 else ()))
