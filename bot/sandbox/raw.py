"""A caller of the Bot API without a library: what it is given is what is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import aiohttp

OK = 200


@dataclass(frozen=True, slots=True)
class Raw:
    """`base` is the address with the token, without the method."""

    session: aiohttp.ClientSession
    base: str

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        """The whole answer to one call with a JSON body."""
        async with self.session.post(f"{self.base}/{method}", json=params) as answer:
            body: dict[str, Any] = await answer.json()
            if body["ok"] is not (answer.status == OK):
                raise AssertionError(f"{method}: status {answer.status} contradicts {body}")
            return body

    async def refused(self, method: str, **params: Any) -> str:
        """The description of a call that must fail."""
        body = await self(method, **params)
        if body["ok"]:
            raise AssertionError(f"{method} was to be refused and was done: {body['result']}")
        return str(body["description"])
