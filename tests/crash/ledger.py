"""What is in the database file, looked at from outside: the bot may be dead or alive."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def rows(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """All rows; a reader beside the bot, or after it."""
    with closing(sqlite3.connect(path, timeout=5)) as file:
        return file.execute(sql, values).fetchall()


def column(path: Path, sql: str, *values: Any) -> list[Any]:
    """The first column of all rows."""
    return [row[0] for row in rows(path, sql, *values)]


def number(path: Path, sql: str, *values: Any) -> int:
    """The one number asked for."""
    return int(rows(path, sql, *values)[0][0])


def change(path: Path, sql: str, *values: Any) -> None:
    """Leave the file as a killed process might have."""
    with closing(sqlite3.connect(path, timeout=5)) as file:
        file.execute(sql, values)
        file.commit()


def person(path: Path, chat_id: int) -> str:
    """The person's id."""
    return str(rows(path, "SELECT id FROM persons WHERE chat_id = ?", chat_id)[0][0])
