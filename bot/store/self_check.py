"""What must be so in the database and is not: ids only, one statement a kind of difference."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store.database import Tx, statements

SQL = statements("self_check")

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
LONG = timedelta(days=4)
"""Longer than any question may stay open."""
FOLLOWED_UP = timedelta(hours=36)
"""Older runs are past every window of the day after."""


async def differing(tx: Tx, kind: str, *, now: datetime, machine: datetime) -> list[str]:
    """The ids of what differs, or may: some kinds are looked at more closely by who asks."""
    before = {
        "hour_before": now - HOUR,
        "day_before": now - (FOLLOWED_UP if kind == "no_follow_up" else DAY),
        "week_before": now - WEEK,
        "long_before": now - LONG,
        "machine_hour_before": machine - HOUR,
        "machine_day_before": machine - DAY,
    }
    return [str(row["id"]) for row in await tx.rows(SQL[kind], **before)]
