"""What a physiotherapist changed of a runner's plan, and what of it the runner has been told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.clock import to_micros
from bot.model.people import EpisodeId, PersonId
from bot.store.database import Tx, statements

SQL = statements("plans")


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One change, with what was before and what is now."""

    id: int
    physio_id: PersonId
    change: str
    params: Mapping[str, Any]


async def add(
    tx: Tx,
    episode_id: EpisodeId,
    physio_id: PersonId,
    change: str,
    params: Mapping[str, Any],
    *,
    at: datetime,
) -> None:
    """A change that the runner is still to be told of."""
    await tx.run(
        SQL["add"],
        episode_id=episode_id,
        physio_id=physio_id,
        change=change,
        params=json.dumps(params),
        at=at,
    )


async def untold(tx: Tx, episode_id: EpisodeId) -> list[PlanChange]:
    """What the runner has not been told of, the oldest first."""
    rows = await tx.rows(SQL["untold"], episode_id=episode_id)
    return [
        PlanChange(row["id"], PersonId(row["physio_id"]), row["change"], json.loads(row["params"]))
        for row in rows
    ]


async def set_told(tx: Tx, episode_id: EpisodeId, *, up_to: int, at: datetime) -> str:
    """All changes up to this one are told now; the key of the message that tells them."""
    await tx.run(SQL["set_told"], episode_id=episode_id, up_to=up_to, at=at)
    return f"plan:{episode_id}:{to_micros(at)}"


async def not_delivered(tx: Tx, episode_id: EpisodeId) -> bool:
    """Changes whose message Telegram would not take are still to be told; whether there are any."""
    return bool(await tx.run(SQL["not_delivered"], episode_id=episode_id))


async def set_accepted(tx: Tx, episode_id: EpisodeId, until: date | None) -> None:
    """Last day of the accepted level; None: it has none."""
    day = until.isoformat() if until else None
    await tx.run(SQL["set_accepted"], id=episode_id, until=day)


async def set_taper(tx: Tx, episode_id: EpisodeId, *, is_on: bool) -> None:
    """Whether check-ins are spaced out."""
    await tx.run(SQL["set_taper"], id=episode_id, is_on=is_on)


async def set_cadence(tx: Tx, episode_id: EpisodeId, *, is_on: bool) -> None:
    """Whether the cadence tip is allowed."""
    await tx.run(SQL["set_cadence"], id=episode_id, is_on=is_on)


async def set_exercises_off(tx: Tx, episode_id: EpisodeId, ids: Iterable[str]) -> None:
    """Exercises that are not to be chosen."""
    await tx.run(SQL["set_exercises_off"], id=episode_id, ids=",".join(sorted(ids)))
