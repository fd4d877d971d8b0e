"""The end of joining: a runner or physiotherapist is in, or was kindly refused."""

from __future__ import annotations

from bot.model.asking import AppointmentKind, AppointmentStatus, CheckIn
from bot.model.people import Episode, EpisodeState, Person, PersonId, Role
from bot.model.press import Press
from bot.model.telling import Message, text
from bot.services import diary, runs, times
from bot.services.alerting import reading
from bot.services.physios import deputies, physio_joining, test_alerts
from bot.services.plans import signing
from bot.services.work import Work, button, when
from bot.store import appointments, episodes, invites, outbox, people
from bot.store.outbox import Manner, Subject


async def runner_joined(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """She is told what happens next; her first run and her mornings are planned."""
    person = await people.by_id(work.tx, person.id)
    await people.set_joined(work.tx, person.id, at=work.now)
    await runs.plan_next(work, person, episode)
    await plan_morning(work, person, episode)
    message = await diary.begins(work, person, episode)
    if episode.physio_id is not None:
        planned = await episodes.next_planned(work.tx, episode.id)
        hours = await reading.reading_hours(work, episode.physio_id)
        at = planned.planned_for if planned else None
        params = {
            "run": when(at) if at else "",
            "planned": at is not None,
            "hours": hours,
            "stands_in": await deputies.stands_in(work, episode.physio_id),
        }
        message = Message("joined", params)
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now)
    await _ask_right_person(work, person, checkin, episode)


async def _ask_right_person(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """The inviter confirms that the link reached whom it was meant for."""
    if episode.physio_id is None:
        return
    physio = await people.by_id(work.tx, episode.physio_id)
    keys = (
        (
            button("label-right-person", Press("j", episode.id, ("yes",))),
            button("label-wrong-person", Press("j", episode.id, ("no",))),
        ),
    )
    message = Message("runner-joined", {"name": episode.pseudonym, "first": person.name}, keys)
    subject = Subject(physio.chat_id, "joined", episode.id)
    await outbox.draw(work.tx, subject, message, at=work.now, manner=Manner(fresh=True))
    page = Subject(physio.chat_id, "invite", checkin.subject_id or "")
    await outbox.retire(work.tx, page, at=work.now)  # what it said is over: this says more


async def end(work: Work, episode: Episode) -> None:
    """Nothing more is asked; open appointments about the episode and its next run go."""
    await episodes.end(work.tx, episode.id, at=work.now)
    await appointments.cancel_all(work.tx, episode.id)
    planned = await episodes.next_planned(work.tx, episode.id)
    if planned is not None:
        await appointments.cancel_all(work.tx, planned.id)


async def refused(work: Work, person: Person, checkin: CheckIn, episode: Episode) -> None:
    """No consent, or under 18: a kind word, the invite is void, the inviter is told."""
    minor = checkin.answers.get("age") == "under_18"
    if episode.state is EpisodeState.JOINING:
        await end(work, episode)
    if checkin.subject_id:
        await invites.revoke(work.tx, checkin.subject_id, at=work.now)
    subject = Subject(person.chat_id, "checkin", checkin.id)
    invite = await invites.by_id(work.tx, checkin.subject_id or "")
    key = "refused-minor" if minor else "refused-consent"
    said = key if invite is not None else "refused-minor-diary"
    said = "diary-stays" if episode.state is EpisodeState.ACTIVE else said
    numbers = reading.emergency_words(person)
    await outbox.draw(work.tx, subject, Message(said, {"numbers": numbers}), at=work.now)
    if invite is not None and invite.physio_id is not None:
        physio = await people.by_id(work.tx, invite.physio_id)
        told = Message(f"runner-{key}", {"name": invite.pseudonym or ""})
        await outbox.say(work.tx, physio.chat_id, told, at=work.now,
                         dedup_key=f"refused:{checkin.id}")  # fmt: skip


async def plan_morning(work: Work, person: Person, episode: Episode) -> None:
    """The next morning's look at the episode: silence, exercises."""
    due_at = times.next_morning(work, person, episode.exercises_at)
    await appointments.plan(
        work.tx,
        AppointmentKind.EXERCISES,
        subject_type="episode",
        subject_id=episode.id,
        slot=person.local(due_at).date().isoformat(),
        person_id=person.id,
        due_at=due_at,
        expires_at=due_at + times.MORNING_LASTS,
    )


async def physio_joined(work: Work, person: Person, checkin: CheckIn) -> None:
    """She has pressed the test alert; her morning cards begin."""
    assert person.role is Role.PHYSIO
    await people.set_joined(work.tx, person.id, at=work.now)
    person = await people.by_id(work.tx, person.id)
    await plan_morning_card(work, person)
    await test_alerts.plan(work, person)
    asked = checkin.answers.get("deputy", physio_joining.NOBODY)
    deputy = text("deputy-none")
    if await deputies.ask(work, person, asked):
        colleague = await people.by_id(work.tx, PersonId(asked))
        deputy = text("deputy-waits", name=colleague.name)
    hours = await reading.reading_hours(work, person.id)
    signed = await signing.is_signed(work, person.id)
    message = Message("physio-joined", {"hours": hours, "deputy": deputy, "signed": signed})
    subject = Subject(person.chat_id, "checkin", checkin.id)
    await outbox.draw(work.tx, subject, message, at=work.now)


async def plan_morning_card(work: Work, physio: Person, *, anew: bool = False) -> None:
    """The next working morning at eight: all quiet, or what is open. `anew`: her days are others
    now, and what was planned by the old ones is not wanted.
    """
    if physio.left_at is not None:
        return
    clinic = await people.clinic_of(work.tx, physio.id)
    due_at = times.working_morning(clinic, work.now)
    slot = due_at.date().isoformat()
    if anew:
        kind = AppointmentKind.MORNING_CARD
        await appointments.settle(work.tx, kind, physio.id, AppointmentStatus.CANCELLED)
    await appointments.plan(
        work.tx,
        AppointmentKind.MORNING_CARD,
        subject_type="physio",
        subject_id=physio.id,
        slot=slot,
        person_id=physio.id,
        due_at=due_at,
    )
