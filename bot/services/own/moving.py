"""A plan, a zone or quiet hours changed: what is pending moves, and nothing else.

What was asked stays as it was asked, and nothing is sent again. A run that has begun stays the run
it is. The 24 hours after a run stay 24 hours wherever she goes; only quiet hours move the question.
"""

from __future__ import annotations

from datetime import date, datetime

from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus, Outing
from bot.model.people import Episode, Person, is_zone
from bot.model.telling import Message
from bot.rules.timing import Window
from bot.services import before_run, runs, suiting, times
from bot.services.work import Work
from bot.store import appointments, episodes, outbox, pages


async def next_run(
    work: Work, runner: Person, episode: Episode, *, begun_too: bool = False
) -> None:
    """The next planned run and its question are where the plan has them now."""
    planned = await episodes.next_planned(work.tx, episode.id)
    if planned is None:
        await runs.plan_next(work, runner, episode)
        return
    asked = await appointments.find(work.tx, AppointmentKind.POST_RUN, planned.id)
    if asked is None or asked.status is not AppointmentStatus.PENDING:
        return
    if await episodes.is_asked_about(work.tx, planned.id):
        return
    starts = await runs.next_start(work, runner, episode)
    if starts is None:
        await appointments.call_off(work.tx, asked, AppointmentStatus.CANCELLED)
        await episodes.drop_outing(work.tx, planned.id)
        return
    begun = planned.planned_for is not None and planned.planned_for <= work.now
    later_today = starts.astimezone(times.zone_of(runner)).date() == _today(work, runner)
    if begun and not later_today and not begun_too:
        return
    await _move(work, runner, episode, planned, asked, starts)


def _today(work: Work, runner: Person) -> date:
    return runner.local(work.now).date()


async def _move(
    work: Work,
    runner: Person,
    episode: Episode,
    planned: Outing,
    asked: Appointment,
    starts: datetime,
) -> None:
    await episodes.move_outing(
        work.tx,
        planned.id,
        on=runner.local(starts).date(),
        zone=runner.zone,
        planned_for=starts,
        km=runs.planned_km(episode),
    )
    end = runs.planned_end(await episodes.outing(work.tx, planned.id))
    assert end is not None
    window = times.after_run(work, runner, end)
    await appointments.move(work.tx, asked, due_at=window.due_at, expires_at=window.expires_at)
    for pending in await appointments.pending_of(work.tx, runner.id):
        if pending.kind is AppointmentKind.GATE:
            await appointments.call_off(work.tx, pending, AppointmentStatus.CANCELLED)
    await before_run.plan(work, runner, episode)


async def everything(work: Work, runner: Person, episode: Episode) -> None:
    """Her clock or her quiet hours are others now: whatever hangs on them moves."""
    await next_run(work, runner, episode)
    for pending in await appointments.pending_of(work.tx, runner.id):
        window = await _window(work, runner, episode, pending)
        if window is not None:
            due_at, expires_at = window
            await appointments.move(
                work.tx, pending, due_at=max(due_at, work.now), expires_at=expires_at
            )


async def _window(
    work: Work, runner: Person, episode: Episode, pending: Appointment
) -> tuple[datetime, datetime | None] | None:
    """When it is due now; None: that does not change."""
    match pending.kind:
        case AppointmentKind.FOLLOW_UP | AppointmentKind.FOLLOW_UP_48 | AppointmentKind.POST_RUN:
            window = await _of_run(work, runner, pending)
            return (window.due_at, window.expires_at) if window else None
        case AppointmentKind.RECOVERY | AppointmentKind.REST_DAY:
            window = times.morning_window(runner, date.fromisoformat(pending.slot))
            return window.due_at, window.expires_at
        case AppointmentKind.EXERCISES:
            return _morning(runner, episode, pending)
        case AppointmentKind.REMINDER:
            return times.out_of_quiet(runner, pending.due_at), pending.expires_at
        case AppointmentKind.PAUSE_END if episode.paused_until is not None:
            return pause_ends(runner, episode.paused_until), None
    return None


async def _of_run(work: Work, runner: Person, pending: Appointment) -> Window | None:
    outing = await episodes.outing(work.tx, pending.subject_id)
    if pending.kind is AppointmentKind.POST_RUN:
        end = runs.planned_end(outing)
        return times.after_run(work, runner, end) if end else None
    if outing.ended_at is None:
        return None
    if pending.kind is AppointmentKind.FOLLOW_UP:
        window = times.day_after(work, runner, outing.ended_at)
        return await suiting.suited(work, runner, outing.episode_id, window, outing.ended_at)
    return times.two_days_after(work, runner, outing.ended_at)


def _morning(
    runner: Person, episode: Episode, pending: Appointment
) -> tuple[datetime, datetime | None]:
    """The same day's exercises at her new hour; no day is had twice, none is lost."""
    wall = episode.exercises_at or runner.quiet_until
    due_at = times.day_begins(runner, date.fromisoformat(pending.slot), wall)
    return due_at, due_at + times.MORNING_LASTS


def pause_ends(runner: Person, until: date) -> datetime:
    """The end of her quiet hours on the first day that is not paused."""
    return times.day_begins(runner, until, runner.quiet_until)


async def tell_of_lost_zones(work: Work) -> None:
    """A zone was taken out of the time zone data: whoever lived by it hears so, once."""
    for person_id, chat_id, zone in await pages.zones_of_runners(work.tx):
        if not is_zone(zone):
            await outbox.say(
                work.tx, chat_id, Message("zone-lost", {"zone": zone}), at=work.now,
                dedup_key=f"zone-lost:{person_id}:{zone}",
            )  # fmt: skip
