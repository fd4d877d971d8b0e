"""Whether what the rules remember of one runner is what the database tells her physiotherapist."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

from bot.clock import from_micros
from bot.model.records import load_event
from bot.rules.assess import step
from bot.rules.book import load_book
from bot.rules.state import NAMES, State, begin, load
from bot.store import episodes
from tests.world import Someone, World

ALLOWED = ("GO", "SHORTER")
BOOK = load_book()


class Agreement:
    """Looked at after every step of a story."""

    def __init__(self, world: World, rosa: Someone) -> None:
        self.world, self.rosa = world, rosa
        self.heard = len(rosa.phone.heard)
        self.said = 0

    def holds(self, story: str, *, pressed: bool = False, waited: bool = False) -> None:
        """Since the last look: the runner did no more than answer a question; time went by."""
        with closing(sqlite3.connect(self.world.database)) as file:
            file.row_factory = sqlite3.Row
            state, said = _remembered(file)
            since = _locked_since(file)
            locks, flags, shut = _open_locks(file), _flags(file, "IS"), _flags(file, "IS NOT")
            self._no_flag_is_withdrawn(file, story)
            self._nothing_is_said_twice(file, story, pressed=pressed)
        assert locks == {lock.key: lock.kind for lock in state.locks}, (
            f"locks {locks} {state.locks}\n{story}"
        )
        remembered = {flag.key: flag.tier for flag in state.flags}
        told = all(key in flags and flags[key] <= tier for key, tier in remembered.items())
        assert told, f"flags {flags} {remembered}\n{story}"
        # One card of a row may be closed while that of its other tier is open.
        forgotten = flags.keys() - remembered.keys() - shut.keys()
        assert not forgotten, f"flags {forgotten}\n{story}"
        heard = self.rosa.phone.heard[self.heard :]
        self.heard += len(heard)
        if since is not None:
            news = [one.text for one in heard if one.at > since or not waited]
            assert said["permission"]["may"] == "no_run", f"allowed under a lock\n{story}"
            allowed = [one for one in news if any(word in one for word in ALLOWED)]
            assert not allowed, f"shown under a lock: {allowed}\n{story}"

    def _no_flag_is_withdrawn(self, file: sqlite3.Connection, story: str) -> None:
        withdrawn = file.execute(
            "SELECT * FROM flags WHERE rule = 'red_flag' AND closed_at IS NOT NULL"
            " AND outcome = 'by_rule'"
        ).fetchall()
        assert not withdrawn, f"withdrawn {[dict(one) for one in withdrawn]}\n{story}"

    def _nothing_is_said_twice(
        self, file: sqlite3.Connection, story: str, *, pressed: bool
    ) -> None:
        """By one answer, nothing is said to her in two messages."""
        said = file.execute(
            "SELECT id, text_key, params FROM outbox WHERE chat_id = ? AND id > ?"
            " AND op IN ('send', 'fresh') ORDER BY id",
            (self.rosa.phone.id, self.said),
        ).fetchall()
        self.said = said[-1]["id"] if said else self.said
        new = [(row["text_key"], row["params"]) for row in said]
        assert not pressed or len(new) == len(set(new)), f"said twice {new}\n{story}"


def _remembered(file: sqlite3.Connection) -> tuple[State, dict[str, Any]]:
    row = file.execute(
        "SELECT state, result FROM assessments WHERE superseded_at IS NULL ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return (load(row["state"]), json.loads(row["result"])) if row else (begin(), {})


def _locked_since(file: sqlite3.Connection) -> datetime | None:
    row = file.execute("SELECT min(locked_at) AS at FROM locks WHERE cleared_at IS NULL").fetchone()
    return from_micros(row["at"]) if row["at"] is not None else None


def _open_locks(file: sqlite3.Connection) -> dict[str, str]:
    """Key to the strictest kind."""
    rows = file.execute(
        "SELECT rule, red_flag_row, kind FROM locks JOIN flags ON flags.id = flag_id"
        " WHERE cleared_at IS NULL ORDER BY kind DESC"
    )
    return {f"{row['rule']}:{row['red_flag_row']}": row["kind"] for row in rows}


def _flags(file: sqlite3.Connection, closed: str) -> dict[str, str]:
    """Key to worst tier of the flags whose closing IS, or IS NOT, still to come."""
    rows = file.execute(
        f"SELECT rule, red_flag_row, tier FROM flags WHERE closed_at {closed} NULL"
        " ORDER BY tier DESC"
    )
    return {f"{row['rule']}:{row['red_flag_row']}".rstrip(":"): row["tier"] for row in rows}


async def is_what_was_heard(world: World, story: str) -> None:
    """Everything that was heard, folded from empty, is what is remembered; but for what a change
    may not take back.
    """
    with closing(sqlite3.connect(world.database)) as file:
        file.row_factory = sqlite3.Row
        state, _ = _remembered(file)
        if file.execute("SELECT 1 FROM acts WHERE act = 'ease'").fetchone():
            return  # the plan was another one before
        episode_id = file.execute("SELECT id FROM episodes").fetchone()["id"]
        heard = file.execute(
            "SELECT event FROM assessments WHERE superseded_at IS NULL ORDER BY id"
        ).fetchall()
    async with world.app.database.read() as tx:
        overrides = (await episodes.by_id(tx, episode_id)).overrides
    folded = begin()
    for row in heard:
        folded, _ = step(folded, load_event(row["event"]), BOOK, overrides)
    assert {flag.key for flag in folded.flags} <= {flag.key for flag in state.flags}, story
    assert {lock.key for lock in folded.locks} <= {lock.key for lock in state.locks}, story
    if folded.flags == state.flags and folded.locks == state.locks:
        different = {n for n in NAMES if getattr(folded, n) != getattr(state, n)}
        assert not different, f"folded anew: {different}\n{story}"
