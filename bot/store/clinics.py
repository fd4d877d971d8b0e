"""Clinics: their names and working hours. Walls between them are kept by whoever asks."""

from __future__ import annotations

from datetime import time

from bot.model.people import Clinic, days_from_text, days_to_text
from bot.store.database import Row, Tx, statements

SQL = statements("clinics")


def from_row(row: Row) -> Clinic:
    """A clinic as it is kept."""
    return Clinic(
        id=row["id"],
        name=row["name"],
        zone=row["zone"],
        workdays=days_from_text(row["workdays"]),
        opens_at=time.fromisoformat(row["opens_at"]),
        closes_at=time.fromisoformat(row["closes_at"]),
    )


def _hours(clinic: Clinic) -> dict[str, str]:
    return {
        "zone": clinic.zone,
        "workdays": days_to_text(clinic.workdays),
        "opens_at": f"{clinic.opens_at:%H:%M}",
        "closes_at": f"{clinic.closes_at:%H:%M}",
    }


async def add(tx: Tx, clinic: Clinic) -> None:
    """A clinic with its working hours."""
    await tx.run(SQL["add"], id=clinic.id, name=clinic.name, **_hours(clinic))


async def by_id(tx: Tx, clinic_id: str) -> Clinic | None:
    """A clinic with its own hours."""
    row = await tx.one(SQL["by_id"], id=clinic_id)
    return from_row(row) if row else None


async def named(tx: Tx, name: str) -> list[Clinic]:
    """Every clinic of this name, however it is written; an id is as good as a name."""
    wanted = name.casefold()
    known = [from_row(row) for row in await tx.rows(SQL["all"])]
    return [clinic for clinic in known if wanted == clinic.name.casefold() or name == clinic.id]


async def names(tx: Tx) -> list[str]:
    """For the operator: what the clinics are called."""
    return [row["name"] for row in await tx.rows(SQL["all"]) if row["name"]]


async def set_hours(tx: Tx, clinic: Clinic) -> None:
    """When alerts are read there."""
    await tx.run(SQL["set_hours"], id=clinic.id, **_hours(clinic))


async def rename(tx: Tx, clinic_id: str, name: str) -> None:
    """What the clinic is called."""
    await tx.run(SQL["rename"], id=clinic_id, name=name)
