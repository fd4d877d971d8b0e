"""Trouble on demand, and the log that shows what happened."""

from __future__ import annotations

import asyncio
import os

import pytest
from telegram import Bot
from telegram.error import Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.clock import SystemClock
from bot.sandbox.faults import EVERY, Fault, RateLimit, Trouble
from bot.sandbox.phones import Phone
from bot.sandbox.refusal import Refused
from bot.sandbox.telegram import StandIn
from bot.wire import AiohttpRequest

os.environ.setdefault("PTB_TIMEDELTA", "1")


async def test_too_many_requests_for_the_next_calls_of_one_chat(
    telegram: StandIn, bot: Bot, rosa: Phone
) -> None:
    tim = telegram.person(1002, "Tim")
    await tim.opens()
    telegram.faults.too_many(7, times=2, chat_id=rosa.id)
    for _ in range(2):
        with pytest.raises(RetryAfter, match="7"):
            await bot.send_message(rosa.id, "x")
    await bot.send_message(tim.id, "x")
    await bot.send_message(rosa.id, "x")
    assert [call.status for call in telegram.calls_of("sendMessage", chat_id=rosa.id)] == [
        429,
        429,
        200,
    ]


@pytest.mark.parametrize(
    ("code", "error"), [(403, Forbidden), (401, InvalidToken), (500, NetworkError)]
)
async def test_any_refusal(
    telegram: StandIn, bot: Bot, rosa: Phone, code: int, error: type[Exception]
) -> None:
    telegram.faults.refuses(code, "Told to", method="sendMessage")
    await bot.get_me()
    with pytest.raises(error, match="Told to"):
        await bot.send_message(rosa.id, "x")
    assert rosa.heard == ()


@pytest.mark.parametrize("done", [False, True])
async def test_a_reset_connection_leaves_it_open_whether_it_was_done(
    telegram: StandIn, bot: Bot, rosa: Phone, done: bool
) -> None:
    telegram.faults.resets(done=done)
    with pytest.raises(NetworkError):
        await bot.send_message(rosa.id, "x")
    assert len(rosa.heard) == done
    (call,) = telegram.calls_of("sendMessage")
    assert (call.status, call.done) == (0, done)
    assert call.fault == ("reset after" if done else "reset before")


@pytest.mark.parametrize("done", [False, True])
async def test_silence_lasts_until_the_caller_gives_up(
    telegram: StandIn, bot: Bot, rosa: Phone, done: bool
) -> None:
    telegram.faults.silent(done=done)
    with pytest.raises(TimedOut):
        await bot.send_message(rosa.id, "x", read_timeout=0.03)
    await telegram.until(lambda: telegram.calls_of("sendMessage") or None, "the call's end")
    assert len(rosa.heard) == done


async def test_a_delay_holds_one_call_back(telegram: StandIn, bot: Bot, rosa: Phone) -> None:
    telegram.faults.delays(0.2, method="sendMessage")
    telegram.faults.refuses(502, "Bad Gateway", method="getMe")
    slow = asyncio.create_task(bot.send_message(rosa.id, "slow"))
    await asyncio.sleep(0.01)
    await bot.send_message(rosa.id, "fast")
    await slow
    assert [heard.text for heard in rosa.heard] == ["fast", "slow"]


async def test_the_poller_meets_only_what_is_meant_for_it(
    telegram: StandIn, bot: Bot, rosa: Phone
) -> None:
    telegram.faults.refuses(500, "Told to")
    assert len(await bot.get_updates()) == 1
    telegram.faults.add(
        Fault(Trouble.REFUSED, EVERY, times=None, refused=Refused(401, "Unauthorized"))
    )
    with pytest.raises(NetworkError):
        await bot.get_me()
    for _ in range(2):
        with pytest.raises(InvalidToken):
            await bot.get_updates()
    telegram.faults.clear()
    await bot.get_updates()


async def test_an_outage_cuts_open_calls_and_new_ones(
    telegram: StandIn, bot: Bot, rosa: Phone
) -> None:
    offset = telegram.pending[-1].update_id + 1
    poll = asyncio.create_task(bot.get_updates(offset, timeout=10))
    await telegram.settled()
    with telegram.faults.outage():
        with pytest.raises(NetworkError):
            await poll
        with pytest.raises(NetworkError):
            await bot.send_message(rosa.id, "x")
        await rosa.writes("are you there?")
    assert len(await bot.get_updates(offset)) == 1
    await bot.send_message(rosa.id, "yes")


async def test_a_restarted_stand_in_keeps_its_port_and_memory(
    telegram: StandIn, bot: Bot, rosa: Phone
) -> None:
    url = telegram.url
    await telegram.stop()
    with pytest.raises(NetworkError):
        await bot.send_message(rosa.id, "x")
    await telegram.start()
    assert telegram.url == url
    assert len(await bot.get_updates()) == 1


async def test_the_real_pace_can_be_enforced() -> None:
    async with (
        StandIn(SystemClock()) as telegram,
        Bot(telegram.token, f"{telegram.url}/bot", request=AiohttpRequest()) as bot,
    ):
        phones = [telegram.person(number, "Tim") for number in range(1, 4)]
        for phone in phones:
            await phone.opens()
        telegram.faults.limit = RateLimit(per_chat=1, burst=2, overall=4)
        for _ in range(2):
            await bot.send_message(1, "x")
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(1, "x")
        assert "1" in str(caught.value)
        await bot.send_message(2, "x")
        await bot.send_message(2, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(3, "x")
        await bot.get_me()


async def test_every_call_is_noted(telegram: StandIn, bot: Bot, rosa: Phone) -> None:
    sent = await bot.send_message(rosa.id, "x")
    call = telegram.calls[-1]
    assert (call.method, call.chat_id, call.status, call.done) == ("sendMessage", 1001, 200, True)
    assert call.params == {"chat_id": 1001, "text": "x"}
    assert call.result["message_id"] == sent.message_id
    assert call.uptime <= call.ended
    with pytest.raises(NetworkError):
        await bot.edit_message_text("x", rosa.id, sent.message_id)
    assert "not modified" in telegram.calls[-1].description
    assert telegram.calls_of("sendMessage") == [call]
