"""Floods: bounded rows, nobody else waits, nothing that matters is lost, nothing in silence."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.listener import floods
from tests.listening.conftest import Ear, an_ear, message, tap
from tests.world import EVE, ROSA, TIM, FakeClock

A_POLL = 100


def says(update_id: int, words: str, chat_id: int = EVE) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"chat": {"id": chat_id}, "text": words}}


def kept(ear: Ear, chat_id: int) -> int:
    return int(str(ear.rows(f"SELECT count(*) FROM inbox WHERE chat_id = {chat_id}")[0][0]))


def told(ear: Ear) -> list[tuple[Any, ...]]:
    return ear.rows("SELECT text_key, chat_id FROM outbox")


async def floods_in(ear: Ear, updates: list[dict[str, Any]], seconds: float = 0.0) -> None:
    """As Telegram hands them out, spread over so many seconds."""
    polls = [updates[start : start + A_POLL] for start in range(0, len(updates), A_POLL)]
    for poll in polls:
        await ear.polls(poll)
        ear.clock.age(seconds / len(polls))


@pytest.mark.parametrize("what", ["taps", "words", "pictures"])
async def test_ten_thousand_of_one_chat_in_a_minute_cost_few_rows(ear: Ear, what: str) -> None:
    one = {
        "taps": lambda n: tap(n, EVE, EVE),
        "words": lambda n: says(n, f"hello {n}"),
        "pictures": lambda n: {"update_id": n, "message": {"chat": {"id": EVE}, "photo": []}},
    }[what]
    await floods_in(ear, [one(n) for n in range(1, 10_001)], 60)
    assert 100 <= kept(ear, EVE) <= 161
    assert told(ear) == [("too-fast", EVE)], "once, in words"


async def test_others_lose_nothing_and_keep_their_order(ear: Ear) -> None:
    updates = [
        says(n, f"mine {n}", TIM) if n % 50 == 0 else tap(n, EVE, EVE) for n in range(1, 5001)
    ]
    await floods_in(ear, updates, 30)
    assert [n for n in ear.handled if n % 50 == 0] == list(range(50, 5001, 50))


async def test_a_batch_of_one_person_after_an_outage_is_no_flood(ear: Ear) -> None:
    await ear.polls([tap(n, ROSA, ROSA) for n in range(1, 101)])
    await ear.polls([says(n, "still here", ROSA) for n in range(101, 201)])
    assert kept(ear, ROSA) == 200
    assert not told(ear)


async def test_a_thumb_is_never_too_fast(ear: Ear) -> None:
    """Two taps a second for a minute, and later once more."""
    for at in (0, 200):
        ear.clock.age(at)
        await floods_in(ear, [tap(at * 1000 + n, ROSA, ROSA) for n in range(1, 121)], 60)
    assert kept(ear, ROSA) == 240
    assert not told(ear)


async def test_no_flood_of_taps_hides_words(ear: Ear) -> None:
    await floods_in(ear, [tap(n, EVE, EVE) for n in range(1, 1001)])
    await ear.polls([says(1001, "help", EVE)])
    assert 1001 in ear.handled


async def test_words_that_sound_urgent_are_heard_in_any_flood_of_words(ear: Ear) -> None:
    spam = [says(n, f"spam {n}") for n in range(1, 121)]
    urgent = says(121, "my calf is swollen and hot")
    await floods_in(ear, [*spam, urgent, *(says(n, "spam") for n in range(122, 1001))])
    assert 121 in ear.handled
    assert kept(ear, EVE) == 101


async def test_even_a_flood_of_urgent_words_costs_few_rows(ear: Ear) -> None:
    await floods_in(ear, [says(n, "my knee is locked") for n in range(1, 10_001)], 60)
    assert kept(ear, EVE) <= 160 + 90
    assert told(ear) == [("too-fast", EVE)]


async def test_it_is_said_again_in_the_next_flood_only(ear: Ear) -> None:
    for begin in (1, 2001, 4001):
        await floods_in(ear, [tap(n, EVE, EVE) for n in range(begin, begin + 1000)])
        ear.clock.age(200 if begin == 1 else 700)
    assert told(ear) == [("too-fast", EVE)] * 2


async def test_groups_and_nobody_are_not_told(ear: Ear) -> None:
    await floods_in(ear, [message(n, -5) for n in range(1, 1001)])
    await floods_in(ear, [{"update_id": n, "poll": {}} for n in range(1001, 2001)])
    assert not told(ear)


async def test_what_could_not_be_kept_is_not_counted_twice(ear: Ear) -> None:
    """A full disk for a while makes no flood of one person's answers."""
    taps = [tap(n, ROSA, ROSA) for n in range(1, 61)]
    await ear.changes(
        "CREATE TRIGGER no_room BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'no room'); END"
    )
    await ear.runs(*[taps] * 10)
    await ear.changes("DROP TRIGGER no_room")
    ear.wire.last.clear()
    await ear.runs(taps)
    assert kept(ear, ROSA) == 60
    assert not told(ear)


async def test_many_chats_are_forgotten_when_they_are_quiet(path: Path) -> None:
    clock = FakeClock()
    async with an_ear(path, clock) as ear:
        size = floods.MANY + 200
        await floods_in(ear, [says(n, "hello", 10_000 + n) for n in range(1, size)])
        clock.age(1000)
        await ear.polls([says(size, "hello", ROSA)])
        assert len(ear.listener._floods._buckets) == 1


async def test_order_inside_a_flooding_chat_is_kept(ear: Ear) -> None:
    ear.holds[1] = asyncio.Event()
    ear.wire.answers.append([tap(n, EVE, EVE) for n in range(1, 100)])
    await ear.listener.poll()
    ear.holds[1].set()
    await ear.listener.idle()
    assert ear.handled == list(range(1, 100))
