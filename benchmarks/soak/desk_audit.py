"""What came to the physiotherapists unasked, and what must never be: an urgent card of nobody's."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from benchmarks.soak.audit import SAYS, is_silent
from benchmarks.soak.desks import Desk
from bot.sandbox.values import Call

LINE = "• "
NIGHT = (time(21), time(7))
FOR_EVER = datetime.max.replace(tzinfo=UTC)
NOBODYS = """
SELECT c.id, c.urgency, c.state FROM cards c WHERE c.state <> 'closed'
AND c.urgency IN ('emergency', 'same_day') AND NOT EXISTS (
    SELECT 1 FROM appointments a WHERE a.subject_id = c.id AND a.status = 'pending'
    AND a.kind IN ('card_due', 'card_repeat', 'card_deputy', 'seen_lapse', 'snooze_end')
)
"""
"""Neither on its way to somebody nor held by an owner whose time runs out."""
UNTOLD = """
SELECT c.id, c.urgency, c.opened_at FROM cards c WHERE c.state = 'open'
AND c.urgency IN ('emergency', 'same_day')
AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.card_id = c.id)
"""


@dataclass(slots=True)
class DeskAudit:
    """Rings a day, cards as they were worded, and urgent cards without anybody."""

    desks: Mapping[int, Desk]
    database: Path
    rings: defaultdict[tuple[int, date], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    """By chat and her local day: cards and other things that made the phone ring unasked."""
    cards: int = 0
    without_reason: list[str] = field(default_factory=list)
    nobodys: list[str] = field(default_factory=list)
    at_night: list[str] = field(default_factory=list)
    gone: defaultdict[int, list[tuple[datetime, datetime]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """When she was away or had stopped the bot."""
    now: datetime = FOR_EVER
    """The last look."""
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)

    def hear(self, calls: list[Call], now: datetime, busy: set[int]) -> None:
        """Calls of one instant; `busy` are the chats that acted in it."""
        for call in calls:
            one = self.desks.get(call.chat_id or 0)
            if one is None or not call.done or call.method not in SAYS:
                continue
            is_card = ":close" in str(call.params.get("reply_markup", ""))
            if is_card:
                self._read(str(call.params.get("text", "")))
            if not is_silent(call.params) and call.chat_id not in busy:
                what = "cards" if is_card else "others"
                self.rings[one.chat_id, one.local(now).date()][what] += 1
                self._at_night(one, call, now)

    def _at_night(self, one: Desk, call: Call, now: datetime) -> None:
        """What is not urgent may not ring before her morning; the edges are day, as to rules."""
        local, words = one.local(now), str(call.params.get("text", ""))
        if not NIGHT[1] <= local.time() <= NIGHT[0] and "🔴" not in words:
            self.at_night.append(f"{one.chat_id} {local:%a %d %b %H:%M} {words[:50]!r}")

    def _read(self, words: str) -> None:
        """A card says why, and each why has its number or is a sign that was told."""
        self.cards += 1
        reasons = [row for row in words.splitlines() if row.startswith(LINE)]
        if not reasons or any("{" in row or "???" in row for row in reasons):
            self.without_reason.append(words[:200].replace("\n", " / "))

    def look(self, now: datetime) -> None:
        """Once a day: is any urgent card without an owner and without a way to one?"""
        self.now = now
        with closing(sqlite3.connect(self.database)) as file:
            for query in (NOBODYS, UNTOLD):
                for row in file.execute(query).fetchall():
                    self.nobodys.append(f"{now:%Y-%m-%d %H:%M} " + " ".join(map(str, row)))
