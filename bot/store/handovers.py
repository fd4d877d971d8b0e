"""Runners who go from one physiotherapist to a colleague of the same clinic, or back to themselves.

The walls are in the statements: nothing is offered or taken across clinics, nor once it has ended.
"""

from __future__ import annotations

from datetime import datetime

from bot.clock import from_micros
from bot.model.people import EpisodeId, Handover, HandoverOutcome, Person, PersonId
from bot.model.press import new_id
from bot.store.database import Row, Tx, statements
from bot.store.outbox import Subject

SQL = statements("handovers")


def _handover(row: Row) -> Handover:
    return Handover(
        id=row["id"],
        episode_id=EpisodeId(row["episode_id"]),
        from_id=PersonId(row["from_id"]),
        to_id=PersonId(row["to_id"]),
        offered_at=from_micros(row["offered_at"]),
    )


async def offer(
    tx: Tx, episode_id: str, *, from_id: PersonId, to_id: PersonId, at: datetime
) -> bool:
    """Offer it; False if it is not hers, has ended, is offered already, or across a wall."""
    done = await tx.run(
        SQL["offer"], id=new_id(), episode_id=episode_id, from_id=from_id, to_id=to_id, at=at
    )
    return bool(done)


async def between(tx: Tx, from_id: PersonId, to_id: PersonId) -> list[Handover]:
    """What waits for an answer between these two."""
    rows = await tx.rows(SQL["open_between"], from_id=from_id, to_id=to_id)
    return [_handover(row) for row in rows]


async def of_episode(tx: Tx, episode_id: str) -> Handover | None:
    """The offer of this runner that waits for an answer."""
    row = await tx.one(SQL["open_of_episode"], episode_id=episode_id)
    return _handover(row) if row else None


async def of_person(tx: Tx, person_id: PersonId) -> list[Handover]:
    """What she has offered or was offered and waits for an answer."""
    return [_handover(row) for row in await tx.rows(SQL["open_of_person"], id=person_id)]


async def last_of(tx: Tx, episode_id: str) -> datetime | None:
    """When a runner last changed hands."""
    row = await tx.one(SQL["last_of"], episode_id=episode_id)
    return from_micros(row["at"]) if row and row["at"] is not None else None


async def was_confirmed(tx: Tx, episode_id: EpisodeId) -> bool:
    """Whether her physiotherapist has said that the link reached the right person."""
    return await tx.one(SQL["was_confirmed"], episode_id=episode_id) is not None


async def settle(tx: Tx, handover_id: str, outcome: HandoverOutcome, *, at: datetime) -> bool:
    """Answered or lapsed; False if it was before."""
    return bool(await tx.run(SQL["settle"], id=handover_id, outcome=outcome, at=at))


async def take(tx: Tx, episode_id: EpisodeId, *, from_id: PersonId, to_id: PersonId) -> bool:
    """The episode is hers now; False if it is not the other's any more, or across a wall."""
    return bool(await tx.run(SQL["take"], id=episode_id, from_id=from_id, to_id=to_id))


async def release(tx: Tx, episode_id: EpisodeId, *, pseudonym: str, at: datetime) -> bool:
    """Nobody reads it any more, and nobody's limits hold."""
    await tx.run(SQL["end_thresholds"], id=episode_id, at=at)
    return bool(await tx.run(SQL["release"], id=episode_id, pseudonym=pseudonym))


async def take_off_card(tx: Tx, card_id: str) -> None:
    """The flags of a card whose reader has no right to it stay open without one."""
    await tx.run(SQL["take_off_card"], card_id=card_id)


async def free_card(tx: Tx, card_id: str) -> None:
    """Nobody has seen it any more."""
    await tx.run(SQL["free_card"], id=card_id)


async def is_snoozed(tx: Tx, card_id: str, *, now: datetime) -> bool:
    """Whether the card is put off for now."""
    return await tx.one(SQL["snoozed"], id=card_id, now=now) is not None


async def in_her_hands(tx: Tx, physio_id: PersonId) -> list[EpisodeId]:
    """Every episode of hers that goes on, also one that is still being joined."""
    rows = await tx.rows(SQL["in_her_hands"], physio_id=physio_id)
    return [EpisodeId(row["id"]) for row in rows]


async def screens_of(tx: Tx, person: Person) -> list[Subject]:
    """Everything her chat shows."""
    rows = await tx.rows(SQL["live_screens"], chat_id=person.chat_id)
    return [Subject(person.chat_id, row["subject_type"], row["subject_id"]) for row in rows]


async def screens_about(tx: Tx, person: Person, episode_id: EpisodeId) -> list[Subject]:
    """What her chat shows of one runner."""
    rows = await tx.rows(SQL["screens_about"], chat_id=person.chat_id, episode_id=episode_id)
    return [Subject(person.chat_id, row["subject_type"], row["subject_id"]) for row in rows]


async def was_a_diary(tx: Tx, episode_id: EpisodeId) -> bool:
    """Whether she kept it for herself before a physiotherapist read it."""
    return await tx.one(SQL["was_a_diary"], id=episode_id) is not None
