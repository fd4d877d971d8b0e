"""The queue of updates: what happened and has not been confirmed by the bot yet.

An update is gone when a later offset is asked for, when a webhook took it, or when its life is
over: 150 s for a tap, 24 h for the rest, on the stand-in's clock.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.refusal import Refused, conflict

TAP_LIFE = timedelta(seconds=150)
MESSAGE_LIFE = timedelta(hours=24)
LONGEST_POLL = 50
UNASKED = ("chat_member", "message_reaction", "message_reaction_count")
"""Kinds that come only when they are named."""
TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
HOOKED = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
    " first"
)


@dataclass(frozen=True, slots=True)
class Update:
    """One update and the instant at which Telegram forgets it."""

    update_id: int
    kind: str
    body: dict[str, Any]
    expires_at: datetime


class Signal:
    """Wakes everyone who waits for anything to change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def fire(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Until the next change, or `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return


class UpdateQueue:
    """In order, each with the next id; one poller at a time."""

    def __init__(self, now: Callable[[], datetime], changed: Signal) -> None:
        self._now = now
        self._changed = changed
        self._queue: list[Update] = []
        self._next_id = random.randint(100_000_000, 900_000_000)  # nosec B311 # no secret
        self._poll: asyncio.Future[Refused | None] | None = None
        self.allowed: tuple[str, ...] = ()
        self.hooked = False
        self.throttles = False
        """Slow down who repeats an offset, as Telegram does."""
        self._asked = (-1, 0.0)
        self.lost: list[Update] = []
        """What nobody fetched in time."""

    def push(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue one update; None when the bot has not allowed this kind."""
        if kind not in self.allowed and (self.allowed or kind in UNASKED):
            return None
        return self.push_raw({kind: content})

    def push_raw(self, body: dict[str, Any]) -> int:
        """Queue a body as it is, giving it an id unless it forges its own."""
        update_id = body.get("update_id", self._next_id)
        self._next_id = max(self._next_id, update_id + 1)
        kind = next((key for key in body if key != "update_id"), "")
        life = TAP_LIFE if kind == "callback_query" else MESSAGE_LIFE
        whole = {"update_id": update_id} | body
        self._queue.append(Update(update_id, kind, whole, self._now() + life))
        self._wake(None)
        self._changed.fire()
        return int(update_id)

    @property
    def pending(self) -> tuple[Update, ...]:
        """What waits, without what has expired."""
        now = self._now()
        if any(update.expires_at <= now for update in self._queue):
            self.lost += [update for update in self._queue if update.expires_at <= now]
            self._queue = [update for update in self._queue if update.expires_at > now]
        return tuple(self._queue)

    def confirm(self, before: int) -> None:
        """Forget every update below this id."""
        if self._queue and self._queue[0].update_id < before:
            self._queue = [update for update in self._queue if update.update_id >= before]
            self._changed.fire()

    def clear(self) -> None:
        """Forget everything, as `drop_pending_updates` asks."""
        self._queue = []
        self._changed.fire()

    async def poll(self, offset: int, limit: int, timeout: float) -> list[dict[str, Any]]:
        """The next updates; waits up to `timeout` real seconds; 409 if another poller comes."""
        if self.hooked:
            raise conflict(HOOKED)
        if offset < 0:
            tail = self.pending[offset:]
            offset = tail[0].update_id if tail else 0
        self.confirm(offset)
        if self.throttles:
            limit, timeout = self._throttled(offset, limit, timeout)
        found = self.pending[:limit]
        if not found and timeout > 0:
            await self._wait(min(timeout, LONGEST_POLL))
            found = self.pending[:limit]
        return [update.body for update in found]

    def _throttled(self, offset: int, limit: int, timeout: float) -> tuple[int, float]:
        """Who asks for the same again at once gets one update; soon, a wait."""
        now = asyncio.get_running_loop().time()
        asked, at = self._asked
        self._asked = (offset, now)
        if offset != asked or now >= at + 3:
            return limit, timeout
        return (1 if now < at + 0.5 else limit), max(timeout, 3)

    async def _wait(self, seconds: float) -> None:
        self._wake(conflict(TERMINATED))
        mine: asyncio.Future[Refused | None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        self._changed.fire()
        try:
            async with asyncio.timeout(seconds):
                refused = await mine
        except TimeoutError:
            refused = None
        finally:
            if self._poll is mine:
                self._poll = None
        if refused is not None:
            raise refused

    @property
    def polled(self) -> bool:
        """Whether a poller waits for the next update."""
        return self._poll is not None

    def hook(self, active: bool) -> None:
        """A webhook takes over, or gives back, the updates."""
        self.hooked = active
        if active:
            self._wake(conflict("terminated by setWebhook request"))

    def release(self) -> None:
        """Let a waiting poller go with nothing."""
        self._wake(None)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Remember `allowed_updates`; None keeps what was said before."""
        if kinds is not None:
            self.allowed = tuple(kinds)

    def _wake(self, refused: Refused | None) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(refused)
