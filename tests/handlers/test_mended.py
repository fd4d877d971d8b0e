"""What careful people found by trying: each was once wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.journeys.test_hot_knee import hot_and_feverish
from tests.world import ROSA, START_DAY, Someone, World


async def locked_by_swelling(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("2", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.until(START_DAY + timedelta(days=1, hours=8, minutes=1))
    return ines, rosa


async def test_diabetes_lifts_a_hot_knee_told_at_joining(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "18–39", "🇬🇧 UK", "Yes", "Diabetes", "Done", "Right")
    await rosa.taps("6 to 12 weeks", "5", "15", "2", "1", "1")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    rosa.sees("Go to emergency care now")
    assert "diabetes" in ines.sees("18–39 ·").text


async def test_one_examined_knee_does_not_clear_another_finding(world: World) -> None:
    ines, rosa = await locked_by_swelling(world)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    puffy = ines.sees("visible swelling")
    close = next(b for row in puffy.buttons for b in row if b.label == "✔ Close")
    await ines.taps_data(close.data or "")
    await ines.taps("Examined: run-walk from today")
    rosa.sees("Another is still open: no running until that is done too")
    assert rosa.count("has cleared your right knee") == 0
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen


async def test_a_lock_left_on_can_still_be_lifted(world: World) -> None:
    ines, rosa = await locked_by_swelling(world)
    await ines.taps("✔ Close", "Advised: exercises, no running")
    await ines.writes("/clients")
    assert "🔒 Blue Heron" in ines.screen
    await ines.taps("Blue Heron", "Examined: run-walk from today")
    rosa.sees("has cleared your right knee for running")
    await ines.writes("/clients")
    assert "🔒" not in ines.screen


async def test_the_same_sign_again_rings_on_its_open_card(world: World) -> None:
    ines, rosa = await locked_by_swelling(world)
    for hours, grade in ((2, "Wobbled"), (20, "Fell, or after a twist")):
        await world.passes(hours=hours)
        await rosa.writes("/symptom")
        await rosa.taps("Gave way", grade, "Done", "3")
    await ines.writes("/clients")
    assert "Blue Heron" in ines.screen
    assert all("•" in shown.text for shown in ines.phone.screens if "week 1" in shown.text)


async def test_very_high_pain_is_heard_in_the_same_tap(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("9", "9", "No")
    rosa.sees("Pain this strong should be looked at tonight")
    ines.sees("pain 9")
    await rosa.taps("None of these", "5 km as planned")
    rung = [h for h in ines.phone.heard if h.method == "sendMessage" and "pain 9" in h.text]
    assert len(rung) == 1


async def test_too_sore_to_run_and_then_silence_is_still_heard(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "Too sore", "9")
    await world.until(START_DAY + timedelta(days=2))
    assert any("pain 9" in h.text for h in ines.phone.heard)


async def test_an_old_number_is_never_pain_now(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/today")
    await rosa.taps("0")
    await world.passes(days=3)
    await rosa.writes("/today")
    assert "Worst knee pain now" in rosa.screen


async def test_a_sign_tapped_twice_is_not_lost(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Swollen")
    await rosa.writes("/symptom")
    assert "Swollen: how?" in rosa.screen
    await world.passes(minutes=31)
    rosa.sees("No running until your physiotherapist has checked it")


async def test_calmer_advice_does_not_follow_graver(world: World) -> None:
    _, rosa = await hot_and_feverish(world)
    await rosa.taps("Night pain, lump, weight loss", "Pain at night that wakes me", "Done", "5")
    assert rosa.count("Gentle exercises are fine") == 0
    await world.passes(days=1)
    assert rosa.count("Today, about") == 0


async def test_after_the_examination_nothing_is_urged_any_more(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    await ines.taps("✔ Close", "Examined: run-walk from today")
    rosa.sees("Examined by Ines")
    assert rosa.count("still go") == 0
    before = len(rosa.phone.heard)
    await world.passes(hours=23)
    assert not any("Get this seen" in h.text for h in rosa.phone.heard[before:])


async def test_a_new_limit_holds_at_once(world: World) -> None:
    ines, rosa = await locked_by_swelling(world)
    await ines.taps("🗓 Plan", "50 %: up to 2.5 km")
    await world.passes(minutes=6)
    await ines.taps("🗓 Plan", "No limit of mine")
    await world.passes(minutes=6)
    await ines.taps("🗓 Plan", "50 %: up to 2.5 km")
    await world.passes(minutes=6)
    assert rosa.count("at most 2.5 km a run") == 2


async def test_the_morning_run_told_after_the_evening_run(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await rosa.writes("/run")
    await rosa.taps("Earlier today", "1", "None of these", "Skip")
    await world.until(START_DAY + timedelta(days=1, hours=20))
    rosa.sees("After Monday's run, 5 km: worst knee pain today")


async def test_not_seen_is_asked_until_she_was(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well", "I've read this")
    for _ in range(3):
        await world.passes(hours=15)
        await rosa.taps("Not yet")
    await world.passes(hours=15)
    assert "Were you seen?" in rosa.sees("Get this seen").text


async def test_a_lock_nobody_acts_on_is_told_to_the_runner(world: World) -> None:
    _ines, rosa = await locked_by_swelling(world)
    await world.until(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    rosa.sees("Please see any physiotherapist or your GP")


async def test_later_in_the_evening_waits_for_the_morning(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=11.5)
    await rosa.taps("Later")
    assert "I ask again Tuesday 24 Nov 08:00" in rosa.screen
    await rosa.taps("Answer now")
    rosa.sees("Worst knee pain while running?")


async def test_km_are_no_pain_and_nineteen_is_an_hour(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.writes("5 km")
    assert rosa.screen.startswith("Please send a whole number from 0 to 10")
    tim = world.someone(1002, "Tim")
    await tim.opens(await world.invite(ines))
    await tim.taps("I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", "Left", "6 to 12 weeks")
    await tim.taps("0", "0", "2", "1", "1", "None of these", "Band", "Done", "Tue", "Done")
    await tim.writes("19")
    await tim.taps("3")
    assert "Tuesday 24 Nov 19:00" in tim.sees("Your next planned run").text


async def test_a_new_runner_is_not_shown_as_calm(world: World) -> None:
    ines = await world.joined_physio()
    await world.joined_runner(ines)
    await ines.writes("/clients")
    assert "⚪ Blue Heron no run yet" in ines.screen
    await world.passes(hours=24)
    assert "0 with a number in 4 days, 0 silent" in ines.last_heard
