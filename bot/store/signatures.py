"""Who has signed which version of the rule book, clinic by clinic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import from_micros
from bot.model.people import Clinic, PersonId
from bot.store.database import Row, Tx, statements

SQL = statements("signatures")


@dataclass(frozen=True, slots=True)
class Signature:
    """A version of the book, and who answers for its use."""

    book: str
    name: str
    registration: str
    signed_at: datetime


def _signature(row: Row | None) -> Signature | None:
    if row is None:
        return None
    return Signature(row["book"], row["name"], row["registration"], from_micros(row["signed_at"]))


async def add(tx: Tx, physio_id: PersonId, clinic: Clinic, signature: Signature) -> None:
    """This version is signed for this clinic."""
    await tx.run(
        SQL["add"],
        physio_id=physio_id,
        clinic_id=clinic.id,
        book=signature.book,
        name=signature.name,
        registration=signature.registration,
        at=signature.signed_at,
    )


async def latest(tx: Tx, physio_id: PersonId) -> Signature | None:
    """The last signature of her clinic, of whatever version."""
    return _signature(await tx.one(SQL["latest"], physio_id=physio_id))


async def of_book(tx: Tx, physio_id: PersonId, book: str) -> Signature | None:
    """Her clinic's signature of this version."""
    return _signature(await tx.one(SQL["of_book"], physio_id=physio_id, book=book))
