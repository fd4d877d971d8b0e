"""How fast it speaks, and what it leaves when it ends."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest

from bot.clock import SystemClock
from bot.sandbox.phones import Phone
from bot.sender import IN_FLIGHT
from bot.store import outbox
from tests.sending.conftest import (
    ALERT,
    PROMPT,
    Mouth,
    a_phone,
    on_the_line,
    settled,
)
from tests.world import ROSA, TIM, World


async def test_a_chat_gets_three_at_once_and_then_one_a_second(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    world.telegram.faults.limit = None
    for n in range(7):
        await mouth.says(ROSA, str(n))
    begun = world.clock.uptime()
    await mouth.drains()
    at = [heard.uptime - begun for heard in rosa.heard]
    assert at[2] < 0.5
    assert all(later - earlier > 0.9 for earlier, later in pairwise(at[2:]))
    assert at[-1] < 5, "and no slower"


async def test_all_chats_together_get_so_many_a_second(world: World) -> None:
    mouth = Mouth(world, per_second=10)
    phones = [a_phone(world, chat) for chat in range(5001, 5041)]
    for phone in phones:
        await mouth.says(phone.id, "hello", PROMPT)
    begun = world.clock.uptime()
    await mouth.drains()
    at = sorted(phone.heard[0].uptime - begun for phone in phones)
    assert 3.5 < at[-1] < 4.5
    assert all(sum(1 for one in at if n <= one < n + 1) <= 12 for n in range(4))


async def test_finish_marks_what_is_on_the_line_and_begins_nothing_more(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world, per_second=1)
    world.telegram.faults.delays(0.1, method="sendMessage")
    await mouth.says(ROSA, "on the line")
    await mouth.says(TIM, "waiting")
    running = asyncio.create_task(mouth.sender.run())
    await on_the_line(world)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await mouth.sender.finish(5)
    assert mouth.statuses() == ["sent", "waiting"]
    assert (len(rosa.heard), len(tim.heard)) == (1, 0)


async def test_with_every_connection_in_use_the_mouth_looks_again_and_does_not_spin(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world, per_second=1000.0)
    world.telegram.faults.silent(done=False, method="sendMessage", times=None)
    for chat_id in range(ROSA, ROSA + IN_FLIGHT + 1):
        world.telegram.person(chat_id, "Somebody")
        await mouth.says(chat_id, "hello")
    await mouth.sender._round()
    assert mouth.statuses().count("sending") == IN_FLIGHT
    assert mouth.sender._pause(world.clock.machine()) == 1.0
    await mouth.sender.finish(0)


async def test_finish_does_not_say_what_only_the_pace_held_back(world: World, rosa: Phone) -> None:
    mouth = Mouth(world, clock=SystemClock())
    for n in range(4):
        await mouth.says(ROSA, str(n))
    running = asyncio.create_task(mouth.sender.run())
    await world.telegram.until(lambda: mouth.statuses()[-1] == "sending" or None, "the claim")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await mouth.sender.finish(5)
    assert mouth.statuses() == ["sent", "sent", "sent", "sending"]
    assert len(rosa.heard) == 3


async def test_finish_does_not_wait_for_ever_and_the_next_start_says_it(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.silent(done=False, method="sendMessage")
    await mouth.says(ROSA, "alert", ALERT)
    running = asyncio.create_task(mouth.sender.run())
    await on_the_line(world)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await mouth.sender.finish(0.05)
    assert mouth.statuses() == ["sending"]
    again = Mouth(world)
    running = asyncio.create_task(again.sender.run())
    await rosa.hears("alert")
    await settled(again)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert again.statuses() == ["sent"]


async def test_a_file_that_refuses_at_the_start_ends_nothing(
    world: World, rosa: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    mouth = Mouth(world)
    await mouth.says(ROSA, "still-to-be-said")
    mouth.changes("UPDATE outbox SET status = 'sending', lease_until = 0")
    mouth.changes("CREATE TRIGGER busy BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, ''); END")
    running = asyncio.create_task(mouth.sender.run())
    async with asyncio.timeout(10):
        while "sender_round_failed" not in caplog.text and not running.done():  # noqa: ASYNC110 - a real file
            await asyncio.sleep(0.01)
    mouth.changes("DROP TRIGGER busy")
    await rosa.hears("still-to-be-said")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_was_said_is_marked_later_if_the_file_refuses_now(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    await mouth.says(ROSA, "once")
    mouth.changes(
        "CREATE TRIGGER no_room BEFORE UPDATE OF sent_at ON outbox"
        " BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    with pytest.raises(sqlite3.Error, match="no room"):
        await mouth.drains()
    assert len(rosa.heard) == 1
    mouth.changes("DROP TRIGGER no_room")
    await mouth.drains()
    world.clock.age(120)
    await mouth.drains()
    assert len(rosa.heard) == 1, "it was said before, and is not said again"
    assert mouth.statuses() == ["sent"]


async def test_the_claim_reads_what_waits_and_not_the_history(world: World) -> None:
    mouth = Mouth(world)
    names = {"at": 0, "lease_until": 0, "at_most": 1}
    with closing(sqlite3.connect(world.database)) as file:
        for query in ("claim", "next_claim", "release", "drop_superseded"):
            plan = file.execute(f"EXPLAIN QUERY PLAN {outbox.SQL[query]}", names).fetchall()
            scans = [step[3] for step in plan if step[3].startswith(("SCAN outbox", "SCAN next"))]
            assert len(scans) == 1 and "USING INDEX unsent" in scans[0], query
    assert mouth.statuses() == []


async def test_a_claim_costs_the_same_however_much_waits(world: World) -> None:
    def work(waiting: int) -> int:
        """Instructions of SQLite's machine for a claim of ten, a chat for each row."""
        count = [0]

        def counts() -> int:
            count[0] += 1
            return 0

        with closing(sqlite3.connect(world.database)) as file:
            file.executemany(
                "INSERT INTO outbox (op, chat_id, priority, status, created_at)"
                " VALUES ('send', ?, 2, 'waiting', 0)",
                ((chat,) for chat in range(waiting)),
            )
            file.set_progress_handler(counts, 1)
            names = {"at": 1, "lease_until": 2, "at_most": 10}
            assert len(file.execute(outbox.SQL["claim"], names).fetchall()) == 10
            file.set_progress_handler(None, 1)
        return count[0]

    assert work(5000) <= 1.1 * work(50)
