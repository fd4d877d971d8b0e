"""Opening an invite: who may, and the person and the episode it makes. Nothing is asked here.

An invite is for one person. Adults only, one account one role, one episode at a time; a diary
goes on under the link of a physiotherapist.
"""

from __future__ import annotations

from datetime import timedelta

from bot.errors import Refusal
from bot.model.asking import AppointmentKind, AppointmentStatus, CheckInKind, CheckInState
from bot.model.people import (
    Clinic,
    Episode,
    EpisodeId,
    EpisodeState,
    Invite,
    Person,
    PersonId,
    Role,
)
from bot.model.press import new_id
from bot.services.joining import KINDS, QUIET
from bot.services.physios import invite_page, naming
from bot.services.physios.physio_joining import HOURS
from bot.services.work import Work
from bot.store import (
    appointments,
    checkins,
    clinics,
    episodes,
    forgetting,
    invites,
    outbox,
    people,
)
from bot.store.outbox import Subject

TRACE_STAYS = timedelta(days=8)
"""A day longer than a link and the time to finish joining by it."""


def new_person(chat_id: int, role: Role, name: str, language: str, zone: str) -> Person:
    """Somebody who has just opened an invite."""
    return Person(
        id=PersonId(new_id()),
        chat_id=chat_id,
        role=role,
        name=naming.plain(name) or "?",
        language="en" if not language else language.split("-", maxsplit=1)[0],
        zone=zone,
        country=None,
        quiet_from=QUIET[0],
        quiet_until=QUIET[1],
    )


async def open_invite(
    work: Work, person: Person | None, code: str, chat_id: int, first_name: str, language: str,
) -> tuple[Person, Episode | None, Invite]:  # fmt: skip
    """Bind the invite to who opened it; refuse one that is used, expired, revoked or forged."""
    invite = await invites.by_code(work.tx, code)
    if person is not None and invite is not None and invite.used_by == person.id:
        raise Refusal("refuse-invite-yours")
    if invite is None or invite.revoked_at is not None or invite.used_by is not None:
        raise Refusal("refuse-invite")  # to anybody else, used and wrong are the same
    if invite.expires_at <= work.now:
        raise Refusal("refuse-invite-expired")
    if person is not None:
        await _may_join_again(work, person, invite)
    else:
        person = await _new_person(work, invite, chat_id, first_name, language)
    await invites.use(work.tx, invite.id, person.id, at=work.now)
    ends = AppointmentKind.INVITE_ENDS
    await appointments.settle(work.tx, ends, invite.id, AppointmentStatus.DONE)
    await invite_page.redraw(work, invite.id)
    episode = None
    if invite.role is Role.RUNNER:
        kept = await episodes.of_runner(work.tx, person)
        episode = kept or await _episode(work, person, invite)
    return person, episode, invite


async def forget_who_never_agreed(work: Work) -> None:
    """A link was opened, its time is over, and nothing was ever agreed to: nothing is kept."""
    for runner in await people.who_never_agreed(work.tx, before=work.now - TRACE_STAYS):
        await forgetting.forget(work.tx, runner, await forgetting.episodes_of(work.tx, runner))


async def goes_on(work: Work, person: Person | None, code: str) -> bool:
    """Whether she opens again the link with which she has begun to join."""
    invite = await invites.by_code(work.tx, code) if person is not None else None
    if person is None or invite is None or invite.used_by != person.id:
        return False
    begun = await checkins.open_of_person(work.tx, person)
    return any(one.kind in KINDS and one.subject_id == invite.id for one in begun)


async def _may_join_again(work: Work, person: Person, invite: Invite) -> None:
    """One account, one role; a runner whose episode has ended may begin another."""
    if person.role is not invite.role:
        raise Refusal("refuse-one-role")
    if person.role is Role.PHYSIO:
        raise Refusal("refuse-joined")
    episode = await episodes.of_runner(work.tx, person)
    if episode is None:
        return
    if episode.physio_id is not None:
        physio = await people.by_id(work.tx, episode.physio_id)
        raise Refusal("refuse-joined-elsewhere", physio=physio.name)
    await _make_room(work, person, episode)


async def _make_room(work: Work, person: Person, episode: Episode) -> None:
    """A diary goes on under the new link; one that was only begun makes way for it."""
    begun = await checkins.open_of_kind(work.tx, episode.id, CheckInKind.JOIN)
    if begun is None:
        return
    await checkins.finish(work.tx, begun.id, CheckInState.EXPIRED, at=work.now)
    await outbox.retire(work.tx, Subject(person.chat_id, "checkin", begun.id), at=work.now)
    if episode.state is EpisodeState.JOINING:
        await episodes.end(work.tx, episode.id, at=work.now)


async def _new_person(
    work: Work, invite: Invite, chat_id: int, first_name: str, language: str
) -> Person:
    if (left := await people.who_left(work.tx, chat_id)) is not None:
        return await _come_back(work, left, invite)
    inviter = await people.by_id(work.tx, invite.physio_id) if invite.physio_id else None
    zone = inviter.zone if inviter else work.default_zone
    name = invite.name if invite.role is Role.PHYSIO and invite.name else first_name
    person = new_person(chat_id, invite.role, name, language, zone)
    clinic_id = await _clinic(work, invite, zone) if invite.role is Role.PHYSIO else None
    await people.add(work.tx, person, at=work.now, clinic_id=clinic_id)
    return await people.by_id(work.tx, person.id)


async def _come_back(work: Work, left: Person, invite: Invite) -> Person:
    """A physiotherapist who had left; what she signed and closed then stays hers, so that her
    account becomes no runner's.
    """
    if invite.role is not Role.PHYSIO:
        raise Refusal("refuse-one-role")
    clinic_id = await _clinic(work, invite, left.zone)
    name = invite.name or left.name
    await people.come_back(work.tx, left, clinic_id=clinic_id, name=name)
    return await people.by_id(work.tx, left.id)


async def _clinic(work: Work, invite: Invite, zone: str) -> str:
    """The clinic the link leads into, or a new one that is named while she joins."""
    if invite.clinic_id is not None:
        return invite.clinic_id
    days, opens, closes = HOURS["mf9"]
    clinic = Clinic(
        id=new_id(), name="", zone=zone, workdays=days, opens_at=opens, closes_at=closes
    )
    await clinics.add(work.tx, clinic)
    return clinic.id


async def _episode(work: Work, person: Person, invite: Invite) -> Episode:
    episode = Episode(
        id=EpisodeId(new_id()),
        runner_id=person.id,
        physio_id=invite.physio_id,
        pseudonym=invite.pseudonym or "Runner",
        side=invite.side,
        state=EpisodeState.JOINING,
        started_at=work.now,
    )
    await episodes.add(work.tx, episode)
    return episode
