"""An episode in sum: how much was told in it, and what was done last."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from bot.model.people import EpisodeId, Person
from bot.store.database import Tx, statements

SQL = statements("sums")


class Sums(NamedTuple):
    """Runs she reported, and the longest of them in km."""

    runs: int
    longest_km: float | None


async def sums(tx: Tx, episode_id: EpisodeId) -> Sums:
    """What she has told in all."""
    row = await tx.one(SQL["runs"], episode_id=episode_id)
    return Sums(row["runs"], row["longest_km"]) if row else Sums(0, None)


async def chosen_lately(
    tx: Tx, episode_id: EpisodeId, *, since: datetime
) -> list[tuple[list[str], str]]:
    """Ids of the exercises chosen each time, with how irritable the knee was; the newest first."""
    rows = await tx.rows(SQL["chosen_lately"], episode_id=episode_id, since=since)
    return [([one["exercise"] for one in json.loads(r["chosen"])], r["band"]) for r in rows]


async def last_ended(tx: Tx, runner: Person) -> EpisodeId | None:
    """The runner's own last episode, if it has ended."""
    row = await tx.one(SQL["discharged"], runner_id=runner.id)
    return EpisodeId(row["id"]) if row else None
