"""A runner is forgotten: a day to change her mind, then nothing of her is in the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.test_own_data import after_two_runs
from tests.world import ROSA, TIM, Someone, World

ROSAS_CHAT = 987654321987
BACK = "\u2039 Back"
TYPED = "my canary 8642097531 sings"


HERS = dict.fromkeys(
    ("outings", "episodes", "assessments", "flags", "cards", "locks", "deliveries", "consents"),
    "true",
) | {"answers": "checkin_id NOT IN ({})", "checkins": "id NOT IN ({})", "changes": "true"}
"""Tables of which only what Ines answered when she joined may stay."""


def everywhere(world: World) -> bytes:
    """Every byte of the database, its log and its index."""
    return b"".join(file.read_bytes() for file in files_of(world))


def files_of(world: World) -> list[Path]:
    return sorted(
        file
        for file in world.database.parent.glob(f"{world.database.name}*")
        if not file.name.endswith(".lock")
    )


def rows(world: World, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{world.database}?mode=ro", uri=True)) as file:
        return file.execute(query).fetchall()


async def asks(rosa: Someone) -> None:
    await rosa.writes("/forget")
    await rosa.taps("Forget me", "Yes, forget me")


async def a_life(world: World) -> tuple[Someone, Someone]:
    """Joined, ran, hurt, typed, changed, wrote words, told of a red flag; the card was seen."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines, ROSAS_CHAT, "Rosalinde-Canary", usual="3")
    await world.passes(hours=10.5)
    await rosa.writes("7.77")
    await rosa.writes(TYPED)
    await rosa.taps("6", "Swollen", "A bit puffy", "Done")
    await rosa.writes("6.28")
    await ines.writes("/alerts")
    await ines.writes("/clients")
    await world.passes(hours=24)
    return ines, rosa


async def test_it_is_explained_confirmed_and_can_be_undone(world: World) -> None:
    ines, rosa = await after_two_runs(world)
    await rosa.writes("/forget")
    assert rosa.labels == ["Send me my data first", "Forget me", BACK]
    assert "Ines is told" in rosa.screen
    message = rosa.phone.screen.message_id
    await rosa.taps("Forget me")
    assert "Really everything?" in rosa.screen
    await rosa.taps(BACK)
    rosa.sees("nothing changes")
    await asks(rosa)
    assert "Everything goes on Thursday 26 Nov 19:30" in rosa.screen
    assert "asked to be forgotten: all goes on Thursday 26 Nov 19:30" in ines.last_heard
    await world.passes(hours=23.9)
    await rosa.taps("Undo")
    rosa.sees("Nothing is removed")
    ines.sees("Blue Heron stays after all")
    assert ines.count("all goes on") == 0
    assert rosa.phone.screen.message_id >= message
    await world.passes(days=2)
    assert rows(world, "SELECT count(*) FROM persons WHERE role = 'runner'") == [(1,)]
    assert rows(world, "SELECT count(*) FROM answers")[0][0]


async def test_the_data_first_on_the_same_message(world: World) -> None:
    _, rosa = await after_two_runs(world)
    await rosa.writes("/forget")
    await rosa.taps("Send me my data first")
    assert "come in a moment" in rosa.toast
    await world.beat()
    assert len([one for one in rosa.phone.screens if one.file]) == 3
    await rosa.taps("Forget me")


async def test_nothing_is_asked_meanwhile_and_questions_return(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await asks(rosa)
    heard = len(rosa.phone.heard)
    await world.passes(hours=23)
    assert len(rosa.phone.heard) == heard, "neither the run nor the morning is asked about"
    await rosa.taps("Undo")
    await world.passes(days=2)
    rosa.sees("Wednesday's run, 5 km. Worst knee pain while running?")


async def test_nothing_of_her_stays_in_the_file(world: World) -> None:
    ines, rosa = await a_life(world)
    as_stored = ROSAS_CHAT.to_bytes(6, "big")
    canaries = [b"Rosalinde-Canary", TYPED.encode(), b"6.28", as_stored]
    found = everywhere(world)
    assert [one for one in canaries if one not in found] == []
    canaries.append(str(ROSAS_CHAT).encode())
    await asks(rosa)
    await world.passes(hours=24)
    rosa.sees("You are forgotten here")
    await world.passes(minutes=2)
    found = everywhere(world)
    assert [one for one in canaries if one in found] == []
    assert rows(world, f"SELECT count(*) FROM outbox WHERE chat_id = {ROSAS_CHAT}") == [(0,)]
    assert rows(world, f"SELECT count(*) FROM inbox WHERE chat_id = {ROSAS_CHAT}") == [(0,)]
    assert rows(world, "SELECT pseudonym, used_by FROM invites WHERE role = 'runner'") == [
        ("Blue Heron", None)
    ], "the name stays taken: nobody else may be mistaken for her"
    ines_own = "SELECT id FROM checkins WHERE kind = 'join_physio'"
    for table, beside in HERS.items():
        kept = f"SELECT count(*) FROM {table} WHERE {beside.format(ines_own)}"
        assert rows(world, kept) == [(0,)], table
    assert await no_id_of_hers(world) == []
    await world.passes(days=3)
    assert ines.count("🔴") == ines.count("🟠") == 0


async def no_id_of_hers(world: World) -> list[str]:
    """Only acts, screens in other chats and the timetable may still hold an id, and no person."""
    physios = {row[0] for row in rows(world, "SELECT id FROM persons")}
    acts = rows(world, "SELECT act, actor_id, detail FROM acts WHERE subject_type = 'card'")
    return [str(act) for act in acts if act[2] or (act[1] is not None and act[1] not in physios)]


async def test_the_physiotherapist_sees_that_she_left_and_nothing_more(world: World) -> None:
    ines, rosa = await a_life(world)
    assert ines.count("6") > 0
    cards = ines.count("Blue Heron, right knee") + ines.count("Blue Heron, knee")
    assert cards >= 0
    await asks(rosa)
    assert "An alert is open" in ines.sees("asked to be forgotten").text
    await world.passes(hours=24)
    left = ines.sees("has left and asked to be forgotten")
    assert "An alert was open" in left.text
    ines.sees("Removed: this runner asked to be forgotten")
    assert ines.count("next-day") == ines.count("swelling") == 0
    await ines.writes("/clients")
    assert "Blue Heron" not in ines.screen
    await ines.writes("/alerts")
    assert "Blue Heron" not in ines.screen
    acts = rows(world, "SELECT act, detail FROM acts WHERE act = 'forgotten'")
    assert acts == [("forgotten", "")]
    told = rows(world, "SELECT count(*) FROM acts WHERE act = 'told'")
    assert told[0][0], "that she was told stays, without what"


async def test_old_buttons_of_a_forgotten_runner_do_nothing(world: World) -> None:
    ines, rosa = await a_life(world)
    card = ines.sees("Blue Heron")
    data = [b.data or "" for row in card.buttons for b in row]
    await asks(rosa)
    old = [b.data or "" for one in rosa.phone.screens for row in one.buttons for b in row]
    await world.passes(hours=24)
    for one in data:
        await ines.taps_data(one)
    for one in old:
        await rosa.taps_data(one)
    assert "by invitation" in rosa.toast
    assert rows(world, "SELECT count(*) FROM checkins WHERE kind <> 'join_physio'") == [(0,)]


async def test_advice_holds_while_she_waits(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    await asks(rosa)
    assert "still holds: get it seen. Ines has been told." in rosa.screen
    await world.passes(minutes=11)
    assert rosa.phone.heard[-1].shown.text.startswith("⚠️ Get this seen"), (
        "and it is said again until it is read"
    )
    await world.passes(hours=5)
    rosa.sees("Were you seen")


async def test_advice_without_a_reader_promises_none(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await ines.phone.blocks()
    await world.settle()
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "That alone, and I feel well")
    await asks(rosa)
    assert "still holds: get it seen." in rosa.screen
    assert "has been told" not in rosa.screen


async def test_in_the_middle_of_a_check_in(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await rosa.taps("8", "6", "Yes")
    await asks(rosa)
    assert rows(world, "SELECT count(*) FROM checkins WHERE state = 'open'") == [(0,)]
    assert "Last runs 8" in ines.sees("🔴 Blue Heron").text, "what she told counts"
    await rosa.taps("Undo")
    await world.passes(days=1)


async def test_while_joining(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree")
    await asks(rosa)
    assert rosa.count("How old are you?") == 0
    await rosa.taps("Undo")
    rosa.sees("How old are you?")
    await asks(rosa)
    await world.passes(hours=24.1)
    assert rows(world, "SELECT count(*) FROM persons WHERE role = 'runner'") == [(0,)]


async def test_who_comes_back_begins_anew(world: World) -> None:
    ines, rosa = await after_two_runs(world)
    await asks(rosa)
    await world.passes(hours=24)
    await rosa.writes("/start")
    assert "by invitation" in rosa.screen
    again = await world.joined_runner(ines)
    assert again is rosa
    assert "Green Heron" in ines.sees("joined and is confirmed").text
    await world.passes(days=1)
    assert rows(world, "SELECT count(*) FROM persons WHERE role = 'runner'") == [(1,)]
    assert rows(world, "SELECT count(*) FROM flags") == [(0,)]


async def test_nobody_forgets_another(world: World) -> None:
    ines, rosa = await after_two_runs(world)
    tim = await world.joined_runner(ines, TIM, "Tim")
    await rosa.writes("/forget")
    sure = rosa.phone.screen.buttons[1][0].data or ""
    stem = sure.rsplit(":", 1)[0]
    for thief in (tim, ines):
        for act in ("sure", "yes", "undo", "data", "back", "now"):
            await thief.taps_data(f"{stem}:{act}")
    await rosa.taps_data(f"{stem}:now")
    assert "does nothing any more" in rosa.toast
    assert rows(world, "SELECT count(*) FROM appointments WHERE kind = 'forget'") == [(0,)]
    await asks(rosa)
    await tim.taps_data(f"{stem}:undo")
    await world.passes(hours=24)
    assert rows(world, "SELECT name FROM persons WHERE role = 'runner'") == [("Tim",)]


async def test_the_others_stay_as_they_were(world: World) -> None:
    ines, rosa = await after_two_runs(world)
    tim = await world.joined_runner(ines, TIM, "Tim")
    await tim.writes("/today")
    await tim.taps("9")
    await asks(rosa)
    of_tim = (
        "SELECT a.* FROM answers AS a JOIN checkins AS c ON c.id = a.checkin_id "
        "JOIN persons AS p ON p.id = c.person_id WHERE p.name = 'Tim'"
    )
    before = rows(world, of_tim)
    await world.passes(hours=24)
    assert set(before) <= set(rows(world, of_tim))
    await ines.writes("/clients")
    assert "Green Heron" in ines.screen


@pytest.mark.parametrize("act", ["Undo", "Forget"])
async def test_asked_twice_shows_where_it_stands(world: World, act: str) -> None:
    _, rosa = await after_two_runs(world)
    await asks(rosa)
    await rosa.writes("/forget")
    assert "Everything goes on Thursday" in rosa.screen
    assert rosa.count("Everything goes on") == 1
    if act == "Undo":
        undo = rosa.phone.screen.buttons[0][0].data or ""
        await rosa.taps("Undo")
        await rosa.taps_data(undo)
        assert "That is over" in rosa.toast
