"""house.md, "If the power fails here": what was due while the bot, or Telegram, was away."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from benchmarks.clones import clone
from bot.handlers.ticks import Beat
from bot.store.database import open_database
from tests.crash.deaths import HOW_BAD, answers, asked, copies
from tests.crash.ledger import column, number, person
from tests.world import ROSA, TIM, World

BLOCKED = "Forbidden: bot was blocked by the user"


async def test_forty_due_prompts_open_once_however_many_beat(world: World) -> None:
    await world.joined_runner(await world.joined_physio())
    chats = list(range(5001, 5040))
    clone(world.database, [ROSA], chats)
    for chat in chats:
        world.telegram.person(chat, "Runner")
        world.telegram.state.chats[chat].open = True
    world.clock.move_to(world.clock.now() + timedelta(hours=10, minutes=30))
    others = [await open_database(world.database) for _ in range(3)]
    beats = [Beat(database, world.clock, world.app.book) for database in others]
    try:
        await asyncio.gather(world.app.beat.beat(), *(beat.beat() for beat in beats))
    finally:
        for database in others:
            await database.close()
    await world.settle()
    for chat in [ROSA, *chats]:
        told = [h for h in world.telegram.person(chat, "").heard if HOW_BAD in h.text]
        assert len(told) == 1, chat
    opened = "SELECT count(*) FROM appointments WHERE kind = 'post_run' AND status = 'open'"
    assert number(world.database, opened) == 40
    each = "SELECT count(*) FROM checkins WHERE kind = 'post_run' GROUP BY person_id"
    assert column(world.database, each) == [1] * 40


async def test_down_over_the_expiry_it_was_not_asked(world: World) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    await world.app.close()
    world.clock.move_to(world.clock.now() + timedelta(days=2))
    world.clock.age(2 * 24 * 3600)
    await world.start()
    await world.beat()
    statuses = "SELECT status FROM appointments WHERE kind = 'post_run' ORDER BY due_at"
    assert column(world.database, statuses)[0] == "not_asked"
    missed = "SELECT count(*) FROM assessments WHERE event LIKE '%missed%post_run%'"
    assert number(world.database, missed) == 0, "what was not asked was not missed"
    assert rosa.count(HOW_BAD) == 0


async def test_asked_and_then_down_over_the_expiry_it_was_not_answered(world: World) -> None:
    await asked(world)
    await world.app.close()
    world.clock.move_to(world.clock.now() + timedelta(days=2))
    world.clock.age(2 * 24 * 3600)
    await world.start()
    await world.beat()
    statuses = "SELECT status FROM appointments WHERE kind = 'post_run' ORDER BY due_at"
    assert column(world.database, statuses)[0] == "not_answered"


@pytest.mark.parametrize(("seconds", "again"), [(100, 0), (200, 1)])
async def test_down_for_three_minutes_open_questions_come_again_silently_once(
    world: World, seconds: float, again: int
) -> None:
    rosa = await asked(world)
    heard = len(rosa.phone.heard)
    await world.app.close()
    await rosa.phone.presses("2")
    world.clock.move_to(world.clock.now() + timedelta(seconds=seconds))
    world.clock.age(seconds)
    await world.start()
    await world.settle()
    assert len(world.telegram.lost) == again, "Telegram forgets taps after 150 s"
    if not again:
        assert answers(world) == [("pain", "2")]
        return
    (told,) = rosa.phone.heard[heard:]
    assert HOW_BAD in told.text
    assert told.shown.silent
    assert len(copies(rosa, HOW_BAD)) == 1, "one live copy"
    await world.restart()
    assert len(rosa.phone.heard) == heard + 1, "once"
    await rosa.taps("2")
    assert answers(world) == [("pain", "2")]


async def test_a_long_outage_of_telegram_is_no_different_from_being_down(world: World) -> None:
    rosa = await asked(world)
    heard = len(rosa.phone.heard)
    with world.telegram.faults.outage():
        await rosa.phone.presses("2")
        for _ in range(3):
            with suppress(Exception):
                await world.app.listener.poll(timeout=0)
            world.clock.move_to(world.clock.now() + timedelta(seconds=60))
            world.clock.age(60)
    await world.settle()
    assert [h.text.count(HOW_BAD) for h in rosa.phone.heard[heard:]] == [1]
    assert len(copies(rosa, HOW_BAD)) == 1


async def test_a_runner_who_blocked_the_bot_is_flagged_once_and_others_go_on(world: World) -> None:
    ines = await world.joined_physio()
    rosa = await world.joined_runner(ines)
    tim = await world.joined_runner(ines, TIM, "Tim")
    world.telegram.faults.refuses(403, BLOCKED, chat_id=ROSA, times=None)
    await world.passes(hours=11)
    assert rosa.count(HOW_BAD) == 0
    tim.sees(HOW_BAD)
    failed = "SELECT count(*) FROM outbox WHERE chat_id = ? AND status = 'failed'"
    assert number(world.database, failed, ROSA) >= 1
    unsent = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'sending')"
    assert number(world.database, unsent) == 0
    since = "SELECT unreachable_since IS NOT NULL FROM persons WHERE chat_id = ?"
    assert (number(world.database, since, ROSA), number(world.database, since, TIM)) == (1, 0)
    await world.passes(hours=2)
    flags = "SELECT count(*) FROM flags WHERE rule = 'unreachable'"
    assert number(world.database, flags) == 1
    acts = "SELECT count(*) FROM acts WHERE act = 'unreachable' AND subject_id = ?"
    assert number(world.database, acts, person(world.database, ROSA)) == 1
