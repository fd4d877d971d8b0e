"""Outings: exactly the next planned one exists; what a run became, and when it is asked about."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.asking import (
    AppointmentKind,
    AppointmentStatus,
    CheckIn,
    Outing,
    OutingStatus,
)
from bot.model.people import Episode, Person
from bot.model.press import new_id
from bot.services import suiting, times
from bot.services.work import Work
from bot.store import appointments, episodes

MINUTES_PER_KM = 7
"""Only to guess when a planned run ends, so that the question comes after it."""
SAME_RUN = timedelta(hours=3)
A_DAY = timedelta(days=1)
ENDED_AGO = {
    "now": timedelta(0),
    "1": timedelta(hours=1),
    "2": timedelta(hours=2, minutes=30),
    "5": timedelta(hours=5),
}


def planned_end(outing: Outing) -> datetime | None:
    """When a planned run should be over."""
    if outing.planned_for is None:
        return None
    return outing.planned_for + timedelta(minutes=MINUTES_PER_KM * (outing.planned_km or 5))


def planned_km(episode: Episode) -> float | None:
    """Her usual distance, or the physiotherapist's hold if that is less."""
    return min(filter(None, (episode.usual_km, episode.max_km)), default=None)


async def next_start(work: Work, runner: Person, episode: Episode) -> datetime | None:
    """When she means to run next: not in a pause, nor on a day whose planned run is answered."""
    if episode.run_at is None or not episode.run_days:
        return None
    today = runner.local(work.now).date()
    days = [episode.paused_until] if episode.paused_until else []
    answered = await episodes.last_day_planned(work.tx, episode.id)
    if answered is not None and answered <= today + A_DAY:  # later: by a clock that was wrong
        days.append(answered + A_DAY)
    return times.next_run(work, runner, episode, episode.run_at, max(days, default=None))


async def plan_next(work: Work, runner: Person, episode: Episode) -> None:
    """Make the next planned outing exist, with the question after it."""
    if await episodes.next_planned(work.tx, episode.id) is not None:
        return
    starts = await next_start(work, runner, episode)
    if starts is None:
        return
    outing_id = new_id()
    await episodes.add_outing(
        work.tx,
        outing_id=outing_id,
        episode_id=episode.id,
        on=runner.local(starts).date(),
        zone=runner.zone,
        planned_for=starts,
        planned_km=planned_km(episode),
    )
    await plan_question(work, runner, await episodes.outing(work.tx, outing_id))


async def plan_question(work: Work, runner: Person, outing: Outing) -> bool:
    """After a planned run; False if it was planned before, and not called off."""
    end = planned_end(outing)
    assert end is not None
    window = times.after_run(work, runner, end)
    return await appointments.plan(
        work.tx,
        AppointmentKind.POST_RUN,
        subject_type="outing",
        subject_id=outing.id,
        person_id=runner.id,
        due_at=window.due_at,
        expires_at=window.expires_at,
    )


async def outing_to_report(work: Work, runner: Person, episode: Episode) -> str:
    """The planned outing that `/run` means, or a new one that nobody planned."""
    planned = await episodes.next_planned(work.tx, episode.id)
    end = planned_end(planned) if planned else None
    if planned is not None and end is not None and abs(end - work.now) <= SAME_RUN:
        return planned.id
    outing_id = new_id()
    await episodes.add_outing(
        work.tx,
        outing_id=outing_id,
        episode_id=episode.id,
        on=runner.local(work.now).date(),
        zone=runner.zone,
        ended_at=work.now,
    )
    return outing_id


def ended_at(outing: Outing, checkin: CheckIn, answered_at: datetime) -> tuple[datetime, str]:
    """(when the run ended, how that is known); once it is known it does not move."""
    if outing.status is OutingStatus.REPORTED and outing.ended_at is not None:
        return outing.ended_at, "answer"
    if "ended" in checkin.answers:
        return answered_at - ENDED_AGO[checkin.answers["ended"]], "answer"
    end = planned_end(outing)
    return (min(end, answered_at), "plan") if end else (answered_at, "answer")


async def plan_follow_up(work: Work, runner: Person, outing: Outing, ended: datetime) -> datetime:
    """The question 24 h after the latest run, and when it is due. What was still to be asked
    about a run before is overtaken: it is asked before the next run.
    """
    latest = await episodes.last_run(work.tx, outing.episode_id)
    if latest is not None and latest.ended_at is not None and latest.ended_at > ended:
        asked = await appointments.find(work.tx, AppointmentKind.FOLLOW_UP, latest.id)
        if asked is not None:
            return asked.due_at
    await _drop_overtaken(work, outing)
    window = times.day_after(work, runner, ended)
    window = await suiting.suited(work, runner, outing.episode_id, window, ended)
    await appointments.plan(
        work.tx,
        AppointmentKind.FOLLOW_UP,
        subject_type="outing",
        subject_id=outing.id,
        person_id=runner.id,
        due_at=window.due_at,
        expires_at=window.expires_at,
    )
    return window.due_at


async def _drop_overtaken(work: Work, outing: Outing) -> None:
    before = await episodes.run_before(work.tx, outing)
    if before is None:
        return
    for kind in (AppointmentKind.FOLLOW_UP, AppointmentKind.FOLLOW_UP_48):
        await appointments.settle(work.tx, kind, before.id, AppointmentStatus.CANCELLED)


async def plan_48(work: Work, runner: Person, outing: Outing) -> None:
    """Not settled after 24 h: asked again at 48."""
    assert outing.ended_at is not None
    window = times.two_days_after(work, runner, outing.ended_at)
    await appointments.plan(
        work.tx,
        AppointmentKind.FOLLOW_UP_48,
        subject_type="outing",
        subject_id=outing.id,
        person_id=runner.id,
        due_at=max(window.due_at, work.now),
        expires_at=window.expires_at,
    )


async def drop_48(work: Work, outing: Outing) -> None:
    """Settled after all: nothing more is asked about this run."""
    cancelled = AppointmentStatus.CANCELLED
    await appointments.settle(work.tx, AppointmentKind.FOLLOW_UP_48, outing.id, cancelled)


async def settle_not_run(work: Work, runner: Person, episode: Episode, outing_id: str) -> None:
    """She did not run: nothing is invented, and the next one is planned."""
    await episodes.settle_outing(work.tx, outing_id, status=OutingStatus.NOT_RUN)
    cancelled = AppointmentStatus.CANCELLED
    await appointments.settle(work.tx, AppointmentKind.FOLLOW_UP, outing_id, cancelled)
    await plan_next(work, runner, episode)
