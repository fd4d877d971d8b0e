"""What came unasked: looked at in the instant it was said, against her night and her pause."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot.clock import to_micros
from bot.model.people import zone_info
from bot.model.telling import Priority
from bot.rules.timing import Quiet, quiet_edges
from bot.sandbox.values import Call

SAYS = ("sendMessage", "sendPhoto", "sendDocument")
A_DAY = 2
HER = """
SELECT p.zone, p.quiet_from, p.quiet_until, e.paused_until FROM persons p
JOIN episodes e ON e.runner_id = p.id WHERE p.chat_id = ? AND e.state <> 'ended'
"""
WHAT = "SELECT text_key, priority FROM outbox WHERE chat_id = ? AND sent_at = ? AND op <> 'delete'"


@dataclass(slots=True)
class Audit:
    """Counts messages, and keeps what must not have been."""

    runners: frozenset[int]
    database: Path
    said: int = 0
    unasked: int = 0
    rang: defaultdict[tuple[int, date], list[str]] = field(default_factory=lambda: defaultdict(list))
    """Unasked messages that made a phone ring, by chat and her local day; safety not counted."""
    in_quiet: list[str] = field(default_factory=list)
    while_paused: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)

    def hear(self, calls: list[Call], now: datetime, busy: set[int]) -> None:
        """Calls of one instant; `busy` are the chats that acted, or were acted upon, in it."""
        with closing(sqlite3.connect(self.database)) as file:
            file.row_factory = sqlite3.Row
            for call in calls:
                if not call.done:
                    self.refused[f"{call.method} {call.status} {call.description}"[:90]] += 1
                elif call.method in SAYS and call.chat_id in self.runners:
                    self.said += 1
                    if call.chat_id not in busy:
                        self._unasked(file, call, now)

    def _unasked(self, file: sqlite3.Connection, call: Call, now: datetime) -> None:
        self.unasked += 1
        assert call.chat_id is not None
        about = file.execute(WHAT, (call.chat_id, to_micros(now))).fetchall()
        her = file.execute(HER, (call.chat_id,)).fetchone()
        if her is None or any(row["priority"] == Priority.ALERT for row in about):
            return
        zone = zone_info(her["zone"])
        local = now.astimezone(zone)
        keys = ",".join(row["text_key"] for row in about)
        line = f"{call.chat_id} {local:%a %Y-%m-%d %H:%M %z} {keys}"
        if her["paused_until"] and local.date().isoformat() < her["paused_until"]:
            self.while_paused.append(line)
        if _is_silent(call.params):
            return
        self.rang[call.chat_id, local.date()].append(f"{local:%H:%M} {keys}")
        quiet = Quiet(time.fromisoformat(her["quiet_from"]), time.fromisoformat(her["quiet_until"]))
        if quiet_edges(now, zone, quiet) is not None:
            self.in_quiet.append(line)

    @property
    def too_often(self) -> list[str]:
        """Persons and days with more rings than two."""
        return [
            f"{chat} {day} {' | '.join(rings)}"
            for (chat, day), rings in self.rang.items()
            if len(rings) > A_DAY
        ]


def _is_silent(params: Any) -> bool:
    return str(params.get("disable_notification", "")).lower() in ("true", "1")
