"""Persons, who stands in for whom, consents, and the record of who did what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from bot.clock import from_micros
from bot.model.people import Clinic, Person, PersonId, Role, days_from_text, days_to_text
from bot.store import clinics
from bot.store.database import Row, Tx, statements
from bot.store.transaction import remembered

SQL = statements("people")


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what, when; no words of anybody. `who` None: the program itself."""

    at: datetime
    what: str
    who: str | None
    subject_type: str
    subject_id: str
    detail: str


def instant(micros: int | None) -> datetime | None:
    """The instant of a nullable column."""
    return None if micros is None else from_micros(micros)


def _person(row: Row) -> Person:
    return Person(
        id=PersonId(row["id"]),
        chat_id=row["chat_id"],
        role=Role(row["role"]),
        name=row["name"],
        language=row["language"],
        zone=row["zone"],
        country=row["country"],
        quiet_from=time.fromisoformat(row["quiet_from"]),
        quiet_until=time.fromisoformat(row["quiet_until"]),
        joined_at=instant(row["joined_at"]),
        unreachable_since=instant(row["unreachable_since"]),
        clinic_id=row["clinic_id"],
        deputy_id=PersonId(row["deputy_id"]) if row["deputy_id"] else None,
        tested_at=instant(row["tested_at"]),
        left_at=instant(row["left_at"]),
    )


async def _one(tx: Tx, name: str, **params: Any) -> Person | None:
    row = await tx.one(SQL[name], **params)
    return _person(row) if row else None


async def by_chat(tx: Tx, chat_id: int) -> Person | None:
    """The person behind a private chat; a physiotherapist who has left is nobody."""
    return await _one(tx, "by_chat", chat_id=chat_id)


@remembered
async def by_id(tx: Tx, person_id: PersonId) -> Person:
    """The person; she must exist."""
    person = await _one(tx, "by_id", id=person_id)
    assert person is not None, f"no person {person_id}"
    return person


async def add(tx: Tx, person: Person, *, at: datetime, clinic_id: str | None = None) -> None:
    """A new person, not joined yet."""
    await tx.run(
        SQL["add_person"],
        id=person.id,
        chat_id=person.chat_id,
        role=person.role,
        name=person.name,
        language=person.language,
        zone=person.zone,
        country=person.country,
        quiet_from=f"{person.quiet_from:%H:%M}",
        quiet_until=f"{person.quiet_until:%H:%M}",
        clinic_id=clinic_id,
        at=at,
    )


async def set_place(tx: Tx, person_id: PersonId, *, country: str | None, zone: str) -> None:
    """Where she is: the numbers she is told to call, and her wall time."""
    await tx.run(SQL["set_place"], id=person_id, country=country, zone=zone)


async def set_name(tx: Tx, person_id: PersonId, name: str) -> None:
    """What the others are told to call her."""
    await tx.run(SQL["set_name"], id=person_id, name=name)


async def set_joined(tx: Tx, person_id: PersonId, *, at: datetime) -> None:
    """She has answered everything joining asks."""
    await tx.run(SQL["set_joined"], id=person_id, at=at)


async def heard_from(tx: Tx, person: Person) -> None:
    """Her chat is open to us: she just wrote."""
    if person.unreachable_since is not None:
        await tx.run(SQL["reachable"], id=person.id)


async def set_unreachable(tx: Tx, person: Person, *, at: datetime) -> None:
    """Her chat is closed to us; the next beat raises a flag."""
    await tx.run(SQL["unreachable"], id=person.id, at=at)
    tx.plans(at)


async def newly_unreachable(tx: Tx) -> list[Person]:
    """Persons whose chats are closed and of whom nobody has been told."""
    return [_person(row) for row in await tx.rows(SQL["newly_unreachable"])]


async def clinic_of(tx: Tx, physio_id: PersonId) -> Clinic:
    """Where a physiotherapist works, with the hours in which she reads alerts: her own, in her own
    zone, if she has set any, else the clinic's.
    """
    row = await tx.one(SQL["clinic_of"], person_id=physio_id)
    assert row is not None, f"physiotherapist {physio_id} has no clinic"
    clinic = clinics.from_row(row)
    if row["own_days"] is None:
        return clinic
    return replace(
        clinic,
        zone=row["own_zone"],
        workdays=days_from_text(row["own_days"]),
        opens_at=time.fromisoformat(row["own_from"]),
        closes_at=time.fromisoformat(row["own_until"]),
    )


async def has_own_hours(tx: Tx, physio_id: PersonId) -> bool:
    """Whether she reads alerts in hours of her own."""
    row = await tx.one(SQL["clinic_of"], person_id=physio_id)
    return row is not None and row["own_days"] is not None


async def set_own_hours(
    tx: Tx, physio_id: PersonId, hours: tuple[frozenset[int], time, time] | None
) -> None:
    """When she reads alerts; None: when her clinic does."""
    days, start, end = hours if hours is not None else (frozenset(), None, None)
    await tx.run(
        SQL["set_own_hours"],
        id=physio_id,
        workdays=days_to_text(days) if hours else None,
        works_from=f"{start:%H:%M}" if start else None,
        works_until=f"{end:%H:%M}" if end else None,
    )


async def deputy_of(tx: Tx, physio_id: PersonId) -> Person | None:
    """Who stands in for her, if anybody reachable of her clinic does."""
    return await _one(tx, "deputy_of", person_id=physio_id)


async def set_deputy(tx: Tx, physio_id: PersonId, deputy_id: PersonId | None) -> bool:
    """A colleague stands in for her from now on, or nobody; never somebody of another clinic."""
    done = await tx.run(SQL["set_deputy"], id=physio_id, deputy_id=deputy_id)
    return bool(done)


async def stood_in_for(tx: Tx, deputy_id: PersonId) -> list[Person]:
    """Whose deputy she is."""
    return [_person(row) for row in await tx.rows(SQL["stood_in_for"], deputy_id=deputy_id)]


async def colleagues(tx: Tx, physio: Person) -> list[Person]:
    """The others of her clinic who have joined."""
    rows = await tx.rows(SQL["colleagues"], id=physio.id, clinic_id=physio.clinic_id)
    return [_person(row) for row in rows]


async def colleague(tx: Tx, physio: Person, person_id: str) -> Person | None:
    """One of them; nobody of another clinic is."""
    found = await colleagues(tx, physio)
    return next((one for one in found if one.id == person_id), None)


async def physios_named(tx: Tx, name: str) -> list[Person]:
    """For the operator: physiotherapists of this name, or with this id."""
    return [_person(row) for row in await tx.rows(SQL["physios_named"], name=name)]


async def who_left(tx: Tx, chat_id: int) -> Person | None:
    """The physiotherapist who wrote from this chat before she left."""
    return await _one(tx, "who_left", chat_id=chat_id)


async def leave(tx: Tx, physio_id: PersonId, *, at: datetime) -> None:
    """She works here no more: she has no role from now on, and stands in for nobody."""
    await tx.run(SQL["leave"], id=physio_id, at=at)
    await tx.run(SQL["drop_deputy"], id=physio_id)


async def come_back(tx: Tx, person: Person, *, clinic_id: str, name: str) -> None:
    """Who had left opens a new link: she joins anew, with nothing of before."""
    await tx.run(SQL["come_back"], id=person.id, clinic_id=clinic_id, name=name)


async def set_tested(tx: Tx, physio_id: PersonId, *, at: datetime) -> None:
    """She has pressed a test alert."""
    await tx.run(SQL["set_tested"], id=physio_id, at=at)


async def add_consent(
    tx: Tx, person: Person, *, version: str, text_hash: str, at: datetime
) -> None:
    """She agreed to this version of the consent text."""
    await tx.run(
        SQL["add_consent"],
        person_id=person.id,
        version=version,
        text_hash=text_hash,
        language=person.language,
        at=at,
    )


async def record_act(
    tx: Tx,
    act: str,
    *,
    actor_id: PersonId | None,
    subject_type: str,
    subject_id: str,
    at: datetime,
    detail: str = "",
) -> None:
    """Who did what to which subject, when; no words of anybody."""
    await tx.run(
        SQL["act"],
        at=at,
        actor_id=actor_id,
        act=act,
        subject_type=subject_type,
        subject_id=subject_id,
        detail=detail,
    )


async def acts_of_episode(
    tx: Tx, physio: Person, episode_id: str, *, at_most: int = 50
) -> list[Act]:
    """What people did about a runner and her cards, the newest first; nothing unless this
    physiotherapist has her in care, or stands in for who has.
    """
    rows = await tx.rows(
        SQL["acts_of_episode"], physio_id=physio.id, episode_id=episode_id, at_most=at_most
    )
    return [
        Act(from_micros(r["at"]), r["act"], r["who"], r["subject_type"], r["subject_id"],
            r["detail"])
        for r in rows
    ]  # fmt: skip


async def mark(tx: Tx, name: str) -> str | None:
    """A value the program keeps about itself."""
    row = await tx.one(SQL["get_mark"], name=name)
    return row["value"] if row else None


async def set_mark(tx: Tx, name: str, value: str) -> None:
    """Keep a value about the program itself."""
    await tx.run(SQL["set_mark"], name=name, value=value)


async def with_open_questions(tx: Tx) -> list[Person]:
    """Everybody who has a question before her."""
    return [_person(row) for row in await tx.rows(SQL["with_open_questions"])]


async def with_us(tx: Tx) -> list[Person]:
    """Physiotherapists who work here and runners in an episode, whose chats are open."""
    return [_person(row) for row in await tx.rows(SQL["with_us"])]


async def who_never_agreed(tx: Tx, *, before: datetime) -> list[Person]:
    """Runners who opened a link before then, never consented, and are asked nothing any more."""
    return [_person(row) for row in await tx.rows(SQL["who_never_agreed"], before=before)]


async def withdraw_consent(tx: Tx, person_id: PersonId, version: str, *, at: datetime) -> None:
    """What she agreed to does not hold any more."""
    await tx.run(SQL["withdraw_consent"], person_id=person_id, version=version, at=at)
