"""A physiotherapist's settings: hours, deputy, zone, clinic; and leaving."""

from __future__ import annotations

import pytest

from tests.journeys.clinics import (
    MAYA,
    another,
    commanded,
    data_of,
    first,
    link_into,
    rows,
    two_clinics,
)
from tests.world import INES, OTTO, ROSA, World


async def test_settings_at_a_glance_on_one_message(world: World) -> None:
    ines = await first(world)
    await ines.writes("/settings")
    page = ines.screen
    assert "Mon–Fri 09:00–17:00, the clinic's hours" in page
    assert "Nobody stands in for Ines." in page
    assert "Clinic: Knees & Co" in page
    assert "English, the only one so far" in page
    before = len(ines.phone.messages)
    await ines.taps("Hours", "✓ Mon", "✓ Fri", "8–12", "\u2039 Back")
    assert "Tue, Wed, Thu 08:00–12:00, your own hours" in ines.screen
    assert len(ines.phone.messages) == before


async def test_runners_hear_the_hours_she_sets(world: World) -> None:
    ines = await first(world)
    rosa = await world.joined_runner(ines)
    await ines.writes("/settings")
    await ines.taps("Hours", "✓ Mon")
    await ines.writes("13:30-18")
    assert "Tue, Wed, Thu, Fri 13:30–18:00" in ines.screen
    await rosa.writes("/help")
    assert "Tue, Wed, Thu, Fri 13:30–18:00" in rosa.screen
    await ines.writes("18-8")
    assert "hours of one day" in ines.screen


async def test_her_morning_cards_follow_her_days(world: World) -> None:
    ines = await first(world)
    await world.joined_runner(ines)
    await ines.writes("/settings")
    await ines.taps("Hours", "✓ Mon", "✓ Tue", "✓ Thu", "✓ Fri")
    await world.passes(days=7)
    cards = [heard.text for heard in ines.phone.heard if "No card by" in heard.text]
    assert len(cards) == 1
    assert "Wednesday" in cards[0]
    await ines.writes("/settings")
    await ines.taps("Hours", "✓ Wed")
    assert "At least one day must stay" in ines.toast


async def test_a_deputy_is_asked_and_may_say_no(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    await ines.writes("/settings")
    await ines.taps("Deputy")
    assert "Otto" not in ines.labels
    await ines.taps("Maya")
    assert "Maya has been asked" in ines.screen
    await maya.taps("No")
    ines.sees("Maya does not stand in for you")
    await ines.writes("/settings")
    await ines.taps("Deputy", "Maya")
    await maya.taps("Yes")
    await ines.writes("/settings")
    assert "Maya stands in for Ines." in ines.screen
    await ines.taps("Deputy", "Nobody")
    maya.sees("You do not stand in for Ines any more")


async def test_a_deputy_of_another_clinic_is_impossible(world: World) -> None:
    ines, maya, otto = await two_clinics(world)
    chats = dict(rows(world, "SELECT chat_id, id FROM persons"))
    await ines.taps_data(f"v1:phy:{chats[INES]}:deputy:{chats[OTTO]}")
    assert "does nothing any more" in ines.toast
    await ines.writes("/settings")
    await ines.taps("Deputy", "Maya")
    yes = data_of(maya, "Yes")
    await otto.taps_data(yes)
    await ines.taps_data(yes)
    await ines.taps_data(f"v1:phy:{chats[INES]}:deputy:{chats[INES]}")
    assert rows(world, "SELECT count(*) FROM persons WHERE deputy_id IS NOT NULL") == [(0,)]
    await maya.taps_data(yes)
    assert rows(world, "SELECT chat_id FROM persons WHERE deputy_id IS NOT NULL") == [(INES,)]


async def test_two_may_stand_in_for_each_other(world: World) -> None:
    ines = await first(world)
    maya = await another(world, "As the clinic", "Ines")
    await ines.taps("Yes")
    await ines.writes("/settings")
    await ines.taps("Deputy", "Maya")
    await maya.taps("Yes")
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    await world.passes(hours=3)
    maya.sees("joint infection")
    ines.sees("joint infection")


async def test_a_deputy_not_answering_is_told_after_a_week(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    await ines.writes("/settings")
    await ines.taps("Deputy", "Maya")
    late = data_of(maya, "Yes")
    await world.passes(days=8)
    assert ines.count("Maya has not answered in a week") == 1
    await maya.taps_data(late)
    assert rows(world, "SELECT count(*) FROM persons WHERE deputy_id IS NOT NULL") == [(0,)]


async def test_zone_and_clinic_name_can_be_typed(world: World) -> None:
    ines = await first(world)
    await first(world, OTTO, "Otto", "Otto's")
    await ines.writes("/settings")
    await ines.taps("Time zone")
    await ines.writes("Munich")
    await ines.taps("Yes")
    assert "Berlin, now 10:00" in ines.screen
    await ines.taps("Clinic name")
    await ines.writes("otto's")
    assert "here already" in ines.screen
    await ines.writes("The <Knee>")
    ines.sees("Clinic: The <Knee>")


async def test_leaving_needs_an_empty_caseload_and_ends_every_view(world: World) -> None:
    ines, maya, _ = await two_clinics(world)
    await maya.writes("/settings")
    await maya.taps("Deputy", "Ines")
    await ines.taps("Yes")
    rosa = await world.joined_runner(ines)
    open_link = await world.invite(ines)
    await ines.writes("/stop")
    assert "1 runner is still in your care" in ines.screen
    await ines.taps("Hand over all", "Maya")
    await maya.taps("Take the one without a card")
    await ines.writes("/stop")
    await ines.taps("Leave")
    ines.sees("You have left")
    maya.sees("Ines has left, so nobody stands in for you now")
    for words in ("/clients", "/alerts", "/settings", "hello"):
        await ines.writes(words)
        assert "works by invitation" in ines.screen
    assert ines.count("Blue Heron") == 0
    tim = world.someone(1002, "Tim")
    await tim.opens(open_link)
    assert "not valid" in tim.screen
    await world.passes(days=40)
    assert ines.count("No card by") == 0
    assert ines.count("Test alert. No runner") == 0
    assert rosa.count("Maya reads your answers from now on") == 1
    await ines.writes("/start")
    await ines.taps("Keep a diary without one", "I agree")
    assert "one role" in ines.toast
    await ines.opens(await link_into(world, "Ines", None))
    await ines.taps("Yes, Ines", "Just me", "🇬🇧 UK", "Yes", "Mon–Fri 9–17", "Got it")
    await ines.writes("/clients")
    assert ines.count("Blue Heron") == 0, "a new beginning in a clinic of her own"


async def test_put_out_by_the_operator_without_a_deputy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines = await first(world)
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    assert await commanded(world, monkeypatch, "remove-physio", "Ines") == 0
    await world.beat()
    gone = rosa.sees("Ines does not look after you here any more").text
    assert "please get it seen" in gone
    assert "999" in gone
    assert ines.count("joint infection") == 0
    await ines.writes("/clients")
    assert "works by invitation" in ines.screen
    await world.passes(hours=10.5)
    rosa.sees("Worst knee pain while running?")
    assert rows(world, "SELECT physio_id, state FROM episodes") == [(None, "active")]


async def test_put_out_with_a_deputy_who_takes_every_card(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines = await first(world)
    maya = await another(world)
    await ines.writes("/settings")
    await ines.taps("Deputy", "Maya")
    await maya.taps("Yes")
    rosa = await world.joined_runner(ines, ROSA)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    assert await commanded(world, monkeypatch, "remove-physio", "Ines") == 0
    await world.beat()
    maya.sees("Ines has left. 1 runner is yours now")
    maya.sees("joint infection")
    rosa.sees("Maya reads your answers from now on")
    owner = rows(world, "SELECT p.chat_id FROM episodes e JOIN persons p ON p.id = e.physio_id")
    assert owner == [(MAYA,)]
