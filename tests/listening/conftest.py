"""An ear on a wire that answers as it is told."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from telegram.request import BaseRequest

from bot.errors import KneecheckError
from bot.listener import Line, Listener, Outcome
from bot.store import inbox
from bot.store.database import Database, open_database
from bot.store.inbox import Raw
from tests.world import ROSA, FakeClock

BOT = 77


GROUP = -100123


class Wire(BaseRequest):
    """Telegram's end of the line: each poll is answered with the next of `answers`."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.polls: list[dict[str, str]] = []
        self.last = asyncio.Event()
        """Set when there is nothing more to answer."""

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        query = parse_qs(urlsplit(url).query)
        self.polls.append({name: values[0] for name, values in query.items()})
        if not self.answers:
            self.last.set()
            await asyncio.Event().wait()
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return 200, json.dumps({"ok": True, "result": answer}).encode()


class Ear:
    """A listener, what it was told, and what it handed on."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.wire = Wire()
        self.handled: list[int] = []
        self.more = asyncio.Event()
        self.outcomes: dict[int, list[Outcome]] = {}
        self.holds: dict[int, asyncio.Event] = {}
        self.outages = 0
        self.cannot_ask = False
        line = Line(self.wire, "https://telegram.test/bot77:x/getUpdates", BOT)
        self.listener = Listener(line, database, clock, self._dispatch, self._after_outage)

    async def _dispatch(self, raw: Raw) -> Outcome:
        if raw.update_id in self.holds:
            await self.holds[raw.update_id].wait()
        self.handled.append(raw.update_id)
        self.more.set()
        planned = self.outcomes.get(raw.update_id, [])
        outcome = planned.pop(0) if planned else Outcome.SETTLED
        if outcome is Outcome.SETTLED:
            async with self.database.write() as tx:
                await inbox.settle(tx, bot_id=BOT, update_id=raw.update_id, state="done")
        return outcome

    async def _after_outage(self) -> None:
        self.outages += 1
        if self.cannot_ask:
            raise RuntimeError("a question that cannot be drawn")

    async def polls(self, *answers: Any) -> None:
        """One poll an answer, and everything handled."""
        for answer in answers:
            self.wire.answers.append(answer)
            await self.listener.poll()
            await self.listener.idle()

    async def runs(self, *answers: Any) -> None:
        """The endless loop, until it has got them all."""
        self.wire.answers += answers
        running = asyncio.create_task(self.listener.run())
        last = asyncio.create_task(self.wire.last.wait())
        try:
            async with asyncio.timeout(20):
                await asyncio.wait({running, last}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
        finally:
            running.cancel()
            last.cancel()
            with suppress(asyncio.CancelledError, KneecheckError):
                await running
        await self.listener.idle()

    async def has_handled(self, so_many: int) -> None:
        """Wait until then, whatever became of them."""
        async with asyncio.timeout(5):
            while len(self.handled) < so_many:
                self.more.clear()
                await self.more.wait()

    def states(self) -> dict[int, str]:
        return {row[0]: row[1] for row in self.rows("SELECT update_id, state FROM inbox")}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database.path)) as file:
            return file.execute(sql).fetchall()

    async def changes(self, sql: str) -> None:
        """By another hand, which waits for the ear's transaction while that goes on."""

        def by_another_hand() -> None:
            with closing(sqlite3.connect(self.database.path)) as file:
                file.execute(sql)
                file.commit()

        await asyncio.to_thread(by_another_hand)


def message(update_id: Any, chat_id: int = ROSA, kind: str = "message") -> dict[str, Any]:
    return {"update_id": update_id, kind: {"chat": {"id": chat_id}, "text": "hello"}}


def tap(update_id: int, person_id: int, chat_id: int) -> dict[str, Any]:
    query = {"from": {"id": person_id}, "message": {"chat": {"id": chat_id}}, "data": "x"}
    return {"update_id": update_id, "callback_query": query}


@pytest.fixture
def path(tmp_path: Path, template: Path) -> Path:
    return Path(shutil.copy(template, tmp_path))


@pytest.fixture
async def ear(path: Path) -> AsyncIterator[Ear]:
    async with an_ear(path) as one:
        yield one


@asynccontextmanager
async def an_ear(path: Path, clock: FakeClock | None = None) -> AsyncIterator[Ear]:
    database = await open_database(path)
    one = Ear(database, clock or FakeClock())
    try:
        yield one
    finally:
        await one.listener.finish(0)
        await database.close()
