"""`demo`: the real bot, a stand-in for Telegram and the two-phones page, until Ctrl-C.

Everything happens in a throw-away folder; no setting of the environment is read.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import webbrowser
from contextlib import suppress
from typing import TextIO

from bot.clock import SystemClock
from bot.logs import set_up
from bot.sandbox.page.session import Session
from bot.sandbox.page.site import Site


async def demo(out: TextIO, *, port: int = 0, open_browser: bool = True) -> int:
    """Serve the page until SIGINT or SIGTERM; port 0 takes a free one. KneecheckError if taken."""
    set_up("WARNING", "text")
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(RuntimeError):
            loop.add_signal_handler(name, stop.set)
    session = Session(SystemClock())
    try:
        async with Site(session, port=port) as site:
            await session.again()
            print(f"Two phones, the real bot, no Telegram:\n\n    {site.url}\n", file=out)
            print("Nothing you do there is kept. Ctrl-C ends it.", file=out, flush=True)
            if open_browser and _has_screen():
                await asyncio.to_thread(webbrowser.open, site.url)
            await stop.wait()
    finally:
        await session.close()
    return 0


def _has_screen() -> bool:
    """Whether a browser would open in a window of its own, not in this terminal."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("darwin", "win32") or bool(named)
