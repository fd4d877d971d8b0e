"""Telegram misbehaves while it is spoken to: nothing is lost, each trouble doubles once at most."""

from __future__ import annotations

import json

import pytest

from bot.sandbox.phones import Phone
from tests.sending.conftest import ALERT, PROMPT, Mouth, a_phone
from tests.world import INES, ROSA, TIM, World

AN_HOUR = 3600


async def passes(mouth: Mouth, seconds: int, step: int = 20) -> None:
    """Time goes by, and the mouth comes round."""
    for _ in range(seconds // step):
        mouth.world.clock.age(step)
        await mouth.drains()


async def test_an_hour_of_quiet_for_one_chat_is_kept_and_is_nobody_elses(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.too_many(AN_HOUR, chat_id=ROSA)
    await mouth.says(ROSA, "one")
    await mouth.says(TIM, "other")
    await mouth.drains()
    await passes(mouth, AN_HOUR - 100)
    assert len(tim.heard) == 1
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == 1, "quiet was asked for"
    await passes(mouth, 200)
    assert len(rosa.heard) == 1


async def test_two_chats_with_an_hour_of_quiet_do_not_silence_an_alert_for_an_hour(
    world: World, rosa: Phone, tim: Phone
) -> None:
    """It may be all of Telegram or two chats that were told too much: one tries now and then."""
    mouth = Mouth(world)
    ines = a_phone(world, INES)
    world.telegram.faults.too_many(AN_HOUR, chat_id=ROSA)
    world.telegram.faults.too_many(AN_HOUR, chat_id=TIM)
    await mouth.says(ROSA, "one")
    await mouth.says(TIM, "two")
    await mouth.drains()
    at = world.clock.uptime()
    await mouth.says(INES, "alert", ALERT)
    await mouth.drains()
    await passes(mouth, 80)
    assert ines.heard and ines.heard[0].uptime - at <= 81
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == 1


async def test_all_of_telegram_quiet_for_an_hour_is_tried_seldom(world: World) -> None:
    mouth = Mouth(world)
    phones = [a_phone(world, chat) for chat in range(5001, 5061)]
    world.telegram.faults.too_many(AN_HOUR, times=None)
    for phone in phones:
        await mouth.says(phone.id, "hello", PROMPT)
    await mouth.drains()
    at = [call.uptime for call in world.telegram.calls_of("sendMessage")]
    assert all(sum(one <= other < one + 55 for other in at) <= 4 for one in at), "3 a minute"
    world.telegram.faults.clear()
    await passes(mouth, AN_HOUR + 200)
    assert all(len(phone.heard) == 1 for phone in phones)


@pytest.mark.parametrize("retry_after", [0, 10**9])
async def test_any_number_of_seconds_is_borne(world: World, rosa: Phone, retry_after: int) -> None:
    mouth = Mouth(world)
    world.telegram.faults.too_many(retry_after, chat_id=ROSA)
    await mouth.says(ROSA, "one")
    await mouth.drains()
    await passes(mouth, 120)
    assert len(rosa.heard) == (retry_after == 0)
    assert mouth.statuses() == ["sent" if retry_after == 0 else "waiting"]


@pytest.mark.parametrize("code", [500, 502, 503, 504])
async def test_their_fault_for_ten_minutes_is_our_patience(
    world: World, rosa: Phone, code: int
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.refuses(code, "Bad Gateway", times=None)
    await mouth.says(ROSA, "alert", ALERT)
    await passes(mouth, 600)
    assert mouth.statuses() == ["waiting"]
    world.telegram.faults.clear()
    await passes(mouth, 40)
    assert len(rosa.heard) == 1


async def test_refused_as_unknown_for_a_minute_nothing_is_given_up(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.refuses(401, "Unauthorized", times=None)
    await mouth.says(ROSA, "one")
    await passes(mouth, 60)
    world.telegram.faults.clear()
    await passes(mouth, 40)
    assert len(rosa.heard) == 1


@pytest.mark.parametrize("how", ["torn", "cut", "no json", "no result", "html"])
async def test_an_answer_lost_after_it_was_done_doubles_once(
    world: World, rosa: Phone, how: str
) -> None:
    mouth, faults = Mouth(world), world.telegram.faults
    match how:
        case "torn":
            faults.tears(method="sendMessage")
        case "cut":
            faults.resets(done=True, method="sendMessage")
        case "no json":
            faults.garbles(b'{"ok": tru', method="sendMessage")
        case "no result":
            faults.garbles(b'{"ok": true}', method="sendMessage")
        case "html":
            faults.garbles(b"<html>502</html>", method="sendMessage")
    await mouth.says(ROSA, "alert", ALERT)
    await passes(mouth, 120)
    assert len(rosa.heard) == 2
    assert mouth.statuses() == ["sent"]


async def test_a_torn_answer_to_an_edit_doubles_nothing(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "one")
    await mouth.drains()
    world.telegram.faults.tears(method="editMessageText")
    await mouth.draws(ROSA, "two")
    await passes(mouth, 60)
    assert [shown.labels for shown in rosa.screens] == [("two",)]


NONSENSE = (
    b"null", b"[]", b"7", b'"hello"', b"\xff\xfe", b"{}", b'{"ok": true, "result": true}',
    b'{"ok": true, "result": {}}', b'{"ok": true, "result": [1]}',
    b'{"ok": true, "result": {"message_id": "x", "date": 1, "chat": {"id": 1, "type": "private"}}}',
    b'{"ok": true, "result": {"message_id": 1e400, "date": 1, "chat": {"id": 1}}}',
    b'{"ok": true, "result": {"message_id": 99999999999999999999, "date": 1, "chat": {"id": 1}}}',
    b'{"ok": false, "error_code": "x", "parameters": {"retry_after": "soon"}}',
    b'{"ok": false, "parameters": 7}', b"[" * 5000 + b"]" * 5000, b"9" * 5000,
)  # fmt: skip


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
async def test_nonsense_for_an_answer_silences_nobody(
    world: World, rosa: Phone, tim: Phone, body: bytes
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.garbles(body, method="sendMessage", chat_id=ROSA)
    await mouth.draws(ROSA, "alert", ALERT)
    await mouth.says(TIM, "other")
    await passes(mouth, 60)
    assert len(tim.heard) == 1
    assert 1 <= len(rosa.heard) <= 2, "doubled at most once"
    assert set(mouth.statuses()) == {"sent"}
    await mouth.says(ROSA, "next")
    await mouth.drains()
    assert rosa.screen.labels == ("next",)


async def test_an_answer_of_two_megabytes_is_read(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    chat = {"id": ROSA, "type": "private"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "x" * 2_000_000}
    body = json.dumps({"ok": True, "result": message}).encode()
    world.telegram.faults.garbles(body, method="sendMessage")
    await mouth.says(ROSA, "one")
    await passes(mouth, 60)
    assert len(rosa.heard) == 1
    assert mouth.statuses() == ["sent"]


async def test_a_promise_in_a_chat_that_moved_or_closed_ends_and_the_next_chat_goes_on(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.refuses(400, "Bad Request: chat not found", chat_id=ROSA)
    await mouth.says(ROSA, "one")
    await mouth.says(TIM, "other")
    await mouth.drains()
    assert mouth.statuses() == ["failed", "sent"]
    assert len(tim.heard) == 1
