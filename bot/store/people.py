"""Persons, clinics, invites, consents, and the record of who did what."""

from __future__ import annotations

import hashlib
from datetime import datetime, time
from typing import Any

from bot.clock import from_micros
from bot.model.measures import Side, Sign
from bot.model.people import Clinic, Invite, Person, PersonId, Role, days_from_text, days_to_text
from bot.model.press import new_id
from bot.store.database import Row, Tx, statements

SQL = statements("people")


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
    )


async def _one(tx: Tx, name: str, **params: Any) -> Person | None:
    row = await tx.one(SQL[name], **params)
    return _person(row) if row else None


async def by_chat(tx: Tx, chat_id: int) -> Person | None:
    """The person behind a private chat."""
    return await _one(tx, "by_chat", chat_id=chat_id)


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


async def add_clinic(tx: Tx, clinic: Clinic) -> None:
    """A clinic with its working hours."""
    await tx.run(SQL["add_clinic"], id=clinic.id, name=clinic.name, **_hours(clinic))


async def set_hours(tx: Tx, clinic: Clinic) -> None:
    """When the clinic reads alerts."""
    await tx.run(SQL["set_hours"], id=clinic.id, **_hours(clinic))


def _hours(clinic: Clinic) -> dict[str, str]:
    return {
        "zone": clinic.zone,
        "workdays": days_to_text(clinic.workdays),
        "opens_at": f"{clinic.opens_at:%H:%M}",
        "closes_at": f"{clinic.closes_at:%H:%M}",
    }


async def clinic_of(tx: Tx, physio_id: PersonId) -> Clinic:
    """The clinic a physiotherapist works in."""
    row = await tx.one(SQL["clinic_of"], person_id=physio_id)
    assert row is not None, f"physiotherapist {physio_id} has no clinic"
    return Clinic(
        id=row["id"],
        name=row["name"],
        zone=row["zone"],
        workdays=days_from_text(row["workdays"]),
        opens_at=time.fromisoformat(row["opens_at"]),
        closes_at=time.fromisoformat(row["closes_at"]),
    )


async def deputy_of(tx: Tx, physio_id: PersonId) -> Person | None:
    """Who stands in for her, if anybody reachable does."""
    return await _one(tx, "deputy_of", person_id=physio_id)


async def physios(tx: Tx) -> list[Person]:
    """Every physiotherapist who has joined."""
    return [_person(row) for row in await tx.rows(SQL["physios"])]


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def add_invite(
    tx: Tx,
    *,
    role: Role,
    at: datetime,
    expires_at: datetime,
    physio_id: PersonId | None = None,
    pseudonym: str | None = None,
    side: Side | None = None,
    name: str | None = None,
) -> tuple[str, str]:
    """A new invite: (its id, its code). The code itself is kept nowhere."""
    invite_id, code = new_id(), new_id() + new_id()
    await tx.run(
        SQL["add_invite"],
        id=invite_id,
        code_hash=_hash(code),
        role=role,
        physio_id=physio_id,
        pseudonym=pseudonym,
        side=side,
        name=name,
        at=at,
        expires_at=expires_at,
    )
    return invite_id, code


def _invite(row: Row) -> Invite:
    return Invite(
        id=row["id"],
        role=Role(row["role"]),
        physio_id=row["physio_id"],
        pseudonym=row["pseudonym"],
        side=Side(row["side"]) if row["side"] else None,
        name=row["name"],
        expires_at=from_micros(row["expires_at"]),
        used_by=row["used_by"],
        revoked_at=instant(row["revoked_at"]),
        known_signs=frozenset(Sign(word) for word in row["known_signs"].split(",") if word),
    )


async def invite_by_code(tx: Tx, code: str) -> Invite | None:
    """The invite a link carries."""
    row = await tx.one(SQL["invite_by_hash"], code_hash=_hash(code))
    return _invite(row) if row else None


async def invite(tx: Tx, invite_id: str) -> Invite | None:
    """An invite by its id."""
    row = await tx.one(SQL["invite_by_id"], id=invite_id)
    return _invite(row) if row else None


async def use_invite(tx: Tx, invite_id: str, person_id: PersonId, *, at: datetime) -> bool:
    """Bind the invite to the first who opens it; False if it can no longer be used."""
    return bool(await tx.run(SQL["use_invite"], id=invite_id, person_id=person_id, at=at))


async def revoke_invite(tx: Tx, invite_id: str, *, at: datetime) -> None:
    """Make the invite worthless."""
    await tx.run(SQL["revoke_invite"], id=invite_id, at=at)


async def set_known_signs(tx: Tx, invite_id: str, signs: frozenset[Sign]) -> None:
    """What the inviter knows and has examined."""
    await tx.run(SQL["set_known_signs"], id=invite_id, signs=",".join(sorted(signs)))


async def pseudonyms(tx: Tx) -> frozenset[str]:
    """Every pseudonym in use."""
    return frozenset(row["pseudonym"] for row in await tx.rows(SQL["pseudonyms"]))


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
