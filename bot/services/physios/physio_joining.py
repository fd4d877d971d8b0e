"""What a physiotherapist is asked at joining: her name, her clinic, her hours, who stands in.

The first of a clinic says what it is called and when alerts are read there; who comes later by a
link into that clinic says only whether her own hours differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from bot.errors import Refusal
from bot.model.asking import CheckIn
from bot.model.people import Invite, Person, Role
from bot.rules.questions import Changes, Facts, Question
from bot.services.physios import naming
from bot.services.questions import Offer
from bot.services.work import Work
from bot.store import clinics, people

Hours = tuple[frozenset[int], time, time]
HOURS: dict[str, Hours] = {
    "mf9": (frozenset(range(5)), time(9), time(17)),
    "mf8": (frozenset(range(5)), time(8), time(18)),
    "ms8": (frozenset(range(6)), time(8), time(18)),
    "all8": (frozenset(range(7)), time(8), time(20)),
}
SAME, NOBODY = "same", "none"


async def facts(work: Work, checkin: CheckIn, invite: Invite | None) -> Facts:
    """A clinic that is there already has its name and hours; a deputy must be there to be asked."""
    person = await people.by_id(work.tx, checkin.person_id)
    there = invite is not None and invite.clinic_id is not None
    known = {"clinic", "hours"} if there else {"own_hours"}
    if not await people.colleagues(work.tx, person):
        known.add("deputy")
    return Facts(known=frozenset(known))


async def offers(work: Work, person: Person, question: Question) -> Sequence[Offer]:
    """Her name as it is, a clinic of her own, and her colleagues."""
    match question.id:
        case "name":
            return [Offer(SAME, "label-same-name", {"name": person.name})]
        case "clinic":
            return [Offer(SAME, "label-just-me")]
        case "deputy":
            found = await people.colleagues(work.tx, person)
            named = [Offer(one.id, "label-person", {"name": one.name}) for one in found]
            return [*named, Offer(NOBODY, "label-nobody")]
    return []


async def resolve(work: Work, person: Person, question: Question, value: str) -> str:
    """A tapped or typed name, clinic or colleague, checked."""
    match question.id:
        case "name":
            return person.name if value == SAME else _name(value)
        case "clinic":
            return person.name if value == SAME else await clinic_name(work, value)
        case "deputy" if value != NOBODY:
            if await people.colleague(work.tx, person, value) is None:
                raise Refusal("refuse-buttons")
    return value


def _name(value: str) -> str:
    name = naming.name(value)
    if name is None:
        raise Refusal("refuse-name")
    return name


async def clinic_name(work: Work, value: str, *, but: str | None = None) -> str:
    """What a clinic may be called: nothing that another clinic is called already."""
    name = naming.name(value, naming.LONGEST_CLINIC)
    if name is None:
        raise Refusal("refuse-clinic")
    if any(clinic.id != but for clinic in await clinics.named(work.tx, name)):
        raise Refusal("refuse-clinic-taken")
    return name


async def react(work: Work, person: Person, changes: Changes) -> None:
    """What takes effect at once."""
    if person.role is not Role.PHYSIO or person.clinic_id is None:
        return
    if name := changes.get("name"):
        await people.set_name(work.tx, person.id, name)
    if clinic := changes.get("clinic"):
        await clinics.rename(work.tx, person.clinic_id, clinic)
    if hours := changes.get("hours"):
        await _set_clinic_hours(work, person, HOURS[hours])
    if own := changes.get("own_hours"):
        await people.set_own_hours(work.tx, person.id, HOURS.get(own))
    if changes.get("test") == "yes":
        await people.set_tested(work.tx, person.id, at=work.now)


async def _set_clinic_hours(work: Work, person: Person, hours: Hours) -> None:
    """The first of a clinic says when alerts are read there, in the zone she has just named."""
    fresh = await people.by_id(work.tx, person.id)
    clinic = await clinics.by_id(work.tx, person.clinic_id or "")
    assert clinic is not None
    days, opens, closes = hours
    clinic = replace(clinic, zone=fresh.zone, workdays=days, opens_at=opens, closes_at=closes)
    await clinics.set_hours(work.tx, clinic)
