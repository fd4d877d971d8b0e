"""Inviting: a link and its picture at once; what is filled in is not asked; used once."""

from __future__ import annotations

import json

import pytest

from tests.journeys.clinics import another, data_of, first, rows, two_clinics
from tests.world import EVE, MONDAY, ROSA, TIM, World

TO_THE_KNEE = ("I agree", "18–39", "🇬🇧 UK", "Yes", "None of these")


def link_of(text: str) -> str:
    return text.rsplit("=", 1)[-1].strip()


async def test_the_link_is_ready_at_once_with_its_picture(world: World) -> None:
    ines = await first(world)
    before = len(ines.phone.messages)
    await ines.writes("/invite")
    assert len(ines.phone.messages) == before + 3, "her words, the page, the picture"
    forward = ines.sees("https://t.me/")
    assert forward.kind == "photo"
    assert not forward.protected, "it is there to be forwarded"
    assert "Ines invites you" in forward.text
    page = ines.sees("Invite for Blue Heron")
    assert "30 Nov" in page.text


async def test_what_the_physio_fills_in_is_not_asked(world: World) -> None:
    ines = await first(world)
    link = await world.invite(ines)
    await ines.taps("Side: ask", "Left", "Kit: ask", "Band", "Step or stair", "\u2039 Back")
    await ines.taps("Longest: ask", "3 km", "Plan: ask", "After a race: 2 × 3 km, Tue Sat")
    page = ines.sees("Invite for Blue Heron")
    assert {"Side: Left", "Kit: 2 things", "Longest: 3 km"} <= set(page.labels)
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(link)
    await rosa.taps(*TO_THE_KNEE)
    assert "For how long" in rosa.screen, "the side is known"
    await rosa.taps("6 to 12 weeks", "15", "2", "1", "1", "None of these", "18:00")
    assert "Tuesday 24 Nov 18:00" in rosa.sees("Welcome").text
    assert rows(world, "SELECT side, kit, run_days, usual_km FROM episodes") == [
        ("left", "band,step", "1,5", 3.0)
    ]
    event = json.loads(rows(world, "SELECT event FROM assessments")[0][0])
    assert (event["longest_ok_km"], event["kit"]) == (3.0, ["band", "step"])


async def test_a_beginners_plan_begins_at_the_first_stage(world: World) -> None:
    ines = await first(world)
    link = await world.invite(ines)
    await ines.taps("Plan: ask", "Run-walk, Mon Wed Fri")
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(link)
    await rosa.taps(*TO_THE_KNEE, "Right", "6 to 12 weeks", "0", "2", "1", "1")
    await rosa.taps("None of these", "Band", "Done", "18:00")
    result = json.loads(rows(world, "SELECT result FROM assessments")[0][0])
    assert result["stage"] == "S0"


async def test_nothing_can_be_filled_in_once_the_link_is_open(world: World) -> None:
    ines = await first(world)
    link = await world.invite(ines)
    await ines.taps("Side: ask")
    late = data_of(ines, "Left")
    await world.someone(ROSA, "Rosa").opens(link)
    ines.sees("Blue Heron has opened the link")
    await ines.taps_data(late)
    assert "has been opened" in ines.toast
    assert rows(world, "SELECT side FROM invites WHERE role = 'runner'") == [(None,)]


async def test_pseudonyms_are_proposed_and_no_two_are_alike(world: World) -> None:
    ines, maya, otto = await two_clinics(world)
    await ines.writes("/invite")
    await ines.taps("Another name")
    ines.sees("Invite for Green Heron")
    await ines.taps("Type initials")
    await ines.writes("T. M.")
    ines.sees("Invite for T. M.")
    await maya.writes("/invite")
    maya.sees("Invite for Blue Heron")
    await maya.taps("Type initials")
    await maya.writes("tm")
    assert "too much like one that is" in maya.screen
    await otto.writes("/invite")
    await otto.taps("Type initials")
    await otto.writes("TM")
    otto.sees("Invite for TM")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>Rosa</b>", None),
        ("Rosa 🦵", None),
        ("x" * 200, None),
        ("...", None),
        ("R\u202eosa\u200b  B.", "Rosa B."),
        ("Zoë O’Neil", "Zoë O’Neil"),
    ],
)
async def test_a_typed_pseudonym_is_cleaned_or_refused(
    world: World, typed: str, kept: str | None
) -> None:
    ines = await first(world)
    await ines.writes("/invite")
    await ines.taps("Type initials")
    await ines.writes(typed)
    if kept is None:
        assert "up to 24 letters and digits" in ines.screen
    (name,) = rows(world, "SELECT pseudonym FROM invites WHERE role = 'runner'")[0]
    assert name == (kept or "Blue Heron")


async def test_open_links_are_listed_and_can_be_revoked(world: World) -> None:
    ines = await first(world)
    one, two = [await world.invite(ines) for _ in range(2)]
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(one)
    await rosa.taps("I agree")
    await ines.writes("/invite")
    listed = ines.sees("Open links (2)").text
    assert "Blue Heron: opened, has not finished joining" in listed
    assert "Green Heron: not opened, until Monday 30 Nov" in listed
    await ines.taps("Green Heron", "Revoke", "Yes, revoke")
    ines.sees("Green Heron is revoked")
    tim = world.someone(TIM, "Tim")
    await tim.opens(two)
    assert "not valid" in tim.screen
    await ines.taps("Blue Heron", "Revoke", "Yes, revoke")
    assert "meant for somebody else" in rosa.screen
    await world.passes(days=9)
    assert rosa.count("How old are you?") == 0
    assert ines.count("has opened the link") == 0


async def test_a_link_nobody_opens_is_told_of_once_with_a_new_one(world: World) -> None:
    ines = await first(world)
    old = await world.invite(ines)
    await ines.taps("Side: ask", "Both")
    await world.passes(days=8)
    assert ines.count("Nobody has opened the link for Blue Heron") == 1
    await world.passes(days=5)
    assert ines.count("Nobody has opened the link for Blue Heron") == 1
    again = data_of(ines, "New link")
    await ines.taps("New link")
    new = link_of(ines.sees("https://t.me/").text)
    assert new != old
    assert "Side: Both" in ines.sees("Invite for Blue Heron").labels
    before = len(ines.phone.messages)
    await ines.taps_data(again)
    assert len(ines.phone.messages) == before, "a doubled tap makes no second link"
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(new)
    assert "Do you agree?" in rosa.screen


async def test_a_runner_who_is_forgotten_is_not_told_of_as_unopened(world: World) -> None:
    ines = await first(world)
    rosa = await world.joined_runner(ines)
    assert ines.count("Invite for Blue Heron") == 0, "once she has joined, the page is over"
    await rosa.writes("/forget")
    await rosa.taps("Forget me")
    await world.passes(days=12)
    assert ines.count("Nobody has opened the link") == 0


async def test_an_invite_is_its_makers_alone(world: World) -> None:
    ines, maya, otto = await two_clinics(world)
    await ines.writes("/invite")
    revoke = data_of(ines, "Revoke") + ":yes"
    for other in (maya, otto):
        await other.taps_data(revoke)
        assert "does nothing any more" in other.toast
    assert rows(world, "SELECT count(*) FROM invites WHERE revoked_at IS NOT NULL") == [(0,)]


async def test_who_never_agrees_leaves_no_trace(world: World) -> None:
    ines = await first(world)
    eve = world.someone(EVE, "Eve")
    await eve.opens(await world.invite(ines))
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree")
    assert rows(world, "SELECT count(*) FROM persons") == [(3,)]
    await world.passes(days=7, hours=2)
    assert "did not finish" in eve.screen
    await world.passes(days=2)
    people = rows(world, "SELECT chat_id FROM persons ORDER BY chat_id")
    assert (EVE,) not in people, "who never agreed"
    assert (ROSA,) in people, "who agreed to what is kept, and stopped later"
    assert rows(world, "SELECT count(*) FROM outbox WHERE chat_id = ?", EVE) == [(0,)]
    await eve.opens(await world.invite(ines))
    assert "Do you agree?" in eve.screen


async def test_a_wrong_person_with_a_diary_keeps_it(world: World) -> None:
    ines = await first(world)
    await another(world)
    rosa = world.someone(ROSA, "Rosa")
    await rosa.writes("/start")
    await rosa.taps("Keep a diary without one", *TO_THE_KNEE, "Right", "6 to 12 weeks")
    await rosa.taps("2", "1", "1", "None of these", "Mon · Wed · Fri", "18:00", "5")
    await world.passes(hours=10.5)
    await rosa.taps("1", "None of these", "5 km as planned")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "5", "15", "None of these", "Band", "Done")
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    ines.sees("joint infection")
    await ines.taps("No, revoke")
    assert "Nobody but you reads your diary" in rosa.sees("meant for somebody else").text
    assert ines.count("joint infection") == 0
    assert rosa.count("Nobody reads this but you") == 1, "the urgent advice says so too"
    await ines.writes("/clients")
    assert ines.count("🔴 Blue Heron") == 0
    kept = rows(world, "SELECT state, physio_id, pseudonym FROM episodes")
    assert kept == [("active", None, "Runner")]
    assert rows(world, "SELECT count(*) FROM locks WHERE cleared_at IS NULL") == [(1,)]
    await rosa.writes("/progress")
    await world.beat()
    rosa.sees("1 run in")
    assert rows(world, "SELECT version FROM consents WHERE withdrawn_at IS NULL") == [
        ("2026-11-diary",)
    ]
    assert world.clock.now() > MONDAY
