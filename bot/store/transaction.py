"""One transaction: runs statements, and knows what it has read.

`statements` are the SQL of a feature by name; `remembered` is for reads that many parts of one
piece of work ask for.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime
from functools import cache, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.clock import to_micros

FOLDER = Path(__file__).parent
NAMED = re.compile(r"^-- name: (\w+)!?$", re.MULTILINE)

Row = sqlite3.Row
Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@cache
def statements(feature: str) -> Mapping[str, str]:
    """Name to SQL of `store/<feature>.sql`."""
    written = (FOLDER / f"{feature}.sql").read_text(encoding="utf-8")
    _, *parts = NAMED.split(written)
    return dict(zip(parts[::2], parts[1::2], strict=True))


class Tx:
    """One transaction (or one reader): runs statements here, on the loop's own thread.

    A statement inside a transaction waits for nobody and takes 10 to 40 µs; handing it to another
    thread costs two to four times that. Only what may wait for the disk or a lock goes there.

    Instants are given as aware datetimes; a naive one is refused here. `spoke` and `planned_for`
    tell whoever listens for commits that there is something to say, or due.
    """

    __slots__ = ("_changes", "_connection", "_memory", "erased", "planned_for", "spoke")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._changes = connection.total_changes
        self._memory: dict[Any, Any] = {}
        self.spoke = False
        self.erased = False
        self.planned_for: datetime | None = None

    async def rows(self, sql: str, **params: Any) -> list[Row]:
        """All rows of the statement."""
        for name, value in params.items():
            if isinstance(value, datetime):
                params[name] = to_micros(value)
        return self._connection.execute(sql, params).fetchall()

    async def one(self, sql: str, **params: Any) -> Row | None:
        """The first row, if any."""
        rows = await self.rows(sql, **params)
        return rows[0] if rows else None

    async def run(self, sql: str, **params: Any) -> int:
        """Run it; the number of rows it returned (RETURNING makes that the rows touched)."""
        return len(await self.rows(sql, **params))

    @property
    def memory(self) -> dict[Any, Any]:
        """What was read since a row was last written: until the next one it reads the same."""
        if self._connection.total_changes != self._changes:
            self._changes = self._connection.total_changes
            self._memory.clear()
        return self._memory

    def erases(self) -> None:
        """Note that somebody is forgotten: after the commit nothing may stay in the log file."""
        self.erased = True

    def plans(self, due_at: datetime) -> None:
        """Note that something is due, so that the beat wakes in time."""
        if self.planned_for is None or due_at < self.planned_for:
            self.planned_for = due_at


def remembered(
    read: Callable[Concatenate[Tx, Asked], Awaitable[Answer]],
) -> Callable[Concatenate[Tx, Asked], Coroutine[Any, Any, Answer]]:
    """The same read in the same transaction is answered once, until a row is written.

    For answers that nobody changes, asked for by values.
    """

    @wraps(read)
    async def reading(tx: Tx, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        asked = (read, args, *kwargs.items())
        if asked not in tx.memory:
            tx.memory[asked] = await read(tx, *args, **kwargs)
        answer: Answer = tx.memory[asked]
        return answer

    return reading
