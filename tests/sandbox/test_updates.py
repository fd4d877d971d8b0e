"""getUpdates and the webhook: what waits, how long, and who gets it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict

from bot.clock import SteppedClock
from bot.sandbox.phones import Phone
from bot.sandbox.raw import Raw
from bot.sandbox.telegram import StandIn

KINDS = ["message", "callback_query", "my_chat_member"]


async def ids(raw: Raw, **params: Any) -> list[int]:
    return [update["update_id"] for update in (await raw("getUpdates", **params))["result"]]


async def test_an_update_waits_until_a_later_offset_is_asked_for(raw: Raw, rosa: Phone) -> None:
    await rosa.writes("4")
    first = await ids(raw)
    assert len(first) == 2
    assert first == [first[0], first[0] + 1]
    assert await ids(raw) == first
    assert await ids(raw, limit=1) == first[:1]
    assert await ids(raw, offset=-1) == first[1:]
    assert await ids(raw) == first[1:]
    assert await ids(raw, offset=first[1] + 1) == []


async def test_update_ids_start_anywhere(clock: SteppedClock) -> None:
    starts = set()
    for _ in range(3):
        async with StandIn(clock) as telegram:
            starts.add(telegram.push({"poll": {}}))
    assert len(starts) == 3


async def test_a_long_poll_ends_when_something_happens(
    telegram: StandIn, raw: Raw, rosa: Phone
) -> None:
    offset = (await ids(raw))[-1] + 1
    poll = asyncio.create_task(ids(raw, offset=offset, timeout=30))
    await telegram.settled()
    await rosa.writes("hello")
    assert await poll == [offset]


async def test_a_long_poll_ends_empty_after_its_time(telegram: StandIn) -> None:
    assert await telegram.state.updates.poll(0, 100, 0.01) == []


async def test_settled_names_what_waits(telegram: StandIn, raw: Raw, rosa: Phone) -> None:
    with pytest.raises(TimeoutError, match=r"not confirmed \d+ message; is it polling"):
        await telegram.settled(timeout=0.01)
    await ids(raw, offset=telegram.pending[-1].update_id + 1)
    await telegram.settled()


async def test_the_older_of_two_pollers_is_sent_away(telegram: StandIn, bot: Bot) -> None:
    older = asyncio.create_task(bot.get_updates(timeout=10))
    await telegram.polled()
    newer = asyncio.create_task(bot.get_updates(timeout=10))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older
    await telegram.person(1, "Tim").writes("x")
    assert len(await newer) == 1


async def test_allowed_updates_are_obeyed_and_remembered(raw: Raw, rosa: Phone) -> None:
    offset = (await ids(raw))[-1] + 1
    await ids(raw, offset=offset, allowed_updates=KINDS)
    message = await rosa.writes("3")
    await rosa.edits_message(message, "4")
    await rosa.blocks()
    updates = (await raw("getUpdates", offset=offset))["result"]
    assert [min(update) for update in updates] == ["message", "my_chat_member"]
    await rosa.unblocks()
    await rosa.edits_message(message, "5")
    assert len(await ids(raw, offset=offset, allowed_updates=[])) == 3
    await rosa.edits_message(message, "6")
    assert len(await ids(raw, offset=offset)) == 4


async def test_a_tap_lives_150_seconds_and_a_message_a_day(
    telegram: StandIn, raw: Raw, rosa: Phone, clock: SteppedClock
) -> None:
    await rosa.presses_data("v1:x")
    clock.move_to(clock.now() + timedelta(seconds=149))
    assert len(await ids(raw)) == 2
    clock.move_to(clock.now() + timedelta(seconds=1))
    assert len(await ids(raw)) == 1
    clock.move_to(clock.now() + timedelta(hours=24))
    assert await ids(raw) == []
    assert [update.kind for update in telegram.lost] == ["callback_query", "message"]


async def test_what_has_expired_is_settled(
    telegram: StandIn, rosa: Phone, clock: SteppedClock
) -> None:
    waiting = asyncio.create_task(telegram.settled())
    await asyncio.sleep(0)
    clock.move_to(clock.now() + timedelta(hours=24))
    await waiting
    assert rosa.unanswered == ()


async def test_who_repeats_an_offset_can_be_slowed_down(clock: SteppedClock) -> None:
    async with StandIn(clock, throttles=True) as telegram:
        tim = telegram.person(1002, "Tim")
        await tim.writes("a")
        await tim.writes("b")
        poll = telegram.state.updates.poll
        assert [len(await poll(0, 100, 0)) for _ in range(2)] == [2, 1]
        offset = telegram.pending[-1].update_id + 1
        assert await poll(offset, 100, 0) == []
        again = asyncio.create_task(poll(offset, 100, 0))
        await telegram.polled()
        await tim.writes("c")
        assert len(await again) == 1


async def test_dates_come_from_the_clock(raw: Raw, rosa: Phone, clock: SteppedClock) -> None:
    (update,) = (await raw("getUpdates"))["result"]
    assert update["message"]["date"] == int(clock.now().timestamp())


async def test_a_forged_update_comes_as_it_is(telegram: StandIn, raw: Raw) -> None:
    telegram.push({"message": "nonsense"})
    (update,) = (await raw("getUpdates"))["result"]
    assert update["message"] == "nonsense"
    telegram.push({"update_id": update["update_id"] + 10, "poll": {}})
    assert telegram.push({"poll": {}}) == update["update_id"] + 11


class Hook:
    """A bot's webhook: takes updates, unless it is told to fail."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.failures = 0

    async def take(self, request: web.Request) -> web.Response:
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append(await request.json())
        return web.Response()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    served = Hook()
    app = web.Application()
    app.router.add_post("/hook", served.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield served
    await runner.cleanup()


async def test_a_webhook_is_brought_its_updates_with_the_secret(
    telegram: StandIn, raw: Raw, rosa: Phone, hook: Hook
) -> None:
    hook.failures = 1
    await raw("setWebhook", url=hook.url, secret_token="s3cret", allowed_updates=KINDS)
    await rosa.writes("2")
    await telegram.settled()
    assert [update["message"]["text"] for update in hook.got] == ["/start", "2"]
    assert hook.secrets == ["s3cret", "s3cret"]
    info = (await raw("getWebhookInfo"))["result"]
    assert info["pending_update_count"] == 0
    assert "500" in info["last_error_message"]
    assert "webhook is active" in await raw.refused("getUpdates")


async def test_without_a_webhook_polling_works_again(
    telegram: StandIn, raw: Raw, rosa: Phone
) -> None:
    poll = asyncio.create_task(raw("getUpdates", offset=2**30, timeout=10))
    await telegram.polled()
    await raw("setWebhook", url="http://127.0.0.1:1/", drop_pending_updates=True)
    assert "terminated by setWebhook" in (await poll)["description"]
    await rosa.writes("still here")
    await raw("deleteWebhook")
    assert len(await ids(raw)) == 1
    await raw("deleteWebhook", drop_pending_updates=True)
    assert await ids(raw) == []


@pytest.mark.parametrize("url", ["http://bot.example/x", "https://bot.example:8080/x"])
async def test_a_webhook_elsewhere_needs_https_and_a_known_port(raw: Raw, url: str) -> None:
    assert "bad webhook" in await raw.refused("setWebhook", url=url)
    assert "secret token" in await raw.refused(
        "setWebhook", url="https://bot.example", secret_token="not allowed!"
    )


async def test_the_wrong_token_and_unknown_methods_are_refused(telegram: StandIn, raw: Raw) -> None:
    async with aiohttp.ClientSession() as session:
        for token, status in (("1:" + "x" * 35, 401), ("nonsense", 404)):
            async with session.get(f"{telegram.url}/bot{token}/getUpdates") as answer:
                assert answer.status == status
        async with session.get(f"{telegram.url}/elsewhere") as answer:
            assert answer.status == 404
        async with session.get(f"{raw.base}/GETME") as answer:
            assert (await answer.json())["result"]["is_bot"]
    assert await raw.refused("sendMesage") == "Not Found: method not found"
    assert "does not act out sendPoll" in await raw.refused("sendPoll")
