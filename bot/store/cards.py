"""Flags (the record), cards (what a physiotherapist owns), deliveries (who was told), locks.

Seen, lapse and close act on cards; clear acts on locks. A lock outlives its card.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import from_micros
from bot.model.care import Finding, LockKind, Tier, Urgency, Value
from bot.model.people import EpisodeId, Person, PersonId
from bot.model.telling import Card, CardClass, CardState, Flag
from bot.store.database import Row, Tx, statements
from bot.store.people import instant

SQL = statements("cards")


@dataclass(frozen=True, slots=True)
class OpenLock:
    """Running stopped by a flag until a physiotherapist clears it."""

    flag_id: str
    kind: LockKind
    card_id: str | None


def flag_of(row: Row) -> Flag:
    """The flag a row of the table holds."""
    details: Mapping[str, Value] = json.loads(row["details"])
    return Flag(
        id=row["id"],
        episode_id=EpisodeId(row["episode_id"]),
        card_id=row["card_id"],
        rule=row["rule"],
        row=row["red_flag_row"],
        tier=Tier(row["tier"]) if row["tier"] else None,
        urgency=Urgency(row["urgency"]),
        values=details,
        opened_at=from_micros(row["opened_at"]),
        closed_at=instant(row["closed_at"]),
    )


def card_of(row: Row) -> Card:
    """The card a row of the table holds."""
    return Card(
        id=row["id"],
        episode_id=EpisodeId(row["episode_id"]),
        card_class=CardClass(row["class"]),
        state=CardState(row["state"]),
        urgency=Urgency(row["urgency"]),
        opened_at=from_micros(row["opened_at"]),
        owner_id=PersonId(row["owner_id"]) if row["owner_id"] else None,
        seen_at=instant(row["seen_at"]),
        closed_at=instant(row["closed_at"]),
        closed_by=PersonId(row["closed_by"]) if row["closed_by"] else None,
        snoozed_until=instant(row["snoozed_until"]),
        outcome=row["outcome"],
        verdict=row["verdict"],
    )


async def raise_flag(
    tx: Tx,
    finding: Finding,
    *,
    flag_id: str,
    episode_id: EpisodeId,
    card_id: str | None,
    at: datetime,
) -> str:
    """Record the finding; an open flag of the same identity takes its new urgency and values.

    A flag without a card waits for the morning card, which reports it.
    """
    row = await tx.one(
        SQL["add_flag"],
        id=flag_id,
        episode_id=episode_id,
        card_id=card_id,
        rule=finding.rule,
        row=finding.row,
        tier=finding.tier or "",
        urgency=finding.urgency,
        details=json.dumps(dict(finding.values)),
        at=at,
        reported_at=at if card_id else None,
    )
    assert row is not None
    if finding.lock is not None:
        await tx.run(
            SQL["lock"], flag_id=row["id"], episode_id=episode_id, kind=finding.lock, at=at
        )
    return str(row["id"])


async def flag(tx: Tx, flag_id: str) -> Flag | None:
    """A flag by its id."""
    row = await tx.one(SQL["flag"], id=flag_id)
    return flag_of(row) if row else None


async def flags_of_card(tx: Tx, card_id: str) -> list[Flag]:
    """What the card is about, the oldest first."""
    return [flag_of(row) for row in await tx.rows(SQL["flags_of_card"], card_id=card_id)]


async def open_flags(tx: Tx, episode_id: EpisodeId) -> list[Flag]:
    """Flags nobody has closed."""
    return [flag_of(row) for row in await tx.rows(SQL["open_flags"], episode_id=episode_id)]


async def unreported(tx: Tx, physio: Person) -> list[Flag]:
    """Routine flags that wait for her morning card."""
    return [flag_of(row) for row in await tx.rows(SQL["unreported"], physio_id=physio.id)]


async def set_reported(tx: Tx, flag_id: str, *, at: datetime) -> None:
    """A morning card has told her."""
    await tx.run(SQL["set_reported"], id=flag_id, at=at)


async def close_flag(tx: Tx, flag_id: str, *, outcome: str, at: datetime) -> None:
    """Finished, with an outcome."""
    await tx.run(SQL["close_flag"], id=flag_id, outcome=outcome, at=at)


async def open_locks(tx: Tx, episode_id: EpisodeId) -> list[OpenLock]:
    """Locks nobody has cleared."""
    rows = await tx.rows(SQL["open_locks"], episode_id=episode_id)
    return [OpenLock(row["flag_id"], LockKind(row["kind"]), row["card_id"]) for row in rows]


async def opened_on_card(tx: Tx, card_id: str) -> datetime | None:
    """When the last lock of this card opened by itself, if none of them holds."""
    row = await tx.one(SQL["opened_on_card"], card_id=card_id)
    return instant(row["at"]) if row else None


async def lock_span(tx: Tx, flag_id: str) -> tuple[datetime, datetime | None] | None:
    """Since when the flag locks, and until when it did; None if it locked nothing."""
    row = await tx.one(SQL["lock_span"], flag_id=flag_id)
    return (from_micros(row["locked_at"]), instant(row["cleared_at"])) if row else None


async def clear_lock(tx: Tx, flag_id: str, *, by: PersonId | None, how: str, at: datetime) -> None:
    """A physiotherapist allows running again; None: it opened by what the runner answered."""
    await tx.run(SQL["clear_lock"], flag_id=flag_id, by=by, how=how, at=at)


async def lock_again(tx: Tx, episode_id: EpisodeId, row: str, kind: LockKind) -> str | None:
    """The latest lock of this row of red flags is closed again; its card, if it has one."""
    found = await tx.one(SQL["lock_again"], episode_id=episode_id, row=row, kind=kind)
    return found["card_id"] if found else None


async def add_card(
    tx: Tx,
    *,
    card_id: str,
    episode_id: EpisodeId,
    card_class: CardClass,
    urgency: Urgency,
    at: datetime,
) -> None:
    """A new, open card."""
    await tx.run(
        SQL["add_card"],
        id=card_id,
        episode_id=episode_id,
        card_class=card_class,
        urgency=urgency,
        at=at,
    )


async def card(tx: Tx, card_id: str) -> Card | None:
    """A card by its id; whoever shows it checks who asks."""
    row = await tx.one(SQL["card"], id=card_id)
    return card_of(row) if row else None


async def open_other(tx: Tx, episode_id: EpisodeId) -> Card | None:
    """The runner's one open card that is not a red flag's."""
    row = await tx.one(SQL["open_other"], episode_id=episode_id)
    return card_of(row) if row else None


async def open_of_physios(tx: Tx, physio_ids: Sequence[PersonId]) -> list[Card]:
    """Open cards of their runners, the oldest first."""
    rows = await tx.rows(SQL["open_cards_of_physios"], ids=json.dumps(physio_ids))
    return [card_of(row) for row in rows]


async def open_told_to(tx: Tx, physio: Person) -> list[Card]:
    """Open cards she was told of, whosever runner it is about."""
    return [card_of(row) for row in await tx.rows(SQL["open_told_to"], physio_id=physio.id)]


async def opened_during(tx: Tx, physio: Person, *, since: datetime) -> int:
    """How many cards of her own runners were opened since then."""
    row = await tx.one(SQL["opened_during"], physio_id=physio.id, since=since)
    return int(row["n"]) if row else 0


async def open_of_episode(tx: Tx, episode_id: EpisodeId) -> list[Card]:
    """The runner's open cards."""
    rows = await tx.rows(SQL["open_cards_of_episode"], episode_id=episode_id)
    return [card_of(row) for row in rows]


async def put_on_card(tx: Tx, flag_id: str, card_id: str) -> None:
    """A flag that nobody could be told of is on a card now."""
    await tx.run(SQL["put_on_card"], id=flag_id, card_id=card_id)


async def raise_urgency(tx: Tx, card_id: str, urgency: Urgency) -> None:
    """It became more urgent: it must be seen again."""
    await tx.run(SQL["raise_urgency"], id=card_id, urgency=urgency)


async def reopen(tx: Tx, card_id: str) -> bool:
    """Open again, nobody's: it was snoozed, and the time is over."""
    return bool(await tx.run(SQL["reopen"], id=card_id))


async def snooze(tx: Tx, card_id: str, *, until: datetime) -> bool:
    """Not before then; False for what may not wait: red, urgent, or nobody's."""
    return bool(await tx.run(SQL["snooze"], id=card_id, until=until))


async def judge(tx: Tx, card_id: str, verdict: str) -> bool:
    """Whether it was useful, once."""
    return bool(await tx.run(SQL["judge"], id=card_id, verdict=verdict))


async def see(tx: Tx, card_id: str, physio: Person, *, at: datetime) -> bool:
    """She has read it and it is hers; False if it is not open."""
    return bool(await tx.run(SQL["see"], id=card_id, physio_id=physio.id, at=at))


async def lapse(tx: Tx, card_id: str) -> bool:
    """Seen, but not closed in time: open again."""
    return bool(await tx.run(SQL["lapse"], id=card_id))


async def close(tx: Tx, card_id: str, *, by: PersonId | None, outcome: str, at: datetime) -> bool:
    """Finished; False if it was closed before."""
    return bool(await tx.run(SQL["close_card"], id=card_id, by=by, outcome=outcome, at=at))


async def deliver(tx: Tx, card_id: str, physio: Person, *, why: str, at: datetime) -> None:
    """Note that this physiotherapist was told, and why; one thing at one time is told once."""
    await tx.run(SQL["deliver"], card_id=card_id, physio_id=physio.id, why=why, at=at)


async def delivered_to(tx: Tx, card_id: str) -> list[tuple[PersonId, str, datetime]]:
    """(who, why, when) of every telling, the oldest first."""
    rows = await tx.rows(SQL["deliveries"], card_id=card_id)
    return [(PersonId(row["physio_id"]), row["why"], from_micros(row["at"])) for row in rows]
