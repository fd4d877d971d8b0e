"""Every assessment with what it was given, what it concluded, and by which book.

"Why did it say that in March?" has an answer here. The state after each is kept as the rules'
own JSON; this room does not read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import from_micros
from bot.model.people import EpisodeId
from bot.store.database import Tx, statements
from bot.store.transaction import remembered

SQL = statements("assessments")


@dataclass(frozen=True, slots=True)
class Standing:
    """One assessment that was not replaced: what it was concluded from."""

    id: int
    checkin_id: str | None
    at: datetime
    event: str


@remembered
async def latest_state(tx: Tx, episode_id: EpisodeId) -> str | None:
    """The rules' state after the latest assessment."""
    row = await tx.one(SQL["latest"], episode_id=episode_id)
    return row["state"] if row else None


@remembered
async def latest_result(tx: Tx, episode_id: EpisodeId) -> str | None:
    """What the latest assessment concluded."""
    row = await tx.one(SQL["latest"], episode_id=episode_id)
    return row["result"] if row else None


async def add(
    tx: Tx,
    *,
    episode_id: EpisodeId,
    checkin_id: str | None,
    at: datetime,
    event: str,
    state: str,
    result: str,
    book: str,
    program: str,
) -> int:
    """Keep one assessment; its id."""
    row = await tx.one(
        SQL["add"],
        episode_id=episode_id,
        checkin_id=checkin_id,
        at=at,
        event=event,
        state=state,
        result=result,
        book=book,
        program=program,
    )
    assert row is not None
    return int(row["id"])


async def result(tx: Tx, episode_id: EpisodeId, assessment_id: int) -> str | None:
    """What one assessment of this episode concluded."""
    row = await tx.one(SQL["result_by_id"], id=assessment_id, episode_id=episode_id)
    return row["result"] if row else None


async def checkin_that_raised(
    tx: Tx, episode_id: EpisodeId, finding: str, *, since: datetime
) -> str | None:
    """The check-in whose answers raised the finding of this key; None if time alone did."""
    row = await tx.one(SQL["that_raised"], episode_id=episode_id, finding=finding, since=since)
    return row["checkin_id"] if row else None


async def standing(tx: Tx, episode_id: EpisodeId, *, since: datetime) -> list[Standing]:
    """Every assessment since then that was not replaced, in order."""
    rows = await tx.rows(SQL["standing"], episode_id=episode_id, since=since)
    return [
        Standing(row["id"], row["checkin_id"], from_micros(row["at"]), row["event"]) for row in rows
    ]


async def state_before(tx: Tx, episode_id: EpisodeId, assessment_id: int) -> tuple[bool, str]:
    """(whether one came before, the state after it; empty when it was forgotten)."""
    row = await tx.one(SQL["state_before"], episode_id=episode_id, id=assessment_id)
    return (row is not None, (row["state"] or "") if row else "")


async def supersede(
    tx: Tx, episode_id: EpisodeId, *, first_id: int, last_id: int, at: datetime
) -> None:
    """These were concluded from an answer that was changed, or without one that came late."""
    await tx.run(SQL["supersede"], episode_id=episode_id, first_id=first_id, last_id=last_id, at=at)


async def forget_states(tx: Tx, *, before: datetime) -> None:
    """Drop states nobody will refold from: answers can be changed for a day, late for two."""
    await tx.run(SQL["forget_states"], before=before)
