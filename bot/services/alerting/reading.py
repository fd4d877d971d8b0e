"""Who reads alerts and when, and whom to call meanwhile: true sentences for every alert path."""

from __future__ import annotations

from datetime import datetime

from bot.model.people import Clinic, Person, PersonId
from bot.model.telling import Params, text
from bot.services import times
from bot.services.alerting import duty
from bot.services.work import Work, slug, when
from bot.store import people

NAMED = (frozenset(range(5)), frozenset(range(6)), frozenset(range(7)))
"""Sets of days that have a name of their own."""


def emergency_words(runner: Person) -> dict[str, object]:
    """Whom to call where she is."""
    return text(f"numbers-{(runner.country or 'xx').lower()}")


def days(workdays: frozenset[int]) -> dict[str, object]:
    """Mon–Fri, or one day after the other."""
    first, *rest = sorted(workdays)
    if workdays in NAMED:
        return text(f"workdays-{'-'.join(str(day) for day in sorted(workdays))}")
    named = text(f"mark-run-days.{slug(str(first))}")
    return text("days-and", one=named, two=days(frozenset(rest))) if rest else named


async def reading_hours(work: Work, physio_id: PersonId) -> dict[str, object]:
    """When alerts are read, by whom, and when next: never just "alerts are on"."""
    physio = await people.by_id(work.tx, physio_id)
    reader = await duty.reader(work, physio_id)
    if reader is None:
        return await _nobody(work, physio)
    hours = await _hours(work, reader)
    if reader.id == physio.id:
        return hours
    return text("reading-instead", why=await _why(work, physio), hours=hours)


async def _hours(work: Work, reader: Person) -> dict[str, object]:
    clinic = await people.clinic_of(work.tx, reader.id)
    opens: datetime = times.next_open(clinic, work.now)
    return text(
        "reading-hours",
        physio=reader.name,
        open_now=opens <= work.now,
        next=when(opens),
        **hours_words(clinic),
    )


def hours_words(clinic: Clinic) -> dict[str, object]:
    """Days and hours as parameters of a text."""
    return {
        "days": days(clinic.workdays),
        "opens": f"{clinic.opens_at:%H:%M}",
        "closes": f"{clinic.closes_at:%H:%M}",
    }


async def _why(work: Work, physio: Person) -> dict[str, object]:
    """Why it is not she who reads."""
    if physio.left_at is not None:
        return text("reading-left", physio=physio.name)
    away = await duty.away_now(work, physio)
    if away is not None and physio.unreachable_since is None:
        return text("reading-away", physio=physio.name, until={"day": away.until_on.isoformat()})
    return text("reading-closed", physio=physio.name)


async def _nobody(work: Work, physio: Person) -> dict[str, object]:
    if physio.unreachable_since is not None and physio.left_at is None:
        return text("reading-unreachable", physio=physio.name)
    return text("reading-nobody", why=await _why(work, physio))


async def consent_hours(work: Work, physio_id: PersonId) -> Params:
    """What she agrees to: when alerts are read, and by whom if not by the one who invites her."""
    reader = await duty.reader(work, physio_id)
    if reader is None or reader.id != physio_id:
        return await reading_hours(work, physio_id)
    return text("consent-hours", **hours_words(await people.clinic_of(work.tx, physio_id)))
