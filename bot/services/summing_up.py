"""What a finished check-in means, said on its own message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.model.asking import CheckIn, CheckInKind
from bot.model.care import Assessment, RuleId, Urgency
from bot.model.people import Episode, Person
from bot.model.records import permission_record
from bot.model.telling import Message, Params, text
from bot.rules.state import State
from bot.services import assessing, changing, diary, meaning, screens, times
from bot.services.alerting import reading
from bot.services.work import Work, when
from bot.store import outbox
from bot.store.outbox import Subject

NEXT_DAY = (CheckInKind.FOLLOW_UP, CheckInKind.FOLLOW_UP_48)


async def show(
    work: Work, person: Person, checkin: CheckIn, episode: Episode, params: Params, *, urgent: bool
) -> None:
    """On the message of the check-in; for a day it can be changed there."""
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


async def params(
    work: Work,
    person: Person,
    checkin: CheckIn,
    episode: Episode,
    before: State,
    conclusion: Assessment,
    next_at: datetime | None,
) -> Params:
    """The answers, what they mean for the run and the next, and what is asked or told next."""
    pain = checkin.answers.get("pain", checkin.answers.get("pain_now"))
    heard = await told(work, person, episode, conclusion)
    if heard["key"] == "nothing":
        heard = await meaning.news(work, episode, before, conclusion)
    tip = meaning.tip(before, conclusion) if checkin.kind in NEXT_DAY else []
    lines = [one for one in (heard, *tip) if one["key"] != "nothing"]
    return {
        "about": await screens.about(work, person, checkin, episode),
        "answers": text("answers-pain", pain=int(pain)) if pain else text("answers-none"),
        "response": assessing.spoken_response(conclusion),
        "permission": assessing.spoken_permission(
            permission_record(conclusion.permission), today=person.local(work.now).date()
        ),
        "next": text("next-question", at=when(next_at)) if next_at else text("nothing"),
        "told": lines if tip else heard,
        "reason": checkin.answers.get("reason", "none"),
    }


async def told(work: Work, person: Person, episode: Episode, conclusion: Assessment) -> Params:
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
