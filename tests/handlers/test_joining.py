"""Joining: consent is kept as it was shown, and a link that reached the wrong person is undone."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from fluent.syntax import FluentParser, FluentSerializer, ast

from bot.services.joining import CONSENT_HASH, DIARY_HASH
from bot.texts.catalogue import FOLDER
from tests.world import EVE, ROSA, World


@pytest.mark.parametrize(
    ("key", "kept"), [("ask-consent", CONSENT_HASH), ("diary-consent", DIARY_HASH)]
)
def test_the_consent_kept_is_the_consent_shown(key: str, kept: str) -> None:
    """Change the words, and the version and hash in bot/services/joining.py must change."""
    resource = FluentParser().parse((FOLDER / "en" / "joining.ftl").read_text(encoding="utf-8"))
    entry = next(e for e in resource.body if isinstance(e, ast.Message) and e.id.name == key)
    words = FluentSerializer().serialize_entry(entry)
    assert hashlib.sha256(words.encode()).hexdigest().startswith(kept)


async def test_a_link_that_reached_the_wrong_person_is_undone(world: World) -> None:
    ines = await world.joined_physio()
    eve = world.someone(EVE, "Eve")
    await eve.opens(await world.invite(ines))
    await eve.taps("I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", "Right", "6 to 12 weeks")
    await eve.taps("5", "15", "2", "1", "1", "None of these", "Band", "Done")
    await eve.taps("Mon", "Done", "18:00", "5")
    await ines.taps("No, revoke")
    assert "was revoked" in ines.screen
    assert "meant for somebody else" in eve.screen
    await world.passes(days=2)
    assert eve.count("Worst knee pain") == 0
    await eve.writes("/run")
    assert eve.screen.startswith("Nobody looks after you here at the moment.")


async def test_who_was_refused_may_join_with_a_new_link(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("No, thanks")
    await rosa.opens(await world.invite(ines))
    rosa.sees("Do you agree?")


async def test_joining_goes_on_where_it_was_left(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "40–54")
    await world.passes(days=1)
    await rosa.writes("/start")
    rosa.sees("Where are you now?")
    assert rosa.count("Where are you now?") == 1


async def test_a_red_flag_told_at_joining_is_acted_on_at_once(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "18–39", "🇬🇧 UK", "Yes", "Diabetes", "Done", "Right")
    await rosa.taps("6 to 12 weeks", "5", "15", "2", "1", "1")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done")
    await rosa.taps("Band", "Done", "Mon", "Done", "18:00", "5")
    rosa.sees("Get this seen today")
    ines.sees("calf swollen")


async def test_who_has_not_finished_joining_cannot_invite(world: World) -> None:
    ines = world.someone(2001, "Ines")
    await ines.opens(await world.physio_link("Ines"))
    await ines.writes("/invite")
    assert ines.screen.startswith("Please finish joining first")


async def test_a_physio_who_blocks_the_bot_with_an_urgent_card_open(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    await ines.phone.blocks()
    await world.settle()
    await world.beat()
    rosa.sees("Nobody has read your alert yet. Don't wait for it")


async def test_seen_and_not_closed_rings_again(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    await ines.taps("👁 Seen")
    rang = [h for h in ines.phone.heard if h.method == "sendMessage" and "joint" in h.text]
    assert len(rang) == 1
    await world.until(datetime(2026, 11, 23, 13, 1, tzinfo=UTC))
    rang = [h for h in ines.phone.heard if h.method == "sendMessage" and "joint" in h.text]
    assert len(rang) == 2
    assert (
        "Open again: seen by Ines, Monday 23 Nov 09:00, but not closed"
        in ines.sees("joint infection").text
    )


async def test_names_are_shown_as_they_are(world: World) -> None:
    ines = await world.joined_physio(2001, "<b>Ines</b> & Co")
    rosa = world.someone(ROSA, "<script>")
    await rosa.opens(await world.invite(ines))
    rosa.sees("<b>Ines</b> & Co invites you")


async def test_the_invite_table_holds_no_code(world: World) -> None:
    ines = await world.joined_physio()
    code = await world.invite(ines)
    with closing(sqlite3.connect(world.database)) as file:
        rows = file.execute("SELECT * FROM invites").fetchall()
    assert code not in str(rows)
