"""Floods: what no thumb can do is let go before anything is written, and its sender is told.

Nobody loses anything by tapping fast: the bounds are those of a whole poll at once. Taps, words
and the rest are counted apart, so that no flood of taps hides words; and words that sound like a
red flag are let in beyond the bounds. It counts in uptime, in this process alone.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime

from bot import logs
from bot.clock import Clock
from bot.listener.raws import Heard, Kind
from bot.model.telling import Message
from bot.pace import Bucket
from bot.rules.sounding import groups_in
from bot.rules.watch_words import LANGUAGES
from bot.store import outbox
from bot.store.database import Tx

LOG = logging.getLogger(__name__)

AT_ONCE = 100
"""Of one kind, from one chat. So many come in one poll: after an outage they may all be one
person's, the taps of 150 seconds or the words of a day. A thumb needs 20 seconds for them."""
A_SECOND = 1.0
"""And so many in every second that follows; a question takes longer to read."""
LOOKS = 30
"""Words beyond the bounds that are looked at for red flags at once, then one a second: looking at
a thousand letters takes up to 5 ms in which nobody else is heard."""
LOOKED_AT = 1000
TOLD_EVERY = 600.0
"""Seconds; one message a flood."""
MANY = 10_000


class Floods:
    """Who has sent how much of late."""

    def __init__(self, clock: Clock, times: float = 1.0) -> None:
        """`times` these bounds: in stories months pass in seconds."""
        self._clock = clock
        self._times = times
        self._buckets: dict[tuple[int | None, object], Bucket] = {}
        self._told_at: dict[int, float] = {}
        self._let_go: Counter[int | None] = Counter()
        self._decided: dict[int, bool] = {}

    def lets_in(self, heard: Heard) -> bool:
        """Whether it is to be kept; else it is gone once Telegram is asked for more.

        What comes again because it could not be kept is not counted again.
        """
        update_id = heard.raw.update_id
        if update_id not in self._decided:
            self._decided[update_id] = self._decide(heard)
        return self._decided[update_id]

    def _decide(self, heard: Heard) -> bool:
        chat_id = heard.raw.chat_id
        if self._takes((chat_id, heard.kind), AT_ONCE):
            return True
        looks = heard.kind is Kind.WORDS and self._takes((chat_id, "looks"), LOOKS)
        if looks and _sounds_urgent(heard.words[:LOOKED_AT]):
            return True
        self._let_go[chat_id] += 1
        return False

    async def tell(self, tx: Tx, bot_id: int, at: datetime) -> None:
        """Nothing is let go in silence: one message a chat and flood."""
        for chat_id in self.untold:
            told = int(self._clock.machine().timestamp() // TOLD_EVERY)
            key = f"flood:{bot_id}:{chat_id}:{told}"
            await outbox.say(tx, chat_id, Message("too-fast"), at=at, dedup_key=key)

    @property
    def untold(self) -> list[int]:
        """Persons who have lost something and have not heard of it."""
        now = self._clock.uptime()
        return [
            chat_id
            for chat_id in self._let_go
            if chat_id is not None
            and chat_id > 0
            and now - self._told_at.get(chat_id, -TOLD_EVERY) >= TOLD_EVERY
        ]

    def kept(self) -> None:
        """What was let in is kept, and what was to be said is in the outbox, for good."""
        now = self._clock.uptime()
        if untold := self.untold:
            self._told_at |= dict.fromkeys(untold, now)
            logs.event(LOG, "flood", chats=len(untold), let_go=self._let_go.total())
        self._let_go.clear()
        self._decided.clear()
        if len(self._buckets) > MANY:
            self._forget(now)

    def _takes(self, key: tuple[int | None, object], size: float) -> bool:
        now = self._clock.uptime()
        size, a_second = size * self._times, A_SECOND * self._times
        bucket = self._buckets.setdefault(key, Bucket(size, a_second, size, now))
        free = bucket.wait(now) == 0
        if free:
            bucket.take()
        return free

    def _forget(self, now: float) -> None:
        """Whose bounds are whole again, and who was told long ago."""
        self._buckets = {
            key: bucket
            for key, bucket in self._buckets.items()
            if now - bucket.at <= bucket.size / A_SECOND
        }
        self._told_at = {
            chat_id: at for chat_id, at in self._told_at.items() if now - at < TOLD_EVERY
        }


def _sounds_urgent(words: str) -> bool:
    return any(groups_in(words, language) for language in LANGUAGES)
