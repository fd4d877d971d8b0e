"""The mouth: what is said in which order, and which message shows it."""

from __future__ import annotations

import asyncio

from bot.model.telling import Priority
from bot.sandbox.phones import Phone
from bot.store.outbox import Manner
from tests.sending.conftest import (
    ALERT,
    PROMPT,
    RING,
    SILENT,
    Mouth,
    a_phone,
    on_the_line,
)
from tests.world import INES, ROSA, TIM, World


async def test_alerts_go_before_replies_before_prompts(world: World) -> None:
    mouth = Mouth(world, per_second=1)
    for chat in (ROSA, TIM, INES):
        a_phone(world, chat)
    await mouth.says(ROSA, "prompt", PROMPT)
    await mouth.says(TIM, "reply")
    await mouth.says(INES, "alert", ALERT)
    await mouth.says(ROSA, "alert2", ALERT)
    await mouth.drains()
    assert mouth.sent() == ["alert", "alert2", "reply", "prompt"]


async def test_an_alert_does_not_wait_behind_a_broadcast(world: World) -> None:
    mouth = Mouth(world, per_second=10)
    for chat in range(5001, 5051):
        a_phone(world, chat)
        await mouth.says(chat, f"p{chat}", PROMPT)
    ines = a_phone(world, INES)
    draining = asyncio.create_task(mouth.drains())
    await world.telegram.until(lambda: len(mouth.sent()) >= 5 or None, "the broadcast")
    begun, at = len(mouth.sent()), world.clock.uptime()
    await mouth.says(INES, "alert", ALERT)
    await draining
    assert ines.heard[0].uptime - at < 1
    assert mouth.sent().index("alert") - begun < 5


async def test_thirty_redraws_are_one_edit(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "0")
    await mouth.drains()
    for n in range(1, 31):
        await mouth.draws(ROSA, str(n))
    await mouth.drains()
    assert (mouth.sent(), mouth.sent("editMessageText")) == (["0"], ["30"])
    assert len(rosa.screens) == 1


async def test_what_looks_the_same_is_not_sent_again(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "same")
    await mouth.drains()
    await mouth.draws(ROSA, "same")
    await mouth.drains()
    assert not world.telegram.calls_of("editMessageText")
    mouth.changes("UPDATE screens SET drawn_hash = NULL")
    await mouth.draws(ROSA, "same")
    await mouth.drains()
    (refused,) = world.telegram.calls_of("editMessageText")
    assert "not modified" in refused.description
    assert mouth.statuses() == ["sent"] * 3, "not modified is success"
    assert len(rosa.screens) == 1


async def test_a_redraw_while_the_first_send_is_on_the_line_edits_it(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.delays(0.1, method="sendMessage")
    await mouth.draws(ROSA, "first")
    draining = asyncio.create_task(mouth.drains())
    await on_the_line(world)
    await mouth.draws(ROSA, "second")
    await draining
    assert (mouth.sent(), mouth.sent("editMessageText")) == (["first"], ["second"])
    assert [shown.labels for shown in rosa.screens] == [("second",)]


async def test_a_redraw_of_a_failed_first_send_keeps_its_ring_and_its_urgency(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.delays(0.1, method="sendMessage")
    world.telegram.faults.refuses(502, "Bad Gateway", method="sendMessage")
    await mouth.draws(ROSA, "first", Manner(priority=Priority.ALERT, fresh=True))
    draining = asyncio.create_task(mouth.drains())
    await on_the_line(world)
    await mouth.draws(ROSA, "second", SILENT)
    await draining
    assert [(h.text[:6], h.shown.silent) for h in rosa.heard] == [("second", False)]
    assert mouth.rows("SELECT op, priority FROM outbox") == [("fresh", int(Priority.ALERT))]


async def test_a_fresh_copy_replaces_the_old_one(world: World, rosa: Phone) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "question")
    await mouth.drains()
    await mouth.draws(ROSA, "reminder", RING)
    await mouth.drains()
    assert [shown.labels for shown in rosa.screens] == [("reminder",)]
    assert not rosa.heard[-1].shown.silent


async def test_an_edit_of_a_deleted_message_sends_anew_and_remembers_it(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "one")
    await mouth.drains()
    await rosa.deletes_message(rosa.screen)
    await mouth.draws(ROSA, "two")
    await mouth.drains()
    await mouth.draws(ROSA, "three")
    await mouth.drains()
    assert mouth.sent() == ["one", "two"]
    assert [shown.labels for shown in rosa.screens] == [("three",)]


async def test_an_edit_telegram_refuses_for_another_reason_fails_alone(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    await mouth.draws(ROSA, "one")
    await mouth.drains()
    world.telegram.faults.refuses(
        400, "Bad Request: no reason we know", method="editMessageText", times=None
    )
    await mouth.draws(ROSA, "two")
    await mouth.says(ROSA, "three")
    for _ in range(4):
        await mouth.drains()
        world.clock.age(60)
    assert mouth.sent() == ["one", "three"], "neither sent anew, nor in the way of what follows"
    assert mouth.statuses()[1] == "failed"


async def test_a_screen_retired_while_it_was_being_sent_does_not_stay(
    world: World, rosa: Phone
) -> None:
    mouth = Mouth(world)
    world.telegram.faults.delays(0.1, method="sendMessage")
    await mouth.draws(ROSA, "too late")
    draining = asyncio.create_task(mouth.drains())
    await on_the_line(world)
    await mouth.retires(ROSA)
    await draining
    await mouth.drains()
    assert not rosa.screens
