"""What is not taken: a slow or bad line, closed chats, broken words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.telling import Message
from bot.sandbox.phones import Phone
from bot.store import outbox
from tests.sending.conftest import (
    ALERT,
    PROMPT,
    Mouth,
    a_phone,
    hasty_bot,
)
from tests.world import INES, ROSA, TIM, World


async def test_a_chat_asked_to_be_quiet_is_left_in_quiet_and_others_go_on(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.too_many(30, chat_id=ROSA)
    await mouth.says(ROSA, "one")
    await mouth.says(TIM, "other")
    await mouth.drains()
    assert mouth.sent() == ["other"]
    await mouth.says(ROSA, "two")
    await mouth.says(ROSA, "alert", ALERT)
    world.clock.age(28)
    await mouth.drains()
    assert not rosa.heard, "an alert to a chat in quiet would only be refused too"
    world.clock.age(3)
    await mouth.drains()
    assert [h.text.split(" ")[0] for h in rosa.heard] == ["alert", "one", "two"]
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == 4
    assert mouth.rows("SELECT DISTINCT attempts FROM outbox") == [(1,)], "nobody's fault"


async def test_two_chats_asked_to_be_quiet_mean_all_of_them(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world)
    ines = a_phone(world, INES)
    world.telegram.faults.too_many(30, chat_id=ROSA)
    world.telegram.faults.too_many(20, chat_id=TIM)
    await mouth.says(ROSA, "one")
    await mouth.says(TIM, "two")
    await mouth.drains()
    at = world.clock.uptime()
    await mouth.says(INES, "three")
    await mouth.drains()
    assert ines.heard[0].uptime - at >= 19
    world.clock.age(31)
    await mouth.drains()
    assert (len(rosa.heard), len(tim.heard)) == (1, 1)


@pytest.mark.parametrize("trouble", ["502", "cut before"])
async def test_a_bad_line_is_tried_again_by_the_machines_time(
    world: World, rosa: Phone, trouble: str
) -> None:
    mouth = Mouth(world)
    if trouble == "502":
        world.telegram.faults.refuses(502, "Bad Gateway", times=5)
    else:
        world.telegram.faults.resets(done=False, times=5)
    await mouth.says(ROSA, "one")
    await mouth.drains()
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    await mouth.drains()
    assert len(world.telegram.calls_of("sendMessage")) == 1, "people's clock is not the machine's"
    waits = []
    while not rosa.heard:
        world.clock.age(1)
        before = len(world.telegram.calls_of("sendMessage"))
        await mouth.drains()
        waits.append(len(world.telegram.calls_of("sendMessage")) - before)
    assert sum(waits) == 5
    assert 30 < len(waits) < 100, "it waits longer each time, and not for ever"
    assert len(rosa.heard) == 1


async def test_an_alert_without_an_answer_is_sent_again(world: World, rosa: Phone) -> None:
    async with hasty_bot(world) as bot:
        mouth = Mouth(world, bot=bot)
        world.telegram.faults.silent(done=True, method="sendMessage")
        await mouth.says(ROSA, "alert", ALERT)
        await mouth.drains()
        assert len(rosa.heard) == 1
        assert mouth.statuses() == ["waiting"], "it may have been lost"
        world.clock.age(3)
        await mouth.drains()
        assert len(rosa.heard) == 2, "a duplicate beats a loss"
        assert mouth.statuses() == ["sent"]


async def test_a_closed_chat_fails_what_waits_there_and_others_go_on(
    world: World, rosa: Phone, tim: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.refuses(403, "Forbidden: user is deactivated", chat_id=ROSA, times=None)
    for words in ("one", "two", "three"):
        await mouth.says(ROSA, words)
    await mouth.says(TIM, "other")
    await mouth.drains()
    assert mouth.statuses() == ["failed", "failed", "failed", "sent"]
    assert len(world.telegram.calls_of("sendMessage", chat_id=ROSA)) == 1, "one try was enough"


async def test_a_chat_telegram_does_not_know_is_closed_too(world: World) -> None:
    mouth = Mouth(world)
    await mouth.says(4040, "hello")
    await mouth.drains()
    assert mouth.statuses() == ["failed"]


async def test_the_order_inside_a_chat_is_kept_when_the_first_must_wait(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.refuses(502, "Bad Gateway", chat_id=ROSA)
    for words in ("one", "two", "three"):
        await mouth.says(ROSA, words)
    await mouth.drains()
    assert not rosa.heard
    world.clock.age(3)
    await mouth.drains()
    assert [h.text.split(" ")[0] for h in rosa.heard] == ["one", "two", "three"]


async def test_a_broken_alert_is_said_in_general_words(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    async with world.app.database.write() as tx:
        broken = Message("no-such-text", {"n": 1})
        await outbox.say(tx, ROSA, broken, at=world.clock.now(), manner=ALERT)
    mouth.changes("UPDATE outbox SET params = '{not json'")
    await mouth.drains()
    assert "One of your runners needs you" in rosa.screen.text


async def test_an_alert_telegram_refuses_is_said_in_general_words(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    async with world.app.database.write() as tx:
        too_long = Message("echo", {"value": "x" * 5000, "about": "", "question": "pain"})
        await outbox.say(tx, ROSA, too_long, at=world.clock.now(), manner=ALERT)
    await mouth.drains()
    assert "One of your runners needs you" in rosa.screen.text


async def test_a_broken_prompt_fails_alone_after_three_tries(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    async with world.app.database.write() as tx:
        await outbox.say(tx, ROSA, Message("no-such-text"), at=world.clock.now(), manner=PROMPT)
    await mouth.says(ROSA, "next", PROMPT)
    for _ in range(3):
        await mouth.drains()
        world.clock.age(31)
    assert mouth.statuses() == ["failed", "sent"]
    assert rosa.screen.labels == ("next",)
