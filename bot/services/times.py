"""When: the timing rules, told whose clock and whose working hours they are about."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import MICROSECOND
from bot.model.people import Clinic, Episode, Person, zone_info
from bot.rules import timing
from bot.rules.timing import Quiet, Window
from bot.services.work import Work

EIGHT = time(8)
EVENING, DAWN = 18, 5
MORNING_LASTS = timedelta(hours=12)
"""How long the exercises of a morning may still be offered."""


def zone_of(whose: Person | Clinic) -> ZoneInfo:
    """Her zone, or the clinic's."""
    return zone_info(whose.zone)


def quiet_of(person: Person) -> Quiet:
    """The hours in which she is not asked."""
    return Quiet(person.quiet_from, person.quiet_until)


def is_quiet(person: Person, instant: datetime) -> bool:
    """Whether it is night for her."""
    return timing.quiet_edges(instant, zone_of(person), quiet_of(person)) is not None


def out_of_quiet(person: Person, instant: datetime) -> datetime:
    """The instant, or the end of her quiet hours around it."""
    return timing.out_of_quiet(instant, zone_of(person), quiet_of(person))


def after_run(
    work: Work, runner: Person, ended: datetime, next_planned: datetime | None = None
) -> Window:
    """When a run that should end then is asked about."""
    p = work.book.on(runner.local(work.now).date())
    return timing.post_run(ended, zone_of(runner), quiet_of(runner), p, next_planned=next_planned)


def day_after(work: Work, runner: Person, ended: datetime) -> Window:
    """The follow-up 24 h after the run."""
    p = work.book.on(runner.local(work.now).date())
    return timing.follow_up(ended, zone_of(runner), quiet_of(runner), p)


def two_days_after(work: Work, runner: Person, ended: datetime) -> Window:
    """The follow-up at 48 h."""
    p = work.book.on(runner.local(work.now).date())
    return timing.late_follow_up(ended, zone_of(runner), quiet_of(runner), p)


def shared(work: Work, runner: Person, earlier: datetime, later: datetime) -> bool:
    """Whether two runs share one follow-up."""
    p = work.book.on(runner.local(work.now).date())
    return timing.shared(earlier, later, p)


def reminder(work: Work, runner: Person, window: Window) -> datetime | None:
    """When the one reminder comes, if it comes."""
    p = work.book.on(runner.local(work.now).date())
    return timing.reminder(window, zone_of(runner), quiet_of(runner), p)


def seen_check(work: Work, runner: Person) -> datetime:
    """When "Were you seen?" is asked."""
    p = work.book.on(runner.local(work.now).date())
    return timing.were_you_seen(work.now, zone_of(runner), p)


def next_run(
    work: Work, runner: Person, episode: Episode, at: time, earliest: date | None = None
) -> datetime:
    """The next planned start, not before the day `earliest`."""
    after = work.now
    if earliest is not None:
        after = max(after, day_begins(runner, earliest) - MICROSECOND)
    return timing.next_local(after, at, zone_of(runner), episode.run_days)


def day_begins(person: Person, day: date, at: time = time(0)) -> datetime:
    """The instant at which that day, or that time of it, comes for her."""
    return timing.to_instant(day, at, zone_of(person))


def next_morning(work: Work, person: Person, at: time | None = None) -> datetime:
    """The next time her exercises come: the hour she chose, else the end of her quiet hours."""
    return timing.next_local(work.now, at or person.quiet_until, zone_of(person))


def next_eight(work: Work, person: Person) -> datetime:
    """Her next 08:00."""
    return timing.next_local(work.now, EIGHT, zone_of(person))


def morning_window(runner: Person, day: date) -> Window:
    """A prompt of that day: from the end of quiet hours until midnight."""
    return timing.day_prompt(day, runner.quiet_until, zone_of(runner))


def card_slot(clinic: Clinic, after: datetime) -> datetime:
    """The clinic's next 08:00 or 13:00."""
    return timing.clinic_slot(after, zone_of(clinic), clinic.workdays)


def slot_from(clinic: Clinic, day: date) -> datetime:
    """The first such slot on that day or after it."""
    return card_slot(clinic, timing.to_instant(day, EIGHT, zone_of(clinic)))


def working_morning(clinic: Clinic, after: datetime) -> datetime:
    """The clinic's next 08:00 on a working day."""
    return timing.next_local(after, EIGHT, zone_of(clinic), clinic.workdays)


def is_night(local: datetime) -> bool:
    """Whether "today" is nearly over where she is."""
    return local.hour >= EVENING or local.hour < DAWN


def next_working_day(clinic: Clinic, after: datetime) -> datetime:
    """The same time of day on the clinic's next working day."""
    wall = after.astimezone(zone_of(clinic)).time()
    return timing.next_local(after, wall, zone_of(clinic), clinic.workdays)


def is_open(clinic: Clinic, instant: datetime) -> bool:
    """Whether alerts are read now."""
    local = instant.astimezone(zone_of(clinic))
    return local.weekday() in clinic.workdays and clinic.opens_at <= local.time() < clinic.closes_at


def next_open(clinic: Clinic, after: datetime) -> datetime:
    """When alerts are read next: now, or the next opening."""
    if is_open(clinic, after):
        return after
    return timing.next_local(after, clinic.opens_at, zone_of(clinic), clinic.workdays)


def after_working_time(clinic: Clinic, start: datetime, span: timedelta) -> datetime:
    """The instant at which `span` of the clinic's working time has passed since `start`."""
    left = span
    at = next_open(clinic, start)
    while True:
        closes = timing.next_local(at, clinic.closes_at, zone_of(clinic))
        if at + left <= closes:
            return at + left
        left -= closes - at
        at = next_open(clinic, closes)
