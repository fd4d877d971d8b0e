"""How long each question stands, when it is put again, and how often a phone rings in a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.world import START_DAY, Someone, World

RUN, NEXT_DAY, GATE = "while running?", "worst knee pain today", "pain now, walking or on stairs?"
KNEE = "Worst knee pain today in daily life"
FULL = ("None of these", "5 km as planned")


async def joined(world: World, run_at: str = "", *days: str) -> Someone:
    """Rosa with her runs at another time, or on fewer days."""
    rosa = await world.joined_runner(await world.joined_physio())
    if run_at or days:
        await rosa.writes("/plan")
    if days:
        await rosa.taps("Days", *days, "Done")
    if run_at:
        await rosa.taps("Time")
        await rosa.writes(run_at)
    return rosa


def rings(rosa: Someone, part: str) -> list[tuple[str, bool]]:
    """When these words were sent, and whether with a sound."""
    said = [h for h in rosa.phone.heard if h.method == "sendMessage" and part in h.text]
    return [(f"{h.at:%a %H:%M}", not h.shown.silent) for h in said]


async def at(world: World, *, day: int = 0, hours: float = 0) -> None:
    await world.until(START_DAY + timedelta(days=day, hours=hours))


@pytest.mark.parametrize(
    ("run_at", "asked"),
    [("19:55", ("Mon 21:00", True)), ("20:10", ("Mon 21:15", False)),
     ("20:55", ("Mon 22:00", False)), ("20:56", ("Tue 08:00", True))],
)  # fmt: skip
async def test_a_run_in_the_evening_is_asked_about_silently_or_in_the_morning(
    world: World, run_at: str, asked: tuple[str, bool]
) -> None:
    rosa = await joined(world, run_at)
    await at(world, day=1, hours=9)
    assert rings(rosa, RUN)[0] == asked


async def test_thirty_hours_after_a_run_in_the_night_is_still_its_next_day(world: World) -> None:
    rosa = await joined(world, "", "✓ Mon")
    await at(world, day=1, hours=1.5)
    await rosa.writes("/run")
    await rosa.taps("Just now", "2", "None of these", "5 km")
    await at(world, day=2, hours=8)
    assert rings(rosa, NEXT_DAY) == [("Wed 08:00", True)]
    await rosa.writes("4")
    await rosa.taps("Not yet", "None of these")
    rosa.sees("🔴 Red: not back to usual a day after")


async def test_a_run_may_be_told_of_for_twenty_hours(world: World) -> None:
    rosa = await joined(world)
    await at(world, day=1, hours=15)
    rosa.sees("Worst knee pain while running?")
    await at(world, day=1, hours=15.1)
    assert rosa.count(RUN) == 0
    rosa.sees("Monday's run, 5 km: no answer, and that is all right. What was it?")


async def test_its_next_day_for_eighteen_hours(world: World) -> None:
    rosa = await joined(world)
    await at(world, hours=19.5)
    await rosa.taps("1", *FULL)
    await at(world, day=2, hours=12.5)
    rosa.sees("After Monday's run, 5 km: worst knee pain")
    await at(world, day=2, hours=12.6)
    assert rosa.count("After Monday's run") == 0
    rosa.sees("Monday's run, 5 km: not answered, and that is all right.")


async def test_one_reminder_six_hours_later(world: World) -> None:
    rosa = await joined(world, "11:00")
    await at(world, hours=23)
    assert rings(rosa, RUN) == [("Mon 12:05", True), ("Mon 18:05", True)]
    assert rosa.count(RUN) == 1, "no second live copy"


async def test_none_that_would_ring_a_third_time(world: World) -> None:
    """Monday was red. On Wednesday the question before a run and that of two days later ring; the
    evening of a rest day comes silently, and is not put again.
    """
    rosa = await joined(world)
    await at(world, hours=19.5)
    await rosa.taps("6", *FULL)
    await at(world, day=1, hours=19)
    await rosa.taps("4", "Not yet", "None of these")
    await at(world, day=3, hours=7)
    sent = [h for h in rosa.phone.heard if h.method == "sendMessage" and h.at.day == 25]
    told = [(f"{h.at:%H:%M}", h.text[:20], not h.shown.silent) for h in sent]
    assert told == [
        ("08:00", "Worst knee pain now,", True),
        ("08:00", "💪 Today, about 6 min", False),
        ("18:35", "Two days after Monda", True),
        ("19:05", "A rest day for your ", False),
    ]


async def test_the_question_before_a_run_stands_until_the_run(world: World) -> None:
    rosa = await joined(world)
    await at(world, hours=19.5)
    await rosa.taps("3", *FULL)
    await at(world, day=1, hours=19)
    await rosa.taps("1", "Within the day", "None of these")
    await at(world, day=2, hours=17.9)
    rosa.sees(GATE)
    await at(world, day=2, hours=18.1)
    assert rosa.count(GATE) == 0


async def test_a_check_of_the_knee_stands_until_midnight(world: World) -> None:
    rosa = await joined(world, "", "✓ Wed", "✓ Fri")
    await at(world, hours=19.5)
    await rosa.taps("1", *FULL)
    await at(world, day=1, hours=19)
    await rosa.taps("✅ 0")
    await at(world, day=5, hours=23.9)
    assert rings(rosa, KNEE) == [("Sat 08:00", True)]
    rosa.sees(KNEE)
    await at(world, day=6, hours=0.1)
    assert rosa.count(KNEE) == 0
