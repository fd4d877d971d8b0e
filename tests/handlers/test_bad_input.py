"""Bad and hostile input: a clear reply or a deliberate silence, and nothing changes."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.world import EVE, INES, ROSA, TIM, Someone, World

COUNTED = ("answers", "checkins", "outings", "assessments", "flags", "cards", "persons", "locks")


def counts(world: World) -> dict[str, int]:
    with closing(sqlite3.connect(world.database)) as file:
        return {t: file.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in COUNTED}


async def asked(world: World) -> tuple[Someone, Someone]:
    """Ines, and Rosa with the question after Monday's run before her."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    return ines, rosa


@pytest.mark.parametrize("text", ["11", "-1", "4.5", "ten", "🙂", "0x3", "٣", "3 1", "1e1"])
async def test_a_number_out_of_range_is_refused_and_changes_nothing(
    world: World, text: str
) -> None:
    _, rosa = await asked(world)
    before = counts(world)
    await rosa.writes(text)
    assert rosa.screen == "Please send a whole number from 0 to 10, or tap one."
    assert counts(world) == before


@pytest.mark.parametrize("text", ["0", "10", " 7 "])
async def test_a_typed_number_is_as_good_as_a_tap_and_is_echoed(world: World, text: str) -> None:
    _, rosa = await asked(world)
    await rosa.writes(text)
    assert rosa.screen.startswith(f"{text.strip()} for Monday's run")
    assert rosa.labels == ["Wrong one"]
    await rosa.taps("Wrong one")
    rosa.sees("Worst knee pain while running?")


async def test_a_typed_number_answers_the_replied_to_question(world: World) -> None:
    _, rosa = await asked(world)
    await rosa.writes("/today")
    first = rosa.sees("Worst knee pain while running?")
    await rosa.writes("3", reply_to=first.message_id)
    rosa.sees("Did any of these happen?")
    rosa.sees("Worst knee pain now")


async def test_words_for_a_question_with_buttons_show_the_buttons_again(world: World) -> None:
    _, rosa = await asked(world)
    await rosa.taps("1")
    await rosa.writes("4")
    assert rosa.count("For this one, please tap a button.") == 1
    rosa.sees("Did any of these happen?")


async def test_a_number_without_a_question_is_refused(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await rosa.writes("4")
    assert rosa.screen.startswith("There is no open question for that number.")


async def test_free_text_says_that_nobody_has_seen_it(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    for text in ("x" * 4096, "<b>&", "\u202eevil\u202c"):
        await rosa.writes(text)
        assert rosa.screen.startswith("I can't read free text, and nobody has seen this yet.")
        assert "/symptom" in rosa.screen
    assert rosa.count("I can't read free text") == 1
    assert "x" * 50 not in " ".join(h.text for h in ines.phone.heard)


async def test_pictures_stickers_and_voice_get_a_useful_reply(world: World) -> None:
    _, rosa = await asked(world)
    before = counts(world)
    await rosa.phone.sends_sticker()
    await rosa.phone.sends_voice()
    await rosa.phone.sends_document(b"x" * 1000, "run.exe")
    await world.settle()
    rosa.sees("I can't read stickers.")
    rosa.sees("I can't listen to voice messages, so nobody has heard this.")
    assert rosa.count("I can read numbers and buttons") == 1
    assert counts(world) == before


async def test_an_edited_message_does_not_change_an_answer(world: World) -> None:
    _, rosa = await asked(world)
    message_id = await rosa.phone.writes("3")
    await world.settle()
    before = counts(world)
    await rosa.phone.edits_message(message_id, "8")
    await world.settle()
    assert rosa.screen.startswith("Editing a message doesn't change your answer.")
    assert counts(world) == before


async def test_a_forged_callback_changes_nothing(world: World) -> None:
    _, rosa = await asked(world)
    checkin = rosa.sees("Worst knee pain").buttons[0][0].data or ""
    before = counts(world)
    forged = [
        "", "v1", "v1:a", "v2" + checkin[2:], checkin + ":extra", checkin.replace("v1:a", "v1:z"),
        checkin.rsplit(":", 1)[0] + ":11", checkin.rsplit(":", 1)[0] + ":-1",
        checkin.rsplit(":", 2)[0] + ":noticed:none", "v1:a:AAAAAAAAAAA:pain:3",
        "v1:c:AAAAAAAAAAA:seen", "v1:j:AAAAAAAAAAA:no", "v1:e:AAAAAAAAAAA", "'; DROP TABLE answers",
    ]  # fmt: skip
    for data in forged:
        if data:
            await rosa.taps_data(data)
    assert counts(world) == before
    rosa.sees("Worst knee pain while running?")


async def test_another_persons_question_is_as_good_as_none(world: World) -> None:
    ines, rosa = await asked(world)
    tim = await world.joined_runner(ines, TIM, "Tim")
    data = rosa.sees("Worst knee pain").buttons[0][3].data or ""
    before = counts(world)
    await tim.taps_data(data)
    await ines.taps_data(data)
    assert counts(world) == before
    assert tim.toast == "That button does nothing any more. /help shows what does."


async def test_a_hundred_taps_are_one_answer(world: World) -> None:
    _, rosa = await asked(world)
    screen = rosa.sees("Worst knee pain")
    calls = len(world.telegram.calls)
    for number in range(100):
        data = screen.buttons[number % 2][number % 5].data or ""
        await rosa.phone.presses_data(data, on=screen)
    await world.settle()
    with closing(sqlite3.connect(world.database)) as file:
        pains = file.execute("SELECT count(*) FROM answers WHERE question = 'pain'").fetchone()[0]
        waiting = file.execute("SELECT count(*) FROM inbox WHERE state = 'new'").fetchone()[0]
    assert pains == 1
    assert waiting == 0
    edits = [c for c in world.telegram.calls[calls:] if c.method == "editMessageText"]
    assert len(edits) <= 3, "thirty taps are one edit"
    assert rosa.count("Did any of these happen?") == 1


async def test_a_tap_on_a_closed_question_changes_nothing(world: World) -> None:
    _, rosa = await asked(world)
    data = rosa.sees("Worst knee pain").buttons[0][3].data or ""
    await rosa.taps("1", "None of these", "5 km as planned")
    before = counts(world)
    await rosa.taps_data(data)
    assert rosa.toast == "This question is closed."
    assert counts(world) == before


async def test_a_stranger_learns_only_that_it_is_by_invitation(world: World) -> None:
    eve = world.someone(EVE, "Eve")
    before = counts(world)
    for act in ("/start", "/run", "/clients", "hello", "7", "/nonsense"):
        await eve.writes(act)
        assert "invit" in eve.screen.lower(), act
    await eve.writes("/help")
    await eve.writes("/privacy")
    assert counts(world) == before


async def test_a_role_cannot_do_the_others_work(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    for someone, commands in (
        (rosa, ("/invite", "/clients", "/alerts")),
        (ines, ("/run", "/today")),
    ):
        for command in commands:
            await someone.writes(command)
            assert someone.screen.startswith("That is not for your role here.")


async def test_invites_work_once_for_one_person_in_time(world: World) -> None:
    ines = await world.joined_physio()
    code = await world.invite(ines)
    rosa, eve = world.someone(ROSA, "Rosa"), world.someone(EVE, "Eve")
    await rosa.opens(code)
    rosa.sees("Do you agree?")
    await eve.opens(code)
    assert eve.screen == "This link is not valid, or has been used. Please ask for a new one."
    await eve.opens("A" * 22)
    assert eve.screen == "This link is not valid, or has been used. Please ask for a new one."
    await rosa.opens(code)
    assert "Do you agree?" in rosa.screen
    assert rosa.count("Do you agree?") == 1
    late = await world.invite(ines)
    await world.passes(days=7, minutes=1)
    await eve.opens(late)
    assert eve.screen == "This link has expired. Please ask for a new one."
    assert counts(world)["persons"] == 2


async def test_one_account_has_one_role(world: World) -> None:
    ines = await world.joined_physio()
    await ines.opens(await world.invite(ines))
    assert ines.screen.startswith("One Telegram account has one role here")


async def test_under_18_is_kindly_refused_and_the_physio_told(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    code = await world.invite(ines)
    await rosa.opens(code)
    await rosa.taps("I agree", "Under 18")
    assert "hip" in rosa.screen
    assert "is under 18" in ines.screen
    eve = world.someone(EVE, "Eve")
    await eve.opens(code)
    assert "not valid" in eve.screen
    await rosa.writes("/run")
    assert rosa.screen.startswith("Nobody looks after you here at the moment.")


async def test_no_consent_ends_it(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("No, thanks")
    assert rosa.screen.startswith("That is fine. Nothing more is asked")
    assert "did not agree" in ines.screen


async def test_an_unknown_zone_is_refused_and_a_city_understood(world: World) -> None:
    ines = await world.joined_physio()
    rosa = world.someone(ROSA, "Rosa")
    await rosa.opens(await world.invite(ines))
    await rosa.taps("I agree", "18–39", "Elsewhere", "No")
    await rosa.writes("Atlantis/Center")
    assert rosa.screen.startswith("I don't know that place.")
    await rosa.writes("tokyo")
    rosa.sees("Does any of these apply to you?")
    with closing(sqlite3.connect(world.database)) as file:
        row = file.execute("SELECT zone FROM persons WHERE chat_id = ?", (ROSA,)).fetchone()
    assert row == ("Asia/Tokyo",)


async def test_the_bot_says_nothing_in_a_group_and_leaves(world: World) -> None:
    _, rosa = await asked(world)
    group = world.telegram.group(-100123, "Runners")
    await group.adds_bot(rosa.phone)
    await world.settle()
    assert not group.has_bot
    assert not group.screens


async def test_leaving_and_coming_back_is_noticed(world: World) -> None:
    ines, rosa = await asked(world)
    await rosa.phone.blocks()
    await world.settle()
    await world.beat()
    await ines.writes("/clients")
    assert "chat closed" in ines.screen
    await rosa.phone.unblocks()
    await rosa.writes("/help")
    await ines.writes("/clients")
    assert "chat closed to the bot" not in ines.screen.splitlines()[-1] or "🟢" in ines.screen


async def test_an_update_nobody_understands_is_put_aside(world: World) -> None:
    _, rosa = await asked(world)
    world.telegram.push({"message": {"message_id": 1, "date": "yesterday", "chat": {"id": INES}}})
    world.telegram.push({"callback_query": {"id": 7}})
    world.telegram.push({"poll": {}})
    await world.settle()
    await rosa.taps("1")
    rosa.sees("Did any of these happen?")
