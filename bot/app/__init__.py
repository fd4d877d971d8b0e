"""The composition root: the only module that knows every room, and who wakes whom.

`build` makes an App that stands still; `run` lets it live until it is told to stop. Stories and
tests drive the same App by its parts.
"""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Job

from bot import logs
from bot.app.library import PTB, application, bot_id_of, dispatching
from bot.clock import Clock
from bot.errors import KneecheckError
from bot.handlers import doors, physios
from bot.handlers.entry import Doorway
from bot.handlers.menus import Menus
from bot.handlers.ticks import Beat
from bot.health.health import Health, Pulse
from bot.health.watching import Watching
from bot.listener import Line, Listener
from bot.pace import Pace
from bot.rules.book import RuleBook, load_book
from bot.sender import Sender
from bot.services.alerting import operator
from bot.settings import Settings
from bot.store import appointments, inbox, outbox, people
from bot.store.database import Database, Tx, open_database
from bot.wire import AiohttpRequest

LOG = logging.getLogger(__name__)

BEAT_EVERY = 15.0
"""Seconds. The only job APScheduler holds: every timer is a row of the timetable."""
STUCK_AFTER = 120.0
STOP_WITHIN = 6.0
ANSWERS_WITHIN = 1.0


@dataclass(slots=True)
class App:
    """The whole bot, put together."""

    clock: Clock
    database: Database
    book: RuleBook
    telegram: PTB
    door: Doorway
    listener: Listener
    sender: Sender
    beat: Beat
    menus: Menus
    watching: Watching
    operator_chat: int | None = None
    """Who hears of trouble that no physiotherapist can be told of."""
    _job: Job[Any] | None = None

    async def start(self) -> None:
        """Learn the bot's public name; Telegram must answer once."""
        await self.telegram.initialize()
        async with self.database.write() as tx:
            await people.set_mark(tx, physios.BOT_NAME, self.telegram.bot.username)
            await people.set_mark(tx, operator.CHAT, str(self.operator_chat or ""))

    async def run(self, stop: asyncio.Event) -> None:
        """Live until `stop`, or until a part ends by an error somebody must see."""
        async with self.watching.watched():
            await self._live(stop)

    async def _live(self, stop: asyncio.Event) -> None:
        starting = asyncio.create_task(self._start_when_telegram_answers(), name="start")
        if not await _unless(stop, {starting}):
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            return
        self._hold_the_beat()
        await self.telegram.start()
        parts = [
            asyncio.create_task(self.listener.run(), name="listener"),
            asyncio.create_task(self.sender.run(), name="sender"),
            asyncio.create_task(self._watch(), name="watchdog"),
        ]
        logs.event(LOG, "running", book=self.book.version)
        try:
            await _unless(stop, set(parts))
        finally:
            self._job = None
            await self._wind_down(*parts)

    async def _start_when_telegram_answers(self) -> None:
        for tries in count(1):
            try:
                await self.start()
                return
            except InvalidToken:
                raise KneecheckError(
                    "Telegram does not know this TELEGRAM_BOT_TOKEN: copy it again from @BotFather."
                ) from None
            except Exception as error:  # Telegram, or the file: both may come back
                if not isinstance(error, TelegramError) and not self.database.is_stuck:
                    raise
                logs.trouble(LOG, "not_started_yet", error, tries=tries)
                await self.clock.sleep(min(30.0, 2.0 ** min(tries, 5)))

    def _hold_the_beat(self) -> None:
        queue = self.telegram.job_queue
        assert queue is not None

        async def beat(_context: Any) -> None:
            try:
                await self.beat.beat()
                await self.menus.refresh()
                await self._wake_at_next_due()
            except Exception as error:  # the beat must go on
                logs.trouble(LOG, "beat_failed", error)

        one = {
            "misfire_grace_time": None,
            "coalesce": True,
            "max_instances": 1,
            "next_run_time": self.clock.machine(),  # else the first comes an interval late
        }
        self._job = queue.run_repeating(beat, BEAT_EVERY, first=0.0, job_kwargs=one)

    async def _wake_at_next_due(self) -> None:
        async with self.database.read() as tx:
            due_at = await appointments.next_due(tx)
        if due_at is not None:
            self._wake_in((due_at - self.clock.now()).total_seconds())

    def _wake_in(self, seconds: float) -> None:
        """Beat earlier than every 15 s if something is due sooner."""
        if self._job is None or seconds >= BEAT_EVERY:
            return
        job = self._job.job
        wanted = self.clock.machine() + timedelta(seconds=max(seconds, 0.05))
        if job.next_run_time is None or wanted < job.next_run_time:
            job.modify(next_run_time=wanted)

    def committed(self, tx: Tx) -> None:
        """After every commit: wake who has something to do."""
        if tx.spoke:
            self.sender.wake()
        if tx.planned_for is not None:
            self._wake_in((tx.planned_for - self.clock.now()).total_seconds())

    async def _watch(self) -> None:
        """End the process if the poll has not come round: a supervisor starts it again."""
        while True:
            await self.clock.sleep(STUCK_AFTER / 4)
            self._beat_again()
            if self.clock.uptime() - self.listener.last_round > STUCK_AFTER:
                raise KneecheckError(
                    "the listener has not come round for two minutes: the process ends, so that "
                    "its supervisor starts it again."
                )

    def _beat_again(self) -> None:
        """The library waits for its beat by the wall clock: put back, it would wait as long."""
        ahead = self.clock.machine() + timedelta(seconds=2 * BEAT_EVERY)
        job = self._job.job if self._job else None
        if job is not None and job.next_run_time is not None and job.next_run_time > ahead:
            job.modify(next_run_time=self.clock.machine())

    async def _wind_down(
        self, listener: asyncio.Task[None], sender: asyncio.Task[None], watchdog: asyncio.Task[None]
    ) -> None:
        """Stop hearing, finish what is in hand, stop speaking. What is left is in the database."""
        listener.cancel()
        watchdog.cancel()
        await self.listener.finish(STOP_WITHIN / 2)
        sender.cancel()
        await asyncio.gather(listener, sender, watchdog, return_exceptions=True)
        await self.sender.finish(STOP_WITHIN / 2)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.door.answered(), ANSWERS_WITHIN)

    async def settle(self) -> None:
        """Without the loops: hear and say everything there is to hear and say now."""
        while True:
            heard = await self.listener.poll(timeout=0)
            await self.listener.idle()
            await self.door.answered()
            await self.sender.drain()
            if not heard:
                return

    async def is_idle(self) -> bool:
        """With the loops: nothing waits to be handled or said."""
        async with self.database.read() as tx:
            return not await inbox.count_new(tx) and not await outbox.count_unsent(tx)

    async def close(self) -> None:
        """Let go of the line and the file."""
        try:
            if self.telegram.running:
                await self.telegram.stop()
            await self.telegram.shutdown()
            await self.telegram.bot.shutdown()  # also when Telegram has never answered
        finally:
            await self.database.close()


async def build(
    settings: Settings, clock: Clock, *, book: RuleBook | None = None, per_chat: float = 1.0
) -> App:
    """Put the rooms together on an existing, current database. Nothing runs yet.

    `book`: one that is read already; who builds many need not read it each time. `per_chat`:
    messages a second to one chat, and so many times the bounds of a flood from one; stories, whose
    days pass in seconds, raise it.
    """
    os.environ["PTB_TIMEDELTA"] = "1"  # read from the environment by the library at each use
    book = book or load_book()
    polling = AiohttpRequest(connection_pool_size=2)
    telegram = application(settings, polling)
    pace = Pace(clock, per_second=settings.send_rate, per_chat=per_chat)
    token = settings.telegram_bot_token
    url = f"{settings.telegram_api_url}/bot{token}/getUpdates"
    line = Line(request=polling, url=url, bot_id=bot_id_of(token))
    database = await open_database(settings.database_path)
    beat = Beat(database, clock, book, settings.default_timezone)
    door = Doorway(database, clock, book, telegram.bot, settings.default_timezone)
    listener = Listener(
        line, database, clock, dispatching(telegram, door), beat.ask_again, per_chat=per_chat
    )
    sender = Sender(telegram.bot, database, clock, pace)
    menus = Menus(telegram.bot, database, clock)
    pulse = Pulse(lambda: listener.good_at, lambda: beat.good_at, lambda: database.trouble)
    watching = Watching(
        Health(settings.database_path, clock, pulse),
        clock,
        host=settings.health_host,
        port=settings.health_port,
        ping_url=settings.ping_url,
    )
    app = App(clock, database, book, telegram, door, listener, sender, beat, menus, watching,
              settings.operator_chat_id)  # fmt: skip
    for register in doors.REGISTERS:
        register(telegram, door)
    database.after_commit.append(app.committed)
    return app


async def _unless(stop: asyncio.Event, doing: set[asyncio.Task[None]]) -> bool:
    """Wait until one of them ends, and raise what ended it; False if `stop` comes first."""
    stopped = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({*doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in doing:
            if task.done():
                task.result()
                return True
        return False
    finally:
        stopped.cancel()
