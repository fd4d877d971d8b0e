"""The ear: every update is kept before it is confirmed, handled in order, and blocks nobody."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from typing import Any

import pytest

from bot.listener import ALLOWED_UPDATES
from tests.listening.conftest import GROUP, Ear, message, tap
from tests.world import ROSA, TIM


async def test_it_starts_without_an_offset_and_confirms_what_it_has_kept(ear: Ear) -> None:
    await ear.polls([message(10), message(11)], [message(12)], [])
    assert [poll.get("offset") for poll in ear.wire.polls] == [None, "12", "13"]
    assert ear.handled == [10, 11, 12]
    assert set(ear.states().values()) == {"done"}


async def test_it_always_says_what_it_wants_to_hear(ear: Ear) -> None:
    await ear.polls([], [])
    assert [json.loads(poll["allowed_updates"]) for poll in ear.wire.polls] == [ALLOWED_UPDATES] * 2
    assert "edited_message" in ALLOWED_UPDATES
    assert "my_chat_member" in ALLOWED_UPDATES


async def test_a_known_update_is_not_handled_again(ear: Ear) -> None:
    await ear.polls([message(10)], [message(10), message(11)], [message(11)])
    assert ear.handled == [10, 11]


async def test_what_it_could_not_keep_is_not_confirmed(ear: Ear) -> None:
    await ear.changes(
        "CREATE TRIGGER no_room BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    with pytest.raises(sqlite3.Error, match="no room"):
        await ear.polls([message(10)])
    await ear.changes("DROP TRIGGER no_room")
    await ear.polls([message(10)], [])
    assert [poll.get("offset") for poll in ear.wire.polls] == [None, None, "11"]
    assert ear.handled == [10]


async def test_after_a_quiet_week_ids_may_begin_anew_below_the_offset(ear: Ear) -> None:
    await ear.polls([message(900_000_000)])
    ear.clock.age(7 * 24 * 3600)
    await ear.polls([message(5)], [])
    assert [poll.get("offset") for poll in ear.wire.polls] == [None, None, "6"]
    assert ear.handled == [900_000_000, 5]


@pytest.mark.parametrize("update_id", [None, "10", True, -5, 0, 2**70, 1.5])
async def test_an_update_without_a_usable_id_stops_nobody(ear: Ear, update_id: Any) -> None:
    await ear.polls([message(update_id), "no update", message(11)])
    assert ear.handled == [11]


@pytest.mark.parametrize("answer", [None, {}, "hello", 7, [message("x")], ["x"]])
async def test_an_answer_without_any_update_is_no_reason_to_ask_in_a_hurry(
    ear: Ear, answer: Any
) -> None:
    begun = ear.clock.uptime()
    await ear.runs(*[answer] * 10, [message(1)])
    assert ear.clock.uptime() - begun > 100, "a spinning poll"
    assert ear.handled == [1]


async def test_a_chats_updates_go_in_order_and_chats_beside_each_other(ear: Ear) -> None:
    ear.holds[10] = asyncio.Event()
    ear.wire.answers.append([message(10, ROSA), tap(11, ROSA, ROSA), message(12, TIM)])
    await ear.listener.poll()
    ear.wire.answers.append([message(13, ROSA), message(14, TIM)])
    await ear.listener.poll()
    await ear.has_handled(2)
    assert ear.handled == [12, 14], "Tim does not wait for Rosa"
    ear.holds[10].set()
    await ear.listener.idle()
    assert ear.handled == [12, 14, 10, 11, 13]


async def test_a_tap_is_the_persons_wherever_its_message_is(ear: Ear) -> None:
    await ear.polls([tap(10, ROSA, GROUP), message(11, GROUP), {"update_id": 12, "poll": {}}])
    chats = dict(ear.rows("SELECT update_id, chat_id FROM inbox"))
    assert chats == {10: ROSA, 11: GROUP, 12: None}


@pytest.mark.parametrize("kind", ["message", "edited_message", "my_chat_member"])
async def test_every_kind_belongs_to_its_chat(ear: Ear, kind: str) -> None:
    await ear.polls([message(10, ROSA, kind), message(11, GROUP, kind)])
    chats = dict(ear.rows("SELECT update_id, chat_id FROM inbox"))
    assert chats == {10: ROSA, 11: GROUP}
