"""The bot's end of the line to phones.py: starts it, gives orders, and reads the meter."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LONGEST_LINE = 2**22


@dataclass(frozen=True, slots=True)
class Taken:
    """One load: what it cost this process and how long each tap waited."""

    taps: int
    cpu: float
    elapsed: float
    waits: tuple[float, ...]
    phones_cpu: float

    @property
    def cpu_ms(self) -> float:
        """CPU milliseconds of the bot's process for one tap."""
        return 1000 * self.cpu / self.taps


class Phones:
    """The people and Telegram, in their own process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.url = self.token = ""

    async def order(self, **order: Any) -> dict[str, Any]:
        """Give an order and wait until it is carried out."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("the stand-in for Telegram ended: its error is above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def tap(self, chats: Sequence[int], choice: str, **load: float) -> Taken:
        """Let people tap; what that cost this process."""
        before = time.process_time()
        told = await self.order(do="tap", chats=list(chats), choice=choice, **load)
        cpu = time.process_time() - before
        return Taken(len(chats), cpu, told["elapsed"], tuple(told["waits"]), told["cpu"])


@asynccontextmanager
async def phones(
    at: datetime, chats: Sequence[int], limit: Sequence[float] | None = None
) -> AsyncIterator[Phones]:
    """Start them; they end when this does. `limit`: a RateLimit's numbers."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.phones", stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE,
    )  # fmt: skip
    people = Phones(process)
    try:
        where = await people.order(at=at.isoformat(), chats=list(chats), limit=limit)
        people.url, people.token = where["url"], where["token"]
        yield people
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()
