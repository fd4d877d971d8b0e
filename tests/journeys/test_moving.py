"""She moves, clocks change, quiet hours change: plans follow her wall clock, 24 hours stay 24."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from tests.world import Someone, World

RUN_QUESTION = "Worst knee pain while running?"


async def joined_at(world: World, start: str = "2026-11-23T09:00+00:00") -> Someone:
    world.clock.move_to(max(datetime.fromisoformat(start).astimezone(UTC), world.clock.now()))
    ines = await world.joined_physio()
    return await world.joined_runner(ines)


async def moves(rosa: Someone, city: str, *country: str) -> None:
    await rosa.writes("/settings")
    await rosa.taps("Time zone")
    await rosa.writes(city)
    await rosa.taps("Yes", *country)


async def shares(world: World, who: Someone, latitude: float, longitude: float) -> None:
    sender = {"id": who.phone.id, "is_bot": False, "first_name": "R"}
    chat = {"id": who.phone.id, "type": "private", "first_name": "R"}
    place = {"latitude": latitude, "longitude": longitude}
    said = {"message_id": 9000, "date": 1795000000, "from": sender, "chat": chat}
    world.telegram.push({"message": {**said, "location": place}})
    await world.settle()


async def plans(rosa: Someone, at: str, *days: str) -> None:
    await rosa.writes("/plan")
    await rosa.taps("Days", *days, "Done", "Time")
    await rosa.writes(at)


def questions(world: World, rosa: Someone) -> list[datetime]:
    """When she was asked about a run."""
    return [h.at for h in rosa.phone.heard if RUN_QUESTION in h.shown.text]


async def test_a_zone_is_confirmed_and_the_country_asked(world: World) -> None:
    rosa = await joined_at(world)
    await rosa.writes("/settings")
    assert "Time zone: London, now 09:00" in rosa.screen
    assert "Ines reads your answers" in rosa.screen
    await rosa.taps("Time zone")
    await rosa.writes("Munich")
    assert "Is it 10:00 where you are now?" in rosa.screen
    await rosa.taps("Yes")
    assert "Which country are you in now?" in rosa.screen
    await rosa.taps("🇩🇪 Germany")
    assert "Time zone: Berlin, now 10:00" in rosa.screen
    await rosa.writes("/help")
    assert "116 117" in rosa.screen


async def test_until_she_says_the_country_no_number_is_guessed(world: World) -> None:
    rosa = await joined_at(world)
    await moves(rosa, "New York")
    await rosa.writes("/help")
    assert "999" not in rosa.screen
    assert "Call your local emergency number" in rosa.screen


async def test_not_her_time_and_unknown_places(world: World) -> None:
    rosa = await joined_at(world)
    await rosa.writes("/settings")
    await rosa.taps("Time zone")
    await rosa.writes("Atlantis")
    assert "I don't know that place." in rosa.screen
    await rosa.writes("san")
    rosa.sees("Which of these shows your time?")
    await rosa.writes("Tokyo")
    await rosa.taps("No")
    await rosa.taps("\u2039 Back")
    assert "Time zone: London" in rosa.sees("Settings").text


async def test_plans_follow_her_and_the_24_hours_stay(world: World) -> None:
    rosa = await joined_at(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await moves(rosa, "New York", "🇺🇸 USA")
    await rosa.writes("/plan")
    assert "Next run: Wednesday 25 Nov 18:00" in rosa.screen
    await world.until(datetime(2026, 11, 24, 18, 34, tzinfo=UTC))
    assert rosa.count("After Monday's run") == 0
    await world.passes(minutes=2)
    assert rosa.count("After Monday's run") == 1
    await world.until(datetime(2026, 11, 25, 23, 34, tzinfo=UTC))
    assert len(questions(world, rosa)) == 1
    await world.passes(minutes=32)
    assert len(questions(world, rosa)) == 2


async def test_the_next_day_question_leaves_the_night_of_where_she_is(world: World) -> None:
    rosa = await joined_at(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await moves(rosa, "Auckland", "🇳🇿 New Zealand")
    await world.until(datetime(2026, 11, 24, 18, 59, tzinfo=UTC))  # 07:59 there
    assert rosa.count("After Monday's run") == 0
    await world.passes(minutes=2)
    assert rosa.count("After Monday's run") == 1, "its day, not the one it was there"


@pytest.mark.parametrize(
    ("start", "city", "asked"),
    [
        ("2027-03-27T09:00+00:00", "London", "2027-03-28T02:05+00:00"),  # 01:30 is left out
        ("2027-03-27T09:00+00:00", "Berlin", "2027-03-28T02:05+00:00"),  # 02:30 is left out
        ("2027-10-30T09:00+00:00", "Berlin", "2027-10-31T01:35+00:00"),  # 02:30 comes twice
        ("2027-03-13T12:00+00:00", "New York", "2027-03-14T08:05+00:00"),
        ("2027-11-06T12:00+00:00", "New York", "2027-11-07T07:35+00:00"),
    ],
)
async def test_a_run_in_the_hour_that_is_left_out_or_comes_twice(
    world: World, start: str, city: str, asked: str
) -> None:
    """Without quiet hours, the question comes once: 35 minutes of run and 30 after its start."""
    rosa = await joined_at(world, start)
    if city != "London":
        await moves(rosa, city, "Elsewhere")
    await rosa.writes("/settings")
    await rosa.taps("Quiet hours", "No quiet hours")
    await plans(rosa, "01:30" if city == "London" or "11-06" in start else "02:30", "Sun")
    due = datetime.fromisoformat(asked)
    if "11-06" in start:  # 01:30 comes twice there
        due = datetime(2027, 11, 7, 6, 35, tzinfo=UTC)
    await world.until(due.replace(minute=due.minute - 1))
    assert not questions(world, rosa)
    await world.until(due.replace(hour=due.hour + 3))
    assert len(questions(world, rosa)) == 1


@pytest.mark.parametrize(
    ("start", "zone", "wall", "asked"),
    [
        ("2027-04-29T06:00+00:00", "Africa/Cairo", "00:30", "2027-04-29T23:05+00:00"),
        ("2027-10-02T00:00+00:00", "Australia/Lord_Howe", "02:15", "2027-10-02T16:35+00:00"),
        ("2027-04-03T00:00+00:00", "Australia/Lord_Howe", "01:45", "2027-04-03T15:50+00:00"),
    ],
    ids=["an hour at midnight", "half an hour left out", "half an hour twice"],
)
async def test_other_clocks_change_too(
    world: World, start: str, zone: str, wall: str, asked: str
) -> None:
    rosa = await joined_at(world, start)
    await moves(rosa, zone, "Elsewhere")
    await rosa.writes("/settings")
    await rosa.taps("Quiet hours", "No quiet hours")
    await plans(rosa, wall, "Tue", "Thu", "Sat", "Sun")
    await world.passes(hours=30)
    heard = questions(world, rosa)
    due = datetime.fromisoformat(asked)
    assert due in heard
    soon = [at for at in heard if abs((at - due).total_seconds()) < 3 * 3600]
    assert len(soon) == 1, "once, also where the hour comes twice"


async def test_a_run_that_ends_at_half_past_one(world: World) -> None:
    rosa = await joined_at(world)
    await world.until(datetime(2026, 11, 24, 1, 30, tzinfo=UTC))
    await rosa.taps("Didn't run", "No time")
    await rosa.writes("/run")
    await rosa.taps("Just now", "1", "None of these", "5 km")
    assert "I ask again Wednesday 25 Nov 08:00" in rosa.screen


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("22:30-7", "22:30–07:00"), ("8-8", "none"), ("21 to 8", "21:00–08:00")],
)
async def test_quiet_hours_may_be_typed(world: World, typed: str, shown: str) -> None:
    rosa = await joined_at(world)
    await rosa.writes("/settings")
    await rosa.taps("Quiet hours")
    await rosa.writes(typed)
    assert f"Quiet hours: {shown}" in rosa.screen


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [("0-24", "That leaves no time to ask you"), ("8-7:30", "That leaves no time"),
     ("25-8", "Please send quiet hours such as")],
)  # fmt: skip
async def test_quiet_all_day_is_refused(world: World, typed: str, refusal: str) -> None:
    rosa = await joined_at(world)
    await rosa.writes("/settings")
    await rosa.taps("Quiet hours")
    await rosa.writes(typed)
    assert refusal in rosa.screen


async def test_exercises_come_when_she_wants_them(world: World) -> None:
    rosa = await joined_at(world)
    await rosa.writes("/settings")
    await rosa.taps("Exercise time")
    await rosa.writes("7:15")
    assert "That is in your quiet hours." in rosa.screen
    await rosa.taps("12:00")
    assert "Exercises: 12:00" in rosa.sees("Settings").text
    await world.until(datetime(2026, 11, 24, 11, 59, tzinfo=UTC))
    assert rosa.count("Today, about") == 0
    await world.passes(minutes=2)
    assert rosa.count("Today, about") == 1
    await rosa.writes("/settings")
    await rosa.taps("Exercise time", "17:00")
    await world.until(datetime(2026, 11, 25, 17, 1, tzinfo=UTC))
    assert rosa.sees("Today, about").at.day == 25, "the next day at the new hour"


async def test_a_zone_that_is_gone_is_said_and_nothing_breaks(world: World) -> None:
    rosa = await joined_at(world)
    with closing(sqlite3.connect(world.database)) as file, file:
        file.execute("UPDATE persons SET zone = 'Europe/Gone' WHERE chat_id = 1001")
    await world.passes(days=1)
    assert rosa.count("I no longer know the time zone Europe/Gone") == 1
    await rosa.writes("/settings")
    assert "Europe/Gone (unknown here, so UTC)" in rosa.screen
    await moves(rosa, "London")
    await rosa.writes("/settings")
    assert "Time zone: London" in rosa.screen


async def test_a_clock_set_back_loses_nothing(world: World) -> None:
    rosa = await joined_at(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await rosa.writes("/plan")
    world.clock._now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    await rosa.taps("Time", "19:00")
    assert "Next run: Tuesday" not in rosa.screen
    assert "Next run: Wednesday 25 Nov 19:00" in rosa.screen
    await world.passes(hours=12)
    assert rosa.count(RUN_QUESTION) == 0, "Monday was answered"


async def test_a_shared_place_is_confirmed_by_its_clock_and_not_kept(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await shares(world, rosa, 35.68, 139.69)
    assert "Is it 18:00 where you are now?" in rosa.screen
    await rosa.taps("Yes")
    assert "Which country" in rosa.screen
    await shares(world, rosa, -31.55, 159.08)
    await rosa.taps("No")
    with closing(sqlite3.connect(world.database)) as file:
        dump = "\n".join(file.iterdump())
    assert "35.68" not in dump
    assert "139.69" not in dump
    assert "Asia/Tokyo" in dump


async def test_a_place_of_a_physiotherapist_is_of_no_use(world: World) -> None:
    ines = await world.joined_physio()
    await shares(world, ines, 35.68, 139.69)
    assert "of no use here" in ines.screen
