"""Telegram misbehaves while it is listened to, over real HTTP: every word is heard once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.faults import EVERY, Fault, Trouble
from bot.sandbox.refusal import Refused, conflict
from tests.crash.deaths import HOW_BAD, answers, asked, copies
from tests.crash.ledger import column, number, rows
from tests.world import EVE, ROSA, Someone, World

ECHO = "2 for Monday's run"
POLL = "getUpdates"
BLOCKED = "Forbidden: bot was blocked by the user"


@asynccontextmanager
async def listening(world: World) -> AsyncIterator[asyncio.Task[None]]:
    """The endless ear; its waits are over at once."""
    running = asyncio.create_task(world.app.listener.run())
    try:
        yield running
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await world.app.listener.idle()


def refused(code: int, times: int) -> Callable[[World], None]:
    def add(world: World) -> None:
        world.telegram.faults.refuses(code, "Told to", times=times, method=POLL)

    return add


def garbled(body: bytes, times: int = 3) -> Callable[[World], None]:
    def add(world: World) -> None:
        world.telegram.faults.garbles(body, times=times, method=POLL)

    return add


TROUBLES: dict[str, Callable[[World], None]] = {
    "429 for an hour": lambda world: world.telegram.faults.too_many(3600, times=3, method=POLL),
    "401": refused(401, 2),
    "404": refused(404, 2),
    "409": refused(409, 2),
    "500": refused(500, 5),
    "502": refused(502, 5),
    "cut before": lambda world: world.telegram.faults.resets(done=False, times=5, method=POLL),
    "cut after": lambda world: world.telegram.faults.resets(done=True, times=5, method=POLL),
    "torn": lambda world: world.telegram.faults.tears(times=5, method=POLL),
    "no json": garbled(b'{"ok": true, "result": [{"upd'),
    "html": garbled(b"<html>Sign in to this network</html>"),
    "no result": garbled(b'{"ok": true}'),
    "null": garbled(b'{"ok": true, "result": null}'),
    "a list of nothing": garbled(b'{"ok": true, "result": [null, 7, "x", {}, []]}'),
    "too deep": garbled(b'{"ok": true, "result": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"),
    "no utf-8": garbled(b"\xff\xfe\x00" * 100),
    "nothing": garbled(b""),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_after_any_trouble_what_was_typed_is_heard_once(world: World, trouble: str) -> None:
    rosa = await asked(world)
    TROUBLES[trouble](world)
    await rosa.phone.writes("2")
    async with listening(world) as running:
        await world.telegram.settled(timeout=10)
        assert not running.done()
    await world.settle()
    assert answers(world) == [("pain", "2")]
    assert rosa.count(ECHO) == 1


async def test_a_minute_of_401_ends_nothing_and_ten_do(world: World) -> None:
    rosa = await asked(world)
    unknown = Fault(Trouble.REFUSED, EVERY, times=6, refused=Refused(401, "Unauthorized"))
    world.telegram.faults.add(unknown)
    await rosa.phone.writes("2")
    begun = world.clock.uptime()
    async with listening(world):
        await world.telegram.settled(timeout=10)
    assert 50 < world.clock.uptime() - begun < 120
    await world.settle()
    assert rosa.count(ECHO) == 1


async def test_another_copy_that_polls_gets_nothing_of_ours_for_good(world: World) -> None:
    """Two polls: one of them is ended with 409; whoever has kept an update has answered it."""
    rosa = await asked(world)
    async with listening(world) as running:
        for _ in range(3):
            await world.telegram.polled()
            world.telegram.state.updates._wake(conflict("terminated by other getUpdates request"))
        await rosa.phone.writes("2")
        await world.telegram.settled(timeout=10)
        assert not running.done()
    await world.settle()
    assert rosa.count(ECHO) == 1


async def test_an_answer_of_megabytes_is_read(world: World) -> None:
    rosa = await asked(world)
    chat = {"id": EVE, "type": "private", "first_name": "Eve"}
    for number_ in range(30):
        huge = {
            "message_id": number_ + 1,
            "date": 1,
            "chat": chat,
            "from": chat | {"is_bot": False},
        }
        world.telegram.push({"message": huge | {"text": "ﷺ" * 20_000}})
    await rosa.phone.writes("2")
    await world.settle()
    assert rosa.count(ECHO) == 1
    assert set(column(world.database, "SELECT state FROM inbox")) == {"done"}
    raw = "SELECT count(*) FROM inbox WHERE raw IS NOT NULL"
    assert number(world.database, raw) == 0, "what was handled is not kept"


async def test_in_the_wrong_order_and_twice_each_counts_once(world: World) -> None:
    rosa = await asked(world)
    checkin = column(world.database, "SELECT id FROM checkins WHERE kind = 'post_run'")[0]
    await rosa.phone.presses_data(f"v1:a:{checkin}:pain:2")
    await rosa.phone.presses_data(f"v1:a:{checkin}:noticed:none")
    queue = world.telegram.state.updates
    queue._queue.reverse()
    queue._queue += queue._queue
    queue._queue.append(queue._queue[0])
    await world.settle()
    given = dict(answers(world))
    assert (given["pain"], given["noticed"]) == ("2", "none"), "sorted by their ids"
    states = "SELECT count(*) FROM inbox WHERE state <> 'done'"
    assert number(world.database, states) == 0


POISON: list[dict[str, Any]] = [
    {"message": {}},
    {"message": []},
    {"message": {"chat": {"id": "x"}}},
    {"message": {"chat": {"id": ROSA, "type": "private"}, "message_id": "x", "date": "noon"}},
    {"callback_query": {"id": 7}},
    {"callback_query": {"from": {"id": ROSA}, "data": ["v1"]}},
    {"my_chat_member": {"chat": {"id": ROSA, "type": "private"}}},
    {"message": {"chat": {"id": ROSA, "type": "private"}, "date": 10**30, "message_id": 1}},
    {"edited_message": None},
    {},
]


async def test_what_no_library_can_parse_is_set_aside_one_by_one(world: World) -> None:
    rosa = await asked(world)
    for body in POISON:
        world.telegram.push(dict(body))
    await rosa.phone.writes("2")
    await world.settle()
    assert rosa.count(ECHO) == 1
    states = dict(rows(world.database, "SELECT state, count(*) FROM inbox GROUP BY state"))
    assert "new" not in states
    assert sum(states[state] for state in states if state != "done") >= len(POISON) - 2
    assert not world.app.listener._queues, "no queue is left behind"


async def test_three_hours_without_network_open_questions_come_again_in_place(
    world: World,
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    heard = len(rosa.phone.heard)
    with world.telegram.faults.outage():
        await rosa.phone.presses("2")
        for _ in range(36):
            with suppress(Exception):
                await world.app.listener.poll(timeout=0)
            with suppress(Exception):
                await world.app.beat.beat()
            world.clock.move_to(world.clock.now() + timedelta(minutes=5))
            world.clock.age(300)
    await world.settle()
    await world.settle()
    assert len(world.telegram.lost) == 1, "the tap is gone at Telegram"
    asked_again = [h for h in rosa.phone.heard[heard:] if HOW_BAD in h.text]
    assert len(copies(rosa, HOW_BAD)) == 1, "one live copy"
    assert len(asked_again) <= 2
    await rosa.taps("2")
    assert ("pain", "2") in answers(world)


async def blocks(world: World, someone: Someone, hours: float) -> None:
    await someone.phone.blocks()
    await world.settle()
    await world.passes(hours=hours)


async def test_who_blocks_is_missed_and_who_comes_back_is_asked(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await blocks(world, rosa, 11)
    since = "SELECT unreachable_since IS NOT NULL FROM persons WHERE chat_id = ?"
    assert number(world.database, since, ROSA) == 1
    assert number(world.database, "SELECT count(*) FROM flags WHERE rule = 'unreachable'") == 1
    await world.passes(hours=14)
    assert any("chat closed" in h.text for h in ines.phone.heard)
    await rosa.phone.unblocks()
    await world.settle()
    assert number(world.database, since, ROSA) == 0, "the mark is withdrawn by coming back"
    await world.passes(hours=36)
    rosa.sees("Wednesday's run, 5 km. Worst knee pain while running?")
    unsent = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending')"
    assert number(world.database, unsent) == 0


async def test_what_was_asked_into_a_closed_chat_she_sees_when_she_is_back(world: World) -> None:
    """Telegram had not told us yet that she had closed it."""
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    world.telegram.faults.refuses(403, BLOCKED, chat_id=ROSA, times=None)
    await world.passes(hours=10.5)
    failed = "SELECT count(*) FROM outbox WHERE chat_id = ? AND status = 'failed'"
    assert number(world.database, failed, ROSA) >= 1
    await rosa.phone.blocks()
    await world.settle()
    world.telegram.faults.clear()
    await rosa.phone.unblocks()
    await world.settle()
    (question,) = copies(rosa, HOW_BAD)
    assert question.silent
    await rosa.taps("2")
    assert ("pain", "2") in answers(world)


async def test_an_urgent_alert_to_a_physio_who_blocked_rings_when_she_is_back(
    world: World,
) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await ines.phone.blocks()
    await world.settle()
    await rosa.writes("/symptom")
    await rosa.taps("Hot, red or darker knee", "I feel feverish, shivery or ill")
    await world.passes(hours=2)
    assert not any("hot or red" in h.text for h in ines.phone.heard)
    await ines.phone.unblocks()
    await world.settle()
    assert not ines.sees("hot or red").silent


async def test_what_could_wait_is_on_her_morning_card_when_she_is_back(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    await world.passes(hours=10.5)
    await ines.phone.blocks()
    await world.settle()
    await rosa.taps("1", "Swollen", "A bit puffy", "Done", "5 km as planned")
    await world.passes(hours=14)
    await ines.phone.unblocks()
    await world.settle()
    begun = len(ines.phone.heard)
    await world.passes(hours=24)
    assert any("swelling" in h.text or "Heron" in h.text for h in ines.phone.heard[begun:])
