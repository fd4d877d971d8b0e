"""When things are asked: wall times, zones, quiet hours and windows. Pure arithmetic, no clock.

Plans are wall times in the runner's zone. In the hour that a clock change leaves out, the next
valid instant counts; in the hour that comes twice, only the first. Every answer is aware UTC.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rules.entries import Values

ANY_DAY = frozenset(range(7))
MONDAY_TO_FRIDAY = frozenset(range(5))
MORNING = time(8)
CLINIC_SLOTS = (time(8), time(13))
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the night in which nobody is asked. Equal edges = none."""

    start: time = time(21)
    end: time = time(8)


NIGHT = Quiet()


@dataclass(frozen=True, slots=True)
class Window:
    """When a prompt is due, until when it may be answered, and whether it comes silently."""

    due_at: datetime
    expires_at: datetime
    silent: bool = False


def to_instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The instant of a wall time: after a gap the next valid one, in a fold the first."""
    local = datetime.combine(day, wall.replace(fold=0), tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local, zone)


def _end_of_gap(local: datetime, zone: ZoneInfo) -> datetime:
    """The change itself: the first instant with the later offset."""
    early = local.replace(fold=1).astimezone(UTC)
    late = local.astimezone(UTC)
    after = late.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == after:
            late = middle
        else:
            early = middle
    return late.replace(microsecond=0)


def next_local(
    after: datetime, wall: time, zone: ZoneInfo, days: Collection[int] = ANY_DAY
) -> datetime:
    """The next instant after `after` with this wall time, on one of these weekdays (0 = Monday)."""
    day = after.astimezone(zone).date()
    for ahead in range(9):
        on = day + timedelta(days=ahead)
        instant = to_instant(on, wall, zone)
        if on.weekday() in days and instant > after:
            return instant
    raise ValueError(f"No weekday among {sorted(days)}: 0 is Monday, 6 is Sunday.")


def end_of_day(at: datetime, zone: ZoneInfo) -> datetime:
    """The midnight that ends the local day of an instant."""
    return next_local(at, MIDNIGHT, zone)


def quiet_edges(at: datetime, zone: ZoneInfo, quiet: Quiet) -> tuple[datetime, datetime] | None:
    """Begin and end of the quiet hours around an instant, if it lies inside them."""
    if quiet.start == quiet.end:
        return None
    day = at.astimezone(zone).date()
    over_midnight = quiet.end < quiet.start
    for first in (day - timedelta(days=1), day):
        last = first + timedelta(days=1) if over_midnight else first
        begin, end = to_instant(first, quiet.start, zone), to_instant(last, quiet.end, zone)
        if begin < at < end:
            return begin, end
    return None


def out_of_quiet(at: datetime, zone: ZoneInfo, quiet: Quiet) -> datetime:
    """The instant itself, or the end of the quiet hours around it."""
    edges = quiet_edges(at, zone, quiet)
    return at if edges is None else edges[1]


def post_run(
    ended_at: datetime,
    zone: ZoneInfo,
    quiet: Quiet,
    p: Values,
    *,
    next_planned: datetime | None = None,
) -> Window:
    """30 minutes after the planned end; up to 60 minutes into quiet hours silently, later at their
    end; open for 20 hours or until the next planned run.
    """
    due = ended_at.astimezone(UTC) + timedelta(minutes=p["timing.post_run_minutes"])
    edges = quiet_edges(due, zone, quiet)
    silent = False
    if edges is not None:
        silent = due - edges[0] <= timedelta(minutes=p["timing.post_run_silent_minutes"])
        due = due if silent else edges[1]
    expires = due + timedelta(hours=p["timing.post_run_hours"])
    if next_planned is not None and due < next_planned < expires:
        expires = next_planned.astimezone(UTC)
    return Window(due, expires, silent)


def follow_up(ended_at: datetime, zone: ZoneInfo, quiet: Quiet, p: Values) -> Window:
    """24 hours after the run's end, moved out of quiet hours to the nearest edge but never more
    than 4 hours, else to the later edge; open for 18 hours.
    """
    return _follow_up(ended_at, p["timing.follow_up_hours"], zone, quiet, p)


def late_follow_up(ended_at: datetime, zone: ZoneInfo, quiet: Quiet, p: Values) -> Window:
    """The same question 48 hours after the run's end."""
    return _follow_up(ended_at, p["timing.late_follow_up_hours"], zone, quiet, p)


def _follow_up(ended_at: datetime, hours: float, zone: ZoneInfo, quiet: Quiet, p: Values) -> Window:
    due = ended_at.astimezone(UTC) + timedelta(hours=hours)
    edges = quiet_edges(due, zone, quiet)
    if edges is not None:
        due = _edge(due, edges, timedelta(hours=p["timing.follow_up_shift_hours"]))
    return Window(due, due + timedelta(hours=p["timing.follow_up_open_hours"]))


def suited(
    window: Window, way: int, ended_at: datetime, zone: ZoneInfo, quiet: Quiet, p: Values
) -> Window:
    """The runner's better time: two hours earlier (-1) or later (+1), but never earlier than 20 h
    after the run's end nor in her quiet hours; then the question stays where it was. [design]
    """
    due = window.due_at + way * timedelta(hours=p["timing.better_time_hours"])
    least = timedelta(hours=p["timing.follow_up_hours"] - p["timing.follow_up_shift_hours"])
    due = max(due, min(window.due_at, ended_at.astimezone(UTC) + least))
    if quiet_edges(due, zone, quiet) is not None:
        return window
    return Window(due, window.expires_at + (due - window.due_at), window.silent)


def _edge(due: datetime, edges: tuple[datetime, datetime], most: timedelta) -> datetime:
    begin, end = edges
    back, ahead = due - begin, end - due
    if back < ahead and back <= most:
        return begin
    return end


def counts_as_next_day(ended_at: datetime, answered_at: datetime, p: Values) -> bool:
    """An answer 19 to 31 hours after a run is its next-day answer."""
    hours = (answered_at - ended_at) / timedelta(hours=1)
    return p["response.window_start_hours"] <= hours <= p["response.window_end_hours"]


def shared(earlier_end: datetime, later_end: datetime, p: Values) -> bool:
    """Two runs so close that one follow-up, after the later, serves both."""
    return later_end - earlier_end < timedelta(hours=p["response.shared_hours"])


def day_prompt(day: date, wall: time, zone: ZoneInfo) -> Window:
    """Recovery, rest-day, gate and exercise prompts: at a wall time, open until the day ends."""
    due = to_instant(day, wall, zone)
    return Window(due, end_of_day(due, zone))


def reminder(window: Window, zone: ZoneInfo, quiet: Quiet, p: Values) -> datetime | None:
    """One reminder after 6 hours or half the time, outside quiet hours; None if that is late."""
    half = (window.expires_at - window.due_at) / 2
    at = window.due_at + min(half, timedelta(hours=p["timing.reminder_hours"]))
    at = out_of_quiet(at, zone, quiet)
    return at if at < window.expires_at else None


def were_you_seen(told_at: datetime, zone: ZoneInfo, p: Values, night: Quiet = NIGHT) -> datetime:
    """Four hours after urgent advice; 08:00 if that lands in the night."""
    at = told_at.astimezone(UTC) + timedelta(hours=p["timing.seen_hours"])
    if quiet_edges(at, zone, night) is None:
        return at
    return next_local(at, MORNING, zone)


def clinic_slot(
    after: datetime,
    zone: ZoneInfo,
    working_days: Collection[int] = MONDAY_TO_FRIDAY,
    closed_on: Collection[date] = frozenset(),
) -> datetime:
    """The clinic's next 08:00 or 13:00 on a working day, not before `after`."""
    day = after.astimezone(zone).date()
    for ahead in range(400):
        on = day + timedelta(days=ahead)
        if on.weekday() not in working_days or on in closed_on:
            continue
        for wall in CLINIC_SLOTS:
            instant = to_instant(on, wall, zone)
            if instant >= after:
                return instant
    raise ValueError("The clinic has no working day within 400 days.")
