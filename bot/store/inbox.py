"""Raw updates, kept before Telegram is told that they arrived; each settled exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Tx, statements

SQL = statements("inbox")


@dataclass(frozen=True, slots=True)
class Raw:
    """An update as it came, not parsed."""

    update_id: int
    chat_id: int | None
    json: str
    attempts: int = 0


async def put(tx: Tx, *, bot_id: int, raw: Raw, at: datetime, poison: bool = False) -> bool:
    """Keep the update; False if it was known."""
    new = await tx.run(
        SQL["put"],
        bot_id=bot_id,
        update_id=raw.update_id,
        chat_id=raw.chat_id,
        raw=raw.json,
        state="poison" if poison else "new",
        received_at=at,
    )
    return bool(new)


async def waiting(tx: Tx, bot_id: int) -> list[Raw]:
    """Updates nobody has settled yet, oldest first."""
    rows = await tx.rows(SQL["waiting"], bot_id=bot_id)
    return [Raw(row["update_id"], row["chat_id"], row["raw"], row["attempts"]) for row in rows]


async def settle(tx: Tx, *, bot_id: int, update_id: int, state: str) -> bool:
    """Mark done, ignored or poison; False if it was settled before."""
    return bool(await tx.run(SQL["settle"], bot_id=bot_id, update_id=update_id, state=state))


async def failed(tx: Tx, *, bot_id: int, update_id: int) -> int:
    """Count a failure; how many there were."""
    row = await tx.one(SQL["failed"], bot_id=bot_id, update_id=update_id)
    return int(row["attempts"]) if row else 0


async def count_new(tx: Tx) -> int:
    """How many updates wait."""
    row = await tx.one(SQL["count_new"])
    return int(row["n"]) if row else 0


async def forget(tx: Tx, *, raw_before: datetime, ids_before: datetime) -> None:
    """Empty what a poisoned update held, and drop ids no longer needed to know a repeat."""
    await tx.run(SQL["forget_raw"], before=raw_before)
    await tx.run(SQL["forget_ids"], before=ids_before)
