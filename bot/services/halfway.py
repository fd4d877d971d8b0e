"""Joining left half-way: the same question once more next day, and after a week it is over."""

from __future__ import annotations

from datetime import timedelta

from bot.model.asking import AppointmentKind, CheckIn, CheckInState
from bot.model.people import Episode, EpisodeState, Person
from bot.model.telling import Message
from bot.services import postponing, screens, times, welcoming
from bot.services.work import Work
from bot.store import appointments, checkins, invites, outbox, people
from bot.store.outbox import Subject

ONCE_MORE = timedelta(hours=24)
LASTS = timedelta(days=7)
OVER = "over"


async def plan(work: Work, person: Person, checkin: CheckIn) -> None:
    """One reminder, outside quiet hours, and an end."""
    await appointments.plan(
        work.tx,
        AppointmentKind.REMINDER,
        subject_type="checkin",
        subject_id=checkin.id,
        slot="reminder",
        person_id=person.id,
        due_at=times.out_of_quiet(person, work.now + ONCE_MORE),
    )
    await postponing.plan_close(work, person, checkin, LASTS, slot=OVER)


async def over(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """A week has passed: a kind word, nothing more is asked, and the inviter hears of it once.

    A sign that was told on the way was heard then; its advice and its card go on. A diary that was
    only to be joined to a physiotherapist stays a diary.
    """
    await checkins.finish(work.tx, checkin.id, CheckInState.EXPIRED, at=work.now)
    await appointments.cancel_all(work.tx, checkin.id)
    diary = episode.state is EpisodeState.ACTIVE
    invite = await invites.by_id(work.tx, checkin.subject_id) if checkin.subject_id else None
    if not diary:
        await welcoming.end(work, episode)
    key = "joining-over-diary-stays" if diary else "joining-over"
    key = key if invite else "joining-over-diary"
    subject = Subject(person.chat_id, "checkin", checkin.id)
    manner = screens.ASK_SILENTLY
    await outbox.draw(work.tx, subject, Message(key), at=work.now, manner=manner)
    if invite is None or invite.physio_id is None:
        return
    physio = await people.by_id(work.tx, invite.physio_id)
    told = Message("runner-did-not-finish", {"name": invite.pseudonym or ""})
    await outbox.say(work.tx, physio.chat_id, told, at=work.now, dedup_key=f"halfway:{checkin.id}")
