"""Copies of runners, row by row, under other ids: a history is written once and had by many."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.model.press import ID_LENGTH

SHIFT = 1_000_000
"""Between the integer ids of one copy and the next."""
OWNED = {
    "persons": "id = :person",
    "episodes": "runner_id = :person",
    "outings": "episode_id = :episode",
    "checkins": "person_id = :person",
    "answers": "checkin_id IN (SELECT id FROM checkins WHERE person_id = :person)",
    "appointments": "person_id = :person",
    "assessments": "episode_id = :episode",
    "cards": "episode_id = :episode",
    "flags": "episode_id = :episode",
    "locks": "episode_id = :episode",
    "deliveries": "card_id IN (SELECT id FROM cards WHERE episode_id = :episode)",
    "screens": "chat_id = :chat",
    "outbox": "chat_id = :chat",
}
"""Whose row it is, parents before children."""
RANDOM_IDS = frozenset(
    ("id", "person_id", "runner_id", "episode_id", "outing_id", "checkin_id", "card_id", "flag_id")
)
COUNTED_IDS = frozenset(("id", "screen_id"))


def clone(path: Path, originals: Sequence[int], copies: Sequence[int]) -> None:
    """Give every chat in `copies` the history of one of `originals`, in turn."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN IMMEDIATE")
        for table in OWNED:  # unqualified names mean these: a copy never searches earlier copies
            connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table}")
        inserts = [_insert(connection, table) for table in OWNED]
        for number, chat in enumerate(copies):
            original = originals[number % len(originals)]
            for insert in inserts:
                connection.execute(insert, _whose(connection, original, chat, number + 1))
        connection.execute("COMMIT")


def _whose(
    connection: sqlite3.Connection, original: int, chat: int, number: int
) -> dict[str, object]:
    row = connection.execute(
        "SELECT p.id, e.id FROM persons AS p JOIN episodes AS e ON e.runner_id = p.id"
        " WHERE p.chat_id = ?",
        (original,),
    ).fetchone()
    return {
        "chat": original, "person": row[0], "episode": row[1], "new_chat": chat,
        "mark": f"{number:04d}", "shift": number * SHIFT,
    }  # fmt: skip


def _insert(connection: sqlite3.Connection, table: str) -> str:
    asked = "SELECT name, type FROM pragma_table_info(?, 'main')"
    columns = connection.execute(asked, (table,)).fetchall()
    values = ", ".join(_value(name, kind) for name, kind in columns)
    names = ", ".join(name for name, _ in columns)
    rows = f"SELECT {values} FROM {table} WHERE {OWNED[table]}"
    return f"INSERT INTO main.{table} ({names}) {rows}"


def _value(name: str, kind: str) -> str:
    """The copy's value of a column: its own chat and ids, everything else the same."""
    if name == "chat_id":
        return ":new_chat"
    if name == "dedup_key":
        return "NULL"
    if kind == "INTEGER" and name in COUNTED_IDS:
        return f"{name} + :shift"
    if kind == "TEXT" and name in RANDOM_IDS:
        return f":mark || substr({name}, 5)"
    if name == "subject_id":
        own = ":mark || substr(subject_id, 5)"
        return f"CASE WHEN length(subject_id) = {ID_LENGTH} THEN {own} ELSE subject_id END"
    return name
