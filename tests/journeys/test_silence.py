"""Silence never improves anything: one reminder, a kind end, then the physiotherapist is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.world import START_DAY, World


async def test_a_silent_runner_is_reminded_once_and_then_told_of(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.until(START_DAY + timedelta(days=14, hours=12))

    asked = [
        h for h in rosa.phone.heard
        if h.method == "sendMessage" and "After Monday's run, 5 km: worst" in h.text
    ]  # fmt: skip
    assert 1 <= len(asked) <= 2
    assert rosa.count("After Monday's run, 5 km: worst") == 0
    rosa.sees("After Monday's run") if rosa.count("After Monday's run") else None
    told = [h.text for h in ines.phone.heard if "no pain number for" in h.text]
    assert told, "Ines was never told that Rosa fell silent"
    assert "0 with a number in 4 days, 1 silent" in ines.sees("No card by 08:15").text
    await ines.writes("/clients")
    assert "Blue Heron" in ines.screen


async def test_no_day_rings_more_than_twice_and_no_night_at_all(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(START_DAY + timedelta(days=9))
    rings: dict[str, int] = {}
    for heard in rosa.phone.heard:
        if heard.method != "sendMessage" or heard.shown.silent or heard.at < START_DAY:
            continue
        assert 8 <= heard.at.hour < 22, heard.text
        rings[f"{heard.at:%d}"] = rings.get(f"{heard.at:%d}", 0) + 1
    prompts = {day: count for day, count in rings.items() if day != "23"}
    assert max(prompts.values()) <= 3, prompts


async def test_a_red_answer_and_then_silence_reaches_the_physio_within_days(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("7", "Limped / ran differently", "Done", "5 km as planned")
    assert "Red: " in rosa.screen
    await world.until(datetime(2026, 11, 27, 13, 30, tzinfo=UTC))
    assert any("nothing heard for" in h.text for h in ines.phone.heard)


async def test_a_number_given_before_she_put_the_phone_down_is_not_lost(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("7")
    await world.until(START_DAY + timedelta(days=1, hours=16))
    assert "Red: pain 7 on Monday's run" in rosa.sees("Monday's run").text
    await rosa.writes("/today")
    await rosa.taps("1", "No limp", "Not yet")
    assert "NO RUN" in rosa.screen


async def test_a_later_run_closes_the_question_about_the_one_before(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("2", "None of these", "5 km as planned")
    await world.passes(hours=23.5)
    await rosa.taps("3")
    await rosa.writes("/run")
    await rosa.taps("Just now", "1", "None of these", "5 km")
    assert rosa.count("Was the knee back to usual") == 0
    rosa.sees("After Monday's run, 5 km: pain 3")
