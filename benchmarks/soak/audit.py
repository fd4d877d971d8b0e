"""What came unasked: looked at in the instant it was said, against her night and her pause."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, cast

from bot.clock import to_micros
from bot.model.people import zone_info
from bot.model.telling import Priority
from bot.rules.timing import Quiet, quiet_edges
from bot.sandbox.values import Call

SAYS = ("sendMessage", "sendPhoto", "sendDocument")
A_DAY = 2
URGENT = frozenset({"read-by-urgent"})
"""An answer to urgent advice: read, and still to go. It rings at any hour."""
ALSO_IN_A_PAUSE = URGENT | {
    "who-reads-now", "read-by", "from-physio", "plan-told", "cleared", "cleared-partly", "let-go",
}  # fmt: skip
"""The truth about who reads and has read, and what a person says."""
HER = """
SELECT p.zone, p.quiet_from, p.quiet_until, e.paused_until FROM persons p
JOIN episodes e ON e.runner_id = p.id WHERE p.chat_id = ? AND e.state <> 'ended'
"""
WHAT = """
SELECT id, text_key, priority, silent FROM outbox WHERE id >= ? AND chat_id = ? AND sent_at = ?
AND op IN ('fresh', 'send', 'draw') ORDER BY priority, id
"""
UNSAID = """
SELECT coalesce(min(id), (SELECT coalesce(max(id), 0) + 1 FROM outbox)) AS id FROM outbox
WHERE status IN ('waiting', 'sending')
"""
"""The oldest promise that is not kept yet: whatever is said from now on is not older."""
ABOUT_URGENT = """
SELECT 1 FROM letters l JOIN cards c ON c.id = l.card_id JOIN episodes e ON e.id = l.episode_id
JOIN persons p ON p.id = e.runner_id WHERE p.chat_id = ? AND l.sent_at = ?
AND c.urgency IN ('emergency', 'same_day')
"""
"""A physiotherapist writes about an urgent card: it rings at any hour."""
WISHED = """
SELECT 1 FROM appointments a JOIN persons p ON p.id = a.person_id WHERE p.chat_id = ?
AND a.kind = 'reminder' AND a.opened_at = ? AND a.slot LIKE 'later%'
"""
"""She tapped [Later] and so asked for this instant herself."""


@dataclass(slots=True)
class Audit:
    """Counts messages, and keeps what must not have been."""

    runners: frozenset[int]
    database: Path
    said: int = 0
    unasked: int = 0
    again: int = 0
    """Open questions that came again after an outage, silently, because taps were lost."""
    rang: defaultdict[tuple[int, date], list[str]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Prompts that made a phone ring unasked, by chat and her local day."""
    in_quiet: list[str] = field(default_factory=list)
    while_paused: list[str] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    _at: datetime | None = None
    _known: set[int] = field(default_factory=set)
    """Promises heard of in this instant: the ear may listen twice in one."""
    _unsaid: int = 0

    def hear(self, calls: list[Call], now: datetime, busy: set[int], *, back: bool = False) -> None:
        """Calls of one instant; `busy` are the chats that acted, or were acted upon, in it;
        `back`: the bot has just come back from an outage.
        """
        if not calls:
            return
        if now != self._at:
            self._at, self._known = now, set()
        with closing(sqlite3.connect(self.database)) as file:
            file.row_factory = sqlite3.Row
            for call in calls:
                if not call.done:
                    self.refused[f"{call.method} {call.status} {call.description}"[:90]] += 1
                elif call.method in SAYS and call.chat_id in self.runners:
                    self.said += 1
                    if call.chat_id not in busy:
                        self._unasked(file, call, now, back=back)
            self._unsaid = file.execute(UNSAID).fetchone()["id"]

    def _unasked(self, file: sqlite3.Connection, call: Call, now: datetime, *, back: bool) -> None:
        self.unasked += 1
        assert call.chat_id is not None
        silent = is_silent(call.params)
        row = self._row_of(file, call.chat_id, now, silent=silent)
        her = file.execute(HER, (call.chat_id,)).fetchone()
        key, priority = (row["text_key"], row["priority"]) if row else ("?", Priority.PROMPT)
        if her is None or priority == Priority.ALERT:
            return
        if back and silent and priority == Priority.REPLY:
            self.again += 1
            return
        zone = zone_info(her["zone"])
        local = now.astimezone(zone)
        line = f"{call.chat_id} {local:%a %Y-%m-%d %H:%M %z} {key}"
        here = (call.chat_id, to_micros(now))
        paused = local.date().isoformat() < (her["paused_until"] or "")
        asks = (paused or not silent) and priority == Priority.PROMPT
        wished = asks and file.execute(WISHED, here).fetchone()
        if paused and key not in ALSO_IN_A_PAUSE and not wished:
            self.while_paused.append(line)
        if silent or key in URGENT or file.execute(ABOUT_URGENT, here).fetchone():
            return
        if priority == Priority.PROMPT and not wished:
            self.rang[call.chat_id, local.date()].append(f"{local:%H:%M} {key}")
        quiet = Quiet(time.fromisoformat(her["quiet_from"]), time.fromisoformat(her["quiet_until"]))
        if quiet_edges(now, zone, quiet) is not None:
            self.in_quiet.append(line)

    def _row_of(
        self, file: sqlite3.Connection, chat_id: int, now: datetime, *, silent: bool
    ) -> sqlite3.Row | None:
        """The promise that this call kept: in the order of saying, ringing or silent as it was."""
        for row in file.execute(WHAT, (self._unsaid, chat_id, to_micros(now))):
            if row["id"] not in self._known and bool(row["silent"]) == silent:
                self._known.add(row["id"])
                return cast(sqlite3.Row, row)
        return None

    @property
    def too_often(self) -> list[str]:
        """Persons and days with more rings than two."""
        return [
            f"{chat} {day} {' | '.join(rings)}"
            for (chat, day), rings in self.rang.items()
            if len(rings) > A_DAY
        ]


def is_silent(params: Any) -> bool:
    return str(params.get("disable_notification", "")).lower() in ("true", "1")
