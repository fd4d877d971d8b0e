"""What a week, or a few, have brought: answers, verdicts, what settled, what is about to end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from bot.clock import from_micros
from bot.model.people import EpisodeId, PersonId
from bot.store.database import Tx, statements
from bot.store.people import instant

SQL = statements("weeks")


class Rate(NamedTuple):
    """So many questions reached her, so many she answered in time."""

    asked: int = 0
    answered: int = 0


class Judged(NamedTuple):
    """What physiotherapists said of a rule's cards."""

    rule: str
    useful: int
    judged: int


class Lapsing(NamedTuple):
    """A number, or the accepted level (no parameter), with its last day."""

    pseudonym: str
    parameter: str
    value: float
    ends_on: date


class Alert(NamedTuple):
    """A card that is closed."""

    card_id: str
    urgency: str
    opened_at: datetime
    closed_at: datetime
    outcome: str
    verdict: str
    closed_by: str
    rules: tuple[str, ...]


async def answered(
    tx: Tx, episodes: Sequence[EpisodeId], *, since: datetime
) -> Mapping[EpisodeId, Rate]:
    """For each who was asked anything."""
    rows = await tx.rows(SQL["answered"], episodes=json.dumps(list(episodes)), since=since)
    return {EpisodeId(row["episode_id"]): Rate(row["asked"], row["answered"]) for row in rows}


async def unanswered(tx: Tx, episode_id: EpisodeId, *, since: datetime) -> list[datetime]:
    """When questions were put that she did not answer."""
    rows = await tx.rows(SQL["unanswered"], episode_id=episode_id, since=since)
    return [from_micros(row["opened_at"]) for row in rows]


async def verdicts(tx: Tx, physio_id: PersonId, *, since: datetime) -> list[Judged]:
    """Rule by rule, the one most often judged first."""
    rows = await tx.rows(SQL["verdicts"], physio_id=physio_id, since=since)
    return [Judged(row["rule"], row["useful"], row["judged"]) for row in rows]


async def settled(tx: Tx, physio_id: PersonId, *, since: datetime) -> list[tuple[str, str]]:
    """(pseudonym, rule) of what closed by itself."""
    rows = await tx.rows(SQL["settled"], physio_id=physio_id, since=since)
    return [(row["pseudonym"], row["rule"]) for row in rows]


async def exercise_notes(
    tx: Tx, physio_id: PersonId, *, since: datetime
) -> list[tuple[str, Mapping[str, Any]]]:
    """(pseudonym, reason) of exercises that hurt or moved up."""
    rows = await tx.rows(SQL["exercise_notes"], physio_id=physio_id, since=since)
    return [(row["pseudonym"], json.loads(row["note"])) for row in rows]


async def lapsing(tx: Tx, physio_id: PersonId, *, today: date, until: date) -> list[Lapsing]:
    """What ends by that day, the next first."""
    rows = await tx.rows(
        SQL["lapsing"], physio_id=physio_id, today=today.isoformat(), until=until.isoformat()
    )
    return [
        Lapsing(r["pseudonym"], r["parameter"], r["value"], date.fromisoformat(r["ends_on"]))
        for r in rows
    ]


async def states(tx: Tx, physio_id: PersonId) -> Mapping[EpisodeId, str]:
    """What the rules remember of each runner."""
    rows = await tx.rows(SQL["states"], physio_id=physio_id)
    return {EpisodeId(row["id"]): row["state"] for row in rows}


async def alerts(tx: Tx, episode_id: EpisodeId, *, at_most: int) -> list[Alert]:
    """Cards of one runner that are closed, the latest first."""
    rows = await tx.rows(SQL["alerts"], episode_id=episode_id, at_most=at_most)
    return [
        Alert(
            card_id=row["id"],
            urgency=row["urgency"],
            opened_at=from_micros(row["opened_at"]),
            closed_at=instant(row["closed_at"]) or from_micros(row["opened_at"]),
            outcome=row["outcome"] or "",
            verdict=row["verdict"] or "",
            closed_by=row["closed_by"] or "",
            rules=tuple(sorted(row["rules"].split(","))),
        )
        for row in rows
    ]
