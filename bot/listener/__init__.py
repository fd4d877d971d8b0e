"""Telegram to inbox to handlers: fetch, persist raw, then confirm. The only ear.

An update is committed before Telegram is asked for more, because asking confirms it. Each chat's
updates are handled in order, chats beside each other, and so is each that belongs to no chat. What
cannot be handled is retried, then set aside as poison with an apology; nothing blocks anybody else,
nor the ear.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot import logs
from bot.clock import Clock
from bot.errors import DatabaseError, KneecheckError
from bot.listener import left_over
from bot.listener.floods import Floods
from bot.listener.outages import Outages
from bot.listener.raws import Heard, heard_in
from bot.model.telling import Message
from bot.store import inbox, outbox
from bot.store.database import Database
from bot.store.inbox import Raw

LOG = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
LONG_POLL = 25
"""Seconds Telegram holds an empty answer back."""
REFUSED_FOR = 600.0
"""Seconds of 401, 404 or 409 after which somebody must look."""
LONGEST_WAIT = 30.0
TRIES = 3
"""Attempts at an update before it is poison."""
PATIENCE = 20
"""Attempts, in all some eight minutes, while the file does not take what became of an update."""
IDS_LAST = 6 * 24 * 3600.0
"""After a quiet week ids begin anew, perhaps below the offset. Source: telegram.md 6."""


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
        *,
        per_chat: float = 1.0,
    ) -> None:
        self._line = line
        self._database = database
        self._clock = clock
        self._dispatch = dispatch
        self._outages = Outages(database, clock, after_outage)
        self._floods = Floods(clock, per_chat)
        self._queues: dict[tuple[int | None, int], deque[Raw]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._offset: int | None = None
        self._taken_up = False
        self._heard_at = clock.uptime()
        self._refused_since: float | None = None
        self.last_round: float = clock.uptime()
        self.good_at: float = clock.uptime()
        """When what Telegram had was last kept; at first, when this began."""

    async def run(self) -> None:
        """Poll for ever. What the line or the file cannot do now, they do later."""
        waits = 0
        while True:
            self.last_round = self._clock.uptime()
            try:
                await self.poll()
                waits = 0
            except Exception as error:  # hearing goes on, whatever fails
                self._note_refusal(error)
                waits += 1
                logs.trouble(LOG, "poll_failed", error, tries=waits)
                await self._clock.sleep(min(LONGEST_WAIT, 0.5 * 2 ** min(waits, 6)))

    async def poll(self, timeout: int = LONG_POLL) -> int:
        """One long poll: keep what came, queue it, note the good poll; how many were new."""
        await self._take_up_left_over()
        heard = await self._fetch(timeout)
        self._refused_since = None
        fresh = await self._keep(heard)
        self.good_at = self._clock.uptime()
        for raw in fresh:
            self._queue(raw)
        if heard:
            self._offset, self._heard_at = heard[-1].raw.update_id + 1, self._clock.uptime()
        await self._outages.note_good_poll(self._begin, self._workers)
        return len(fresh)

    async def _take_up_left_over(self) -> None:
        """Once: what an earlier process has kept and not handled."""
        if self._taken_up:
            return
        found = await left_over.found(self._database, self._line.bot_id)
        self._taken_up = True
        if found.suspected:
            self._begin(self._one_by_one(found.raws))
        for raw in () if found.suspected else found.raws:
            self._queue(raw)
        if found.raws:
            self._begin(self._is_over(set(self._workers)))

    async def _one_by_one(self, raws: list[Raw]) -> None:
        await left_over.one_by_one(
            self._database, self._line.bot_id, raws,
            handle=self._see_through, set_aside=partial(self._set_aside, poison=True),
        )  # fmt: skip

    async def _is_over(self, under_way: set[asyncio.Task[None]]) -> None:
        await asyncio.wait(under_way)
        await left_over.is_over(self._database)

    async def _fetch(self, timeout: int) -> list[Heard]:
        fields = {"timeout": timeout, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if self._clock.uptime() - self._heard_at > IDS_LAST:
            self._offset = None
        if self._offset is not None:
            fields["offset"] = self._offset
        url = f"{self._line.url}?{urlencode(fields)}"
        answer = await self._line.request.post(url, read_timeout=timeout + 10.0)
        heard = heard_in(answer)
        if not heard and answer != []:
            raise TelegramError("getUpdates was answered with nothing that is an update")
        return heard

    async def _keep(self, heard: Sequence[Heard]) -> list[Raw]:
        """All but what is too much of a flood; those that are new, in their order."""
        wanted = [one.raw for one in heard if self._floods.lets_in(one)]
        fresh = []
        if wanted or self._floods.untold:
            at, bot_id = self._clock.machine(), self._line.bot_id
            async with self._database.write() as tx:
                await self._floods.tell(tx, bot_id, self._clock.now())
                fresh = [
                    raw for raw in wanted if await inbox.put(tx, bot_id=bot_id, raw=raw, at=at)
                ]
        self._floods.kept()
        return fresh

    def _queue(self, raw: Raw) -> None:
        """Behind what its chat has sent before; behind nothing, if it belongs to no chat."""
        whose = (raw.chat_id, raw.update_id if raw.chat_id is None else 0)
        queue = self._queues.setdefault(whose, deque())
        queue.append(raw)
        if len(queue) == 1:
            self._begin(self._work_off(whose, queue))

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        worker = asyncio.create_task(work)
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)
        return worker

    async def _work_off(self, whose: tuple[int | None, int], queue: deque[Raw]) -> None:
        while queue:
            await self._see_through(queue[0])
            queue.popleft()
        self._queues.pop(whose, None)

    async def _see_through(self, raw: Raw) -> None:
        """Handle it; what the file cannot take now is tried again while its chat waits, for as long
        as the machine is to blame.
        """
        attempt, patience = 0, PATIENCE
        while patience:
            try:
                await self._handle(raw)
                return
            except Exception as error:  # the last resort: a chat's queue must go on
                logs.trouble(LOG, "update_not_settled", error, update=raw.update_id)
            await self._clock.sleep(min(LONGEST_WAIT, 2.0 ** min(attempt, 5)))
            attempt, patience = attempt + 1, patience - (not self._database.is_stuck)
        logs.event(LOG, "update_left_for_restart", level=logging.ERROR, update=raw.update_id)

    async def _handle(self, raw: Raw) -> None:
        for attempt in range(TRIES):
            if attempt:
                await self._clock.sleep(0.1 * (attempt - 1))
            outcome = await self._dispatch(raw)
            if outcome is Outcome.SETTLED:
                return
            if outcome is not Outcome.FAILED:
                break
            if self._database.is_stuck:
                raise DatabaseError("the database could not be written: the update waits for it.")
            async with self._database.write() as tx:
                await inbox.failed(tx, bot_id=self._line.bot_id, update_id=raw.update_id)
        await self._set_aside(raw, poison=outcome is not Outcome.IGNORED)

    async def _set_aside(self, raw: Raw, *, poison: bool) -> None:
        """Nobody handled it: ignored by design, or poison with an apology."""
        state, bot_id = "poison" if poison else "ignored", self._line.bot_id
        async with self._database.write() as tx:
            mine = await inbox.settle(tx, bot_id=bot_id, update_id=raw.update_id, state=state)
            if mine and poison and raw.chat_id is not None and raw.chat_id > 0:
                key = f"apology:{bot_id}:{raw.update_id}"
                await outbox.say(
                    tx, raw.chat_id, Message("apology"), at=self._clock.now(), dedup_key=key
                )
        if poison:
            logs.event(LOG, "poison", level=logging.ERROR, update=raw.update_id)

    async def idle(self) -> None:
        """Wait until every queued update is settled."""
        while self._workers:
            await asyncio.wait(set(self._workers))

    async def finish(self, seconds: float) -> None:
        """Wait at most so long for what is in hand; the rest is kept for the next start."""
        if self._workers:
            _, late = await asyncio.wait(set(self._workers), timeout=seconds)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)

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
