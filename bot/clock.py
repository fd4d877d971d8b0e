"""The only place that asks the time.

`now()` is what people live by; `machine()` is the machine's UTC, for leases and back-off kept in
the database; `uptime()` is monotonic seconds, for pace, polling and the watchdog. Only `now()` is
ever moved by a story, so moving it neither expires a lease nor looks like an outage.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """What every room that needs the time is handed."""

    def now(self) -> datetime: ...
    def machine(self) -> datetime: ...
    def uptime(self) -> float: ...
    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def machine(self) -> datetime:
        return datetime.now(UTC)

    def uptime(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of uptime."""
        await asyncio.sleep(seconds)


class SteppedClock(SystemClock):
    """A clock whose `now()` stands still until it is moved, for stories and the demo."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Set `now()`; never backwards."""
        if instant < self._now:
            raise ValueError(f"the clock stands at {self._now} and cannot move back to {instant}")
        self._now = instant


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 UTC: the one representation in the database."""
    if instant.tzinfo is None:
        raise ValueError(f"naive time {instant!r}: attach a zone where it enters the program")
    return (instant - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The aware UTC instant of `to_micros`."""
    return EPOCH + timedelta(microseconds=micros)
