"""Brings updates to the bot's webhook, one after the other, until each is taken (a 2xx answer)."""

from __future__ import annotations

import asyncio

import aiohttp

from bot.sandbox.state import State
from bot.sandbox.updates import Update

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 1.0
PATIENCE = 60.0
IDLE = 3600.0


async def deliver(state: State) -> None:
    """Runs as long as the stand-in; the real Telegram pauses longer after a failure."""
    pause = FIRST_PAUSE
    async with aiohttp.ClientSession() as session:
        while True:
            waiting = state.updates.pending
            if not state.webhook["url"] or not waiting:
                await state.changed.wait(IDLE)
            elif await _post(session, state, waiting[0]):
                state.updates.confirm(waiting[0].update_id + 1)
                pause = FIRST_PAUSE
            else:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)


async def _post(session: aiohttp.ClientSession, state: State, update: Update) -> bool:
    hook = state.webhook
    headers = {"X-Telegram-Bot-Api-Secret-Token": hook["secret"]} if hook["secret"] else {}
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    try:
        async with session.post(
            hook["url"], json=update.body, headers=headers, timeout=timeout
        ) as answer:
            if answer.ok:
                return True
            hook["last_error_message"] = f"Wrong response from the webhook: {answer.status}"
    except (aiohttp.ClientError, TimeoutError) as failure:
        hook["last_error_message"] = type(failure).__name__
    return False
