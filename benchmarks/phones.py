"""Telegram and the people, in a process of their own: `python -m benchmarks.phones`.

Orders come as JSON lines on stdin, answers go to stdout. It is the sandbox's strict stand-in; a
tap is answered when both the edit of its message and answerCallbackQuery have been accepted.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import SteppedClock
from bot.sandbox.faults import RateLimit
from bot.sandbox.phones import Phone
from bot.sandbox.telegram import StandIn

ANSWER = frozenset(("answerCallbackQuery", "editMessageText"))
SPEECH = frozenset(("sendMessage", *ANSWER))
MENUS = ("setMyCommands", "setChatMenuButton")
"""Told now and then beside the load; the stand-in knows no chat that has not written yet."""
PATIENCE = 30.0
Order = Mapping[str, Any]


@dataclass(slots=True)
class Waiting:
    """One tap, until it is answered."""

    since: float
    missing: set[str] = field(default_factory=lambda: set(ANSWER))
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    seconds: float = 0.0


class Crowd:
    """Everybody's phones, and how long each tap waited."""

    def __init__(
        self, at: datetime, chats: list[int], limit: tuple[float, float, float] | None
    ) -> None:
        self.telegram = StandIn(SteppedClock(at))
        self.telegram.faults.limit = RateLimit(*limit) if limit else None
        self._phones: dict[int, Phone] = {}
        self._waiting: dict[int, Waiting] = {}
        self._noted = 0
        self._reached: set[int] = set()
        for chat in chats:
            self._phones[chat] = self.telegram.person(chat, "Rosa")
            self.telegram.state.chats[chat].open = True

    async def note(self) -> None:
        """Match the bot's calls with the taps they answer, for ever."""
        while True:
            calls = self.telegram.calls
            for call in calls[self._noted :]:
                if call.done and call.method == "sendMessage":
                    self._reached.add(call.chat_id or 0)
                waiting = self._waiting.get(call.chat_id or 0)
                if waiting is not None and call.status == 200 and call.method in waiting.missing:
                    waiting.missing.discard(call.method)
                    if not waiting.missing:
                        waiting.seconds = call.ended - waiting.since
                        waiting.answered.set()
            self._noted = len(calls)
            await self.telegram.state.changed.wait(1.0)

    async def are_told(self, order: Order) -> dict[str, Any]:
        """Wait until each of these chats shows a message."""
        chats = [self.telegram.state.chats[chat] for chat in order["chats"]]
        await self.telegram.until(
            lambda: all(chat.messages for chat in chats) or None, "a message to everyone", PATIENCE
        )
        return {}

    async def tally(self, order: Order) -> dict[str, Any]:
        """Wait at most so long for a message to everybody; then, what became of the messages."""
        everybody = self._phones.keys()
        with suppress(TimeoutError):
            await self.telegram.until(
                lambda: everybody <= self._reached or None, "it", order["within"]
            )
        sends = [call for call in self.telegram.calls if call.method == "sendMessage"]
        done = [call for call in sends if call.done]
        reached = {call.chat_id for call in done}
        return {
            "lost": len(everybody) - len(reached),
            "doubled": len(done) - len(reached),
            "refused": sum(call.status == 429 for call in sends),
            "last": max((call.ended for call in done), default=None),
            "texts": sorted({call.params["text"] for call in done}),
        }

    def arrivals(self, order: Order) -> dict[str, Any]:
        """Uptimes at which messages came: to each chat from `first` on, and to all others."""
        done = [c for c in self.telegram.calls if c.method == "sendMessage" and c.done]
        alerts = {c.chat_id: c.uptime for c in done if (c.chat_id or 0) >= order["first"]}
        others = [c.uptime for c in done if c.chat_id not in alerts]
        return {"alerts": alerts, "prompts": others}

    async def tap(self, order: Order) -> dict[str, Any]:
        """Each chat taps the same answer once: so many at once, or so many a second."""
        before, started = time.process_time(), time.perf_counter()
        if order.get("rate"):
            seconds = await self._at_a_rate(order["chats"], order["choice"], order["rate"])
        else:
            seconds = await self._at_once(order["chats"], order["choice"], order["at_once"])
        elapsed = time.perf_counter() - started
        return {"elapsed": elapsed, "waits": seconds, "cpu": time.process_time() - before}

    async def _at_once(self, chats: list[int], choice: str, at_once: int) -> list[float]:
        """Closed loop: `at_once` chats are waiting at any time until all have tapped."""
        left = iter(chats)

        async def one_after_another() -> list[float]:
            return [await self._one(chat, choice) for chat in left]

        done = await asyncio.gather(*(one_after_another() for _ in range(at_once)))
        return [seconds for part in done for seconds in part]

    async def _at_a_rate(self, chats: list[int], choice: str, rate: float) -> list[float]:
        """Open loop: people tap when they tap, whether the bot has answered others or not."""
        chance = random.Random(len(chats))
        taps = []
        for chat in chats:
            await asyncio.sleep(chance.expovariate(rate))
            taps.append(asyncio.create_task(self._one(chat, choice)))
        return list(await asyncio.gather(*taps))

    async def _one(self, chat: int, choice: str) -> float:
        phone = self._phones[chat]
        buttons = [button for row in phone.screen.buttons for button in row]
        data = next(b.data for b in buttons if b.data and b.data.endswith(f":{choice}"))
        waiting = self._waiting[chat] = Waiting(time.monotonic())
        await phone.presses_data(data)
        async with asyncio.timeout(PATIENCE):
            await waiting.answered.wait()
        return waiting.seconds

    def slow(self, order: Order) -> dict[str, Any]:
        """From now on each call takes so long on its way, the long poll too."""
        self.telegram.faults.delays(order["seconds"], times=None)
        return {}

    def screen(self, order: Order) -> dict[str, Any]:
        """What one chat shows, as it was sent."""
        shown = self._phones[order["chat"]].screen
        rows = [[[button.label, button.data] for button in row] for row in shown.buttons]
        return {"text": shown.source, "buttons": rows}

    def count(self) -> dict[str, int]:
        """Calls by method and status, without polls."""
        calls = [call for call in self.telegram.calls if call.method in SPEECH]
        heard = {*SPEECH, *MENUS}
        others = [c for c in self.telegram.calls if c.method not in heard and c.status != 200]
        return dict(Counter(f"{call.method} {call.status}" for call in (*calls, *others)))

    async def obey(self, order: Order) -> dict[str, Any]:
        match order["do"]:
            case "wait":
                return await self.are_told(order)
            case "tap":
                return await self.tap(order)
            case "tally":
                return await self.tally(order)
            case "slow":
                return self.slow(order)
            case "arrivals":
                return self.arrivals(order)
            case "screen":
                return self.screen(order)
            case _:
                return self.count()


async def serve() -> None:
    """Begin by the first line; end with stdin."""
    reader = asyncio.StreamReader(limit=2**22)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    first = json.loads(await reader.readline())
    crowd = Crowd(datetime.fromisoformat(first["at"]), first["chats"], first["limit"])
    async with crowd.telegram as telegram:
        noting = asyncio.create_task(crowd.note())
        print(json.dumps({"url": telegram.url, "token": telegram.token}), flush=True)
        while line := await reader.readline():
            print(json.dumps(await crowd.obey(json.loads(line))), flush=True)
        noting.cancel()


if __name__ == "__main__":
    asyncio.run(serve())
