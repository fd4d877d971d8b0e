"""The SQLite file: one writer behind a lock, readers apart, a lock file for the one process.

Several awaits on one connection are one transaction, so every write goes through `write()`,
which begins IMMEDIATE and ends in one commit or one rollback, even when it is cancelled.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import aiosql
import aiosqlite

from bot.clock import to_micros
from bot.errors import DatabaseError

FOLDER = Path(__file__).parent
BUSY_MS = 5000
READERS = 2

Row = sqlite3.Row


@cache
def statements(feature: str) -> Mapping[str, str]:
    """Name to SQL of `store/<feature>.sql`."""
    file = FOLDER / f"{feature}.sql"
    loaded = aiosql.from_path(file, "aiosqlite", mandatory_parameters=False)
    return {name: getattr(loaded, name).sql for name in loaded.available_queries}


class Tx:
    """One transaction (or one reader): runs statements, each in one hop to the file's thread.

    Instants are given as aware datetimes; a naive one is refused here. `spoke` and `planned_for`
    tell whoever listens for commits that there is something to say, or due.
    """

    __slots__ = ("_connection", "planned_for", "spoke")

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.spoke = False
        self.planned_for: datetime | None = None

    async def rows(self, sql: str, **params: Any) -> list[Row]:
        """All rows of the statement."""
        for name, value in params.items():
            if isinstance(value, datetime):
                params[name] = to_micros(value)
        return list(await self._connection.execute_fetchall(sql, params))

    async def one(self, sql: str, **params: Any) -> Row | None:
        """The first row, if any."""
        rows = await self.rows(sql, **params)
        return rows[0] if rows else None

    async def run(self, sql: str, **params: Any) -> int:
        """Run it; the number of rows it returned (RETURNING makes that the rows touched)."""
        return len(await self.rows(sql, **params))

    def plans(self, due_at: datetime) -> None:
        """Note that something is due, so that the beat wakes in time."""
        if self.planned_for is None or due_at < self.planned_for:
            self.planned_for = due_at


class Database:
    """An open, current database."""

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]
    ) -> None:
        self.path = path
        self.after_commit: list[Callable[[Tx], None]] = []
        self._writer = writer
        self._lock = asyncio.Lock()
        self._all_readers = readers
        self._readers: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """One write transaction; commits at the end, rolls back on any exception."""
        async with self._lock:
            tx = Tx(self._writer)
            try:
                await _to_the_end(self._writer, "BEGIN IMMEDIATE")
                yield tx
            except BaseException:
                if self._writer.in_transaction:
                    await _to_the_end(self._writer, "ROLLBACK")
                raise
            await _to_the_end(self._writer, "COMMIT")
        for heard in self.after_commit:
            heard(tx)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """One consistent reader; it cannot write."""
        reader = await self._readers.get()
        try:
            await _to_the_end(reader, "BEGIN")
            yield Tx(reader)
        finally:
            if reader.in_transaction:
                await _to_the_end(reader, "ROLLBACK")
            self._readers.put_nowait(reader)

    async def close(self) -> None:
        """Close every connection (an unclosed one would hang the process at its end)."""
        for connection in (self._writer, *self._all_readers):
            await connection.close()


async def _to_the_end(connection: aiosqlite.Connection, sql: str) -> None:
    """Run a statement to its end even if the caller is cancelled meanwhile."""
    running = asyncio.ensure_future(_execute(connection, sql))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


async def _execute(connection: aiosqlite.Connection, sql: str) -> None:
    await connection.execute_fetchall(sql)


async def open_database(path: Path) -> Database:
    """Open the file at the head schema; create nothing."""
    connections: list[aiosqlite.Connection] = []
    try:
        connections.append(await _connect(path, writes=True))
        for _ in range(READERS):
            connections.append(await _connect(path, writes=False))
    except sqlite3.Error as error:
        for connection in connections:
            await connection.close()
        raise _unusable(path, error) from error
    return Database(path, connections[0], connections[1:])


async def _connect(path: Path, *, writes: bool) -> aiosqlite.Connection:
    connection = await aiosqlite.connect(path, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        connection.row_factory = sqlite3.Row
        await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        await connection.execute_fetchall("PRAGMA synchronous = FULL")
        await connection.execute_fetchall("PRAGMA foreign_keys = ON")
        await connection.execute_fetchall("PRAGMA secure_delete = ON")
        if not writes:
            await connection.execute_fetchall("PRAGMA query_only = ON")
    except BaseException:
        await connection.close()
        raise
    return connection


def _unusable(path: Path, error: sqlite3.Error) -> DatabaseError:
    return DatabaseError(
        f"the database {path} cannot be opened ({error}): check that the file is whole and that "
        "this user may write it and its folder, or restore a backup."
    )


@contextmanager
def only_process(path: Path) -> Iterator[bool]:
    """Hold the lock beside the database; yields False if another process holds it.

    Source: SQLite allows one writing process here (telegram.md 24). The lock goes with the
    process, also when it is killed.
    """
    import fcntl  # not on every system; only needed where a bot runs

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path.with_name(path.name + ".lock"), "a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
