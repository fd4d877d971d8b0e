"""May what was promised earlier still ring? Decided when it is said, not when it was promised."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.people import zone_info
from bot.model.telling import OutboxRow, Priority
from bot.rules.timing import Quiet, quiet_edges

LATE = timedelta(hours=4)
"""As far as a question may be moved; what waited longer is no news that should ring."""
AT_ONCE = timedelta(minutes=5)
"""So soon after it was promised, an answer comes to somebody who is awake."""


def comes_silently(row: OutboxRow, now: datetime) -> bool:
    """Silent as promised; or because the line was away meanwhile, and it is night where she is or
    hours too late. What is urgent rings at any hour.
    """
    if row.silent or row.priority == Priority.ALERT:
        return row.silent
    waited = now - row.promised_at
    if waited > LATE:
        return True
    answers = row.priority == Priority.REPLY and waited <= AT_ONCE
    return not answers and _is_night(row, now)


def _is_night(row: OutboxRow, now: datetime) -> bool:
    if row.quiet is None:
        return False
    return quiet_edges(now, zone_info(row.zone), Quiet(*row.quiet)) is not None
