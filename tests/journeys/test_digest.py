"""The digest of the week: good news first, what waits, a line a runner; by itself and on demand."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.test_clients import many, with_two
from tests.world import INES, START_DAY, World


async def test_it_comes_on_the_first_working_day_without_a_sound(world: World) -> None:
    ines, rosa, _ = await with_two(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await world.until(START_DAY + timedelta(days=7, hours=8, minutes=1))
    digest = ines.sees("Your week")
    assert "Monday 23 Nov to Monday 30 Nov 08:00" in digest.text
    assert digest.silent
    assert "2 runners. Answered in time: 1 of" in digest.text
    await world.until(START_DAY + timedelta(days=14, hours=8, minutes=1))
    assert ines.sees("Your week").text.startswith("Your week, Monday 30 Nov to Monday 7 Dec")


async def test_what_waits_is_named(world: World) -> None:
    ines, rosa, tim = await with_two(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "4")
    await tim.writes("Is swimming all right?")
    await tim.taps("Send this to Ines")
    await ines.writes("/digest")
    text = ines.sees("Your week").text
    assert "Open cards: Blue Heron" in text
    assert "Replies waiting: Green Heron" in text
    await world.passes(days=22)
    await ines.writes("/digest")
    assert "No number for 21 days: Blue Heron, Green Heron" in ines.sees("Your week").text


async def test_green_weeks_and_stages_are_good_news(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    for day in (0, 2, 4, 7, 9, 11, 14, 16):
        await world.until(START_DAY + timedelta(days=day, hours=19, minutes=30))
        while rosa.count("Worst knee pain while running?"):
            await rosa.taps("0")
            for label in ("None", "No", "None of these", "5 km as planned"):
                if label in rosa.labels:
                    await rosa.taps(label)
            if "0" in rosa.labels and rosa.count("Worst knee pain while running?"):
                break
        await world.until(START_DAY + timedelta(days=day + 1, hours=19, minutes=30))
        if rosa.count("worst knee pain today in daily life"):
            await rosa.taps("✅ 0")
            for label in ("None", "No"):
                if label in rosa.labels:
                    await rosa.taps(label)
    await ines.writes("/digest")
    text = ines.sees("Your week").text
    assert "2 green weeks: Blue Heron" in text
    await ines.taps("Every runner ›")
    assert "Blue Heron" in ines.screen
    assert "next day" in ines.screen


async def test_the_thumbs_are_counted_rule_by_rule(world: World) -> None:
    ines, rosa, _ = await with_two(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "4")
    await ines.taps("✔ Close", "Examined: run-walk from today")
    async with world.app.database.write() as tx:
        await tx.run("UPDATE cards SET verdict = 'useful' WHERE state = 'closed' RETURNING id")
    await ines.writes("/digest")
    assert "Red flag: 👍 1 👎 0" in ines.sees("Your week").text
    assert "this changes no rule" in ines.sees("Your week").text


async def test_every_runner_has_one_line_also_of_many(world: World) -> None:
    ines = await many(world, 40)
    await ines.writes("/digest")
    assert len(ines.screen) <= 4096
    await ines.taps("Every runner ›")
    names: list[str] = []
    while True:
        assert len(ines.screen) <= 4096
        names += [line for line in ines.screen.splitlines() if "Flycatcher" in line]
        if "›" not in ines.labels:
            break
        await ines.taps("›")
    assert len(names) == 40


async def test_another_clinic_reads_nothing_of_it(world: World) -> None:
    ines, _, _ = await with_two(world)
    otto = await world.joined_physio(2002, "Otto")
    await ines.writes("/digest")
    data = next(b.data for row in ines.sees("Your week").buttons for b in row)
    await otto.taps_data(data or "")
    assert "does nothing any more" in otto.toast
    await otto.writes("/digest")
    assert "Heron" not in otto.screen
    assert otto.phone.id != INES
