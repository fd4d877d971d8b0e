"""Health over HTTP. Loaded only where a port is set: a web server is memory and a slower start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.errors import KneecheckError
from bot.health.judging import Report, Status
from bot.health.metrics import exposition

PLAIN = "text/plain; version=0.0.4; charset=utf-8"
Look = Callable[[], Awaitable[Report]]


async def serve(look: Look, host: str, port: int) -> web.AppRunner:
    """Listen until its `cleanup`; `look` is asked anew for each answer but that of /live."""

    async def health(_: web.Request) -> web.Response:
        report = await look()
        status = 503 if report.status is Status.BROKEN else 200
        return web.json_response(_told(report), status=status)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(body=exposition(await look()), headers={"Content-Type": PLAIN})

    app = web.Application()
    app.router.add_get("/live", _live)
    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise KneecheckError(
            f"HEALTH_PORT {port} on {host} cannot be opened ({error.strerror}): "
            "choose another, or unset it."
        ) from error
    return runner


async def _live(_: web.Request) -> web.Response:
    return web.Response(text="live\n")


def _told(report: Report) -> dict[str, object]:
    return {
        "status": report.status,
        "reasons": list(report.reasons),
        "figures": dict(report.figures),
        "schema": report.schema,
        "version": report.version,
    }
