"""Alerts behind a queue of prompts; `python -m benchmarks.queues_alerts JOB`.

JOB is JSON: the database (it is written to), the instant everybody is to be asked, the chats, and
how many alerts.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.prompts import LIMIT, OVERALL
from benchmarks.prompts_ours import GoingClock
from benchmarks.telegram import Phones, phones
from bot.app import App
from bot.model.telling import Message, Priority
from bot.sandbox.stage import living
from bot.store import appointments, outbox
from bot.store.outbox import Manner

ALERT = Message("fallback-alert")
FIRST = 2_000_000
"""The chat that gets the first alert; each gets one."""
PATIENCE = 60.0
OPENED_WITHIN = 120.0
APART = 0.31
"""Seconds between two alerts: at every moment of the pace's and the beat's rounds."""


async def measure(job: dict[str, Any]) -> dict[str, Any]:
    """Wait until all prompts are opened and most still wait; then an alert now and then."""
    due, lead = datetime.fromisoformat(job["now"]), float(job["sizes"]["lead"])
    alerted = [FIRST + number for number in range(job["alerts"])]
    async with phones(due, [*job["chats"], *alerted], LIMIT) as people:
        clock = GoingClock(due - timedelta(seconds=lead))
        database = Path(job["database"])
        async with living(
            people.token, people.url, database, clock, send_rate=OVERALL, per_chat=1.0
        ) as app:
            await asyncio.sleep(lead + APART)
            await _all_opened(app)
            committed = [await _alert(app, chat) for chat in alerted]
            waiting = await _waiting(app)
            told = await _arrivals(people, alerted)
        waits = [at - committed[chat - FIRST] for chat, at in told.items()]
        sent = (await people.order(do="arrivals", first=FIRST))["prompts"]
        before = [
            sum(committed[chat - FIRST] < at < arrived for at in sent)
            for chat, arrived in told.items()
        ]
    return {
        "waits": waits, "before": before, "waiting": waiting, "lost": len(alerted) - len(told),
    }  # fmt: skip


async def _alert(app: App, chat: int) -> float:
    """Promised as every alert is; the uptime right after its commit."""
    await asyncio.sleep(APART)
    async with app.database.write() as tx:
        manner = Manner(priority=Priority.ALERT)
        await outbox.say(tx, chat, ALERT, at=app.clock.now(), manner=manner)
    return time.monotonic()


async def _waiting(app: App) -> int:
    async with app.database.read() as tx:
        return await outbox.count_unsent(tx)


async def _all_opened(app: App) -> None:
    """Until nothing is due any more: everything is promised, and hardly anything said."""
    async with asyncio.timeout(OPENED_WITHIN):
        while await _is_due(app):  # noqa: ASYNC110 — nobody is told of quiet
            await asyncio.sleep(0.5)


async def _is_due(app: App) -> bool:
    async with app.database.read() as tx:
        return bool(await appointments.due(tx, now=app.clock.now(), at_most=1))


async def _arrivals(people: Phones, alerted: list[int]) -> dict[int, float]:
    """When each alert came, of those that came."""
    until = time.monotonic() + PATIENCE
    while True:
        told = (await people.order(do="arrivals", first=FIRST))["alerts"]
        if len(told) == len(alerted) or time.monotonic() > until:
            return {int(chat): at for chat, at in told.items()}
        await asyncio.sleep(0.5)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(json.loads(sys.argv[1])))))
