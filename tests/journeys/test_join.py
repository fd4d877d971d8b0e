"""Joining by a link: few taps, one step back, left half-way, signs that are known."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.journeys.clinics import data_of
from tests.world import INES, OTTO, ROSA, Someone, World

BACK = "\u2039 Back"
TO_THE_KNEE = ("I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", "Right", "6 to 12 weeks")
TO_THE_SIGNS = (*TO_THE_KNEE, "5", "15", "2", "1", "1")
TO_THE_END = ("Band", "Done", "Mon · Wed · Fri", "18:00", "5")


async def began(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    return ines, rosa


async def test_joining_takes_at_most_twenty_taps_on_one_message(world: World) -> None:
    ines, rosa = await began(world)
    before = len(rosa.phone.messages)
    taps = (*TO_THE_SIGNS, "None of these", *TO_THE_END)
    await rosa.taps(*taps)
    assert "Welcome" in rosa.screen
    assert "Monday 23 Nov 18:00" in rosa.screen
    assert len(taps) + 1 <= 20, "with the tap on the link"
    assert len(rosa.phone.messages) == before
    ines.sees("Blue Heron joined (Telegram first name Rosa)")


async def test_one_step_back_asks_the_last_question_again_in_place(world: World) -> None:
    _, rosa = await began(world)
    assert BACK not in rosa.labels, "consent"
    await rosa.taps("I agree")
    assert BACK not in rosa.labels, "consent stands"
    await rosa.taps("40–54", "🇬🇧 UK", "No", "London", "Diabetes", "Done", "Left")
    assert "For how long" in rosa.screen
    await rosa.taps(BACK, BACK)
    assert "Does any of these apply" in rosa.screen
    assert "✓ Diabetes" in rosa.labels
    await rosa.taps("✓ Diabetes", "None of these", BACK, BACK)
    assert "where you are?" in rosa.screen
    await rosa.taps(BACK, BACK, "18–39", "🇮🇪 Ireland", "Yes", "None of these", "Right")
    assert "For how long" in rosa.screen
    assert rosa.count("For how long") == 1


async def test_back_tapped_twice_goes_back_once(world: World) -> None:
    _, rosa = await began(world)
    await rosa.taps(*TO_THE_KNEE)
    keys = [key for row in rosa.phone.screen.buttons for key in row]
    back = next(key.data or "" for key in keys if key.label == BACK)
    await rosa.taps_data(back)
    assert "For how long" in rosa.screen
    await rosa.taps_data(back)
    assert "For how long" in rosa.screen


async def test_a_sign_that_was_heard_stays_heard_after_going_back(world: World) -> None:
    ines, rosa = await began(world)
    await rosa.taps(*TO_THE_SIGNS, "Calf swollen, sore, warm", "The calf alone")
    ines.sees("calf swollen")
    await rosa.taps(BACK, "1", "Done", BACK, "Done", *TO_THE_END)
    rosa.sees("Get this seen today")
    ines.sees("calf swollen")
    await ines.writes("/clients")
    assert "🔴 Blue Heron" in ines.screen


async def test_left_half_way_it_is_asked_once_more_and_then_is_over(world: World) -> None:
    ines, rosa = await began(world)
    await rosa.taps("I agree", "40–54")
    sent = len(world.telegram.calls_of("sendMessage", chat_id=ROSA))
    await world.passes(hours=23)
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == sent
    await world.passes(hours=2)
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == sent + 1
    assert rosa.count("Where are you now?") == 1
    await world.passes(days=5)
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == sent + 1
    await rosa.writes("/start")
    assert "Where are you now?" in rosa.screen
    await world.passes(days=2)
    assert "did not finish, and that is all right" in rosa.screen
    assert ines.count("did not finish joining") == 1
    await world.passes(days=3)
    assert ines.count("did not finish joining") == 1
    await rosa.opens(await world.invite(ines))
    rosa.sees("Do you agree?")


async def test_who_has_joined_is_not_reminded(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(days=8)
    assert rosa.count("did not finish") == 0
    assert ines.count("did not finish") == 0


async def test_signs_known_to_the_physio_open_no_alert_at_joining(world: World) -> None:
    ines = await world.joined_physio()
    link = await world.invite(ines)
    await ines.taps("Known signs: 0", "A bit puffy", "Night pain", "✓ Night pain")
    assert "✓ A bit puffy" in [label for shown in ines.phone.screens for label in shown.labels]
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(link)
    await rosa.taps(*TO_THE_SIGNS, "Swollen", "A bit puffy", "Done", *TO_THE_END)
    assert "Welcome" in rosa.screen
    assert rosa.count("No running until") == 0
    await ines.writes("/alerts")
    assert ines.count("visible swelling") == 0
    await rosa.writes("/symptom")
    await rosa.taps("Swollen", "A bit puffy")
    rosa.sees("No running until")


async def test_what_was_not_marked_blocks_as_ever(world: World) -> None:
    ines = await world.joined_physio()
    link = await world.invite(ines)
    await ines.taps("Known signs: 0", "A bit puffy")
    late = data_of(ines, "Night pain")
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(link)
    await ines.taps_data(late)
    assert "has been opened" in ines.toast
    await rosa.taps(*TO_THE_SIGNS, "Night pain, lump, weight loss", "Pain at night that wakes me")
    rosa.sees("No running until")


async def test_the_same_link_twice_goes_on_and_a_second_phone_answers_the_same(
    world: World,
) -> None:
    ines = await world.joined_physio()
    link = await world.invite(ines)
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(link)
    await rosa.taps("I agree")
    await rosa.opens(link)
    assert rosa.count("How old are you?") == 1
    await rosa.writes("/start")
    await rosa.writes("/start")
    assert rosa.count("How old are you?") == 1
    await rosa.taps("18–39")
    assert "Where are you now?" in rosa.screen


async def test_links_that_lead_nowhere_say_why(world: World) -> None:
    ines = await world.joined_physio()
    otto = await world.joined_physio(OTTO, "Otto")
    mine, theirs, old = [await world.invite(who) for who in (ines, otto, ines)]
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(mine)
    eve = world.someone(3001, "Eve")
    await eve.opens(mine)
    used = eve.screen
    assert "not valid, or has been used" in used
    await eve.opens("forgedforgedforgedforg")
    assert eve.screen == used, "a guess learns nothing from a used link"
    await rosa.opens(theirs)
    assert "You are with Ines here already" in rosa.screen
    await ines.opens(theirs)
    assert "one role" in ines.screen
    await world.passes(days=8)
    await eve.opens(old)
    assert "expired" in eve.screen
    with closing(sqlite3.connect(world.database)) as file:
        assert file.execute("SELECT count(*) FROM persons").fetchone() == (3,)


async def test_under_eighteen_is_refused_with_the_warning_about_the_hip(world: World) -> None:
    ines, rosa = await began(world)
    await rosa.taps("I agree", "18–39", BACK, "Under 18")
    assert "get your hip checked today" in rosa.screen
    ines.sees("is under 18")
    await world.passes(days=9)
    assert ines.count("did not finish") == 0
    assert world.someone(INES, "Ines").count("is under 18") == 1


async def test_a_sign_tapped_and_left_without_its_grade_is_taken_seriously(world: World) -> None:
    _, rosa = await began(world)
    await rosa.taps(*TO_THE_SIGNS, "Swollen")
    await world.passes(minutes=31)
    rosa.sees("No running until your physiotherapist has checked it")
