"""Stories of people and hours that it must survive: minors, travel, holidays, fat thumbs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

from tests.world import ROSA, START_DAY, World


def rows(world: World, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(world.database)) as file:
        return file.execute(query).fetchall()


async def test_a_runner_aged_17_is_told_about_the_hip(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "Under 18")
    assert "get your hip checked today" in rosa.screen
    assert "If you can't walk, call now. Call your local emergency number." in rosa.screen
    assert "is under 18" in ines.screen
    heard = len(rosa.phone.heard)
    await world.passes(days=7)
    assert len(rosa.phone.heard) == heard
    assert rows(world, "SELECT count(*) FROM assessments") == [(0,)]


async def test_a_runner_abroad_is_given_no_number_of_home(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "18–39", "Elsewhere", "No")
    await rosa.writes("tokyo")
    await rosa.taps("None of these", "Right", "6 to 12 weeks", "5", "15", "2", "1", "1")
    await rosa.taps("None of these", "Band", "Done", "Mon", "Done", "18:00", "5")
    await ines.taps("Yes")

    await world.until(datetime(2026, 11, 24, 14, 0, tzinfo=UTC))
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    care = rosa.sees("Get this seen tonight")
    assert "Call your local emergency number." in care.text
    assert "999" not in care.text
    assert "111" not in care.text
    ines.sees("hot or red")


async def test_a_physio_away_without_deputy_is_no_promise(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(datetime(2026, 11, 27, 20, 0, tzinfo=UTC))
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone")
    care = rosa.sees("Get this seen tonight")
    assert "Next: Monday 30 Nov 09:00" in care.text
    await rosa.taps("I've read this", "I can't get there")

    await world.until(datetime(2026, 11, 30, 9, 59, tzinfo=UTC))
    assert rosa.count("Nobody has read your alert yet") == 0
    await world.until(datetime(2026, 11, 30, 10, 1, tzinfo=UTC))
    assert "Don't wait for it: get it seen" in rosa.sees("Nobody has read your alert yet").text
    await rosa.writes("/today")
    assert "NO RUN" in rosa.screen


async def test_fever_and_then_silence_is_told_on_the_third_morning(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("Didn't run", "Ill", "Fever, knee as usual")
    await world.until(datetime(2026, 11, 26, 7, 59, tzinfo=UTC))
    assert not any("nothing heard for" in heard.text for heard in ines.phone.heard)
    await world.until(datetime(2026, 11, 26, 13, 1, tzinfo=UTC))
    assert "nothing heard for 52 h" in ines.sees("nothing heard for").text


async def test_a_fat_thumb_on_swelling_is_taken_back_in_one_tap(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    heard = len(ines.phone.heard)
    await rosa.taps("1", "Swollen", "Mis-tap")
    await rosa.taps("None of these", "5 km as planned")
    assert "Green so far: pain 1" in rosa.screen
    assert rosa.count("No running until") == 0
    assert rows(world, "SELECT count(*) FROM flags") == [(0,)]
    assert rows(world, "SELECT count(*) FROM locks") == [(0,)]
    await world.until(START_DAY + timedelta(days=1, hours=7))
    assert len(ines.phone.heard) == heard


async def test_forty_typed_answers_with_two_check_ins_open(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.writes("/today")
    before = len(rosa.phone.heard)
    for number in range(40):
        await rosa.phone.writes(str(number % 10))
    await world.settle()
    said = [heard.text for heard in rosa.phone.heard[before:]]
    assert sum("0 for Before you run" in words for words in said) == 1
    assert sum("1 for Monday's run" in words for words in said) == 1
    assert any("For this one, please tap a button." in words for words in said)
    answers = "SELECT question, value FROM answers WHERE checkin_id IN (SELECT id FROM checkins"
    pains = rows(world, f"{answers} WHERE kind IN ('gate', 'post_run')) ORDER BY value")
    assert pains == [("pain", "0"), ("pain", "1")]
    assert rows(world, "SELECT count(*) FROM inbox WHERE state = 'new'") == [(0,)]

    await rosa.taps("No limp")
    assert "NO RUN" not in rosa.sees("first run here").text
    await rosa.taps("None of these", "5 km as planned")
    rosa.sees("Green so far: pain 1 on Monday's run")


async def test_a_run_ending_at_half_past_one_at_night(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.until(datetime(2026, 11, 25, 1, 31, tzinfo=UTC))
    await rosa.writes("/run")
    await rosa.taps("Just now", "1", "None of these", "5 km")
    assert "Green so far: pain 1 on Wednesday's run" in rosa.screen
    assert "I ask again Thursday 26 Nov 08:00" in rosa.screen
    heard = len(rosa.phone.heard)
    await world.until(datetime(2026, 11, 26, 8, 5, tzinfo=UTC))
    assert all(8 <= one.at.hour < 21 for one in rosa.phone.heard[heard:])
    rosa.sees("After Wednesday's run, 5 km: worst knee pain today in daily life")
    await rosa.taps("✅ 0")
    rosa.sees("Green: pain 1 on Wednesday's run")
