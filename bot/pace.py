"""How fast may be spoken: over all chats and to each, and how long Telegram asked for quiet.

Kept in uptime, in this process alone: after a restart Telegram says again what it wants.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock

CHAT_BURST = 3
"""Messages a chat may get at once; then one a second. Source: Telegram's bot FAQ."""
ALL_HELD = 60.0
"""Seconds for which two quiet chats silence the others. It may be all of Telegram, and it may be
two chats: an alert to a third does not wait an hour to find out, and a try a minute harms nobody.
"""
MANY_CHATS = 10_000
HARDLY = 1e-6
"""A token short of this much is a whole one: floats do not add up exactly."""


@dataclass(slots=True)
class Bucket:
    """Tokens that come back at `rate` a second, up to `size`."""

    size: float
    rate: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until a token is there."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        missing = 1 - self.tokens
        return 0.0 if missing < HARDLY else missing / self.rate

    def take(self) -> None:
        """Use one, also in advance."""
        self.tokens -= 1


class Pace:
    """How fast may be spoken: over all chats, and to each. Obeys what Telegram asks for."""

    def __init__(self, clock: Clock, *, per_second: float, per_chat: float = 1.0) -> None:
        now = clock.uptime()
        size = max(1.0, per_second / 10)
        self._clock = clock
        self._per_chat = per_chat
        self._all = Bucket(size, per_second, size, now)
        self._chats: dict[int, Bucket] = {}
        self._held_until: dict[int, float] = {}
        self._all_held_until = 0.0

    def room(self) -> int:
        """How many messages may start now."""
        now = self._clock.uptime()
        return (
            0
            if now < self._all_held_until or self._all.wait(now) > 0
            else int(self._all.tokens + HARDLY)
        )

    def until_room(self) -> float:
        """Seconds until at least one may start."""
        now = self._clock.uptime()
        return max(self._all_held_until - now, self._all.wait(now), 0.0)

    def held(self, chat_id: int) -> float:
        """Seconds for which Telegram asked for quiet in this chat."""
        return max(self._held_until.get(chat_id, 0.0) - self._clock.uptime(), 0.0)

    def start(self, chat_id: int) -> float:
        """Count a message to this chat; seconds to wait before it may be said."""
        now = self._clock.uptime()
        self._all.take()
        full = Bucket(CHAT_BURST, self._per_chat, CHAT_BURST, now)
        bucket = self._chats.setdefault(chat_id, full)
        wait = bucket.wait(now)
        bucket.take()
        if len(self._chats) > MANY_CHATS:
            self._forget(now)
        return wait

    def hold(self, chat_id: int, seconds: float) -> None:
        """Telegram asked for quiet in this chat; if another chat is held too, in all of them."""
        now = self._clock.uptime()
        others = [until for chat, until in self._held_until.items() if chat != chat_id]
        self._held_until[chat_id] = max(self._held_until.get(chat_id, 0.0), now + seconds)
        if any(until > now for until in others):
            self._all_held_until = max(self._all_held_until, now + min(seconds, ALL_HELD))

    def _forget(self, now: float) -> None:
        full = [chat for chat, bucket in self._chats.items() if now - bucket.at > CHAT_BURST]
        for chat in full:
            del self._chats[chat]
        self._held_until = {c: until for c, until in self._held_until.items() if until > now}
