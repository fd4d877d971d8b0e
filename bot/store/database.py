"""The SQLite file: one writer behind a lock, readers apart, a lock file for the one process.

Several awaits on one connection are one transaction, so every write goes through `write()`,
which begins IMMEDIATE and ends in one commit or one rollback, even when it is cancelled.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

import aiosqlite

from bot.errors import DatabaseError
from bot.store.transaction import Row, Tx, statements

__all__ = ["Database", "Row", "Tx", "open_database", "statements"]

BUSY_MS = 5000
READERS = 2
LOOK_EVERY = 0.25
"""Seconds between looks at a lock another process holds."""

DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
MACHINE = (*DAMAGE, "SQLITE_FULL", "SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_READONLY",
           "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_NOMEM")  # fmt: skip
"""How SQLite's names begin for what the machine, not a statement, is to blame for."""


class Opened(NamedTuple):
    """The writer's connection, twice: what may wait (BEGIN, COMMIT, close) goes by `thread`."""

    thread: aiosqlite.Connection
    here: sqlite3.Connection


class Database:
    """An open, current database."""

    def __init__(self, path: Path, writer: Opened, readers: list[sqlite3.Connection]) -> None:
        self.path = path
        self.after_commit: list[Callable[[Tx], None]] = []
        self.trouble: str | None = None
        """SQLite's name for why nothing can be written or read now; None since the last commit.
        Damage stays until the file was looked at anew, at the next start."""
        self._writer = writer
        self._lock = asyncio.Lock()
        self._all_readers = readers
        self._readers: asyncio.LifoQueue[sqlite3.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """One write transaction; commits at the end, rolls back on any exception."""
        async with self._lock:
            tx = Tx(self._writer.here)
            try:
                await _to_the_end(self._writer.thread, "BEGIN IMMEDIATE")
                yield tx
                await _to_the_end(self._writer.thread, "COMMIT")
                if tx.erased:  # a reader in the way leaves it to the next one that erases
                    await _to_the_end(self._writer.thread, "PRAGMA wal_checkpoint(TRUNCATE)")
            except BaseException as error:
                self._note(error)
                if self._writer.here.in_transaction:
                    await _to_the_end(self._writer.thread, "ROLLBACK")
                raise
        if self.is_stuck:
            self.trouble = None
        for heard in self.after_commit:
            heard(tx)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """One consistent reader; it cannot write, and in WAL mode waits for nobody."""
        reader = await self._readers.get()
        try:
            reader.execute("BEGIN")
            yield Tx(reader)
        except sqlite3.Error as error:
            self._note(error)
            raise
        finally:
            if reader.in_transaction:
                reader.execute("ROLLBACK")
            self._readers.put_nowait(reader)

    def _note(self, error: BaseException) -> None:
        """Keep what the machine is to blame for, so that health can say it."""
        if isinstance(error, sqlite3.Error):
            name = getattr(error, "sqlite_errorname", "")
            if name.startswith(MACHINE) and not (self.trouble or "").startswith(DAMAGE):
                self.trouble = name

    @property
    def is_stuck(self) -> bool:
        """What cannot be written now can be written later, by nobody's fault."""
        return self.trouble is not None and not self.trouble.startswith(DAMAGE)

    async def close(self) -> None:
        """Close every connection (an unclosed one would hang the process at its end)."""
        for reader in self._all_readers:
            reader.close()
        await self._writer.thread.close()


async def _to_the_end(connection: aiosqlite.Connection, sql: str) -> None:
    """Run a statement to its end even if the caller is cancelled meanwhile, perhaps twice.

    A cancelled await does not stop the statement; the file's thread takes them in order, so
    whatever is asked next comes back after it.
    """
    try:
        await connection.execute_fetchall(sql)
    except asyncio.CancelledError:
        after_it = asyncio.ensure_future(_nothing(connection))
        while not after_it.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([after_it])
        raise


async def _nothing(connection: aiosqlite.Connection) -> None:
    await connection.execute_fetchall("SELECT 1")


async def open_database(path: Path) -> Database:
    """Open the file at the head schema; create nothing."""
    connections: list[sqlite3.Connection] = []
    try:
        while len(connections) <= READERS:  # one by one: what has been opened is closed again
            connections.append(_connect(path))
        for reader in connections[1:]:
            reader.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        for connection in connections:
            connection.close()
        raise _unusable(path, error) from error
    here, *readers = connections
    thread = await aiosqlite.Connection(lambda: here, iter_chunk_size=64)
    return Database(path, Opened(thread, here), readers)


@asynccontextmanager
async def beside(path: Path) -> AsyncIterator[Tx]:
    """One short transaction on the file, also while the bot runs on it."""
    database = await open_database(path)
    try:
        async with database.write() as tx:
            yield tx
    finally:
        await database.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None,
        timeout=BUSY_MS / 1000, check_same_thread=False,
    )  # fmt: skip
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _unusable(path: Path, error: sqlite3.Error) -> DatabaseError:
    return DatabaseError(
        f"the database {path} cannot be opened ({error}): check that the file is whole and that "
        "this user may write it and its folder, or restore a backup."
    )


@contextmanager
def only_process(path: Path, *, wait: float = 0.0) -> Iterator[bool]:
    """Hold the lock beside the database; yields False if another process still holds it.

    Waits up to `wait` seconds for that process to end. Source: SQLite allows one writing process
    here (telegram.md 24). The lock goes with the process, also when it is killed.
    """
    import fcntl  # not on every system; only needed where a bot runs

    with _lock_file(path) as handle:
        tries = int(wait / LOOK_EVERY) + 1
        for attempt in range(tries):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if attempt + 1 < tries:
                    time.sleep(LOOK_EVERY)
                continue
            _name_holder(handle.fileno())
            yield True
            return
    yield False


def _name_holder(handle: int) -> None:
    with suppress(OSError):  # a full disk must not keep the bot from starting
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())


def holder(path: Path) -> str:
    """For a sentence about a lock another process holds: whose it is, if that can be read."""
    with suppress(OSError, ValueError):
        return f" (process {int(_lock_path(path).read_text())})"
    return ""


def _lock_path(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _lock_file(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _lock_path(path).open("a+")
    except OSError as error:
        raise DatabaseError(
            f"the folder {path.parent} of the database cannot be written ({error.strerror}): give "
            "it to this user, or set DATABASE_URL to a folder this user may write."
        ) from error
