"""Outbox to Telegram: claim, render, send, mark. The only mouth.

A row is claimed with a lease, said, and marked together with its screen's message id. Killed
between saying and marking, it is said once more after the lease: a repeated question costs a
smile, a lost alert may cost a knee. Alerts go before replies before prompts.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError, TimedOut

from bot import logs
from bot.clock import Clock, to_micros
from bot.errors import TextError
from bot.model.telling import Button, Message, Op, OutboxRow, Priority
from bot.pace import Pace
from bot.store import outbox
from bot.store.database import Database, Tx
from bot.texts.catalogue import catalogue

LOG = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
IN_FLIGHT = 64
LONGEST_BACK_OFF = 30.0
FOREVER = 3600.0


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in words, ready to be sent."""

    text: str
    markup: InlineKeyboardMarkup | None
    hash: str = field(default="")


Mark = Callable[[Tx], Awaitable[None]]


class Sender:
    """Empties the outbox. `drain` says all that may be said now; `run` does so for ever."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, pace: Pace) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._pace = pace
        self._tasks: set[asyncio.Task[None]] = set()
        self._marks: list[Mark] = []
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """There is something to say."""
        self._awake.set()

    async def run(self) -> None:
        """Say what is promised, for ever."""
        async with self._database.write() as tx:
            await outbox.release(tx)
        self.wake()
        while True:
            pause = await self._round()
            if pause > 0:
                await self._rest(pause)

    async def drain(self) -> None:
        """Say everything that may be said now, and return when it is marked."""
        while True:
            pause = await self._round()
            if self._tasks:
                await asyncio.wait(set(self._tasks), return_when=asyncio.FIRST_COMPLETED)
            elif not self._marks and pause >= FOREVER:
                return
            elif pause > 0 and not self._marks:
                if not await self._more():
                    return
                await self._clock.sleep(pause)

    async def finish(self, seconds: float) -> None:
        """Wait for what is on the line, at most so long, and mark what was said."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        marks, self._marks = self._marks, []
        async with self._database.write() as tx:
            for mark in marks:
                await mark(tx)

    async def _more(self) -> bool:
        """Whether something waits that only the pace holds back."""
        async with self._database.read() as tx:
            soonest = await outbox.next_waiting(tx)
        return soonest is not None and soonest <= _micros(self._clock)

    async def _rest(self, pause: float) -> None:
        waiting = asyncio.ensure_future(self._awake.wait())
        sleeping = asyncio.ensure_future(self._clock.sleep(pause))
        try:
            await asyncio.wait({waiting, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            sleeping.cancel()

    async def _round(self) -> float:
        """Mark what was said and claim what is next, in one transaction; seconds to rest."""
        self._awake.clear()
        marks, self._marks = self._marks, []
        free = min(IN_FLIGHT - len(self._tasks), self._pace.room())
        machine = self._clock.machine()
        async with self._database.write() as tx:
            for mark in marks:
                await mark(tx)
            rows = (
                await outbox.claim(tx, machine=machine, lease_until=machine + LEASE, at_most=free)
                if free > 0
                else []
            )
            soonest = None if rows else await outbox.next_waiting(tx)
        for row in rows:
            self._start(row)
        if rows or self._marks:
            return 0.0
        if soonest is None:
            return FOREVER
        back_off = (soonest - _micros(self._clock)) / 1_000_000
        return max(back_off, self._pace.until_room(), 0.01)

    def _start(self, row: OutboxRow) -> None:
        task = asyncio.create_task(self._send(row, self._pace.start(row.chat_id)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, row: OutboxRow, wait: float) -> None:
        if wait > 0:
            await self._clock.sleep(wait)
        try:
            mark = await self._say(row)
        except Exception as error:  # the last resort: one row must not silence the others
            mark = self._trouble(row, error)
        self._marks.append(mark)
        self.wake()

    async def _say(self, row: OutboxRow) -> Mark:
        if row.op is Op.LEAVE:
            await self._bot.leave_chat(row.chat_id)
            return self._sent(row, None, None)
        if row.op is Op.DELETE:
            await self._delete(row.chat_id, row.message_id)
            return self._sent(row, None, None)
        words = render(row)
        if row.op is Op.DRAW and row.message_id is not None:
            if words.hash == row.drawn_hash:
                return self._sent(row, row.message_id, words.hash)
            if await self._edit(row, words):
                return self._sent(row, row.message_id, words.hash)
        message_id = await self._new(row, words)
        return self._sent(row, message_id, words.hash)

    async def _new(self, row: OutboxRow, words: Rendered) -> int:
        message = await self._bot.send_message(
            row.chat_id,
            words.text,
            reply_markup=words.markup,
            parse_mode="HTML",
            disable_notification=row.silent,
            protect_content=row.protect,
        )
        return message.message_id

    async def _edit(self, row: OutboxRow, words: Rendered) -> bool:
        """Edit in place; False if the message is gone and must be sent anew."""
        try:
            await self._bot.edit_message_text(
                words.text,
                chat_id=row.chat_id,
                message_id=row.message_id,
                reply_markup=words.markup,
                parse_mode="HTML",
            )
        except BadRequest as error:
            why = error.message.lower()
            if "not modified" in why:
                return True
            if "to edit not found" in why or "can't be edited" in why:
                return False
            raise
        return True

    async def _delete(self, chat_id: int, message_id: int | None) -> None:
        if message_id is None:
            return
        try:
            await self._bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            logs.event(LOG, "not_deleted", message=message_id, why=_short(error))

    def _sent(self, row: OutboxRow, message_id: int | None, drawn_hash: str | None) -> Mark:
        async def mark(tx: Tx) -> None:
            at = self._clock.now()
            await outbox.mark_sent(tx, row, message_id=message_id, drawn_hash=drawn_hash, at=at)
            old = row.message_id
            if row.op is Op.FRESH and old is not None and old != message_id:
                await outbox.delete(tx, row.chat_id, old, at=at)

        return mark

    def _trouble(self, row: OutboxRow, error: Exception) -> Mark:
        """What to do with a row that could not be said; BadRequest is tested before its parent."""
        logs.trouble(LOG, "not_sent", error, outbox=row.id, attempts=row.attempts)
        if isinstance(error, Forbidden | ChatMigrated) or _no_chat(error):
            return self._closed(row, type(error).__name__)
        if isinstance(error, RetryAfter):
            seconds = _seconds(error.retry_after)
            self._pace.hold(row.chat_id, seconds)
            return self._again(row, seconds, "RetryAfter")
        if isinstance(error, TimedOut):
            return self._again(row, 1.0, "TimedOut")
        if isinstance(error, TelegramError) and not isinstance(error, BadRequest):
            return self._again(row, _back_off(row.attempts), type(error).__name__)
        if row.attempts < 3:
            return self._again(row, _back_off(row.attempts), type(error).__name__)
        return self._failed(row, type(error).__name__)

    def _again(self, row: OutboxRow, seconds: float, why: str) -> Mark:
        async def mark(tx: Tx) -> None:
            not_before = self._clock.machine() + timedelta(seconds=seconds)
            await outbox.put_back(tx, row, not_before=not_before, why=why)

        return mark

    def _closed(self, row: OutboxRow, why: str) -> Mark:
        async def mark(tx: Tx) -> None:
            await outbox.close_chat(tx, row, why=why, at=self._clock.now())

        return mark

    def _failed(self, row: OutboxRow, why: str) -> Mark:
        async def mark(tx: Tx) -> None:
            await outbox.mark_failed(tx, row, why=why)

        return mark


def render(row: OutboxRow) -> Rendered:
    """The row in words. An alert whose text is broken is still said, in general words."""
    texts = catalogue(row.language)
    message = Message.load(row.key, row.params, row.keyboard)
    try:
        text = texts.render(message.key, message.params, zone=row.zone)
        buttons = [[_button(b, row) for b in keys] for keys in message.keyboard]
    except TextError as error:
        if row.priority != Priority.ALERT:
            raise
        logs.trouble(LOG, "text_broken", error, outbox=row.id, text=row.key)
        fallback = "fallback-care" if row.key.startswith("care-") else "fallback-alert"
        text, buttons = texts.render(fallback, {}, zone=row.zone), []
    markup = InlineKeyboardMarkup(buttons) if buttons else None
    drawn = json.dumps([text, [[(b.text, b.callback_data) for b in keys] for keys in buttons]])
    return Rendered(text, markup, hashlib.sha256(drawn.encode()).hexdigest()[:16])


def _button(button: Button, row: OutboxRow) -> InlineKeyboardButton:
    label = button.label
    if not button.literal:
        rendered = catalogue(row.language).render(label, button.params, zone=row.zone)
        label = html.unescape(rendered)
    if button.url:
        return InlineKeyboardButton(label, url=button.url)
    return InlineKeyboardButton(label, callback_data=button.press)


def _no_chat(error: Exception) -> bool:
    return isinstance(error, BadRequest) and "chat not found" in error.message.lower()


def _short(error: TelegramError) -> str:
    """Telegram's own words for a refused request hold no content of ours."""
    return error.message.replace(" ", "_")[:60]


def _seconds(retry_after: Any) -> float:
    return float(retry_after.total_seconds() if isinstance(retry_after, timedelta) else retry_after)


def _back_off(attempts: int) -> float:
    return float(min(LONGEST_BACK_OFF, 2.0 ** min(attempts, 5)))


def _micros(clock: Clock) -> int:
    return to_micros(clock.machine())
