"""A diary: kept for the runner alone, without a word on whether to run; later it may be joined."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.world import INES, ROSA, Someone, World

BACK = "\u2039 Back"
ADVICE = ("GO", "SHORTER", "NO RUN", "🟢", "🟡", "🔴", "exercises today")


async def kept_by(world: World, *, signs: tuple[str, ...] = ("None of these",)) -> Someone:
    """A runner with a diary: Mon, Wed, Fri at 18:00, 5 km."""
    rosa = world.someone(ROSA, "Rosa")
    await rosa.writes("/start")
    await rosa.taps("Keep a diary without one", "I agree", "18–39", "🇬🇧 UK", "Yes")
    await rosa.taps("None of these", "Right", "6 to 12 weeks", "2", "1", "1", *signs)
    await rosa.taps("Mon · Wed · Fri", "18:00", "5")
    return rosa


def advised(rosa: Someone) -> list[str]:
    """Words that only a physiotherapist's runners hear."""
    told = [shown.text for shown in rosa.phone.screens if shown.from_bot]
    return [word for text in told for word in ADVICE if word in text]


def rows(world: World, table: str) -> int:
    with closing(sqlite3.connect(world.database)) as file:
        return int(file.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


async def test_a_stranger_has_two_ways_in_and_nothing_is_kept_of_her(world: World) -> None:
    eve = world.someone(3001, "Eve")
    for _ in range(3):
        await eve.writes("/start")
    assert eve.count("Best by invitation") == 1
    await eve.taps("I have a link from my physio", BACK, "Keep a diary without one")
    assert "No physiotherapist reads them" in eve.screen
    await eve.taps("No, thanks")
    assert "Nothing is kept" in eve.screen
    assert [rows(world, t) for t in ("persons", "episodes", "checkins", "consents")] == [0] * 4


async def test_a_diary_keeps_and_says_when_it_asks_next(world: World) -> None:
    rosa = await kept_by(world)
    assert "Your diary begins" in rosa.screen
    assert "Monday 23 Nov 18:00" in rosa.screen
    assert rows(world, "consents") == 1
    await world.passes(hours=10.5)
    await rosa.taps("3", "Grew as I ran", "Done", "5 km as planned")
    assert "✓ Kept. Monday's run, 5 km: pain 3." in rosa.screen
    assert "I ask again Tuesday 24 Nov 18:35" in rosa.screen
    await world.passes(hours=25)
    await rosa.taps("4", "Not yet", "None of these")
    assert "✓ Kept." in rosa.screen
    assert "I ask again" in rosa.screen
    await rosa.writes("/today")
    assert "A diary can't say whether you may run" in rosa.screen
    await rosa.writes("/progress")
    await world.beat()
    rosa.sees("1 run in")
    await rosa.taps("As text")
    assert "pain while running 3, next day 4." in rosa.screen
    await world.passes(days=2)
    assert advised(rosa) == []


async def test_a_red_flag_in_a_diary_shows_the_safety_card(world: World) -> None:
    rosa = await kept_by(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone")
    card = rosa.sees("Get this seen today").text
    assert "999" in card
    assert "Nobody reads this but you" in card
    await rosa.taps("I've read this")
    await rosa.writes("/today")
    assert "should be looked at" in rosa.screen
    await world.passes(hours=5)
    rosa.sees("Were you seen?")


async def test_a_sign_to_be_examined_waits_for_no_physiotherapist_of_hers(world: World) -> None:
    rosa = await kept_by(world, signs=("Swollen", "A bit puffy", "Done"))
    rosa.sees("No running until a physiotherapist or doctor has checked it")
    assert "your physiotherapist has" not in rosa.screen


async def test_under_eighteen_keeps_no_diary(world: World) -> None:
    rosa = world.someone(ROSA, "Rosa")
    await rosa.writes("/start")
    await rosa.taps("Keep a diary without one", "I agree", "Under 18")
    assert "get your hip checked today" in rosa.screen
    assert "physiotherapist is told" not in rosa.screen
    await rosa.writes("/run")
    assert "Nobody looks after you" in rosa.screen


async def test_a_diary_begun_and_left_is_over_after_a_week(world: World) -> None:
    rosa = world.someone(ROSA, "Rosa")
    await rosa.writes("/start")
    await rosa.taps("Keep a diary without one", "I agree", "18–39")
    await world.passes(days=8)
    assert "did not finish, and that is all right" in rosa.screen
    await rosa.writes("/start")
    assert "Best by invitation" in rosa.screen


async def test_a_link_joins_the_diary_from_its_first_day(world: World) -> None:
    rosa = await kept_by(world)
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await rosa.writes("/symptom")
    await rosa.taps("Swollen", "A bit puffy")
    ines = await world.joined_physio()
    await rosa.opens(await world.invite(ines))
    assert "includes the diary you have kept here" in rosa.screen
    assert ines.count("visible swelling") == 0, "before she agrees"
    await rosa.taps("I agree", "5", "15", "None of these", "Band", "Done")
    rosa.sees("Welcome")
    ines.sees("Blue Heron joined")
    assert ines.count("visible swelling") == 0, "it can wait for her next slot"
    assert rosa.count("Nobody reads this but you") == 0
    await ines.writes("/clients")
    assert "Blue Heron" in ines.screen
    await world.passes(hours=24)
    ines.sees("visible swelling")
    await rosa.taps("✅ 0")
    assert "Green: pain 1 on Monday's run" in rosa.screen
    assert rows(world, "episodes") == 1


async def test_who_does_not_agree_keeps_her_diary_to_herself(world: World) -> None:
    rosa = await kept_by(world)
    ines = await world.joined_physio()
    await rosa.opens(await world.invite(ines))
    await rosa.taps("No, thanks")
    assert "Your diary stays yours alone" in rosa.screen
    world.someone(INES, "Ines").sees("did not agree")
    await ines.writes("/clients")
    assert "Blue Heron" not in ines.screen
    await world.passes(hours=10.5)
    rosa.sees("Worst knee pain while running?")


async def test_a_diary_only_begun_makes_way_for_a_link(world: World) -> None:
    rosa = world.someone(ROSA, "Rosa")
    await rosa.writes("/start")
    await rosa.taps("Keep a diary without one", "I agree", "18–39")
    ines = await world.joined_physio()
    await rosa.opens(await world.invite(ines))
    assert "Ines invites you" in rosa.screen
    await rosa.taps("I agree")
    assert rosa.count("How old are you?") == 1
