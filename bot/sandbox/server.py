"""HTTP over the methods: reads a call, lets trouble happen to it, does it, answers, notes it.

Faults come first, as a bad line would; then token, method, parameters, pace, and the thing itself.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.sandbox import desk, media, schema, talking
from bot.sandbox.faults import Fault, Faults, Trouble
from bot.sandbox.given import Given, Upload
from bot.sandbox.refusal import Refused, bad_request
from bot.sandbox.state import State
from bot.sandbox.values import Call

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")
ENVELOPE = 2**20
"""Bytes a multipart body may need besides its file."""
BEFORE = (Trouble.RESET_BEFORE, Trouble.SILENT_BEFORE)
SILENT = (Trouble.SILENT_BEFORE, Trouble.SILENT_AFTER)
GONE_CHECK = 0.02

METHODS: Mapping[str, Callable[[State, Given], Any]] = {
    "getMe": desk.get_me,
    "getChat": desk.get_chat,
    "leaveChat": desk.leave_chat,
    "setMyCommands": desk.set_my_commands,
    "getMyCommands": desk.get_my_commands,
    "deleteMyCommands": desk.delete_my_commands,
    "setChatMenuButton": desk.set_chat_menu_button,
    "setWebhook": desk.set_webhook,
    "deleteWebhook": desk.delete_webhook,
    "getWebhookInfo": desk.get_webhook_info,
    "sendMessage": talking.send_message,
    "editMessageText": talking.edit_message_text,
    "editMessageCaption": talking.edit_message_caption,
    "editMessageReplyMarkup": talking.edit_message_reply_markup,
    "deleteMessage": talking.delete_message,
    "answerCallbackQuery": talking.answer_callback_query,
    "sendChatAction": talking.send_chat_action,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "getFile": media.get_file,
}


@dataclass(slots=True)
class _Call:
    """A call on its way; frozen into a `Call` when it ends."""

    method: str
    at: datetime
    uptime: float
    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    chat_id: int | None = None
    status: int = 0
    description: str = ""
    result: Any = None
    fault: Trouble | None = None
    done: bool = False


class Server:
    """The Bot API's HTTP face for one bot."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.schema = schema.load()
        self.faults = Faults(self.cut)
        self.calls: list[Call] = []
        self.closing = False
        self._open: dict[int, web.Request] = {}

    def app(self) -> web.Application:
        """The routes of api.telegram.org."""
        app = web.Application(client_max_size=self.state.limits.upload + ENVELOPE)
        app.router.add_route("*", "/bot{token}/{method}", self.answer)
        app.router.add_get("/file/bot{token}/{path:.+}", self.download)
        app.router.add_route("*", "/{tail:.*}", _not_found)
        return app

    def cut(self) -> None:
        """Cut every open call's connection."""
        for request in tuple(self._open.values()):
            _reset(request)
        self.state.updates.release()

    async def answer(self, request: web.Request) -> web.Response:
        """One call, from its first byte to its line in the log."""
        clock = self.state.clock
        call = _Call(request.match_info["method"], clock.now(), clock.uptime())
        self._open[id(request)] = request
        try:
            return await self._meet(request, call)
        finally:
            del self._open[id(request)]
            if request.transport is None:
                call.status, call.description = (0, call.description or "the caller had gone")
            self._note(call)

    async def _meet(self, request: web.Request, call: _Call) -> web.Response:
        try:
            await self._read(request, call)
            seconds, fault = self.faults.take(call.method, call.chat_id)
            call.fault = fault.trouble if fault else Trouble.DELAYED if seconds else None
            await asyncio.sleep(seconds)
            if fault and fault.refused:
                return self._refuse(call, fault.refused)
            if fault and fault.trouble in BEFORE:
                return await self._hang_up(request, call, fault)
            call.result = await self._do(request, call)
        except Refused as refused:
            return self._refuse(call, refused)
        call.done = True
        if fault and fault.trouble is Trouble.GARBLED:
            call.status, call.description = 200, fault.trouble.value
            return web.Response(body=fault.body, content_type="application/json")
        if fault and fault.trouble is Trouble.TORN:
            await _begin_an_answer(request)
        if fault:
            return await self._hang_up(request, call, fault)
        call.status = 200
        return _json(200, {"ok": True, "result": call.result})

    async def _read(self, request: web.Request, call: _Call) -> None:
        """Parameters from the query, a form, multipart or JSON; the last one wins."""
        values: dict[str, Any] = dict(request.query)
        try:
            if request.content_type == "application/json":
                values |= _json_body(await request.read())
            elif request.can_read_body:
                for name, value in (await request.post()).items():
                    if isinstance(value, web.FileField):
                        content = value.file.read()
                        call.uploads[name] = Upload(value.filename, value.content_type, content)
                    else:
                        values[name] = value
        except web.HTTPRequestEntityTooLarge:
            raise Refused(413, "Request Entity Too Large") from None
        call.values = values
        call.method = self.schema.spelled.get(call.method.lower(), call.method)
        call.chat_id = self._chat_of(values)

    def _chat_of(self, values: Mapping[str, Any]) -> int | None:
        tap = self.state.taps.get(str(values.get("callback_query_id")))
        if tap is not None:
            return tap.chat.id
        try:
            return int(values["chat_id"])
        except (KeyError, ValueError, TypeError):
            return None

    async def _do(self, request: web.Request, call: _Call) -> Any:
        self._check_token(request)
        method = self.schema.method(call.method)
        uploads = set(call.uploads) & set(self.schema.methods[method])
        given = {name: value for name, value in call.values.items() if name not in uploads}
        needed = given | dict.fromkeys(uploads, "attach://")
        checked = self.schema.check(method, needed)
        call.values = {name: checked[name] for name in given if name in checked}
        if any(len(file.content) > self.state.limits.upload for file in call.uploads.values()):
            raise Refused(413, "Request Entity Too Large")
        if method == "getUpdates":
            return await self._get_updates(call.values)
        if self.faults.limit is not None:
            self.faults.limit.check(method, call.chat_id, self.state.clock.uptime())
        return METHODS[method](self.state, Given(method, call.values, call.uploads))

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if token != self.state.token:
            known_form = TOKEN.fullmatch(token)
            raise (Refused(401, "Unauthorized") if known_form else Refused(404, "Not Found"))

    async def _get_updates(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        updates = self.state.updates
        updates.allow(values.get("allowed_updates"))
        limit = min(max(values.get("limit", 100), 1), 100)
        return await updates.poll(values.get("offset", 0), limit, values.get("timeout", 0))

    def _refuse(self, call: _Call, refused: Refused) -> web.Response:
        call.status, call.description = refused.code, refused.description
        body: dict[str, Any] = {
            "ok": False,
            "error_code": refused.code,
            "description": refused.description,
        }
        if refused.parameters:
            body["parameters"] = refused.parameters
        return _json(refused.code, body)

    async def _hang_up(self, request: web.Request, call: _Call, fault: Fault) -> web.Response:
        """No answer: at once, or when the caller has given up."""
        # A caller that gives up wakes nobody, so its line is looked at now and then.
        while (  # noqa: ASYNC110
            fault.trouble in SILENT and request.transport is not None and not self.closing
        ):
            await asyncio.sleep(GONE_CHECK)
        call.description = fault.trouble.value
        _reset(request)
        return web.Response()

    def _note(self, call: _Call) -> None:
        self.calls.append(
            Call(
                call.method,
                call.values,
                call.chat_id,
                call.at,
                call.uptime,
                self.state.clock.uptime(),
                call.status,
                call.description,
                call.result,
                call.fault,
                call.done,
            )
        )
        self.state.changed.fire()

    async def download(self, request: web.Request) -> web.Response:
        """A file by its path."""
        if request.match_info["token"] != self.state.token:
            return _json(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        for file in self.state.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return await _not_found(request)


async def _not_found(request: web.Request) -> web.Response:
    return _json(404, {"ok": False, "error_code": 404, "description": "Not Found"})


def _json_body(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body or b"{}")
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise bad_request("the body is not a JSON object")
    return values


def _json(status: int, body: dict[str, Any]) -> web.Response:
    return web.json_response(body, status=status)


async def _begin_an_answer(request: web.Request) -> None:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok": true, "result": {"message_id": 1')


def _reset(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()
