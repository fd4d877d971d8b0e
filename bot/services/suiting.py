"""A better time for the next-day question: what she chose, and what it moves."""

from __future__ import annotations

from datetime import datetime

from bot.model.asking import CheckInKind
from bot.model.people import EpisodeId, Person
from bot.rules import timing
from bot.rules.timing import Window
from bot.services import times
from bot.services.work import Work
from bot.store import checkins

WAYS = {"earlier": -1, "later": 1}


async def suited(
    work: Work, runner: Person, episode_id: EpisodeId, window: Window, ended: datetime
) -> Window:
    """The window of a next-day question, moved if she asked for that."""
    chosen = await checkins.latest_completed(work.tx, episode_id, CheckInKind.BETTER_TIME)
    way = WAYS.get(chosen.answers.get("better", "")) if chosen is not None else None
    if way is None:
        return window
    p = work.book.on(runner.local(work.now).date())
    zone, quiet = times.zone_of(runner), times.quiet_of(runner)
    return timing.suited(window, way, ended, zone, quiet, p)
