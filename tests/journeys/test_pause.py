"""A pause: two taps, an end, silence until then, and urgent advice all the same."""

from __future__ import annotations

import json

import pytest

from tests.world import Someone, World

RUN_QUESTION = "Worst knee pain while running?"


async def joined(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    return ines, await world.joined_runner(ines)


def rung(world: World, whom: Someone) -> int:
    return len(world.telegram.calls_of("sendMessage", chat_id=whom.phone.id))


async def test_a_week_of_silence_then_one_welcome(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("/pause")
    await rosa.taps("1 week")
    assert "Paused until Monday 30 Nov" in rosa.screen
    before = rung(world, rosa)
    await ines.writes("/clients")
    assert "paused until Monday 30 Nov" in ines.screen
    await world.passes(days=6, hours=22)
    assert rung(world, rosa) == before, "nothing was asked"
    assert "1 silent" not in ines.last_heard
    await world.passes(hours=1.5)
    assert "Next run: Monday 30 Nov 18:00" in rosa.sees("Welcome back").text
    assert rosa.count("Paused until") == 0
    await world.passes(hours=11)
    assert rosa.count(RUN_QUESTION) == 1


async def test_the_rules_and_the_next_day_question_are_told_honestly(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await rosa.writes("/pause")
    await rosa.taps("3 days")
    await world.passes(hours=30)
    assert rosa.count("After Monday's run") == 0
    async with world.app.database.read() as tx:
        kept = await tx.one("SELECT event FROM assessments ORDER BY id DESC LIMIT 1")
        asked = await tx.one("SELECT status FROM appointments WHERE kind = 'follow_up'")
        paused = await tx.rows("SELECT event FROM assessments WHERE event LIKE '%pause%'")
    assert kept is not None
    assert asked is not None
    assert asked["status"] == "not_asked"
    assert [json.loads(row["event"])["ended_on"] for row in paused] == ["2026-11-26"]


async def test_no_reminder_of_what_is_open(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=10.5)
    rosa.sees(RUN_QUESTION)
    await rosa.writes("/pause")
    await rosa.taps("3 days")
    before = rung(world, rosa)
    await world.passes(hours=23)
    assert rung(world, rosa) == before


async def test_resume_now_and_a_second_pause(world: World) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/pause")
    await rosa.taps("2 weeks")
    await rosa.writes("/pause")
    assert "Paused until Monday 7 Dec" in rosa.screen
    await rosa.writes("26 Nov")
    assert "Paused until Thursday 26 Nov" in rosa.screen
    await rosa.taps("Resume now")
    assert "Next run: Monday 23 Nov 18:00" in rosa.sees("Welcome back").text
    await world.passes(hours=10.5)
    assert rosa.count(RUN_QUESTION) == 1
    await world.passes(days=15)
    assert rosa.count("Welcome back") == 1


@pytest.mark.parametrize("words", ["2026-11-23", "1.1.2026", "2028-01-01"])
async def test_a_day_that_cannot_be_is_refused(world: World, words: str) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/pause")
    await rosa.writes(words)
    assert "Please choose a day after today" in rosa.screen


async def test_urgent_advice_goes_on_in_a_pause(world: World) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    advice = rosa.count("Get this seen today")
    assert advice == 1
    await rosa.writes("/pause")
    await rosa.taps("1 week")
    before = rung(world, rosa)
    await world.passes(hours=5)
    assert rung(world, rosa) > before, "it is repeated, and asked whether she was seen"


async def test_what_she_tells_in_a_pause_is_heard(world: World) -> None:
    _, rosa = await joined(world)
    await rosa.writes("/pause")
    await rosa.taps("1 week")
    await rosa.writes("/run")
    await rosa.taps("Just now", "1", "None of these", "5 km")
    assert "Green so far" in rosa.screen
    before = rung(world, rosa)
    await world.passes(hours=40)
    assert rung(world, rosa) == before
