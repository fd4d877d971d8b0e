"""What an earlier process has kept and not handled.

Usually the process was told to end, or killed, and nothing is wrong with it. But if three processes
in a row have ended over what was left, one update may be what ends them (all memory gone, a crash
in a library). Then each is tried alone, counted before it is tried, the least tried first: the
others are handled, and the one that was tried too often is set aside.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.store import inbox, people
from bot.store.database import Database
from bot.store.inbox import Raw

MARK = "starts_with_something_left_over"
IN_VAIN = 3
"""Starts, one after the other, after which an update is suspected."""
TRIES_ALONE = 5


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What was found at the start; `suspected`: one of them may be what ends processes."""

    raws: list[Raw]
    suspected: bool


async def found(database: Database, bot_id: int) -> LeftOver:
    """Look, and count this start if there is something."""
    async with database.write() as tx:
        raws = await inbox.waiting(tx, bot_id)
        starts = int(await people.mark(tx, MARK) or 0)
        if raws:
            await people.set_mark(tx, MARK, str(starts + 1))
    return LeftOver(raws, suspected=bool(raws) and starts >= IN_VAIN)


async def is_over(database: Database) -> None:
    """All of it was lived through."""
    async with database.write() as tx:
        await people.set_mark(tx, MARK, "0")


async def one_by_one(
    database: Database,
    bot_id: int,
    raws: list[Raw],
    *,
    handle: Callable[[Raw], Awaitable[None]],
    set_aside: Callable[[Raw], Awaitable[None]],
) -> None:
    """Each alone, the least tried first."""
    for raw in sorted(raws, key=lambda one: (one.attempts, one.update_id)):
        if raw.attempts >= TRIES_ALONE:
            await set_aside(raw)
            continue
        async with database.write() as tx:
            await inbox.failed(tx, bot_id=bot_id, update_id=raw.update_id)
        await handle(raw)
