"""Instants and days as plain numbers, for records that are kept by the hundred.

An instant is whole seconds since 1970 (UTC); a day is the ordinal of the runner's own calendar
date. Nothing here knows what time it is.
"""

from __future__ import annotations

from datetime import date, datetime

HOUR = 3600
DAY = 24 * HOUR


def seconds(at: datetime) -> int:
    """The instant of an aware datetime. A naive one is refused: it has no instant."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no UTC offset, so it is no instant.")
    return int(at.timestamp())


def iso(day: int) -> str:
    """A day as texts expect it: 2026-11-23."""
    return date.fromordinal(day).isoformat()
