"""Outbox to Telegram: claim, render, send, mark. The only mouth.

A row is claimed with a lease, said, and marked together with its screen's message id. Killed
between saying and marking, it is said once more after the lease: a repeated question costs a
smile, a lost alert may cost a knee. Alerts go before replies before prompts.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from telegram import Bot, InputFile, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot import logs
from bot.clock import Clock
from bot.model.telling import Attached, Op, OutboxRow, Priority
from bot.pace import Pace
from bot.sender.hours import comes_silently
from bot.sender.words import Rendered, in_general_words, render
from bot.store import attachments, outbox
from bot.store.database import Database, Tx

LOG = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""Also the longest that a row is put off in the file: a wall clock that is put back may not silence
anybody for the time it was put back by. Longer quiet is kept by the pace, in uptime."""
IN_FLIGHT = 64
TRIES = 3  # at a row that is itself at fault
LONGEST_BACK_OFF = 30.0
LOOK_AGAIN = timedelta(seconds=1)
"""While something is on the line its end wakes us; a back-off over by then waits so long."""
A_MOMENT = 1.0
"""Seconds for which it is not looked up when there will be something: it is asked again anyway."""
FOREVER = 3600.0
GONE = ("to edit not found", "can't be edited", "no text in the message")
"""What Telegram says of a message that must be sent anew; the last: it is a picture."""

Mark = Callable[[Tx], Awaitable[None]]
"""What is written down in the next round about a row that was on the line."""


class Sender:
    """Empties the outbox. `drain` says all that may be said now; `run` does so for ever."""

    def __init__(self, bot: Bot, database: Database, clock: Clock, pace: Pace) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._pace = pace
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_the_line: set[int] = set()
        """Rows said by this process now; a lease may run out early, on a clock that jumps."""
        self._marks: list[Mark] = []
        self._awake = asyncio.Event()
        self._closing = False

    def wake(self) -> None:
        """There is something to say."""
        self._awake.set()

    async def run(self) -> None:
        """Say what is promised, for ever. What the database cannot take now, it takes later."""
        troubles, released = 0, False
        while True:
            try:
                released = released or await self._release()
                pause = self._pause(await self._round())
                troubles = 0
            except Exception as error:  # what was said stays in `_marks`, the rest in the outbox
                troubles += 1
                logs.trouble(LOG, "sender_round_failed", error, tries=troubles)
                pause = _back_off(troubles)
            if pause > 0:
                await self._rest(pause)

    async def drain(self) -> None:
        """Say everything that may be said now, and return when it is marked."""
        while True:
            next_at = await self._round()
            if self._tasks:
                await asyncio.wait(set(self._tasks), return_when=asyncio.FIRST_COMPLETED)
            elif not self._marks:
                if next_at is None or next_at > self._clock.machine():
                    return
                await self._clock.sleep(self._pause(next_at))

    async def finish(self, seconds: float) -> None:
        """Begin nothing more; wait at most so long for what is on the line, and mark it."""
        self._closing = True
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        marks, self._marks = self._marks, []
        async with self._database.write() as tx:
            for mark in marks:
                await mark(tx)

    async def _rest(self, pause: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._awake.wait()

    async def _round(self) -> datetime | None:
        """Mark what was said and claim what is next, in one transaction.

        When there may be something more to claim; None if somebody will wake us.
        """
        self._awake.clear()
        marks, self._marks = self._marks, []
        free = min(IN_FLIGHT - len(self._tasks), self._pace.room())
        machine = self._clock.machine()
        rows: list[OutboxRow] = []
        next_at: datetime | None = machine
        try:
            async with self._database.write() as tx:
                for mark in marks:
                    await mark(tx)
                if free > 0:
                    rows = await outbox.claim(tx, machine=machine, lease=LEASE, at_most=free)
                if not rows and (free > 0 or self._pace.until_room() > A_MOMENT):
                    next_at = await outbox.next_claim(tx, machine=machine)
        except BaseException:  # also when cancelled: what was said must be marked
            self._marks = marks + self._marks
            raise
        for row in rows:
            self._start(row)
        if self._marks or (rows and len(rows) == free):
            return machine
        return machine + LOOK_AGAIN if rows else next_at

    async def _release(self) -> bool:
        """What an earlier process had on the line is nobody's now."""
        async with self._database.write() as tx:
            await outbox.release(tx)
        return True

    def _pause(self, next_at: datetime | None) -> float:
        """Seconds to rest, if nobody wakes us."""
        if next_at is None:
            return FOREVER
        if len(self._tasks) >= IN_FLIGHT:
            return LOOK_AGAIN.total_seconds()
        back_off = (next_at - self._clock.machine()).total_seconds()
        return max(min(back_off, LEASE.total_seconds()), self._pace.until_room(), 0.0)

    def _start(self, row: OutboxRow) -> None:
        if row.id in self._on_the_line:
            return
        held = self._pace.held(row.chat_id)
        if held > 0:
            self._marks.append(self._again(row, held, "held", counts=False))
            return
        task = asyncio.create_task(self._send(row, self._pace.start(row.chat_id)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._on_the_line.add(row.id)
        task.add_done_callback(lambda _: self._on_the_line.discard(row.id))

    async def _send(self, row: OutboxRow, wait: float) -> None:
        if wait > 0:
            await self._clock.sleep(wait)
        if self._closing:
            return  # its lease is given back at the next start
        try:
            mark = await self._say(row)
        except Exception as error:  # the last resort: one row must not silence the others
            mark = self._trouble(row, error)
        self._marks.append(mark)
        self.wake()

    async def _say(self, row: OutboxRow) -> Mark:
        if row.op is Op.LEAVE:
            await self._bot.leave_chat(row.chat_id)
            return self._sent(row)
        if row.op is Op.DELETE:
            return await self._delete(row)
        try:
            return await self._show(row, render(row))
        except BadRequest as error:
            if row.priority != Priority.ALERT or _no_chat(error):
                raise
            logs.trouble(LOG, "alert_refused", error, outbox=row.id, text=row.key)
        return await self._show(row, in_general_words(row))

    async def _show(self, row: OutboxRow, words: Rendered) -> Mark:
        if row.attachment_id is not None:
            return self._sent(row, await self._hand_over(row, words), words.hash)
        in_place = row.op is Op.DRAW and row.message_id is not None
        if in_place and (words.hash == row.drawn_hash or await self._edit(row, words)):
            return self._sent(row, row.message_id, words.hash)
        message = await self._bot.send_message(row.chat_id, words.text, **self._manner(row, words))
        return self._sent(row, _id_of(message), words.hash)

    async def _hand_over(self, row: OutboxRow, words: Rendered) -> int:
        """A picture or a document with its caption."""
        async with self._database.read() as tx:
            attachment = await attachments.by_id(tx, row.attachment_id or 0)
        file = InputFile(attachment.content, filename=attachment.name)
        manner = self._manner(row, words)
        if attachment.kind is Attached.PHOTO:
            message = await self._bot.send_photo(row.chat_id, file, caption=words.text, **manner)
        else:
            message = await self._bot.send_document(row.chat_id, file, caption=words.text, **manner)
        return _id_of(message)

    async def _edit(self, row: OutboxRow, words: Rendered) -> bool:
        """Edit in place; False if the message is gone and must be sent anew."""
        try:
            await self._bot.edit_message_text(
                words.text,
                chat_id=row.chat_id,
                message_id=row.message_id,
                parse_mode="HTML",
                api_kwargs=_keyboard(words),
            )
        except BadRequest as error:
            why = error.message.lower()
            if "not modified" in why:
                return True
            if any(sign in why for sign in GONE):
                return False
            raise
        return True

    async def _delete(self, row: OutboxRow) -> Mark:
        try:
            await self._bot.delete_message(row.chat_id, row.message_id or 0)
        except BadRequest as error:
            why = "too_old" if "can't be deleted" in error.message else "gone"
            logs.event(LOG, "not_deleted", message=row.message_id, why=why)
            await self._strip(row)
        return self._sent(row)

    async def _strip(self, row: OutboxRow) -> None:
        """A message too old to be deleted loses its buttons: no second live copy stays."""
        with suppress(BadRequest):
            await self._bot.edit_message_reply_markup(row.chat_id, row.message_id)

    def _manner(self, row: OutboxRow, words: Rendered) -> dict[str, Any]:
        return {
            "parse_mode": "HTML",
            "disable_notification": comes_silently(row, self._clock.now()),
            "protect_content": row.protect,
            "api_kwargs": _keyboard(words),
        }

    def _sent(self, row: OutboxRow, message_id: int | None = None, drawn_hash: str = "") -> Mark:
        at = self._clock.now()
        return partial(
            outbox.mark_sent, row=row, message_id=message_id, drawn_hash=drawn_hash, at=at
        )

    def _trouble(self, row: OutboxRow, error: Exception) -> Mark:
        """What to do with a row that could not be said; BadRequest is tested before its parent."""
        why = type(error).__name__
        logs.trouble(LOG, "not_sent", error, outbox=row.id, attempts=row.attempts)
        if isinstance(error, Forbidden | ChatMigrated) or _no_chat(error):
            return partial(outbox.close_chat, row=row, why=why, at=self._clock.now())
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
            self._pace.hold(row.chat_id, seconds)
            return self._again(row, seconds, why, counts=False)
        ours = isinstance(error, BadRequest) or not isinstance(error, TelegramError)
        if not ours or row.attempts < TRIES:
            return self._again(row, _back_off(row.attempts), why)
        return partial(outbox.mark_failed, row=row, why=why)

    def _again(self, row: OutboxRow, seconds: float, why: str, *, counts: bool = True) -> Mark:
        not_before = self._clock.machine() + min(timedelta(seconds=min(seconds, 1e6)), LEASE)
        return partial(outbox.put_back, row=row, not_before=not_before, why=why, counts=counts)


def _keyboard(words: Rendered) -> dict[str, str]:
    return {"reply_markup": words.markup} if words.markup else {}


def _id_of(message: Message) -> int:
    """What is no id would be refused by the file, and with it every mark of that round."""
    if type(message.message_id) is int and 0 < message.message_id < 2**53:
        return message.message_id
    raise ValueError("Telegram has answered with a message without a usable id")


def _no_chat(error: Exception) -> bool:
    return isinstance(error, BadRequest) and "chat not found" in error.message.lower()


def _back_off(attempts: int) -> float:
    return float(min(LONGEST_BACK_OFF, 2.0 ** min(attempts, 5)))
