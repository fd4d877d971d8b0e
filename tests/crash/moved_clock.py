"""`python -m tests.crash.moved_clock`: the program as it is run, on a clock that somebody moves.

The file named by MOVED_BY holds seconds by which the wall clock is wrong now. Uptime runs a little
faster than it does, so that nobody waits half a minute for what is done twice a minute.
"""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import datetime, timedelta
from pathlib import Path

from bot import logs
from bot.app import build
from bot.clock import SystemClock
from bot.settings import Settings

TIMES = 4
"""As fast; a long poll of 25 s must still be shorter than two minutes."""


class Moved(SystemClock):
    """Right by as much as the file says."""

    def __init__(self, by: Path) -> None:
        self._by = by

    @property
    def _off(self) -> timedelta:
        return timedelta(seconds=float(self._by.read_text(encoding="utf-8")))

    def now(self) -> datetime:
        return super().now() + self._off

    def machine(self) -> datetime:
        return super().machine() + self._off

    def uptime(self) -> float:
        return TIMES * super().uptime()

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / TIMES)


async def live() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    app = await build(Settings(_env_file=None), Moved(Path(os.environ["MOVED_BY"])))
    try:
        await app.run(stop)
    finally:
        await app.close()


if __name__ == "__main__":
    logs.set_up("INFO", "text")
    asyncio.run(live())
