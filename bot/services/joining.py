"""Joining by invite: a questionnaire like any other, whose end is an active episode.

Adults only. A refusal voids the invite and the inviter learns it. Consent is kept with its
version. Nothing is asked twice that the inviter has filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInKind, How
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
from bot.model.telling import Params, text
from bot.rules.questions import Changes, Facts, Question
from bot.services import places
from bot.services.questions import Offer
from bot.services.work import Work
from bot.store import checkins, episodes, people

CONSENT_VERSION = "2026-11"
CONSENT_HASH = "ec590b3d97c7fc26"
"""SHA-256 of the English text `ask-consent` at that version; a test holds them together."""
INVITE_LASTS = timedelta(days=7)
QUIET = (time(21), time(8))
RUN_TIMES = ("0630", "0700", "0800", "1200", "1700", "1800", "1900", "2000")
HOURS: dict[str, tuple[frozenset[int], time, time]] = {
    "mf9": (frozenset(range(5)), time(9), time(17)),
    "mf8": (frozenset(range(5)), time(8), time(18)),
    "ms8": (frozenset(range(6)), time(8), time(18)),
    "all8": (frozenset(range(7)), time(8), time(20)),
}


def new_person(chat_id: int, role: Role, name: str, language: str, zone: str) -> Person:
    """Somebody who has just opened an invite."""
    return Person(
        id=PersonId(new_id()),
        chat_id=chat_id,
        role=role,
        name=name or "?",
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
    invite = await people.invite_by_code(work.tx, code)
    if invite is None or invite.revoked_at is not None:
        raise Refusal("refuse-invite")
    if invite.used_by is not None:
        same = person is not None and invite.used_by == person.id
        raise Refusal("refuse-invite-yours" if same else "refuse-invite-used")
    if invite.expires_at <= work.now:
        raise Refusal("refuse-invite-expired")
    if person is not None:
        await _may_join_again(work, person, invite)
    else:
        person = await _new_person(work, invite, chat_id, first_name, language)
    await people.use_invite(work.tx, invite.id, person.id, at=work.now)
    episode = await _episode(work, person, invite) if invite.role is Role.RUNNER else None
    return person, episode, invite


async def _may_join_again(work: Work, person: Person, invite: Invite) -> None:
    """One account, one role; a runner whose episode has ended may begin another."""
    if person.role is not invite.role:
        raise Refusal("refuse-one-role")
    if person.role is Role.PHYSIO or await episodes.of_runner(work.tx, person) is not None:
        raise Refusal("refuse-joined")


async def _new_person(
    work: Work, invite: Invite, chat_id: int, first_name: str, language: str
) -> Person:
    inviter = await people.by_id(work.tx, invite.physio_id) if invite.physio_id else None
    zone = inviter.zone if inviter else work.default_zone
    name = invite.name if invite.role is Role.PHYSIO and invite.name else first_name
    person = new_person(chat_id, invite.role, name, language, zone)
    clinic_id = await _clinic(work, zone) if invite.role is Role.PHYSIO else None
    await people.add(work.tx, person, at=work.now, clinic_id=clinic_id)
    return person


async def _clinic(work: Work, zone: str) -> str:
    days, opens, closes = HOURS["mf9"]
    clinic = Clinic(
        id=new_id(), name="", zone=zone, workdays=days, opens_at=opens, closes_at=closes
    )
    await people.add_clinic(work.tx, clinic)
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


async def facts(work: Work, checkin: CheckIn) -> Facts:
    """What the inviter has filled in is not asked."""
    invite = await people.invite(work.tx, checkin.subject_id or "")
    return Facts(known=frozenset({"side"}) if invite and invite.side else frozenset())


async def params(work: Work, person: Person, checkin: CheckIn, question: Question) -> Params:
    """What the texts of joining need besides the head line."""
    if checkin.kind not in (CheckInKind.JOIN, CheckInKind.JOIN_PHYSIO):
        return {}
    invite = await people.invite(work.tx, checkin.subject_id or "")
    inviter = await people.by_id(work.tx, invite.physio_id) if invite and invite.physio_id else None
    hours: Params = text("nothing")
    if inviter is not None and question.id == "consent":
        clinic = await people.clinic_of(work.tx, inviter.id)
        hours = text(
            "consent-hours",
            days=text(f"workdays-{'-'.join(str(d) for d in sorted(clinic.workdays))}"),
            opens=f"{clinic.opens_at:%H:%M}",
            closes=f"{clinic.closes_at:%H:%M}",
        )
    return {
        "physio": inviter.name if inviter else "",
        "hours": hours,
        "name": person.name,
        "clock": places.wall_clock(person.zone, work.now),
        "role": str(person.role),
    }


def offers(person: Person, checkin: CheckIn, question: Question) -> Sequence[Offer]:
    """Countries, zones and times to tap."""
    match question.id:
        case "country":
            return [Offer(c, f"country-{c.lower()}") for c in places.COUNTRIES]
        case "zone":
            zones = places.zones_of(person.country)
            return [
                Offer(str(n), "label-zone", {"zone": zone.rsplit("/", 1)[-1].replace("_", " ")})
                for n, zone in enumerate(zones)
            ]
        case "run_at":
            return [Offer(t, f"{t[:2]}:{t[2:]}", literal=True) for t in RUN_TIMES]
        case "name":
            return [Offer("same", "label-same-name", {"name": person.name})]
    return []


async def resolve(work: Work, person: Person, question: Question, value: str) -> str:
    """A tapped or typed value of an open question, checked; anything else is refused."""
    match question.id:
        case "country" if value.upper() not in places.COUNTRIES:
            raise Refusal("refuse-buttons")
        case "country":
            return value.upper()
        case "zone":
            zone = places.zone_named(value, person.country)
            if zone is None:
                raise Refusal("refuse-zone")
            return zone
        case "run_at":
            return _time(value)
        case "name":
            return _name(person, value)
    return value


def _time(value: str) -> str:
    digits = value.replace(":", "").replace(".", "").strip()
    digits = f"{digits:0>2}00" if len(digits) <= 2 else digits.zfill(4)
    if not (
        len(digits) == 4 and digits.isdigit() and int(digits[:2]) < 24 and int(digits[2:]) < 60
    ):
        raise Refusal("refuse-time")
    return digits


def _name(person: Person, value: str) -> str:
    name = " ".join(value.split())
    if value == "same":
        return person.name
    if not 1 <= len(name) <= 40:
        raise Refusal("refuse-name")
    return name


async def react(work: Work, person: Person, checkin: CheckIn, changes: Changes) -> CheckIn:
    """Some answers of joining take effect at once: place, hours, name, consent."""
    if checkin.kind not in (CheckInKind.JOIN, CheckInKind.JOIN_PHYSIO):
        return checkin
    if country := changes.get("country"):
        invite = await people.invite(work.tx, checkin.subject_id or "")
        inviter_id = invite.physio_id if invite else None
        zone = (await people.by_id(work.tx, inviter_id)).zone if inviter_id else person.zone
        await people.set_place(
            work.tx, person.id, country=country, zone=places.guess(country, zone)
        )
    if zone_answer := changes.get("zone"):
        await people.set_place(work.tx, person.id, country=person.country, zone=zone_answer)
        return await _ask_clock_again(work, checkin)
    if name := changes.get("name"):
        await people.set_name(work.tx, person.id, name)
    if hours := changes.get("hours"):
        await _set_hours(work, person, hours)
    if changes.get("consent") == "yes":
        await people.add_consent(
            work.tx, person, version=CONSENT_VERSION, text_hash=CONSENT_HASH, at=work.now
        )
    return checkin


async def _ask_clock_again(work: Work, checkin: CheckIn) -> CheckIn:
    """A zone was chosen: the clock it shows is the answer to "is that your time?"."""

    await checkins.answer(work.tx, checkin.id, "zone_ok", "yes", how=How.BUTTON, at=work.now)
    return replace(checkin, answers={**checkin.answers, "zone_ok": "yes"})


async def _set_hours(work: Work, person: Person, hours: str) -> None:
    days, opens, closes = HOURS[hours]
    clinic = await people.clinic_of(work.tx, person.id)
    fresh = await people.by_id(work.tx, person.id)
    await people.set_hours(
        work.tx,
        Clinic(
            id=clinic.id, name=clinic.name, zone=fresh.zone, workdays=days, opens_at=opens,
            closes_at=closes,
        ),
    )  # fmt: skip
