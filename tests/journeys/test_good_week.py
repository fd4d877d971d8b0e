"""A good week: three taps after the run, one the next day, GO with its reason, exercises done."""

from __future__ import annotations

from tests.world import World


async def test_a_good_week(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)

    await world.passes(hours=10.5)
    assert rosa.sees("Monday's run, 5 km. Worst knee pain while running?").at.hour == 19
    await rosa.taps("1", "None of these", "5 km as planned")
    assert "Green so far: pain 1 on Monday's run" in rosa.screen
    assert "I ask again Tuesday 24 Nov 18:35" in rosa.screen

    await world.passes(hours=13)
    assert rosa.sees("Today, about").silent
    await rosa.taps("✅ All done")
    rosa.sees("exercises done")
    assert "1 runner: 1 with a number in 4 days" in ines.last_heard

    await world.passes(hours=12)
    rosa.sees("After Monday's run, 5 km: worst knee pain today in daily life")
    await rosa.taps("✅ 0")
    assert "Green: pain 1 on Monday's run" in rosa.screen
    assert "GO" in rosa.screen
    assert "Why: Monday's run went well" in rosa.screen

    await rosa.writes("/today")
    await rosa.taps("0", "No limp")
    assert "GO" in rosa.screen
    assert "Not a check-up." in rosa.screen

    await ines.writes("/clients")
    assert "🟢 Blue Heron" in ines.screen
    assert ines.count("🔴") == 0


async def test_nothing_wrong_takes_three_taps_and_one_message(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    before = len(rosa.phone.messages)
    sent_before = len(world.telegram.calls_of("sendMessage", chat_id=rosa.phone.id))
    taps = ("1", "None of these", "5 km as planned")
    await rosa.taps(*taps)
    assert len(taps) == 3
    assert "Green so far" in rosa.screen
    assert len(rosa.phone.messages) == before
    assert len(world.telegram.calls_of("sendMessage", chat_id=rosa.phone.id)) == sent_before


async def test_the_next_day_takes_one_tap(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.passes(hours=24)
    await rosa.taps("✅ 1")
    assert "Green: " in rosa.screen


async def test_an_unplanned_run_is_asked_when_it_ended(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=2)
    await rosa.writes("/run")
    await rosa.taps("1 h ago", "2", "None of these")
    await rosa.writes("6.5")
    rosa.sees("6.5 km for Monday's run")
    assert "I ask again Tuesday 24 Nov 10:00" in rosa.sees("Green so far").text
    await world.passes(hours=9)
    rosa.sees("Monday's run, 5 km. Worst knee pain while running?")


async def test_a_run_reported_early_is_the_planned_run(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=9.5)
    await rosa.writes("/run")
    await rosa.taps("Just now", "0", "None of these", "5 km as planned")
    await world.passes(hours=3)
    assert rosa.count("Worst knee pain while running?") == 0
