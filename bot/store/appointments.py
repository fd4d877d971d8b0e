"""The timetable: one row for everything that is due at a time, opened by a conditional update."""

from __future__ import annotations

from datetime import datetime

from bot.clock import from_micros
from bot.model.asking import Appointment, AppointmentKind, AppointmentStatus
from bot.model.people import PersonId
from bot.store.database import Row, Tx, statements
from bot.store.people import instant

SQL = statements("appointments")


def _appointment(row: Row) -> Appointment:
    return Appointment(
        id=row["id"],
        kind=AppointmentKind(row["kind"]),
        subject_type=row["subject_type"],
        subject_id=row["subject_id"],
        slot=row["slot"],
        person_id=PersonId(row["person_id"]) if row["person_id"] else None,
        due_at=from_micros(row["due_at"]),
        expires_at=instant(row["expires_at"]),
        status=AppointmentStatus(row["status"]),
    )


async def plan(
    tx: Tx,
    kind: AppointmentKind,
    *,
    subject_type: str,
    subject_id: str,
    due_at: datetime,
    slot: str = "",
    person_id: PersonId | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Plan it once; False if that slot was planned before (one that was cancelled may be again)."""
    new = await tx.run(
        SQL["plan"],
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        slot=slot,
        person_id=person_id,
        due_at=due_at,
        expires_at=expires_at,
    )
    tx.plans(due_at)
    return bool(new)


async def due(tx: Tx, *, now: datetime, at_most: int) -> list[Appointment]:
    """Pending and due, the oldest first."""
    return [_appointment(row) for row in await tx.rows(SQL["due"], now=now, at_most=at_most)]


async def expired(tx: Tx, *, now: datetime, at_most: int) -> list[Appointment]:
    """Open, and their window has closed."""
    return [_appointment(row) for row in await tx.rows(SQL["expired"], now=now, at_most=at_most)]


async def open_it(
    tx: Tx,
    appointment: Appointment,
    *,
    at: datetime,
    status: AppointmentStatus = AppointmentStatus.OPEN,
) -> bool:
    """Take it if it is still pending; False if another beat was faster."""
    return bool(await tx.run(SQL["open"], id=appointment.id, status=status, at=at))


async def close(tx: Tx, appointment: Appointment, status: AppointmentStatus) -> bool:
    """End an open one; False if it was ended before."""
    return bool(await tx.run(SQL["close"], id=appointment.id, status=status))


async def settle(tx: Tx, kind: AppointmentKind, subject_id: str, status: AppointmentStatus) -> bool:
    """End whatever of this kind is pending or open for the subject."""
    return bool(await tx.run(SQL["settle"], kind=kind, subject_id=subject_id, status=status))


async def settle_open(tx: Tx, kind: AppointmentKind, subject_id: str) -> None:
    """What was asked is answered; what is only planned stays."""
    await tx.run(SQL["settle_open"], kind=kind, subject_id=subject_id)


async def postpone(tx: Tx, appointment: Appointment, *, due_at: datetime) -> None:
    """It could not be done now: a pending one is due later, an open one ends later."""
    await tx.run(SQL["postpone"], id=appointment.id, due_at=due_at)
    tx.plans(due_at)


async def cancel_other_slots(tx: Tx, kind: AppointmentKind, subject_id: str, *, but: str) -> None:
    """Only this slot of the kind stays planned for the subject."""
    await tx.run(SQL["cancel_other_slots"], kind=kind, subject_id=subject_id, slot=but)


async def cancel_all(tx: Tx, subject_id: str) -> None:
    """Nothing more is wanted about this subject."""
    await tx.run(SQL["cancel_all"], subject_id=subject_id)


async def note_notified(tx: Tx, appointment: Appointment) -> None:
    """It made the phone ring."""
    await tx.run(SQL["notified"], id=appointment.id)


async def count_notified(tx: Tx, person_id: PersonId, *, since: datetime) -> int:
    """How often prompts made her phone ring since then."""
    row = await tx.one(SQL["count_notified"], person_id=person_id, since=since)
    return int(row["n"]) if row else 0


async def next_due(tx: Tx) -> datetime | None:
    """The earliest instant at which there is something to do."""
    row = await tx.one(SQL["next_due"])
    return instant(row["at"]) if row else None


async def find(tx: Tx, kind: AppointmentKind, subject_id: str) -> Appointment | None:
    """The pending or open appointment of this kind about the subject."""
    row = await tx.one(SQL["find"], kind=kind, subject_id=subject_id)
    return _appointment(row) if row else None


async def coming_up(tx: Tx, *, at_most: int) -> list[Appointment]:
    """What is due next."""
    return [_appointment(row) for row in await tx.rows(SQL["coming_up"], at_most=at_most)]


async def pending_of(tx: Tx, person_id: PersonId) -> list[Appointment]:
    """What is planned for a person and not yet due, the next first."""
    rows = await tx.rows(SQL["pending_of_person"], person_id=person_id)
    return [_appointment(row) for row in rows]


async def move(
    tx: Tx, appointment: Appointment, *, due_at: datetime, expires_at: datetime | None
) -> None:
    """A pending one is due at another time; what was asked stays as it is."""
    if await tx.run(SQL["move"], id=appointment.id, due_at=due_at, expires_at=expires_at):
        tx.plans(due_at)


async def call_off(tx: Tx, appointment: Appointment, status: AppointmentStatus) -> None:
    """A pending one is not wanted."""
    await tx.run(SQL["call_off"], id=appointment.id, status=status)
