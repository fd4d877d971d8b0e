"""The stand-in for Telegram: one bot's Bot API on 127.0.0.1, and the people on the other side.

    async with StandIn(SystemClock()) as telegram:
        rosa = telegram.person(1001, "Rosa")
        await rosa.opens("invite-code")

It answers as strictly as Telegram or more so. Dates, the life of taps and the age of messages go
by the clock it is given; poll time-outs, delays and pauses take real time.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Self, TypeVar

from aiohttp import web

from bot.clock import Clock, SystemClock
from bot.sandbox import webhook
from bot.sandbox.faults import Faults
from bot.sandbox.groups import Group
from bot.sandbox.phones import Phone
from bot.sandbox.server import Server
from bot.sandbox.state import Chat, Limits, State
from bot.sandbox.updates import Update
from bot.sandbox.values import Call
from bot.sandbox.view import PATIENCE, until

ANSWER_LIFE = timedelta(seconds=15)
HOST = "127.0.0.1"
Found = TypeVar("Found")


class StandIn:
    """Listens from entering to leaving; what it remembers outlasts a stop.

    `answer_life` is how long a tap can be answered; `throttles` slows down a bot that asks for the
    same offset again, as Telegram does.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        port: int = 0,
        limits: Limits | None = None,
        answer_life: timedelta = ANSWER_LIFE,
        throttles: bool = False,
    ) -> None:
        token = f"{secrets.randbelow(900_000_000) + 100_000_000}:{secrets.token_urlsafe(26)}"
        self.state = State(clock or SystemClock(), token, limits or Limits(), answer_life)
        self.state.updates.throttles = throttles
        self._server = Server(self.state)
        self._port = port
        self._runner: web.AppRunner | None = None
        self._delivery: asyncio.Task[None] | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; `url` is known from here on."""
        self._runner = web.AppRunner(self._server.app(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://{HOST}:{self._port}"
        self._delivery = asyncio.create_task(webhook.deliver(self.state))

    async def stop(self) -> None:
        """Cut what is open and close the port; `start` opens the same one again."""
        self._server.closing = True
        self._server.cut()
        if self._delivery is not None:
            self._delivery.cancel()
            with suppress(asyncio.CancelledError):
                await self._delivery
        if self._runner is not None:
            await self._runner.cleanup()
        self._server.closing = False

    @property
    def token(self) -> str:
        return self.state.token

    @property
    def username(self) -> str:
        return str(self.state.bot["username"])

    def link(self, payload: str) -> str:
        """A deep link to this bot."""
        return f"https://t.me/{self.username}?start={payload}"

    @property
    def faults(self) -> Faults:
        """Trouble to come."""
        return self._server.faults

    @property
    def calls(self) -> list[Call]:
        """Every call of the Bot API in the order they ended."""
        return self._server.calls

    def calls_of(self, method: str, *, chat_id: int | None = None) -> list[Call]:
        """The calls of one method, perhaps about one chat."""
        return [
            call for call in self.calls if call.method == method and chat_id in (None, call.chat_id)
        ]

    @property
    def pending(self) -> tuple[Update, ...]:
        """Updates the bot has not confirmed."""
        return self.state.updates.pending

    @property
    def lost(self) -> tuple[Update, ...]:
        """Updates that nobody fetched while they lived."""
        _ = self.state.updates.pending
        return tuple(self.state.updates.lost)

    def person(
        self,
        person_id: int,
        first_name: str,
        language_code: str | None = "en",
        *,
        last_name: str | None = None,
        username: str | None = None,
    ) -> Phone:
        """Somebody with a phone who has not written to the bot; the same one when asked again."""
        if person_id not in self.state.chats:
            names = {"first_name": first_name, "last_name": last_name, "username": username}
            known = {name: value for name, value in names.items() if value is not None}
            language = {"language_code": language_code} if language_code else {}
            self.state.people[person_id] = {"id": person_id, "is_bot": False} | known | language
            self.state.chats[person_id] = Chat(person_id, "private", known)
        return Phone(self.state, self.state.chats[person_id], self.state.people[person_id])

    def group(self, group_id: int, title: str, kind: str = "group") -> Group:
        """A group without the bot; ids of groups are negative."""
        if group_id >= 0:
            raise ValueError(f"a group's id is negative, {group_id} is a person's; use -{group_id}")
        chat = self.state.chats.setdefault(group_id, Chat(group_id, kind, {"title": title}))
        return Group(self.state, chat)

    def push(self, raw_update: dict[str, Any]) -> int:
        """Queue a forged update as it is; it gets the next id unless it brings its own."""
        return self.state.updates.push_raw(raw_update)

    def commands(self) -> dict[tuple[str, str], list[dict[str, str]]]:
        """The menus of commands by (scope as JSON, language)."""
        return dict(self.state.commands)

    async def settled(self, timeout: float = PATIENCE) -> None:
        """Wait until the bot has confirmed every update; TimeoutError names what waits."""

        def nothing_waits() -> bool | None:
            return None if self.pending else True

        def waiting() -> str:
            kinds = ", ".join(f"{update.update_id} {update.kind}" for update in self.pending)
            return f"the bot has not confirmed {kinds}; is it polling?"

        await until(self.state, nothing_waits, waiting, timeout)

    async def polled(self, timeout: float = PATIENCE) -> None:
        """Wait until the bot waits for updates."""

        def waits() -> bool | None:
            return self.state.updates.polled or None

        await until(self.state, waits, lambda: "no bot is polling", timeout)

    async def until(
        self, found: Callable[[], Found | None], what: str, timeout: float = PATIENCE
    ) -> Found:
        """Wait for anything to be found after a call or an update; `what` is for the error."""
        return await until(self.state, found, lambda: f"{what} did not happen", timeout)
