"""A check-in is complete: tell the rules, settle the run, plan what follows, show the answer."""

from __future__ import annotations

from dataclasses import replace
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
from bot.model.care import Assessment, Event, RuleId, Urgency
from bot.model.measures import Settled
from bot.model.people import Episode, Person
from bot.model.records import permission_record
from bot.model.telling import Message, Params, Priority, text
from bot.rules.state import State
from bot.services import (
    assessing,
    before_run,
    changing,
    diary,
    enrolling,
    events,
    exercising,
    listening,
    meaning,
    reading,
    red_care,
    refolding,
    runs,
    screens,
    silence,
    times,
    welcoming,
)
from bot.services.work import Work, when
from bot.store import appointments, cards, checkins, episodes, outbox
from bot.store.outbox import Manner, Subject

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
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode,
    *,
    answered_at: datetime,
) -> None:
    again = checkin.reopened_at is not None
    ran = checkin.kind is CheckInKind.POST_RUN and checkin.answers.get("ran") != "no"
    if ran and not again:
        await _overtake(work, person, checkin, episode)
    outing = await _outing(work, person, checkin)
    event = events.event_of(checkin, episode, at=person.local(answered_at), outing=outing)
    if await cards.red_closed_since(work.tx, episode.id, since=checkin.opened_at):
        # Graded signs were heard at once; a physiotherapist has dealt with them since.
        event = replace(event, signs=frozenset(), signs_asked=False)
    if again:
        await checkins.changes_done(work.tx, checkin.id, at=work.now)
    before = await assessing.state_of(work, episode)
    conclusion = await _conclude(work, checkin, episode, event)
    next_at = await _plan(work, person, checkin, episode, outing, event.settled)
    urgent = await red_care.advise(work, person, episode, conclusion.raised)
    params = await _params(work, person, checkin, episode, before, conclusion, next_at)
    message = await _said(work, person, checkin, episode, params, urgent=urgent)
    message = replace(message, keyboard=(*message.keyboard, *changing.change_button(checkin)))
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=screens.REDRAW)


async def _said(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, params: Params, *, urgent: bool
) -> Message:
    """What the finished check-in means; in a diary, only that it is kept."""
    if diary.is_diary(episode):
        return await diary.kept(work, episode, params)
    if checkin.kind is CheckInKind.POST_RUN and checkin.answers.get("ran") == "no":
        key = "done-not-run"
    else:
        key = f"done-{str(checkin.kind).replace('_', '-')}"
    message = Message(key, params)
    if checkin.kind is CheckInKind.GATE:
        message = await meaning.today(work, person, episode, checkin, told=params["told"])
    if checkin.kind in (*NEXT_DAY, CheckInKind.GATE):
        below = () if urgent else await meaning.buttons(work, episode, checkin)
        message = replace(message, keyboard=below)
    return message


async def _conclude(work: Work, checkin: CheckIn, episode: Episode, event: Event) -> Assessment:
    """What the rules say; of a changed or late answer as if it had always been so."""
    if checkin.reopened_at is not None:
        return await refolding.refold(work, episode, checkin, event)
    return (await assessing.assess(work, episode, event, checkin_id=checkin.id)).conclusion


async def _params(
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode,
    before: State,
    conclusion: Assessment,
    next_at: datetime | None,
) -> Params:
    pain = checkin.answers.get("pain", checkin.answers.get("pain_now"))
    told = await _told(work, person, episode, conclusion)
    if told["key"] == "nothing":
        told = await meaning.news(work, episode, before, conclusion)
    return {
        "about": await screens.about(work, person, checkin, episode),
        "answers": text("answers-pain", pain=int(pain)) if pain else text("answers-none"),
        "response": assessing.spoken_response(conclusion),
        "permission": assessing.spoken_permission(
            permission_record(conclusion.permission), today=person.local(work.now).date()
        ),
        "next": text("next-question", at=when(next_at)) if next_at else text("nothing"),
        "told": told,
        "reason": checkin.answers.get("reason", "none"),
    }


async def hear_high_pain(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """Very high pain does not wait for the rest of the form: the rules hear it in the same tap."""
    outing = await _outing(work, person, checkin)
    event = events.event_of(checkin, episode, at=person.local(work.now), outing=outing)
    conclusion = await _conclude(work, checkin, episode, event)
    told = await _told(work, person, episode, conclusion)
    if told["key"] == "told-urgent":
        await outbox.say(
            work.tx,
            person.chat_id,
            Message(told["key"], told["params"]),
            at=work.now,
            dedup_key=f"high:{checkin.id}",
            manner=Manner(priority=Priority.ALERT, protect=False),
        )


async def _told(work: Work, person: Person, episode: Episode, conclusion: Assessment) -> Params:
    """Whether the physiotherapist hears of this, and when she reads: true, or nothing."""
    raised = [f for f in conclusion.raised if f.urgency is not Urgency.ROUTINE]
    if not raised or any(f.rule is RuleId.RED_FLAG for f in raised):
        return text("nothing")
    hours = text("care-no-physio")
    if episode.physio_id is not None:
        hours = await reading.reading_hours(work, episode.physio_id)
    if any(f.urgency.immediate for f in raised):
        local = person.local(work.now)
        return text(
            "told-urgent",
            numbers=reading.emergency_words(person),
            hours=hours,
            night=times.is_night(local),
        )
    return text("told-physio", hours=hours) if episode.physio_id else text("nothing")


async def _outing(work: Work, person: Person, checkin: CheckIn) -> Outing | None:
    """The run this is about; a completed post-run check-in settles it first."""
    if checkin.outing_id is None:
        return await episodes.last_run(work.tx, checkin.episode_id) if checkin.episode_id else None
    outing = await episodes.outing(work.tx, checkin.outing_id)
    if checkin.kind is not CheckInKind.POST_RUN or checkin.answers.get("ran") == "no":
        return outing
    ended, known_from = runs.ended_at(outing, checkin, checkin.answered_at or work.now)
    distance = checkin.answers.get("distance", "skip")
    await episodes.settle_outing(
        work.tx,
        outing.id,
        status=OutingStatus.REPORTED,
        ended_at=ended,
        ended_from=known_from,
        distance_km=None if distance == "skip" else float(distance),
    )
    return await episodes.outing(work.tx, outing.id)


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
