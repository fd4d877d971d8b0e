"""Joining by invite: a questionnaire like any other, whose end is an active episode.

Adults only. A refusal voids the invite and the inviter learns it. Consent is kept with its
version. Nothing is asked twice that the inviter has filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.errors import Refusal
from bot.model.asking import CheckIn, CheckInKind, How
from bot.model.care import Event
from bot.model.people import (
    Clinic,
    Episode,
    EpisodeState,
    Person,
)
from bot.model.press import Press
from bot.model.telling import Message, Params, text
from bot.rules.questions import Changes, Facts, Question
from bot.rules.stepping import step_back
from bot.services import diary, events, places
from bot.services.questions import Offer
from bot.services.work import Work, button
from bot.store import checkins, episodes, people

CONSENT_VERSION = "2026-11"
CONSENT_HASH = "ec590b3d97c7fc26"
"""SHA-256 of the English text `ask-consent` at that version; a test holds them together."""
DIARY_VERSION = "2026-11-diary"
DIARY_HASH = "8274198100cd4030"
"""The same of `diary-consent`."""
INVITE_LASTS = timedelta(days=7)
KINDS = (CheckInKind.JOIN, CheckInKind.JOIN_PHYSIO)
TOLD_IN_DIARY = frozenset(
    {
        *("age", "country", "zone_ok", "zone", "risks", "side", "since", "run_days", "run_at"),
        *("pain_running", "pain_daily", "pain_stairs", "usual_km"),
    }
)
"""What a physiotherapist's link does not ask again of who has kept a diary."""
QUIET = (time(21), time(8))
RUN_TIMES = ("0630", "0700", "0800", "1200", "1700", "1800", "1900", "2000")
HOURS: dict[str, tuple[frozenset[int], time, time]] = {
    "mf9": (frozenset(range(5)), time(9), time(17)),
    "mf8": (frozenset(range(5)), time(8), time(18)),
    "ms8": (frozenset(range(6)), time(8), time(18)),
    "all8": (frozenset(range(7)), time(8), time(20)),
}


async def facts(work: Work, checkin: CheckIn) -> Facts:
    """What the inviter has filled in is not asked, nor what a diary knows or does not need."""
    invite = await people.invite(work.tx, checkin.subject_id or "")
    if invite is None:
        return Facts(known=diary.SKIPS)
    assert checkin.episode_id is not None
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    if episode.state is EpisodeState.ACTIVE:
        return Facts(known=TOLD_IN_DIARY)
    return Facts(known=frozenset({"side"}) if invite.side else frozenset())


async def heard(work: Work, checkin: CheckIn, episode: Episode, at: datetime) -> Event:
    """The intake as the rules hear it: with the signs that the inviter marked as known and
    examined, and without what a diary has told them before.
    """
    if episode.age_band is not None and "age" not in checkin.answers:
        answers = {**checkin.answers, "age": str(episode.age_band)}
        checkin = replace(checkin, answers=answers)
    event = events.event_of(checkin, episode, at=at)
    invite = await people.invite(work.tx, checkin.subject_id or "")
    return replace(event, known_signs=invite.known_signs) if invite else event


def with_back(message: Message, checkin: CheckIn, question: Question, facts: Facts) -> Message:
    """Under a question of joining: one step back, where there is one."""
    if checkin.kind not in KINDS or step_back(checkin.kind, checkin.answers, facts) is None:
        return message
    back = button("label-back", Press("back", checkin.id, (question.id,)))
    return replace(message, keyboard=(*message.keyboard, (back,)))


async def params(work: Work, person: Person, checkin: CheckIn, question: Question) -> Params:
    """What the texts of joining need besides the head line."""
    if checkin.kind not in KINDS:
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
        kept = await episodes.of_runner(work.tx, person)
        if kept is not None and kept.state is EpisodeState.ACTIVE:
            hours = text("consent-diary-too", hours=hours)
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
    if checkin.kind not in KINDS:
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
