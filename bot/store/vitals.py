"""What waits in the database, counted for whoever runs the bot: numbers and ages, nobody's rows.

Read on a connection of its own that can write nothing, so that it needs no part of the bot.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import to_micros
from bot.errors import DatabaseError
from bot.model.telling import Priority
from bot.store.database import statements
from bot.store.people import instant

SQL = statements("vitals")

SELF_CHECK = "self_check"
"""The mark that keeps what the last self-check found."""
POISON_COUNTS = timedelta(days=1)
BUSY = 1.0


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and since when the oldest does."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What waits."""

    unsent: Mapping[Priority, Queue]
    unowned: Queue
    """Alerts that could not wait, and that nobody has seen."""
    new: Queue
    poison: int
    """Updates of the last day that could not be handled."""
    unreachable: int
    """Physiotherapists with runners, whose chats are closed."""
    due: Queue
    schema: str
    self_check: str | None


def vitals(path: Path, *, now: datetime, machine: datetime) -> Vitals:
    """Count once. Raises DatabaseError with SQLite's name for what is wrong."""
    try:
        file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY)
        with closing(file):
            file.row_factory = sqlite3.Row
            return _vitals(file, now, machine)
    except sqlite3.Error as error:
        raise DatabaseError(getattr(error, "sqlite_errorname", type(error).__name__)) from error


def _vitals(file: sqlite3.Connection, now: datetime, machine: datetime) -> Vitals:
    rows = file.execute(SQL["unsent"]).fetchall()
    unsent = {Priority(row["priority"]): _queue(row) for row in rows}
    instants = {"now": to_micros(now), "since": to_micros(machine - POISON_COUNTS)}

    def one(name: str) -> Queue:
        return _queue(file.execute(SQL[name], instants).fetchone())

    return Vitals(
        unsent=unsent,
        unowned=one("unowned"),
        new=one("new"),
        poison=one("poison").count,
        unreachable=one("unreachable").count,
        due=one("due"),
        schema=_value(file, "schema") or "",
        self_check=_value(file, "mark", name=SELF_CHECK),
    )


def _queue(row: sqlite3.Row) -> Queue:
    return Queue(row["n"], instant(row["since"]))


def _value(file: sqlite3.Connection, statement: str, **params: str) -> str | None:
    row = file.execute(SQL[statement], params).fetchone()
    return str(row["value"]) if row else None
