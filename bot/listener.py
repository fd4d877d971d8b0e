"""Telegram to inbox to handlers: fetch, persist raw, then confirm. The only ear.

An update is committed before Telegram is asked for more, because asking confirms it. Each chat's
updates are handled in order, chats beside each other. What cannot be handled is retried, then
set aside as poison with an apology; nothing blocks anybody else.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot import logs
from bot.clock import Clock
from bot.errors import KneecheckError
from bot.model.telling import Message
from bot.store import inbox, outbox, people
from bot.store.database import Database
from bot.store.inbox import Raw

LOG = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
LONG_POLL = 25
"""Seconds Telegram holds an empty answer back."""
TAPS_LIVE = timedelta(seconds=150)
"""Source: telegram.md 2. Down for longer, taps are lost: open questions are asked again."""
REFUSED_FOR = 600.0
"""Seconds of 401, 404 or 409 after which somebody must look."""
LONGEST_WAIT = 30.0
TRIES = 3
POLL_MARK = "last_poll"
MARK_EVERY = 30.0


class Outcome(Enum):
    """What became of one update."""

    SETTLED = "settled"
    """The doorway committed it as done."""
    IGNORED = "ignored"
    FAILED = "failed"
    UNREADABLE = "unreadable"


Dispatch = Callable[[Raw], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class Line:
    """The line to Telegram: a request, and the address of getUpdates (it holds the token)."""

    request: BaseRequest
    url: str
    bot_id: int


class Listener:
    """Polls, keeps, dispatches. `run` ends only by an error somebody must see."""

    def __init__(
        self,
        line: Line,
        database: Database,
        clock: Clock,
        dispatch: Dispatch,
        after_outage: Callable[[], Awaitable[None]],
    ) -> None:
        self._line = line
        self._database = database
        self._clock = clock
        self._dispatch = dispatch
        self._after_outage = after_outage
        self._queues: dict[int | None, deque[Raw]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._offset: int | None = None
        self._marked: float | None = None
        self._refused_since: float | None = None
        self.last_round: float = clock.uptime()

    async def run(self) -> None:
        """Handle what was left over, then poll for ever."""
        async with self._database.read() as tx:
            left_over = await inbox.waiting(tx, self._line.bot_id)
        for raw in left_over:
            self._queue(raw)
        waits = 0
        while True:
            self.last_round = self._clock.uptime()
            try:
                await self.poll()
                waits = 0
            except (TelegramError, OSError) as error:
                self._note_refusal(error)
                waits += 1
                logs.trouble(LOG, "poll_failed", error, tries=waits)
                await self._clock.sleep(min(LONGEST_WAIT, 0.5 * 2 ** min(waits, 6)))

    async def poll(self, timeout: int = LONG_POLL) -> int:
        """One long poll: keep what came, note the good poll, queue it; how many were new."""
        raws = await self._fetch(timeout)
        self._refused_since = None
        outage = await self._outage()
        fresh = await self._keep(raws)
        if raws:
            self._offset = raws[-1].update_id + 1
        for raw in fresh:
            self._queue(raw)
        if outage:
            await self.idle()
            await self._after_outage()
        return len(fresh)

    async def _fetch(self, timeout: int) -> list[Raw]:
        fields = {"timeout": timeout, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if self._offset is not None:
            fields["offset"] = self._offset
        url = f"{self._line.url}?{urlencode(fields)}"
        answer = await self._line.request.post(url, read_timeout=timeout + 10.0)
        return sorted(_raws(answer), key=lambda raw: raw.update_id)

    async def _outage(self) -> bool:
        """Whether the last good poll is so long ago that taps were lost."""
        if self._marked is not None and self._clock.uptime() - self._marked < MARK_EVERY:
            return False
        async with self._database.write() as tx:
            before = await people.mark(tx, POLL_MARK)
            machine = self._clock.machine()
            await people.set_mark(tx, POLL_MARK, machine.isoformat())
        self._marked = self._clock.uptime()
        return before is not None and machine - datetime.fromisoformat(before) > TAPS_LIVE

    async def _keep(self, raws: Sequence[Raw]) -> list[Raw]:
        if not raws:
            return []
        fresh = []
        async with self._database.write() as tx:
            for raw in raws:
                at = self._clock.machine()
                if await inbox.put(tx, bot_id=self._line.bot_id, raw=raw, at=at):
                    fresh.append(raw)
        return fresh

    def _queue(self, raw: Raw) -> None:
        queue = self._queues.setdefault(raw.chat_id, deque())
        queue.append(raw)
        if len(queue) == 1:
            worker = asyncio.create_task(self._work_off(raw.chat_id, queue))
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def _work_off(self, chat_id: int | None, queue: deque[Raw]) -> None:
        while queue:
            try:
                await self._handle(queue[0])
            except Exception as error:  # the last resort: a chat's queue must go on
                logs.trouble(LOG, "update_left_for_restart", error, update=queue[0].update_id)
            queue.popleft()
        self._queues.pop(chat_id, None)

    async def _handle(self, raw: Raw) -> None:
        for attempt in range(TRIES):
            outcome = await self._dispatch(raw)
            if outcome is Outcome.SETTLED:
                return
            if outcome is not Outcome.FAILED:
                break
            async with self._database.write() as tx:
                await inbox.failed(tx, bot_id=self._line.bot_id, update_id=raw.update_id)
            await self._clock.sleep(0.1 * attempt)
        await self._set_aside(raw, outcome)

    async def _set_aside(self, raw: Raw, outcome: Outcome) -> None:
        """Nobody handled it: ignored by design, or poison with an apology."""
        poison = outcome is not Outcome.IGNORED
        async with self._database.write() as tx:
            state = "poison" if poison else "ignored"
            await inbox.settle(tx, bot_id=self._line.bot_id, update_id=raw.update_id, state=state)
            if poison and raw.chat_id is not None and raw.chat_id > 0:
                key = f"apology:{raw.update_id}"
                await outbox.say(
                    tx, raw.chat_id, Message("apology"), at=self._clock.now(), dedup_key=key
                )
        if poison:
            logs.event(LOG, "poison", level=logging.ERROR, update=raw.update_id)

    async def idle(self) -> None:
        """Wait until every queued update is settled."""
        while self._workers:
            await asyncio.wait(set(self._workers))

    def _note_refusal(self, error: BaseException) -> None:
        """401, 404 and 409 do not mend themselves: after ten minutes, stop and say so."""
        if not isinstance(error, InvalidToken | Conflict):
            self._refused_since = None
            return
        now = self._clock.uptime()
        self._refused_since = now if self._refused_since is None else self._refused_since
        if now - self._refused_since > REFUSED_FOR:
            raise KneecheckError(
                "Telegram has refused this bot for ten minutes "
                f"({type(error).__name__}): check TELEGRAM_BOT_TOKEN, and that no other copy of "
                "the bot is running."
            ) from error


def _raws(answer: Any) -> list[Raw]:
    raws = []
    for update in answer if isinstance(answer, list) else []:
        if isinstance(update, dict) and isinstance(update.get("update_id"), int):
            raws.append(Raw(update["update_id"], _chat_of(update), json.dumps(update)))
        else:
            logs.event(LOG, "update_without_id", level=logging.ERROR)
    return raws


def _chat_of(update: Mapping[str, Any]) -> int | None:
    """The chat whose order the update belongs to; None for the rest."""
    query = update.get("callback_query")
    if isinstance(query, dict):
        sender = query.get("from")
        return _id(sender)
    for kind in ("message", "edited_message", "my_chat_member"):
        if isinstance(update.get(kind), dict):
            return _id(update[kind].get("chat"))
    return None


def _id(holder: Any) -> int | None:
    found = holder.get("id") if isinstance(holder, dict) else None
    return found if isinstance(found, int) and abs(found) < 2**52 else None
