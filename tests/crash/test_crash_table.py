"""house.md, "If the power fails here", row by row: the real App, the stand-in's troubles.

`dies` leaves the process as a kill would: nothing more is marked, said or confirmed. Real kills
are in test_kill.py.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from telegram.ext import MessageHandler, filters

from benchmarks.clones import clone
from bot.handlers.entry import ANYONE, Knock
from bot.handlers.ticks import Beat
from bot.model.telling import Message
from bot.sandbox.values import Shown
from bot.store import outbox
from bot.store.database import open_database
from tests.crash.ledger import change, column, number, person, rows
from tests.world import ROSA, TIM, Someone, World

HOW_BAD = "Worst knee pain while running?"
BLOCKED = "Forbidden: bot was blocked by the user"
APOLOGY = "Something went wrong on our side"


async def asked(world: World) -> Someone:
    """Rosa, half an hour after her Monday's run: the open question is on her phone."""
    rosa = await world.joined_runner(await world.joined_physio())
    await world.passes(hours=10.5)
    rosa.sees(HOW_BAD)
    return rosa


async def hears(world: World) -> None:
    """Fetched, kept and handled; nothing said, nothing confirmed."""
    await world.app.listener.poll(timeout=0)
    await world.app.listener.idle()


async def dies(world: World) -> None:
    """The process is gone, with whatever it was doing, and starts again."""
    await world.app.listener.finish(0)
    await world.app.close()
    await world._start()


def answers(world: World) -> list[tuple[Any, ...]]:
    """Rosa's answers about her runs."""
    return rows(
        world.database,
        "SELECT a.question, a.value FROM answers AS a JOIN checkins AS c ON c.id = a.checkin_id"
        " WHERE c.kind = 'post_run' ORDER BY a.answered_at, a.question",
    )


def copies(someone: Someone, part: str) -> list[Shown]:
    """The bot's visible messages that say this."""
    return [shown for shown in someone.phone.screens if part in shown.text]


async def test_killed_before_the_commit_nothing_is_half_written(world: World) -> None:
    rosa = await asked(world)
    reached = asyncio.Event()

    async def hangs(knock: Knock) -> None:
        await outbox.say(knock.work.tx, knock.chat_id, Message("privacy"), at=knock.work.now)
        reached.set()
        await asyncio.Event().wait()

    _register(world, "2", hangs)
    await rosa.phone.writes("2")
    await world.app.listener.poll(timeout=0)
    async with asyncio.timeout(5):
        await reached.wait()
    assert world.telegram.pending, "confirmed before it was handled"
    await dies(world)
    assert not column(world.database, "SELECT id FROM outbox WHERE text_key = 'privacy'")
    await world.settle()
    assert answers(world) == [("pain", "2")], "this time by the door it was meant for"
    assert column(world.database, "SELECT state FROM inbox WHERE state <> 'done'") == []
    await hears(world)
    assert not world.telegram.pending


async def test_what_was_done_and_that_it_was_done_are_one_transaction(world: World) -> None:
    rosa = await asked(world)
    change(
        world.database,
        "CREATE TRIGGER no_power BEFORE UPDATE OF state ON inbox WHEN NEW.state = 'done'"
        " BEGIN SELECT RAISE(ABORT, 'no power'); END",
    )
    before = number(world.database, "SELECT count(*) FROM outbox")
    await rosa.phone.presses("2")
    await hears(world)
    assert answers(world) == []
    apology = number(world.database, "SELECT count(*) FROM outbox") - before
    assert apology == 1


async def test_fetched_but_the_answer_was_lost_it_comes_again(world: World) -> None:
    rosa = await asked(world)
    await rosa.phone.presses("2")
    world.telegram.faults.resets(done=True, method="getUpdates")
    with pytest.raises(Exception, match="getUpdates"):
        await world.app.listener.poll(timeout=0)
    await dies(world)
    await world.settle()
    assert ("pain", "2") in answers(world)


async def test_killed_after_the_commit_before_telegram_is_told_nothing_happens_twice(
    world: World,
) -> None:
    rosa = await asked(world)
    await rosa.phone.writes("2")
    await hears(world)
    assert answers(world) == [("pain", "2")]
    assert len(world.telegram.pending) == 1
    await dies(world)
    await world.settle()
    assert answers(world) == [("pain", "2")]
    assert rosa.count("2 for Monday's run") == 1
    await hears(world)
    assert not world.telegram.pending


async def test_kept_but_not_handled_it_is_taken_up_at_the_next_start(world: World) -> None:
    rosa = await asked(world)
    await rosa.phone.presses("2")
    await world.app.listener._keep(await world.app.listener._fetch(0))
    world.telegram.state.updates.clear()  # Telegram has been told: it will not come again
    await dies(world)
    assert answers(world) == []
    await world.settle()
    assert answers(world) == [("pain", "2")]


async def test_a_bug_in_a_handler_is_rolled_back_and_apologised_for_once(world: World) -> None:
    rosa = await asked(world)
    tim = world.someone(TIM, "Tim")
    tries = 0

    async def breaks(knock: Knock) -> None:
        nonlocal tries
        tries += 1
        await outbox.say(knock.work.tx, knock.chat_id, Message("privacy"), at=knock.work.now)
        raise RuntimeError("a bug")

    _register(world, "the unlucky words", breaks)
    await rosa.phone.writes("the unlucky words")
    await rosa.phone.presses("2")
    await tim.phone.writes("/help")
    await world.settle()
    assert tries == 3
    assert rosa.count(APOLOGY) == 1
    assert not column(world.database, "SELECT id FROM outbox WHERE text_key = 'privacy'")
    assert ("pain", "2") in answers(world), "the next update of the same chat must go on"
    assert tim.phone.heard, "the next chat must go on"
    assert number(world.database, "SELECT count(*) FROM inbox WHERE state = 'poison'") == 1
    await world.restart()
    assert tries == 3, "poison is not tried again"
    assert rosa.count(APOLOGY) == 1


async def test_a_bug_outside_the_doorway_is_no_different(world: World) -> None:
    rosa = await asked(world)
    tries = 0

    class Breaks(filters.MessageFilter):
        def filter(self, message: Any) -> bool:
            nonlocal tries
            tries += message.text == "the unlucky words"
            if message.text == "the unlucky words":
                raise RuntimeError("a bug")
            return False

    handler: Any = MessageHandler(Breaks(), world.app.door.opens(_nothing, ANYONE))
    world.app.telegram.handlers[0].insert(0, handler)
    await rosa.writes("the unlucky words")
    assert tries == 3
    assert rosa.count(APOLOGY) == 1
    await rosa.taps("2")
    assert ("pain", "2") in answers(world)


async def test_an_update_nobody_can_read_is_set_aside(world: World) -> None:
    rosa = await asked(world)
    chat = {"id": ROSA, "type": "private", "first_name": "Rosa"}
    world.telegram.push({"message": {"chat": chat, "message_id": "x", "date": "yesterday"}})
    world.telegram.push({"something_new": {"nobody": "knows"}})
    await rosa.phone.presses("2")
    await world.settle()
    states = dict(rows(world.database, "SELECT state, count(*) FROM inbox GROUP BY state"))
    assert (states["poison"], states["ignored"]) == (1, 1)
    assert rosa.count(APOLOGY) == 1
    assert ("pain", "2") in answers(world)


async def test_killed_after_the_commit_the_message_is_said_after_the_restart(world: World) -> None:
    rosa = await asked(world)
    await rosa.phone.writes("/help")
    await hears(world)
    said = len(rosa.phone.heard)
    await dies(world)
    assert len(rosa.phone.heard) == said
    await world.settle()
    assert len(rosa.phone.heard) == said + 1


async def test_sent_but_not_marked_it_is_said_once_more_after_the_lease(world: World) -> None:
    rosa = await asked(world)
    (question,) = copies(rosa, HOW_BAD)
    lease_until = world.clock.machine() + timedelta(seconds=60)
    change(
        world.database,
        "UPDATE outbox SET status = 'sending', sent_at = NULL, lease_until = ? WHERE id ="
        " (SELECT max(id) FROM outbox WHERE op = 'fresh' AND chat_id = ?)",
        int(lease_until.timestamp() * 1_000_000),
        ROSA,
    )
    change(world.database, "UPDATE screens SET message_id = NULL WHERE message_id = ? AND"
           " chat_id = ?", question.message_id, ROSA)  # fmt: skip
    await world.settle()
    assert len(copies(rosa, HOW_BAD)) == 1, "the lease still holds"
    world.clock.age(61)
    await world.settle()
    first, second = copies(rosa, HOW_BAD)
    await rosa.phone.presses("2", on=first)
    await rosa.phone.presses("7", on=second)
    await world.settle()
    assert answers(world) == [("pain", "2")], "the second copy's buttons are harmless"
    assert rosa.count(HOW_BAD) == 0
    assert rosa.count("Did any of these happen?") == 1, "one live copy stays"


async def test_sent_but_the_answer_was_lost_it_is_said_once_more(world: World) -> None:
    rosa = await world.joined_runner(await world.joined_physio())
    world.telegram.faults.resets(done=True, method="sendMessage", chat_id=ROSA)
    await world.passes(hours=10.5)
    assert len(copies(rosa, HOW_BAD)) == 1
    world.clock.age(5)
    await world.settle()
    assert len(copies(rosa, HOW_BAD)) == 2
    world.clock.age(120)
    await world.settle()
    assert len(copies(rosa, HOW_BAD)) == 2, "once more, not for ever"
    await rosa.taps("2")
    assert answers(world) == [("pain", "2")]


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
    await world._start()
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
    await world._start()
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
    await world._start()
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


def _register(world: World, words: str, service: Any) -> None:
    """A door of the real application that opens to exactly these words."""
    handler: Any = MessageHandler(filters.Text([words]), world.app.door.opens(service, ANYONE))
    world.app.telegram.handlers[0].insert(0, handler)


async def _nothing(_knock: Knock) -> None:
    """A door that leads nowhere."""
