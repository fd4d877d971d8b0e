"""Our thousand prompts: the App, whose beat opens them; `python -m benchmarks.prompts_ours JOB`.

JOB is JSON: the database (it is written to), the instant they are due, the chats, and `rate`: how
many messages a second may be sent and are taken, if not Telegram's usual 30.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.prompts import LIMIT
from benchmarks.telegram import phones
from bot.app import App
from bot.clock import SystemClock
from bot.sandbox.stage import living

PATIENCE = 90.0


class GoingClock(SystemClock):
    """People's time, which begins at an instant and goes on from there."""

    def __init__(self, start: datetime) -> None:
        self._start, self._since = start, time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since)


async def measure(job: dict[str, Any]) -> dict[str, Any]:
    """Start just before they are due, and let it live until all is said."""
    due, lead = datetime.fromisoformat(job["now"]), float(job["sizes"]["lead"])
    *to_a_chat, usual = LIMIT
    rate = float(job.get("rate", usual))
    async with phones(due, job["chats"], (*to_a_chat, rate)) as people:
        due_at = time.monotonic() + lead
        clock = GoingClock(due - timedelta(seconds=lead))
        database = Path(job["database"])
        async with living(
            people.token, people.url, database, clock, send_rate=rate, per_chat=1.0
        ) as app:
            await asyncio.sleep(lead)
            before = time.process_time()
            await people.order(do="tally", within=PATIENCE)
            await _idle(app)
            cpu = time.process_time() - before
        told = await people.order(do="tally", within=0.0)
    return told | {"last": told["last"] and told["last"] - due_at, "errors": {}, "cpu": cpu}


async def _idle(app: App) -> None:
    """Until nothing waits to be said, also not for the second time."""
    async with asyncio.timeout(PATIENCE):
        while not await app.is_idle():  # noqa: ASYNC110 — nobody is told of quiet
            await asyncio.sleep(0.1)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(json.loads(sys.argv[1])))))
