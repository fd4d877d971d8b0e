"""Letters: what runner and physiotherapist wrote to each other, and what waits for an answer.

A draft is a letter that was not sent; an author has at most one.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from bot.clock import from_micros
from bot.model.people import Episode, EpisodeId, PersonId
from bot.store.database import Row, Tx, statements
from bot.store.people import instant

SQL = statements("letters")


class Letter(NamedTuple):
    """One letter. `template` names a ready text; then `words` are empty."""

    id: str
    episode_id: EpisodeId
    from_id: PersonId
    words: str
    template: str
    at: datetime
    sent_at: datetime | None = None
    card_id: str | None = None
    replied_at: datetime | None = None


def _letter(row: Row) -> Letter:
    return Letter(
        id=row["id"],
        episode_id=EpisodeId(row["episode_id"]),
        from_id=PersonId(row["from_id"]),
        words=row["words"],
        template=row["template"],
        at=from_micros(row["at"]),
        sent_at=instant(row["sent_at"]),
        card_id=row["card_id"],
        replied_at=instant(row["replied_at"]),
    )


async def add(tx: Tx, letter: Letter) -> None:
    """A letter, or a draft; the author's older draft goes."""
    if letter.sent_at is None:
        await tx.run(SQL["drop_drafts"], from_id=letter.from_id)
    await tx.run(
        SQL["add"],
        id=letter.id,
        episode_id=letter.episode_id,
        card_id=letter.card_id,
        from_id=letter.from_id,
        words=letter.words,
        template=letter.template,
        at=letter.at,
        sent_at=letter.sent_at,
    )


async def by_id(tx: Tx, letter_id: str) -> Letter | None:
    """The letter; whoever shows or sends it checks who asks."""
    row = await tx.one(SQL["by_id"], id=letter_id)
    return _letter(row) if row else None


async def send(tx: Tx, letter: Letter, *, at: datetime) -> bool:
    """The draft becomes a letter; False if it was one before."""
    return bool(await tx.run(SQL["send"], id=letter.id, at=at))


async def drop_draft(tx: Tx, author_id: PersonId) -> None:
    """What was written and not sent is not kept."""
    await tx.run(SQL["drop_drafts"], from_id=author_id)


async def forget_drafts(tx: Tx, *, before: datetime) -> None:
    """Drafts nobody has sent."""
    await tx.run(SQL["forget_drafts"], before=before)


async def replied(tx: Tx, episode: Episode, *, to_runner: bool, at: datetime) -> None:
    """What one side had written is answered, or needs no answer."""
    await tx.run(
        SQL["replied"],
        episode_id=episode.id,
        runner_id=episode.runner_id,
        from_runner=int(to_runner),
        at=at,
    )


async def waiting(tx: Tx, episode_id: EpisodeId) -> list[Letter]:
    """The runner's letters nobody has answered, the oldest first."""
    return [_letter(row) for row in await tx.rows(SQL["waiting"], episode_id=episode_id)]


async def thread(tx: Tx, episode_id: EpisodeId, *, at_most: int) -> list[Letter]:
    """The last letters of both, the oldest of them first."""
    rows = await tx.rows(SQL["thread"], episode_id=episode_id, at_most=at_most)
    return [_letter(row) for row in reversed(rows)]
