"""The peers' thousand prompts: python-telegram-bot's JobQueue, or its AIORateLimiter.

`python -m benchmarks.prompts_ptb JOB`. JOB is JSON: which side, the instant, the chats, and the
screen they send, as our bot drew it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, Application

from benchmarks.plain_ptb import screen
from benchmarks.prompts import JOB_QUEUE, LIMIT, LIMITER, OVERALL, RETRYING
from benchmarks.telegram import Phones, phones

Send = Callable[[int], Awaitable[None]]


def _application(people: Phones, side: str) -> Any:
    builder = Application.builder().token(people.token).base_url(f"{people.url}/bot")
    if side in (LIMITER, RETRYING):
        retries = 5 if side == RETRYING else 0
        limiter = AIORateLimiter(overall_max_rate=OVERALL, max_retries=retries)
        return builder.rate_limiter(limiter).build()
    return builder.build()


async def _by_jobs(application: Any, send: Send, job: dict[str, Any]) -> None:
    """One job each, all due at the same instant."""

    async def prompt(context: Any) -> None:
        await send(context.job.chat_id)

    due = datetime.now(UTC) + timedelta(seconds=job["sizes"]["peer_lead"])
    for chat in job["chats"]:
        application.job_queue.run_once(prompt, due, chat_id=chat)
    await asyncio.sleep(job["sizes"]["peer_lead"] - 1)
    if job["side"] == JOB_QUEUE:
        await application.bot.get_me()
    await asyncio.sleep(2)
    while application.job_queue.jobs():  # noqa: ASYNC110 — the queue tells nobody
        await asyncio.sleep(1)


async def measure(job: dict[str, Any]) -> dict[str, Any]:
    """Send them all, and count what could not be sent."""
    errors: Counter[str] = Counter(never_tried=len(job["chats"]))
    text, keyboard = screen(job["screen"])
    async with phones(datetime.fromisoformat(job["now"]), job["chats"], LIMIT) as people:
        application = _application(people, job["side"])

        async def send(chat: int) -> None:
            errors["never_tried"] -= 1
            try:
                await application.bot.send_message(chat, text, "HTML", reply_markup=keyboard)
            except TelegramError as error:
                errors[type(error).__name__] += 1

        async with application:
            await application.start()
            due_at = time.monotonic() + job["sizes"]["peer_lead"]
            if job["side"] in (LIMITER, RETRYING):
                await asyncio.sleep(job["sizes"]["peer_lead"])
                await asyncio.gather(*map(send, job["chats"]))
            else:
                await _by_jobs(application, send, job)
            await application.stop()
        told = await people.order(do="tally", within=0.0)
    return told | {
        "last": told["last"] and told["last"] - due_at,
        "errors": dict(+errors),
    }


if __name__ == "__main__":
    logging.getLogger().addHandler(logging.NullHandler())  # its complaints are counted, not shown
    print(json.dumps(asyncio.run(measure(json.loads(sys.argv[1])))))
