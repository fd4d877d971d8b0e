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
from bot.model.people import Episode, EpisodeState, Invite, Person
from bot.model.press import Press
from bot.model.telling import Message, Params, text
from bot.rules.questions import Changes, Facts, Question, starting_plan
from bot.rules.stepping import step_back
from bot.services import diary, events
from bot.services.alerting import reading
from bot.services.own import places
from bot.services.physios import physio_joining
from bot.services.questions import Offer
from bot.services.work import Work, button
from bot.store import checkins, episodes, invites, people

CONSENT_VERSION = "2026-11.2"
CONSENT_HASH = "3eddc09e1036e1c0"
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


async def facts(work: Work, checkin: CheckIn) -> Facts:
    """What the inviter has filled in is not asked, nor what a diary knows or does not need."""
    invite = await invites.by_id(work.tx, checkin.subject_id or "")
    if checkin.kind is CheckInKind.JOIN_PHYSIO:
        return await physio_joining.facts(work, checkin, invite)
    if invite is None:
        return Facts(known=diary.SKIPS)
    assert checkin.episode_id is not None
    episode = await episodes.by_id(work.tx, checkin.episode_id)
    if episode.state is EpisodeState.ACTIVE:
        return Facts(known=TOLD_IN_DIARY | filled_in(invite))
    return Facts(known=filled_in(invite))


def filled_in(invite: Invite) -> frozenset[str]:
    """The questions her physiotherapist has answered for her."""
    plan = starting_plan(invite.template)
    known = set(plan.answers) if plan else set()
    known |= {"side"} if invite.side else set()
    known |= {"kit"} if invite.kit is not None else set()
    known |= {"longest_ok"} if longest_ok(invite) is not None else set()
    return frozenset(known)


def longest_ok(invite: Invite) -> float | None:
    """The longest run with little pain, as far as the inviter knows it or her plan begins there."""
    plan = starting_plan(invite.template)
    if invite.longest_ok_km is None and plan is not None:
        return plan.longest_ok_km
    return invite.longest_ok_km


async def heard(work: Work, checkin: CheckIn, episode: Episode, at: datetime) -> Event:
    """The intake as the rules hear it: with the signs that the inviter marked as known and
    examined, and without what a diary has told them before.
    """
    if episode.age_band is not None and "age" not in checkin.answers:
        answers = {**checkin.answers, "age": str(episode.age_band)}
        checkin = replace(checkin, answers=answers)
    event = events.event_of(checkin, episode, at=at)
    invite = await invites.by_id(work.tx, checkin.subject_id or "")
    if invite is None:
        return event
    km = event.longest_ok_km if "longest_ok" in checkin.answers else longest_ok(invite)
    kit = event.kit if invite.kit is None else invite.kit
    return replace(event, known_signs=invite.known_signs, kit=kit, longest_ok_km=km)


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
    invite = await invites.by_id(work.tx, checkin.subject_id or "")
    inviter = await people.by_id(work.tx, invite.physio_id) if invite and invite.physio_id else None
    hours: Params = text("nothing")
    if inviter is not None and question.id == "consent":
        hours = await reading.consent_hours(work, inviter.id)
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


async def offers(
    work: Work, person: Person, checkin: CheckIn, question: Question
) -> Sequence[Offer]:
    """Countries, zones, times and colleagues to tap."""
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
    return await physio_joining.offers(work, person, question)


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
    return await physio_joining.resolve(work, person, question, value)


def _time(value: str) -> str:
    digits = value.replace(":", "").replace(".", "").strip()
    digits = f"{digits:0>2}00" if len(digits) <= 2 else digits.zfill(4)
    if not (
        len(digits) == 4 and digits.isdigit() and int(digits[:2]) < 24 and int(digits[2:]) < 60
    ):
        raise Refusal("refuse-time")
    return digits


async def react(work: Work, person: Person, checkin: CheckIn, changes: Changes) -> CheckIn:
    """Some answers of joining take effect at once: place, hours, name, consent."""
    if checkin.kind not in KINDS:
        return checkin
    if country := changes.get("country"):
        invite = await invites.by_id(work.tx, checkin.subject_id or "")
        inviter_id = invite.physio_id if invite else None
        zone = (await people.by_id(work.tx, inviter_id)).zone if inviter_id else person.zone
        await people.set_place(
            work.tx, person.id, country=country, zone=places.guess(country, zone)
        )
    if zone_answer := changes.get("zone"):
        await people.set_place(work.tx, person.id, country=person.country, zone=zone_answer)
        return await _ask_clock_again(work, checkin)
    await physio_joining.react(work, person, changes)
    if changes.get("consent") == "yes":
        await people.add_consent(
            work.tx, person, version=CONSENT_VERSION, text_hash=CONSENT_HASH, at=work.now
        )
    return checkin


async def _ask_clock_again(work: Work, checkin: CheckIn) -> CheckIn:
    """A zone was chosen: the clock it shows is the answer to "is that your time?"."""

    await checkins.answer(work.tx, checkin.id, "zone_ok", "yes", how=How.BUTTON, at=work.now)
    return replace(checkin, answers={**checkin.answers, "zone_ok": "yes"})
