"""A mouth over the stand-in, and two phones that hear it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest
from telegram import Bot

from bot.clock import Clock
from bot.model.telling import Attachment, Button, Message, Priority
from bot.pace import Pace
from bot.sandbox.phones import Phone
from bot.sender import Sender
from bot.store import outbox
from bot.store.outbox import Manner, Subject
from bot.wire import AiohttpRequest
from tests.world import ROSA, TIM, World

ALERT = Manner(priority=Priority.ALERT)


PROMPT = Manner(priority=Priority.PROMPT)


FRESH = Manner(priority=Priority.REPLY, fresh=True)


RING, SILENT = Manner(fresh=True), Manner(silent=True)


class Mouth:
    """A sender of its own pace over the world's database, and what it is given to say."""

    def __init__(
        self,
        world: World,
        *,
        per_second: float = 30.0,
        bot: Bot | None = None,
        clock: Clock | None = None,
    ) -> None:
        time = clock or world.clock
        pace = Pace(time, per_second=per_second)
        self.world = world
        self.sender = Sender(bot or world.app.telegram.bot, world.app.database, time, pace)

    async def says(self, chat_id: int, words: str, manner: Manner = outbox.PLAIN) -> None:
        async with self.world.app.database.write() as tx:
            await outbox.say(tx, chat_id, message(words), at=self.world.clock.now(), manner=manner)

    async def draws(self, chat_id: int, words: str, manner: Manner = outbox.PLAIN) -> None:
        async with self.world.app.database.write() as tx:
            subject = Subject(chat_id, "test", "one")
            await outbox.draw(tx, subject, message(words), at=self.world.clock.now(), manner=manner)

    async def shows(self, chat_id: int, words: str, file: Attachment) -> None:
        async with self.world.app.database.write() as tx:
            subject, at = Subject(chat_id, "test", "one"), self.world.clock.now()
            await outbox.draw(tx, subject, message(words), at=at, attachment=file)

    async def retires(self, chat_id: int) -> None:
        async with self.world.app.database.write() as tx:
            subject = Subject(chat_id, "test", "one")
            await outbox.retire(tx, subject, at=self.world.clock.now())

    async def drains(self) -> None:
        await self.sender.drain()

    def statuses(self) -> list[str]:
        return [str(row[0]) for row in self.rows("SELECT status FROM outbox ORDER BY id")]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.world.database)) as file:
            return file.execute(sql).fetchall()

    def changes(self, sql: str) -> None:
        with closing(sqlite3.connect(self.world.database)) as file:
            file.execute(sql)
            file.commit()

    def sent(self, method: str = "sendMessage") -> list[str]:
        """What the done calls said, in order, whoever heard it."""
        calls = self.world.telegram.calls_of(method)
        return [call.params["text"].split(" ")[0] for call in calls if call.done]


def message(words: str) -> Message:
    """Any text will do: one that repeats a word, with a button that says it too."""
    button = Button(words, f"v1:a:00000000000:{words}", literal=True)
    return Message("echo", {"value": words, "about": "it", "question": "pain"}, ((button,),))


@pytest.fixture
def rosa(world: World) -> Phone:
    return a_phone(world, ROSA)


@pytest.fixture
def tim(world: World) -> Phone:
    return a_phone(world, TIM)


def a_phone(world: World, chat_id: int) -> Phone:
    phone = world.telegram.person(chat_id, "Somebody")
    world.telegram.state.chats[chat_id].open = True
    return phone


async def on_the_line(world: World) -> None:
    """Wait until a message is on its way and not answered."""

    def on_its_way() -> bool | None:
        return any("sendMessage" in r.path for r in world.telegram._server._open.values()) or None

    await world.telegram.until(on_its_way, "a call of sendMessage")


async def settled(mouth: Mouth) -> None:
    def nothing_waits() -> bool | None:
        return not {"waiting", "sending"} & set(mouth.statuses()) or None

    await mouth.world.telegram.until(nothing_waits, "the last mark")


@asynccontextmanager
async def hasty_bot(world: World) -> AsyncIterator[Bot]:
    """A bot that does not wait long for an answer."""
    hasty = AiohttpRequest(
        read_timeout=0.1, write_timeout=0.1, connect_timeout=0.1, pool_timeout=0.1
    )
    url = f"{world.telegram.url}/bot"
    async with Bot(world.telegram.token, base_url=url, request=hasty) as bot:
        yield bot
