"""Trouble on demand: what the next calls meet instead of, before or after being done.

A fault without a method meets every method but getUpdates, so that the poller does not eat what
was meant for a message; `EVERY` meets that too.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.sandbox.refusal import Refused, too_many

EVERY = "*"


class Trouble(StrEnum):
    """What goes wrong."""

    REFUSED = "refused"
    RESET_BEFORE = "reset before"
    """The connection is cut and nothing is done."""
    RESET_AFTER = "reset after"
    """It is done and the connection is cut: done, but no answer."""
    SILENT_BEFORE = "silent before"
    """Nothing is done and nothing is answered until the caller gives up."""
    SILENT_AFTER = "silent after"
    """It is done and nothing is answered until the caller gives up."""
    TORN = "torn"
    """It is done, and the connection is cut in the middle of the answer."""
    GARBLED = "garbled"
    """It is done, and the answer is something else."""
    DELAYED = "delayed"
    """Done and answered, later."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One trouble, for the next `times` calls (None: until cleared) that match."""

    trouble: Trouble
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    refused: Refused | None = None
    seconds: float = 0.0
    body: bytes = b""
    """What a garbled answer says."""

    def meets(self, method: str, chat_id: int | None) -> bool:
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.method is None:
            return method != "getUpdates"
        return self.method in (EVERY, method)


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time."""

    rate: float
    burst: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until there is a token."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.level) / self.rate)


@dataclass(slots=True)
class RateLimit:
    """Telegram's own pace: so many messages a second to a chat, and so many in all."""

    per_chat: float = 1.0
    burst: float = 3.0
    overall: float = 30.0
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _all: Bucket | None = None

    def check(self, method: str, chat_id: int | None, now: float) -> None:
        """Take a token of each, or refuse with 429."""
        if chat_id is None or not method.startswith(("send", "edit", "copy", "forward")):
            return
        chat = self._chats.setdefault(chat_id, Bucket(self.per_chat, self.burst, self.burst, now))
        whole = self._all or Bucket(self.overall, self.overall, self.overall, now)
        self._all = whole
        wait = max(chat.wait(now), whole.wait(now))
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        chat.level -= 1
        whole.level -= 1


class Faults:
    """The faults to come, in the order they were asked for."""

    def __init__(self, cut: Callable[[], None]) -> None:
        self._cut = cut
        self._faults: list[Fault] = []
        self.limit: RateLimit | None = None
        self.met: defaultdict[Trouble, int] = defaultdict(int)

    def add(self, fault: Fault) -> None:
        """Any fault; the methods below are its common shapes."""
        self._faults.append(fault)

    def too_many(
        self,
        retry_after: int,
        *,
        times: int | None = 1,
        method: str | None = None,
        chat_id: int | None = None,
    ) -> None:
        """429 with `retry_after` seconds."""
        refused = too_many(retry_after)
        self.add(Fault(Trouble.REFUSED, method, chat_id, times, refused))

    def refuses(
        self,
        code: int,
        description: str,
        *,
        times: int | None = 1,
        method: str | None = None,
        chat_id: int | None = None,
    ) -> None:
        """Any status: 403, 401, 502 …"""
        refused = Refused(code, description)
        self.add(Fault(Trouble.REFUSED, method, chat_id, times, refused))

    def resets(
        self,
        *,
        done: bool,
        times: int | None = 1,
        method: str | None = None,
        chat_id: int | None = None,
    ) -> None:
        """Cut the connection, after doing the thing or instead of it."""
        trouble = Trouble.RESET_AFTER if done else Trouble.RESET_BEFORE
        self.add(Fault(trouble, method, chat_id, times))

    def silent(
        self,
        *,
        done: bool,
        times: int | None = 1,
        method: str | None = None,
        chat_id: int | None = None,
    ) -> None:
        """Never answer, after doing the thing or instead of it."""
        trouble = Trouble.SILENT_AFTER if done else Trouble.SILENT_BEFORE
        self.add(Fault(trouble, method, chat_id, times))

    def tears(
        self, *, times: int | None = 1, method: str | None = None, chat_id: int | None = None
    ) -> None:
        """Do the thing, and cut the connection in the middle of the answer."""
        self.add(Fault(Trouble.TORN, method, chat_id, times))

    def garbles(
        self,
        body: bytes,
        *,
        times: int | None = 1,
        method: str | None = None,
        chat_id: int | None = None,
    ) -> None:
        """Do the thing and answer with these bytes."""
        self.add(Fault(Trouble.GARBLED, method, chat_id, times, body=body))

    def delays(
        self,
        seconds: float,
        *,
        times: int | None = 1,
        method: str | None = None,
        chat_id: int | None = None,
    ) -> None:
        """Wait `seconds` of real time before doing the thing."""
        self.add(Fault(Trouble.DELAYED, method, chat_id, times, seconds=seconds))

    @contextmanager
    def outage(self) -> Iterator[None]:
        """Telegram is gone: open calls are cut, new ones too, until the block ends."""
        fault = Fault(Trouble.RESET_BEFORE, EVERY, times=None)
        self._faults.insert(0, fault)
        self._cut()
        try:
            yield
        finally:
            self._faults = [other for other in self._faults if other is not fault]

    def clear(self) -> None:
        """No more trouble, and no rate limit."""
        self._faults.clear()
        self.limit = None

    def take(self, method: str, chat_id: int | None) -> tuple[float, Fault | None]:
        """Seconds to wait first, and the trouble this call meets; counts them down."""
        seconds, met = 0.0, None
        for fault in tuple(self._faults):
            delayed = fault.trouble is Trouble.DELAYED
            if not fault.meets(method, chat_id) or (met and not delayed):
                continue
            seconds += fault.seconds
            met = met if delayed else fault
            self.met[fault.trouble] += 1
            self._count_down(fault)
        return seconds, met

    def _count_down(self, fault: Fault) -> None:
        if fault.times is None:
            return
        at = next(index for index, other in enumerate(self._faults) if other is fault)
        if fault.times > 1:
            self._faults[at] = replace(fault, times=fault.times - 1)
        else:
            del self._faults[at]
