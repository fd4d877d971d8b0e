"""When a physiotherapist is away: from one day of hers until another."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from bot.model.people import PersonId
from bot.store.database import Row, Tx, statements

SQL = statements("aways")


class Away(NamedTuple):
    """From one day until another, which is the first she is back on."""

    id: int
    physio_id: PersonId
    from_on: date
    until_on: date
    ended: bool


def _away(row: Row | None) -> Away | None:
    if row is None:
        return None
    days = (date.fromisoformat(row["from_on"]), date.fromisoformat(row["until_on"]))
    return Away(row["id"], PersonId(row["physio_id"]), *days, row["ended_at"] is not None)


async def on(tx: Tx, physio_id: PersonId, day: date) -> Away | None:
    """Whether she is away on that day of hers, and until when."""
    return _away(await tx.one(SQL["on_day"], physio_id=physio_id, day=day.isoformat()))


async def coming(tx: Tx, physio_id: PersonId, day: date) -> Away | None:
    """The one she is in, or the next that is planned."""
    return _away(await tx.one(SQL["coming"], physio_id=physio_id, day=day.isoformat()))


async def away(tx: Tx, away_id: int) -> Away | None:
    """One of them, by its number."""
    return _away(await tx.one(SQL["away"], id=away_id))


async def add(tx: Tx, physio_id: PersonId, from_on: date, until_on: date) -> Away:
    """She is away from that day until that other."""
    row = await tx.one(
        SQL["add"],
        physio_id=physio_id,
        from_on=from_on.isoformat(),
        until_on=until_on.isoformat(),
    )
    assert row is not None
    return Away(row["id"], physio_id, from_on, until_on, ended=False)


async def end(tx: Tx, away_id: int, *, at: datetime) -> bool:
    """It is over; False if it was before."""
    return bool(await tx.run(SQL["end"], id=away_id, at=at))


async def end_all(tx: Tx, physio_id: PersonId, *, at: datetime) -> None:
    """Whatever was planned is off: one at a time."""
    await tx.run(SQL["end_all"], physio_id=physio_id, at=at)
