"""Notes a physiotherapist keeps about a runner: for her and whoever cares for the runner after her.

The runner reads them in the export of her own data, and nowhere else.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.clock import from_micros
from bot.model.people import EpisodeId, PersonId
from bot.store.database import Tx, statements

SQL = statements("notes")


class Note(NamedTuple):
    """What was written, by whom and when."""

    id: int
    author_id: PersonId
    by_name: str
    at: datetime
    words: str


async def add(
    tx: Tx, episode_id: EpisodeId, author_id: PersonId, words: str, *, at: datetime
) -> None:
    """Keep it."""
    await tx.run(SQL["add"], episode_id=episode_id, author_id=author_id, at=at, words=words)


async def latest(tx: Tx, episode_id: EpisodeId, *, at_most: int) -> list[Note]:
    """The newest first."""
    rows = await tx.rows(SQL["latest"], episode_id=episode_id, at_most=at_most)
    return [
        Note(r["id"], PersonId(r["author_id"]), r["by_name"], from_micros(r["at"]), r["words"])
        for r in rows
    ]


async def count(tx: Tx, episode_id: EpisodeId) -> int:
    """How many there are."""
    row = await tx.one(SQL["count"], episode_id=episode_id)
    return int(row["n"]) if row else 0


async def delete(tx: Tx, episode_id: EpisodeId, note_id: int, author_id: PersonId) -> bool:
    """Only its author takes a note back; False if it was not hers, or is gone."""
    found = await tx.run(SQL["delete"], id=note_id, episode_id=episode_id, author_id=author_id)
    return bool(found)
