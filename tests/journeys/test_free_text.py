"""Words of her own: urgent ones are asked about at once, others are sent on only if she says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.world import Someone, World


async def joined(world: World) -> tuple[Someone, Someone]:
    ines = await world.joined_physio()
    return ines, await world.joined_runner(ines)


def answers(world: World, question: str) -> list[str]:
    with closing(sqlite3.connect(world.database)) as file:
        found = file.execute("SELECT value FROM answers WHERE question = ?", (question,))
        return [row[0] for row in found]


def locks(world: World) -> int:
    with closing(sqlite3.connect(world.database)) as file:
        return int(file.execute("SELECT count(*) FROM locks").fetchone()[0])


async def test_worrying_words_are_asked_about_and_lock_nothing_by_themselves(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("my calf is sore")
    assert "That sounds like something to look at now." in rosa.screen
    assert "999" in rosa.screen
    assert locks(world) == 0
    await rosa.taps("Yes, my knee")
    assert "Calf swollen, sore or warm" in rosa.screen
    await rosa.taps("The calf alone")
    rosa.sees("Get this seen today")
    assert ines.count("🔴 Blue Heron") == 1


async def test_no_not_that_is_the_end_of_it(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("my calf is swollen")
    await rosa.taps("No, not that")
    assert "Shall I pass on" in rosa.screen
    await rosa.taps("Don't send")
    assert "Not sent, and not kept" in rosa.screen
    await world.passes(hours=1)
    assert ines.count("🔴") == ines.count("🟠") == locks(world) == 0
    assert answers(world, "words") == []


async def test_half_an_hour_of_silence_is_told_and_locks_nothing(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("my calf is swollen")
    await world.passes(minutes=31)
    assert "That sounds like" in rosa.screen, "she is asked again"
    assert locks(world) == 0
    await world.passes(hours=4)
    assert "sound like a red flag" in ines.sees("🟠 Blue Heron").text
    await rosa.taps("Yes, my knee", "The calf alone")
    assert locks(world) == 1


async def test_worrying_words_are_heard_in_the_middle_of_a_question(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=10.5)
    await rosa.writes("my knee is hot and red")
    rosa.sees("That sounds like something to look at now.")
    await rosa.taps("No, not that", "Don't send", "2")
    rosa.sees("Did any of these happen?")


async def test_words_left_alone_are_not_kept(world: World) -> None:
    _, rosa = await joined(world)
    await rosa.writes("a canary sang in my shoe")
    assert answers(world, "words") == ["a canary sang in my shoe"]
    await world.passes(days=3)
    assert answers(world, "words") == []


async def test_other_words_are_sent_only_when_she_says_so(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("Could we move <b>Friday</b> & meet?")
    assert "nobody has seen this yet" in rosa.screen
    assert not any("Friday" in heard.text for heard in ines.phone.heard)
    await rosa.taps("Send this to Ines")
    assert "Sent to your physiotherapist" in rosa.screen
    assert "Ines reads alerts" in rosa.screen
    letter = ines.sees("Could we move")
    assert letter.text.splitlines()[0].startswith("💬 Blue Heron, right knee")
    assert "<b>Friday</b> & meet?" in letter.text
    assert "Rosa" not in letter.text


async def test_a_letter_opens_the_card_that_is_open(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("/symptom")
    await rosa.taps("Calf swollen, sore, warm", "The calf alone", "Done", "2")
    await rosa.writes("I am on my way to the surgery")
    if "No, not that" in rosa.labels:
        await rosa.taps("No, not that")
    await rosa.taps("Send this to Ines")
    assert "🔴 Open alert" in ines.sees("on my way").labels


async def test_two_short_messages_are_one_letter_of_at_most_1000_signs(world: World) -> None:
    ines, rosa = await joined(world)
    await rosa.writes("Hello there")
    await rosa.writes("x" * 1200)
    assert rosa.count("Shall I pass on") == 1
    await rosa.taps("Send this to Ines")
    assert len(ines.sees("Hello there").text) < 1100
    assert "x" * 900 in ines.sees("Hello there").text


async def test_two_numbers_are_two_answers_where_two_are_asked(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=10.5)
    await rosa.writes("/today")
    await rosa.writes("3 1")
    rosa.sees("3 for Monday's run")
    rosa.sees("1 for Before you run")
    assert sorted(answers(world, "pain"))[-2:] == ["1", "3"]


async def test_two_numbers_for_one_question_are_refused(world: World) -> None:
    _, rosa = await joined(world)
    await world.passes(hours=10.5)
    await rosa.writes("3 1")
    assert rosa.screen.startswith("Please send a whole number")
    assert answers(world, "pain") == []


UNREADABLE: dict[str, dict[str, Any]] = {
    "I can't listen to voice messages": {"voice": {"duration": 3}},
    "I can't look at pictures": {"photo": [{"width": 90, "height": 90}]},
    "I can't read stickers": {"dice": {"emoji": "🎲", "value": 3}},
    "I don't need anybody's contact": {"contact": {"phone_number": "1", "first_name": "Eve"}},
}


def a_message(rosa: Someone, **content: Any) -> dict[str, Any]:
    """A message of hers as Telegram would hand it over, not yet of the stand-in's making."""
    who = {"id": rosa.phone.id, "first_name": "Rosa"}
    for kind in ("voice", "photo"):
        file = {"file_id": "f", "file_unique_id": "u"}
        found = content.get(kind)
        if isinstance(found, list):
            content[kind] = [{**one, **file} for one in found]
        elif isinstance(found, dict):
            content[kind] = {**found, **file}
    sender = {"from": {**who, "is_bot": False}, "chat": {**who, "type": "private"}}
    return {"message": {"message_id": 9000, "date": 1795000000, **sender, **content}}


@pytest.mark.parametrize(("said", "content"), list(UNREADABLE.items()))
async def test_what_is_no_text_gets_what_works_instead(
    world: World, said: str, content: dict[str, Any]
) -> None:
    _, rosa = await joined(world)
    world.telegram.push(a_message(rosa, **content))
    await world.settle()
    assert rosa.screen.startswith(said)


async def test_words_under_a_picture_are_heard(world: World) -> None:
    _, rosa = await joined(world)
    photo = UNREADABLE["I can't look at pictures"]
    world.telegram.push(a_message(rosa, **photo, caption="my knee is hot and red"))
    await world.settle()
    assert "That sounds like something to look at now." in rosa.screen
