"""Can I run? Asked for what is missing only, GO, SHORTER or NO RUN first, and good news once."""

from __future__ import annotations

from datetime import timedelta

from tests.world import START_DAY, Someone, World


async def runs(world: World, *answers: str) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps(*answers)
    return ines, rosa


async def test_two_taps_one_message_and_the_word_first(world: World) -> None:
    _, rosa = await runs(world, "1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    await rosa.writes("/today")
    asked = len(rosa.phone.screens)
    await rosa.taps("0", "No limp")
    said = rosa.screen
    assert said.startswith(("GO 🟢", "Not today. GO from"))
    assert said.index("GO") < said.index("Why:")
    assert said.endswith("Not a check-up.")
    assert len(rosa.phone.screens) == asked
    await rosa.writes("/today")
    assert rosa.screen == said, "not asked again within the hour"
    assert rosa.count("Not a check-up.") == 1, "the answer moved, it was not doubled"
    await world.passes(minutes=61)
    await rosa.writes("/today")
    assert "Worst knee pain now" in rosa.screen


async def test_what_a_go_means_is_said(world: World) -> None:
    _, rosa = await runs(world, "1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    await world.until(START_DAY + timedelta(days=2, hours=12))
    await rosa.writes("/today")
    await rosa.taps("0", "No limp")
    lines = rosa.screen.splitlines()
    assert lines[0].startswith("GO 🟢 up to 5")
    assert lines[1] == "Stage 7 of 10, distance: flat, easy pace."
    assert lines[2] == "Stop at 4/10, if it grows, or if you limp. Not a check-up."


async def test_asked_on_a_run_morning_after_amber(world: World) -> None:
    _, rosa = await runs(world, "3", "None of these", "5 km as planned")
    await world.until(START_DAY + timedelta(days=1, hours=19))
    await rosa.taps("✅ 2")
    await world.until(START_DAY + timedelta(days=2, hours=7, minutes=59))
    assert rosa.count("Worst knee pain now, walking or on stairs?") == 0
    await world.until(START_DAY + timedelta(days=2, hours=8, minutes=1))
    asked = rosa.sees("Worst knee pain now, walking or on stairs?")
    assert not asked.silent
    await rosa.phone.presses("1", on=asked)
    await world.settle()
    await rosa.taps("No limp")
    said = rosa.sees("Not a check-up.").text
    assert said.startswith("SHORTER 🟡")
    assert said.count("Stop at 4/10") == 1
    await world.until(START_DAY + timedelta(days=3, hours=9))
    assert rosa.count("Worst knee pain now, walking or on stairs?") == 0, "no run today"


async def test_not_asked_after_green_and_gone_when_the_run_begins(world: World) -> None:
    _, rosa = await runs(world, "1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 0")
    await world.until(START_DAY + timedelta(days=2, hours=12))
    assert rosa.count("Worst knee pain now") == 0, "green: nothing is asked"
    await world.until(START_DAY + timedelta(days=2, hours=20))
    await rosa.taps("4", "None of these", "5 km as planned")
    await world.until(START_DAY + timedelta(days=3, hours=20))
    await rosa.taps("3", "Within the day", "None of these")
    await world.until(START_DAY + timedelta(days=4, hours=9))
    rosa.sees("Worst knee pain now")
    await world.until(START_DAY + timedelta(days=4, hours=18, minutes=1))
    assert rosa.count("Worst knee pain now") == 0


async def test_under_a_lock_nothing_is_asked_before_a_run(world: World) -> None:
    _, rosa = await runs(world, "1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.until(START_DAY + timedelta(days=2, hours=12))
    assert rosa.count("Worst knee pain now, walking or on stairs?") == 0
    await rosa.writes("/today")
    assert rosa.screen.startswith("NO RUN 🔴 until your physiotherapist has cleared it")


async def test_did_them_and_forgot_to_tick(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    for day in (0, 2, 4, 7):
        await world.until(START_DAY + timedelta(days=day, hours=20))
        weekly = ("None", "No") if day == 7 else ()
        await rosa.taps("1", *weekly, "None of these", "5 km as planned")
        await world.until(START_DAY + timedelta(days=day + 1, hours=20))
        await rosa.taps("✅ 0")
    assert "✓ Did my exercises, forgot to tick" in rosa.labels
    await rosa.taps("✓ Did my exercises, forgot to tick")
    assert "no exercises ticked" not in rosa.screen
    assert "✓ Did my exercises, forgot to tick" not in rosa.labels


async def test_a_settled_week_is_said_once(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    said = []
    for day in (0, 2, 4):
        await world.until(START_DAY + timedelta(days=day, hours=20))
        await rosa.taps("1", "None of these", "5 km as planned")
        await world.until(START_DAY + timedelta(days=day + 1, hours=20))
        await rosa.taps("✅ 0")
        said.append("This week:" in rosa.screen)
    assert said == [False, False, True]
    assert "This week: 3 runs, all green." in rosa.screen


async def test_a_stage_up_is_said_once(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines, usual="2")
    news = []
    for day in (0, 2, 4):
        await world.until(START_DAY + timedelta(days=day, hours=20))
        await rosa.taps("1", "None of these", "2 km as planned")
        await world.until(START_DAY + timedelta(days=day + 1, hours=20))
        await rosa.taps("✅ 0")
        news += [line for line in rosa.screen.splitlines() if line.startswith("Next stage")]
    assert len(news) == 1
    assert "min run" in news[0]
