"""Is the quick lane open: may one tap stand for a whole run? Pure, from what is remembered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.model.care import Response, Urgency
from bot.model.measures import Lane
from bot.rules import taper
from bot.rules.entries import Values
from bot.rules.moments import seconds
from bot.rules.state import Outing, State


def is_open(
    state: State,
    now: datetime,
    planned_km: float | None,
    p: Values,
    *,
    most_runs: bool = False,
    tapers: bool = False,
) -> bool:
    """One tap for a run is offered after two green runs by full form in a row (one tap runs between
    them do not count), the last full form less than 7 days ago (14 after three green weeks, or if
    the physiotherapist has spaced the check-ins out), and to nobody with a red flag, a
    lock, a limp, NO RUN or an alert open, nor after 7 days without a run, a step of stage or
    distance, hills or speed, or while painkillers are taken before most runs. [design]
    """
    if _is_watched(state) or most_runs or not state.outings:
        return False
    row = _greens(state)
    full = [run for run in row if run.lane == Lane.FULL]
    if len(full) < p["quick.greens"]:
        return False
    day = now.date().toordinal()
    easy = taper.is_easy(state, day, p, said=tapers)
    form_days = p["taper.form_days"] if easy else p["quick.form_days"]
    recent = day - row[0].day < p["quick.gap_days"] and day - full[0].day < form_days
    return recent and not _is_new(state, row, planned_km, seconds(now))


def _is_watched(state: State) -> bool:
    """Somebody must look first, or she may not run."""
    alerts = any(Urgency(flag.urgency) != Urgency.ROUTINE for flag in state.flags)
    return bool(alerts or state.locks or state.stopped_at or state.limp)


def _greens(state: State) -> list[Outing]:
    """The latest runs in a row that were green to the end, the latest first."""
    row: list[Outing] = []
    for run in reversed(state.outings):
        if not run.final or run.response != Response.GREEN:
            break
        row.append(run)
    return row


def _is_new(state: State, row: list[Outing], planned_km: float | None, now: int) -> bool:
    """The next run is not like those before: of a new stage, longer than any of them, or after
    hills or speed.
    """
    latest = row[0]
    stepped = latest.ended < state.stage_since <= now or latest.stage != state.allowed_stage
    if latest.hills or latest.speed or stepped:
        return True
    return planned_km is not None and planned_km > _furthest(row)


def _furthest(row: Iterable[Outing]) -> float:
    return max((run.distance for run in row if run.distance is not None), default=0.0)


def weekly_due(last: datetime, now: datetime, p: Values) -> bool:
    """The questions of once a week come with the first check-in 7 days after they were answered
    last, by the runner's calendar. [design]
    """
    return (now.date() - last.date()).days >= p["weekly.days"]
