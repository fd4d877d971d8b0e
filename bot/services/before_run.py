"""The question on the morning of a planned run, asked only where the last run gives a reason."""

from __future__ import annotations

from datetime import date

from bot.model.asking import AppointmentKind, CheckInKind
from bot.model.care import Response
from bot.model.people import Episode, Person
from bot.rules import gating
from bot.services import assessing, times
from bot.services.work import Work
from bot.store import appointments, cards, checkins, episodes

CHECKS = (CheckInKind.RECOVERY, CheckInKind.REST_DAY)


async def plan(work: Work, runner: Person, episode: Episode) -> None:
    """For the next planned run, if its morning comes before it: at the end of her quiet hours,
    until the run. Whether it is wanted is found out then.
    """
    outing = await episodes.next_planned(work.tx, episode.id)
    if episode.physio_id is None or outing is None or outing.planned_for is None:
        return
    day = runner.local(outing.planned_for).date()
    window = times.morning_window(runner, day)
    if window.due_at >= outing.planned_for or work.now >= outing.planned_for:
        return
    await appointments.plan(
        work.tx,
        AppointmentKind.GATE,
        subject_type="episode",
        subject_id=episode.id,
        slot=day.isoformat(),
        person_id=runner.id,
        due_at=max(window.due_at, work.now),
        expires_at=outing.planned_for,
    )


async def is_wanted(work: Work, runner: Person, episode: Episode) -> bool:
    """A run is planned today and may be allowed, nothing is locked, her last run gives a reason,
    and she has not been asked already.
    """
    today = runner.local(work.now).date()
    outing = await episodes.next_planned(work.tx, episode.id)
    if outing is None or outing.planned_for is None:
        return False
    if runner.local(outing.planned_for).date() != today:
        return False
    if await cards.open_locks(work.tx, episode.id) or await _not_before(work, episode) > today:
        return False
    state, values = await assessing.state_of(work, episode), work.book.on(today, episode.parameters)
    if not gating.ask_before_run(state, int(work.now.timestamp()), values):
        return False
    red = state.latest is not None and state.latest.response == Response.RED
    return not await _asked(work, runner, episode, also_checks=not red)


async def _not_before(work: Work, episode: Episode) -> date:
    """The day from which she may run, as was said last."""
    said = await assessing.latest(work, episode)
    day = said["permission"]["next_run_from"] if said is not None else None
    return date.fromisoformat(day) if day else date.min


async def _asked(work: Work, runner: Person, episode: Episode, *, also_checks: bool) -> bool:
    """Whether she has answered today, or a question whose answer says the same is open or due."""
    answered = await checkins.latest_completed(work.tx, episode.id, CheckInKind.GATE)
    at = answered.completed_at if answered is not None else None
    today = runner.local(work.now).date()
    if at is not None and runner.local(at).date() == today:
        return True
    for kind in CHECKS if also_checks else ():
        check = await appointments.find(work.tx, AppointmentKind(str(kind)), episode.id)
        if check is not None and runner.local(check.due_at).date() <= today:
            return True
    return False
