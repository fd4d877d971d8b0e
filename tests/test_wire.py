"""The wire against a real server on 127.0.0.1: what arrives, what comes back, what fails how."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.wire import AiohttpRequest

TOKEN = "123456:secret-secret-secret-secret-secret"
ME = {"id": 123456, "is_bot": True, "first_name": "K", "username": "k_bot"}
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "hi"}


class Server:
    """Answers by method name and remembers what it was sent."""

    def __init__(self) -> None:
        self.url = ""
        self.forms: list[dict[str, Any]] = []
        self.ports: set[int] = set()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        transport = request.transport
        assert transport is not None
        self.ports.add(transport.get_extra_info("peername")[1])
        is_json = request.content_type == "application/json"
        form: dict[str, Any] = await request.json() if is_json else {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                form[name] = (value.filename, value.file.read())
            else:
                form[name] = value
        self.forms.append(form)
        match request.match_info["method"]:
            case "getMe":
                return web.json_response({"ok": True, "result": ME})
            case "sendMessage" | "sendDocument":
                return web.json_response({"ok": True, "result": MESSAGE})
            case "slow":
                await asyncio.sleep(5)
            case "stalls":
                response = web.StreamResponse()
                await response.prepare(request)
                await response.write(b"{")
                await asyncio.sleep(5)
            case "cuts":
                transport.abort()
            case "moved":
                raise web.HTTPFound(f"{self.url}/bot{TOKEN}/getMe")
            case "garbage":
                return web.Response(text="<html>her knee hurts</html>")
            case "lost":
                return web.Response(text=f"no {request.path} here, her knee hurts", status=404)
            case "list":
                return web.json_response([1])
            case "busy":
                body = {"ok": False, "description": "x", "parameters": {"retry_after": 3}}
                return web.json_response(body, status=429)
        return web.Response()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    served = Server()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", served.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    served.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield served
    await runner.cleanup()


@pytest.fixture
async def wire() -> AsyncIterator[AiohttpRequest]:
    async with AiohttpRequest() as request:
        yield request


def bot_at(server: Server) -> Bot:
    return Bot(
        TOKEN,
        base_url=f"{server.url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )


async def test_parameters_arrive_as_json_of_a_forms_values(server: Server) -> None:
    async with bot_at(server) as bot:
        await bot.send_message(7, "añb & c", disable_notification=True)
    form = server.forms[-1]
    assert (form["chat_id"], form["text"]) == ("7", "añb & c")
    assert form["disable_notification"] == "true"


async def test_files_arrive_as_multipart_with_their_names(server: Server) -> None:
    async with bot_at(server) as bot:
        await bot.send_document(7, b"%PDF", filename="Bericht März.pdf", caption="Plan")
        await bot.send_document(7, io.BytesIO(b"<gpx/>"), filename="run.gpx")
    assert server.forms[-2]["document"] == ("Bericht März.pdf", b"%PDF")
    assert server.forms[-2]["caption"] == "Plan"
    assert server.forms[-1]["document"] == ("run.gpx", b"<gpx/>")


async def test_connections_are_kept_alive(server: Server) -> None:
    async with bot_at(server) as bot:
        for _ in range(5):
            await bot.get_me()
    assert len(server.ports) == 1


async def test_the_application_takes_it_for_calls_and_for_polling(server: Server) -> None:
    application = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{server.url}/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .updater(None)
        .build()
    )
    async with application:
        assert application.bot.username == "k_bot"


async def test_a_slow_answer_is_timed_out(server: Server, wire: AiohttpRequest) -> None:
    with pytest.raises(TimedOut, match="slow timed out"):
        await wire.post(f"{server.url}/bot{TOKEN}/slow", read_timeout=0.03)


async def test_an_answer_that_stalls_half_way_is_timed_out(
    server: Server, wire: AiohttpRequest
) -> None:
    with pytest.raises(TimedOut):
        await wire.post(f"{server.url}/bot{TOKEN}/stalls", read_timeout=0.03)


async def test_waiting_for_a_free_connection_is_timed_out(server: Server) -> None:
    async with AiohttpRequest(connection_pool_size=1) as wire:
        url = f"{server.url}/bot{TOKEN}"
        first = asyncio.create_task(wire.post(f"{url}/slow", read_timeout=0.3))
        await asyncio.sleep(0.02)
        with pytest.raises(TimedOut):
            await wire.post(f"{url}/getMe", connect_timeout=0.01, pool_timeout=0.01)
        with pytest.raises(TimedOut):
            await first


async def test_the_default_read_timeout_is_told(wire: AiohttpRequest) -> None:
    assert wire.read_timeout == 5.0
    assert AiohttpRequest(read_timeout=None).read_timeout is None


async def test_no_timeout_waits(server: Server) -> None:
    async with AiohttpRequest(read_timeout=None, write_timeout=None) as wire:
        assert await wire.post(f"{server.url}/bot{TOKEN}/getMe", pool_timeout=None) == ME


@pytest.mark.parametrize("method", ["cuts", "moved", "list"])
async def test_a_cut_or_misled_call_is_a_network_error(
    server: Server, wire: AiohttpRequest, method: str
) -> None:
    with pytest.raises(NetworkError) as caught:
        await wire.post(f"{server.url}/bot{TOKEN}/{method}")
    assert not isinstance(caught.value, TimedOut)


async def test_too_many_requests_carries_its_seconds(
    server: Server, wire: AiohttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with pytest.raises(RetryAfter, match="3"):
        await wire.post(f"{server.url}/bot{TOKEN}/busy")


async def test_what_is_no_json_stays_out_of_the_log(
    server: Server, wire: AiohttpRequest, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(NetworkError, match="no JSON") as caught:
        await wire.post(f"{server.url}/bot{TOKEN}/garbage")
    with pytest.raises(InvalidToken, match=r"^Not Found \(404\)$"):
        await wire.post(f"{server.url}/bot{TOKEN}/lost")
    assert "knee" not in caplog.text + str(caught.value)


async def test_neither_error_nor_log_holds_the_token(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    urls = [f"{server.url}/bot{TOKEN}/{method}" for method in ("slow", "cuts", "moved", "lost")]
    urls += [
        f"http://127.0.0.1:1/bot{TOKEN}/getMe",
        f"http://nowhere.invalid/bot{TOKEN}/getMe",
        f"no url at all/bot{TOKEN}/getMe",
        f"http://127.0.0.1:99999/bot{TOKEN}/getMe",
    ]
    told = ""
    async with AiohttpRequest(read_timeout=0.03) as wire:
        for url in urls:
            try:
                await wire.post(url)
            except TelegramError as error:
                told += "".join(traceback.format_exception(error)) + repr(error.__context__)
    assert "slow" in told
    assert "secret" not in told + caplog.text


async def test_it_opens_and_closes_again_and_again(server: Server) -> None:
    wire = AiohttpRequest()
    await wire.shutdown()
    for _ in range(2):
        await wire.initialize()
        await wire.initialize()
        assert await wire.post(f"{server.url}/bot{TOKEN}/getMe") == ME
        await wire.shutdown()
        await wire.shutdown()
    with pytest.raises(NetworkError, match="initialize"):
        await wire.post(f"{server.url}/bot{TOKEN}/getMe")


async def test_a_cancelled_call_stays_cancelled(server: Server, wire: AiohttpRequest) -> None:
    data = RequestData([RequestParameter("offset", 1, None)])
    call = asyncio.create_task(wire.post(f"{server.url}/bot{TOKEN}/slow", data))
    await asyncio.sleep(0.02)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
