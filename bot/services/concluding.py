"""A check-in is heard by the rules: signs and very high pain at once, the whole when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.model.asking import CheckIn, CheckInKind, Outing, OutingStatus
from bot.model.care import Assessment, Event
from bot.model.measures import Sign
from bot.model.people import Episode, Person
from bot.model.telling import Message, Priority
from bot.services import assessing, events, joining, red_care, refolding, runs, summing_up
from bot.services.work import Work
from bot.store import episodes, outbox
from bot.store.outbox import Manner


async def event_of(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, *, at: datetime
) -> tuple[Event, Outing | None]:
    """What the check-in says, and the run it is about. Graded signs were heard at once: those that
    a physiotherapist has dealt with since are facts, but no news.
    """
    outing = await _outing(work, person, checkin)
    event = events.event_of(checkin, episode, at=person.local(at), outing=outing)
    known = await refolding.dealt_with(work, episode, checkin) if event.signs else frozenset[Sign]()
    return replace(event, known_signs=known & event.signs), outing


async def conclude(work: Work, checkin: CheckIn, episode: Episode, event: Event) -> Assessment:
    """What the rules say; of a changed or late answer as if it had always been so."""
    if checkin.reopened_at is not None:
        return await refolding.refold(work, episode, checkin, event)
    return (await assessing.assess(work, episode, event, checkin_id=checkin.id)).conclusion


async def hear_signs(
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode,
    new: frozenset[Sign],
    *,
    ungraded: bool = False,
) -> None:
    """Signs do not wait for the rest of the form; `new` are those of this very tap."""
    now = person.local(work.now)
    if checkin.kind is CheckInKind.JOIN:
        event = await joining.heard(work, checkin, episode, now)
    else:
        event = events.signs_event(checkin, now, side=episode.side, ungraded=ungraded)
        known = await refolding.dealt_with(work, episode, checkin)
        event = replace(event, known_signs=(known & event.signs) - new)
    assessed = await assessing.assess(work, episode, event, checkin_id=checkin.id)
    await red_care.advise(work, person, episode, assessed.conclusion.raised)


async def hear_high_pain(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """Very high pain does not wait for the rest of the form: the rules hear it in the same tap."""
    answered_at = checkin.completed_at or work.now
    event, _ = await event_of(work, person, checkin, episode, at=answered_at)
    conclusion = await conclude(work, checkin, episode, event)
    told = await summing_up.told(work, person, episode, conclusion)
    if told["key"] == "told-urgent":
        await outbox.say(
            work.tx,
            person.chat_id,
            Message(told["key"], told["params"]),
            at=work.now,
            dedup_key=f"high:{checkin.id}",
            manner=Manner(priority=Priority.ALERT, protect=False),
        )


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
