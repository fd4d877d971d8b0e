"""house.md, "If the power fails here": what was heard is kept, and handled once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.ext import MessageHandler, filters

from bot.handlers.entry import ANYONE, Knock
from bot.model.telling import Message
from bot.store import outbox
from tests.crash.deaths import answers, asked, dies, hears
from tests.crash.ledger import change, column, number, rows
from tests.world import ROSA, TIM, World

APOLOGY = "Something went wrong on our side"


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


async def test_what_fails_after_the_commit_is_not_done_again(world: World) -> None:
    """Its toast has no words: what it did is done, once, and no apology says otherwise."""
    rosa = await asked(world)
    tries = 0

    async def breaks_later(knock: Knock) -> str:
        nonlocal tries
        tries += 1
        await outbox.say(knock.work.tx, knock.chat_id, Message("privacy"), at=knock.work.now)
        return "no-such-toast"

    _register(world, "the unlucky words", breaks_later)
    await rosa.writes("the unlucky words")
    assert tries == 1
    assert number(world.database, "SELECT count(*) FROM outbox WHERE text_key = 'privacy'") == 1
    assert rosa.count(APOLOGY) == 0
    assert not world.app.door._settled


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


def _register(world: World, words: str, service: Any) -> None:
    """A door of the real application that opens to exactly these words."""
    handler: Any = MessageHandler(filters.Text([words]), world.app.door.opens(service, ANYONE))
    world.app.telegram.handlers[0].insert(0, handler)


async def _nothing(_knock: Knock) -> None:
    """A door that leads nowhere."""
