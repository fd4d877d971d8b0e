"""The page's server, and somebody who visits it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp

from bot.clock import SteppedClock
from bot.sandbox.page.session import Session
from bot.sandbox.page.site import Site

FOUR = datetime(2027, 3, 2, 16, 2, 30, tzinfo=UTC)


WEIGHT = 100_000


@dataclass
class Visitor:
    """The page's own script, without a page."""

    http: aiohttp.ClientSession
    url: str
    session: Session

    async def asks(self, act: str, **more: Any) -> tuple[int, str]:
        """Do it; the status, and what is wrong if something is."""
        headers = {"Origin": self.url.rstrip("/")}
        async with self.http.post(
            f"{self.url}act", json={"act": act, **more}, headers=headers
        ) as r:
            return r.status, (await r.json()).get("error", "")

    async def does(self, act: str, **more: Any) -> None:
        assert await self.asks(act, **more) == (200, "")

    async def state(self) -> dict[str, Any]:
        async with self.http.get(f"{self.url}state") as response:
            return await response.json()

    async def phone(self, key: str) -> dict[str, Any]:
        return next(one for one in (await self.state())["phones"] if one["id"] == key)

    async def taps(self, key: str, *labels: str) -> None:
        """Each on the newest message that has it."""
        for label in labels:
            messages = reversed((await self.phone(key))["messages"])
            at = next(m["id"] for m in messages if label in labels_of(m))
            await self.does("tap", phone=key, message=at, label=label)


def labels_of(message: dict[str, Any]) -> list[str]:
    return [button["label"] for row in message["buttons"] for button in row]


@asynccontextmanager
async def visiting(pace: float = 0.0, *, begin: bool = True) -> AsyncIterator[Visitor]:
    session = Session(SteppedClock(FOUR), pace=pace)
    try:
        async with Site(session) as site, aiohttp.ClientSession() as http:
            if begin:
                await session.again()
            yield Visitor(http, site.url, session)
    finally:
        await session.close()
