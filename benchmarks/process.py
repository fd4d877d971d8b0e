"""The bot as it is run: `python -m bot run`, a process of its own, and what the system says of it.

Only Linux tells a process's memory and CPU in `/proc`; elsewhere this cannot be measured.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from benchmarks.sides import ROOT
from bot.sandbox.telegram import StandIn

TICKS = os.sysconf("SC_CLK_TCK")
STOPS_WITHIN = 15.0
MB = 1024


class Bot:
    """One life of the bot on a database, talking to this Telegram."""

    def __init__(self, process: asyncio.subprocess.Process, began: float) -> None:
        self._process = process
        self.began = began
        """Monotonic seconds, just before it was started."""

    @classmethod
    async def start(cls, database: Path, telegram: StandIn, **settings: str) -> Self:
        """Begin; do not wait for anything."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "DATABASE_URL": str(database),
            "LOG_LEVEL": "WARNING",
        }
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=database.parent, env=environment | settings
        )
        return cls(process, began)

    @property
    def cpu(self) -> float:
        """Seconds of CPU so far, its own and the system's for it."""
        told = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8")
        fields = told.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def memory(self) -> float:
        """Megabytes of it that are in memory now."""
        told = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        line = next(line for line in told.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / MB

    async def stop(self) -> None:
        """SIGTERM, as a supervisor asks; it must end well."""
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOPS_WITHIN):
            code = await self._process.wait()
        if code != 0:
            raise RuntimeError(f"the bot ended with {code}: its log is above")

    async def kill(self) -> None:
        """As a power cut does."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def running(database: Path, telegram: StandIn, **settings: str) -> AsyncIterator[Bot]:
    """From its start to its end by SIGTERM; killed if something fails meanwhile."""
    bot = await Bot.start(database, telegram, **settings)
    try:
        yield bot
        await bot.stop()
    finally:
        await bot.kill()
