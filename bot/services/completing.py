"""A check-in is complete: tell the rules, settle the run, plan what follows, show the answer."""

from __future__ import annotations

from datetime import datetime

from bot.model.asking import (
    AppointmentKind,
    AppointmentStatus,
    CheckIn,
    CheckInKind,
    CheckInState,
    Outing,
    OutingStatus,
)
from bot.model.measures import Settled
from bot.model.people import Episode, Person
from bot.services import (
    assessing,
    before_run,
    changing,
    concluding,
    enrolling,
    events,
    listening,
    red_care,
    runs,
    screens,
    silence,
    summing_up,
    welcoming,
)
from bot.services.exercises import exercising
from bot.services.work import Work
from bot.store import appointments, checkins

NEXT_DAY = (CheckInKind.FOLLOW_UP, CheckInKind.FOLLOW_UP_48)
PROMPTS = {
    CheckInKind.POST_RUN: AppointmentKind.POST_RUN,
    CheckInKind.FOLLOW_UP: AppointmentKind.FOLLOW_UP,
    CheckInKind.FOLLOW_UP_48: AppointmentKind.FOLLOW_UP_48,
}


async def complete(
    work: Work, person: Person, checkin: CheckIn, episode: Episode | None
) -> str | None:
    """Close it and do what its kind asks for."""
    if checkin.kind is CheckInKind.RED_CARE:
        await red_care.answered(work, person, checkin)
        await screens.show(work, person, checkin, episode, manner=screens.REDRAW)
        return None
    await checkins.finish(work.tx, checkin.id, CheckInState.COMPLETED, at=work.now)
    if checkin.kind is CheckInKind.JOIN_PHYSIO:
        await welcoming.physio_joined(work, person, checkin)
        return None
    assert episode is not None
    if checkin.kind is CheckInKind.JOIN:
        await enrolling.finished(work, person, checkin, episode)
        return None
    if checkin.kind is CheckInKind.EXERCISES:
        await exercising.finished(work, person, checkin, episode)
        return None
    if checkin.kind is CheckInKind.BETTER_TIME:
        await silence.better_time_chosen(work, person, checkin, episode)
        return None
    if checkin.kind is CheckInKind.WORDS and checkin.answers.get("sounds") != "yes":
        await listening.finished(work, person, checkin, episode)
        return None
    if checkin.reopened_at is None:
        await _settle_prompt(work, checkin)
    await appointments.cancel_all(work.tx, checkin.id)
    answered_at = checkin.completed_at or work.now
    await _asked_and_answered(work, person, checkin, episode, answered_at=answered_at)
    return None


async def _settle_prompt(work: Work, checkin: CheckIn) -> None:
    """The appointment that asked is done, and nobody is reminded of it."""
    kind = PROMPTS.get(checkin.kind)
    if kind is not None and checkin.outing_id is not None:
        await appointments.settle(work.tx, kind, checkin.outing_id, AppointmentStatus.DONE)
    elif checkin.kind in (CheckInKind.RECOVERY, CheckInKind.REST_DAY, CheckInKind.GATE):
        assert checkin.episode_id is not None
        open_kind = AppointmentKind(str(checkin.kind))
        await appointments.settle_open(work.tx, open_kind, checkin.episode_id)


async def as_it_stands(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, state: CheckInState
) -> bool:
    """Its time is over. A number she gave is never lost: the rules hear it, the rest as missing."""
    if checkin.reopened_at is not None:
        checkin = await changing.left_alone(work, checkin)
        state = CheckInState.EXPIRED if checkin.late else CheckInState.COMPLETED
    await checkins.finish(work.tx, checkin.id, state, at=work.now)
    await appointments.cancel_all(work.tx, checkin.id)
    if checkin.kind not in events.EVENT_KINDS or not events.has_something_to_tell(checkin):
        return False
    answered_at = checkin.completed_at or checkin.answered_at or work.now
    await _asked_and_answered(work, person, checkin, episode, answered_at=answered_at)
    return True


async def _overtake(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """A later run is reported: open questions about the one before are closed first."""
    for kind in NEXT_DAY:
        asked = await checkins.open_of_kind(work.tx, episode.id, kind)
        if asked is None or asked.outing_id is None:
            continue
        await appointments.settle(
            work.tx, PROMPTS[kind], asked.outing_id, AppointmentStatus.CANCELLED
        )
        if not await as_it_stands(work, person, asked, episode, CheckInState.OVERTAKEN):
            await screens.take_away(work, person, asked, over=True)


async def _asked_and_answered(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, *, answered_at: datetime
) -> None:
    again = checkin.reopened_at is not None
    ran = checkin.kind is CheckInKind.POST_RUN and checkin.answers.get("ran") != "no"
    if ran and not again:
        await _overtake(work, person, checkin, episode)
    event, outing = await concluding.event_of(work, person, checkin, episode, at=answered_at)
    if again:
        await checkins.changes_done(work.tx, checkin.id, at=work.now)
    before = await assessing.state_of(work, episode)
    conclusion = await concluding.conclude(work, checkin, episode, event)
    next_at = await _plan(work, person, checkin, episode, outing, event.settled)
    urgent = await red_care.advise(work, person, episode, conclusion.raised)
    params = await summing_up.params(work, person, checkin, episode, before, conclusion, next_at)
    await summing_up.show(work, person, checkin, episode, params, urgent=urgent)


async def _plan(
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode,
    outing: Outing | None,
    settled: Settled | None,
) -> datetime | None:
    """What is asked next, and when."""
    if checkin.kind is CheckInKind.POST_RUN and outing is not None:
        await runs.plan_next(work, person, episode)
        await before_run.plan(work, person, episode)
        ran = checkin.answers.get("ran") != "no"
        if ran and outing.status is OutingStatus.REPORTED and outing.ended_at is not None:
            return await runs.plan_follow_up(work, person, outing, outing.ended_at)
        await runs.settle_not_run(work, person, episode, outing.id)
    if checkin.kind is CheckInKind.FOLLOW_UP and outing is not None:
        if settled is Settled.NOT_YET:
            await runs.plan_48(work, person, outing)
        else:
            await runs.drop_48(work, outing)
    return None
