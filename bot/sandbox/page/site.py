"""The page over HTTP, on 127.0.0.1 only: files, the state as it changes, and acts.

Nobody else's page may use it: names other than this machine's and foreign origins are refused,
acts are JSON, and what is served may load nothing from anywhere else.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from bot.errors import KneecheckError
from bot.sandbox.page import acts, show
from bot.sandbox.page.cast import CannotAct
from bot.sandbox.page.session import Session

HOST = "127.0.0.1"
STATIC = Path(__file__).parent / "static"
TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
PICTURES = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
BODY = 3 * 2**20
LOOK_EVERY, WHILE_MOVING, TOGETHER = 5.0, 0.1, 0.02
"""Seconds: between looks when nothing stirs, while the clock moves, and to let changes gather."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Site:
    """Listens from entering to leaving; `url` is known in between."""

    def __init__(self, session: Session, *, port: int = 0) -> None:
        self.session = session
        self.url = ""
        self._port = port
        self._closing = False
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=BODY, middlewares=[self._guarded])
        app.router.add_get("/", self._page)
        app.router.add_get("/static/{name}", self._static)
        app.router.add_get("/files/{id}", self._file)
        app.router.add_get("/state", self._state)
        app.router.add_get("/events", self._events)
        app.router.add_post("/act", self._act)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, self._port).start()
        except OSError:
            await self._runner.cleanup()
            raise KneecheckError(
                f"port {self._port} is taken on this machine: choose another, or 0 for a free one."
            ) from None
        self._port = self._runner.addresses[0][1]
        self.url = f"http://{HOST}:{self._port}/"
        return self

    async def __aexit__(self, *problem: object) -> None:
        self._closing = True
        self.session.stir()
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Only this machine's own page, by its own name."""
        hosts = {f"{name}:{self._port}" for name in (HOST, "localhost")}
        origins = {f"http://{host}" for host in hosts}
        origin = request.headers.get("Origin")
        if request.host not in hosts:
            return _refusal(403, "this page answers to 127.0.0.1 and localhost only")
        if origin not in origins and (origin is not None or request.method == "POST"):
            return _refusal(403, "only the page itself may ask for this")
        try:
            response = await handler(request)
        except web.HTTPException as error:
            return _refusal(error.status, error.reason)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    async def _page(self, _: web.Request) -> web.StreamResponse:
        return _served("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return _served(request.match_info["name"])

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """A picture to look at, anything else to download."""
        try:
            stored = self.session.stage.telegram.state.files.get(request.match_info["id"])
        except CannotAct:
            stored = None
        if stored is None:
            raise web.HTTPNotFound
        for head, kind in PICTURES.items():
            if stored.content.startswith(head):
                return web.Response(body=stored.content, content_type=kind)
        return web.Response(
            body=stored.content,
            content_type="application/octet-stream",
            headers={"Content-Disposition": "attachment"},
        )

    async def _state(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(await show.snapshot(self.session))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """The whole state now, and again whenever it has changed."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"} | HEADERS)
        await response.prepare(request)
        last = ""
        while not self._closing and request.transport is not None:
            now = json.dumps(await self._look(), separators=(",", ":"))
            try:
                await response.write(f"data: {now}\n\n".encode() if now != last else b":\n\n")
            except ConnectionError:
                break
            last = now
            await self.session.stirred(WHILE_MOVING if self.session.moving else LOOK_EVERY)
            await asyncio.sleep(TOGETHER)
        return response

    async def _look(self) -> dict[str, Any]:
        try:
            return await show.snapshot(self.session)
        except CannotAct:
            return {"ready": False, "round": self.session.round, "stories": show.stories()}

    async def _act(self, request: web.Request) -> web.StreamResponse:
        if request.content_type != "application/json":
            return _refusal(415, "acts are JSON")
        try:
            await acts.act(self.session, json.loads(await request.read()))
        except (json.JSONDecodeError, UnicodeDecodeError):
            return _refusal(400, "that is not JSON")
        except acts.Unknown as why:
            return _refusal(400, str(why))
        except CannotAct as why:
            return _refusal(409, str(why))
        return web.json_response({"ok": True})


def _served(name: str) -> web.Response:
    file = STATIC / name
    if file.parent != STATIC or file.suffix not in TYPES or not file.is_file():
        raise web.HTTPNotFound
    return web.Response(body=file.read_bytes(), content_type=TYPES[file.suffix], charset="utf-8")


def _refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status, headers=HEADERS)
