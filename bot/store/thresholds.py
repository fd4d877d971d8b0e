"""Numbers a physiotherapist has set for one runner, and those she sets for whoever comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import from_micros
from bot.model.people import EpisodeId, PersonId
from bot.store.database import Row, Tx, statements

SQL = statements("thresholds")


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number as it is set now, by whom, and its last day if it has one."""

    id: int
    episode_id: EpisodeId
    parameter: str
    value: float
    by_name: str
    set_at: datetime
    expires_on: date | None


def _threshold(row: Row) -> Threshold:
    expires = row["expires_on"]
    return Threshold(
        id=row["id"],
        episode_id=EpisodeId(row["episode_id"]),
        parameter=row["parameter"],
        value=row["value"],
        by_name=row["by_name"],
        set_at=from_micros(row["set_at"]),
        expires_on=date.fromisoformat(expires) if expires else None,
    )


async def set_one(
    tx: Tx,
    episode_id: EpisodeId,
    parameter: str,
    value: float,
    *,
    by: PersonId,
    at: datetime,
    expires_on: date | None,
) -> int:
    """The number is this from now on; the id of the new row."""
    await end(tx, episode_id, parameter, at=at)
    row = await tx.one(
        SQL["add"],
        episode_id=episode_id,
        parameter=parameter,
        value=value,
        set_by=by,
        at=at,
        expires_on=expires_on.isoformat() if expires_on else None,
    )
    assert row is not None
    return int(row["id"])


async def end(tx: Tx, episode_id: EpisodeId, parameter: str, *, at: datetime) -> bool:
    """The book's value holds again; False if it did before."""
    return bool(await tx.run(SQL["end"], episode_id=episode_id, parameter=parameter, at=at))


async def of_episode(tx: Tx, episode_id: EpisodeId) -> list[Threshold]:
    """Every number that is set for her now."""
    rows = await tx.rows(SQL["of_episode"], episode_id=episode_id)
    return [_threshold(row) for row in rows]


async def by_id(tx: Tx, threshold_id: int) -> Threshold | None:
    """The number, if it is still set by this very row."""
    row = await tx.one(SQL["by_id"], id=threshold_id)
    return _threshold(row) if row else None


async def usual_of(tx: Tx, physio_id: PersonId) -> Mapping[str, float]:
    """What this physiotherapist sets for each runner who begins with her."""
    rows = await tx.rows(SQL["usual_of"], physio_id=physio_id)
    return {row["parameter"]: row["value"] for row in rows}


async def set_usual(
    tx: Tx, physio_id: PersonId, parameter: str, value: float | None, *, at: datetime
) -> None:
    """For whoever begins from now on; None: the book's value."""
    if value is None:
        await tx.run(SQL["drop_usual"], physio_id=physio_id, parameter=parameter)
        return
    await tx.run(SQL["set_usual"], physio_id=physio_id, parameter=parameter, value=value, at=at)
