"""The account of the physiotherapists' side: what reached whom, how soon, and what became of it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from benchmarks.soak.desk_audit import DeskAudit
from benchmarks.soak.desks import Desk
from bot.clock import MICROSECOND, from_micros
from bot.rules import timing
from bot.services.physios.physio_joining import HOURS

URGENCIES = ("emergency", "same_day", "soon", "routine")
IMMEDIATE = URGENCIES[:2]
A_MINUTE = timedelta(minutes=1)
LATER = "later"
MUTE = timedelta(days=14 - 3)
"""Two weeks, counted from what an answer is about, which may come up to three days late."""
MOST_OF_CHECKINS, MOST_A_WEEK, ABOUT_CARDS = 1.5, 1.0, 18
"""Percent of check-ins; for 20 runners; per 100 client-weeks. [design]"""
TOLD = """
WITH risen AS (
    SELECT f.id, f.card_id, f.episode_id, f.rule, f.urgency, max(f.opened_at, coalesce((
        SELECT max(a.at) FROM assessments a, json_each(a.result, '$.raised') r
        WHERE a.episode_id = f.episode_id AND r.value LIKE f.rule || '%'
        AND a.at <= coalesce(f.closed_at, a.at)
    ), 0)) AS opened_at FROM flags f
)
SELECT f.rule, f.urgency, f.opened_at, min(d.at) AS told_at, p.chat_id,
    (SELECT min(b.at) FROM deliveries b WHERE b.card_id = c.id AND b.at < f.opened_at) AS before_at
FROM risen f JOIN cards c ON c.id = f.card_id JOIN episodes e ON e.id = f.episode_id
JOIN persons p ON p.id = e.physio_id
LEFT JOIN deliveries d ON d.card_id = c.id AND d.at >= f.opened_at
GROUP BY f.id ORDER BY f.opened_at
"""
"""Of each finding on a card: when it was raised, or rose, last; when the card came after that."""
SEEN = """
SELECT p.chat_id, c.seen_at, c.closed_at, c.outcome, c.urgency, min(d.at) AS told_at FROM cards c
JOIN episodes e ON e.id = c.episode_id JOIN persons p ON p.id = e.physio_id
LEFT JOIN deliveries d ON d.card_id = c.id GROUP BY c.id
"""
FIRST = """
SELECT f.rule, json_extract(f.details, '$.of') AS of, min(f.opened_at) FROM flags f
WHERE f.card_id IS NOT NULL GROUP BY f.card_id
"""
"""What each card came for: its first finding."""
AGAIN = """
WITH ranked AS (
    SELECT *, CASE urgency WHEN 'routine' THEN 0 WHEN 'soon' THEN 1 ELSE 2 END AS rank
    FROM flags WHERE tier = ''
)
SELECT b.rule, b.urgency, b.opened_at FROM ranked b JOIN ranked a
ON a.episode_id = b.episode_id AND a.rule = b.rule AND a.red_flag_row = b.red_flag_row
AND b.opened_at > a.opened_at AND b.opened_at < a.opened_at + :mute AND b.rank <= a.rank
"""
"""Raised anew within the mute, no more urgent than before. Red flags have no mute."""
Span = tuple[datetime, datetime]
MORNINGS = "SELECT dedup_key FROM outbox WHERE text_key = 'morning-card' AND status = 'sent'"


@dataclass(frozen=True, slots=True)
class DeskAccount:
    """Figures to be printed; `wrong` must be nothing."""

    people: int
    weeks: float
    checkins: int
    flags: Counter[str]
    cards: Counter[str]
    causes: Counter[str]
    """What cards came for."""
    immediate: list[float]
    """Seconds from the answer to the card on a phone."""
    slots: Counter[str]
    """Of findings for soon: told at their slot, in an earlier card, later, not yet."""
    desks: tuple[str, ...]
    shown: int
    wrong: dict[str, list[str]]

    @property
    def immediate_share(self) -> float:
        """Percent of check-ins."""
        return 100 * self._immediate / max(1, self.checkins)

    @property
    def immediate_a_week(self) -> float:
        """For 20 runners."""
        return self._immediate / (self.weeks * self.people / 20)

    @property
    def _immediate(self) -> int:
        return sum(self.cards[urgency] for urgency in IMMEDIATE)

    @property
    def cards_per_100_weeks(self) -> float:
        return 100 * sum(self.cards.values()) / (self.people * self.weeks)


def of_desks(
    file: sqlite3.Connection, audit: DeskAudit, *, people: int, span: tuple[datetime, datetime]
) -> DeskAccount:
    """Read the file, and what the ear has heard."""
    weeks = (span[1] - span[0]) / timedelta(days=7)
    seen = file.execute(SEEN).fetchall()
    waits, slots, late = _waits(file, audit)
    done = file.execute("SELECT count(*) FROM checkins WHERE state = 'completed'").fetchone()[0]
    return DeskAccount(
        people=people,
        weeks=weeks,
        checkins=done,
        flags=Counter(row[0] for row in file.execute("SELECT urgency FROM flags")),
        cards=Counter(row["urgency"] for row in seen),
        causes=Counter(_cause(row) for row in file.execute(FIRST)),
        immediate=waits,
        slots=slots,
        desks=tuple(_line(one, audit, seen) for one in audit.desks.values()),
        shown=audit.cards,
        wrong={
            "urgent cards of nobody's": audit.nobodys,
            "findings told late": late,
            "cards without a reason": audit.without_reason,
            "rang at night, not urgent": audit.at_night,
            "raised again within its mute": [
                f"{row['rule']} {row['urgency']} {from_micros(row['opened_at'])}"
                for row in file.execute(AGAIN, {"mute": MUTE // MICROSECOND})
            ],
            "working mornings without the card": _missing(file, audit, span),
        },
    )


def _cause(row: sqlite3.Row) -> str:
    """The rule, and which case of it where that is another story."""
    return f"{row['rule']} {row['of']}" if row["of"] else str(row["rule"])


def _waits(
    file: sqlite3.Connection, audit: DeskAudit
) -> tuple[list[float], Counter[str], list[str]]:
    """Of findings that were immediate the seconds, of those for soon how they came; and those that
    came later than that for no reason.
    """
    immediate: list[float] = []
    slots: Counter[str] = Counter()
    late: list[str] = []
    for row in file.execute(TOLD):
        one, opened = audit.desks[row["chat_id"]], from_micros(row["opened_at"])
        told = from_micros(row["told_at"]) if row["told_at"] else None
        how = ""
        if row["urgency"] in IMMEDIATE:
            seconds = (told - opened).total_seconds() if told else float("inf")
            how = "" if seconds <= A_MINUTE.total_seconds() else _excused(audit, one, opened)
            immediate += [] if how and how != LATER else [seconds]
            slots["of nobody there, immediate"] += how == "after she was gone"
        elif row["urgency"] == "soon":
            joins = row["before_at"] is not None
            how = _slot(audit, one, opened, told, joins=joins)
            slots[how] += 1
        if how == LATER:
            late.append(f"{one.clinic} {one.number} {row['urgency']} {row['rule']} {opened} {told}")
    return immediate, +slots, late


def _excused(audit: DeskAudit, one: Desk, at: datetime) -> str:
    if any(begins <= at <= ends for begins, ends in audit.outages):
        return "after an outage"
    if any(begins <= at <= ends for begins, ends in audit.gone[one.chat_id]):
        return "after she was gone"
    return LATER


def _slot(
    audit: DeskAudit, one: Desk, opened: datetime, told: datetime | None, *, joins: bool
) -> str:
    """How what could wait came to her: at the next 08:00 or 13:00 of her clinic."""
    if joins:
        return "on a card that was there"
    slot = timing.clinic_slot(opened, ZoneInfo(one.zone), HOURS[one.hours][0])
    if told is not None and told <= slot + A_MINUTE:
        return "at their slot"
    if told is None and slot > audit.now:
        return "to come"
    return _excused(audit, one, slot)


def _line(one: Desk, audit: DeskAudit, seen: list[sqlite3.Row]) -> str:
    """One physiotherapist: her rings a working day, her cards, how soon she saw them."""
    hers = [row for row in seen if row["chat_id"] == one.chat_id]
    days = [count for (chat, day), count in audit.rings.items()
            if chat == one.chat_id and day.weekday() in HOURS[one.hours][0]]  # fmt: skip
    rang = [sum(count.values()) for count in days]
    cards = sum(count["cards"] for count in days)
    waits = [(row["seen_at"] - row["told_at"]) / 3.6e9 for row in hers
             if row["seen_at"] and row["told_at"] and row["seen_at"] >= row["told_at"]]  # fmt: skip
    ended = Counter(str(row["outcome"] or "open") for row in hers)
    how = ", ".join(f"{count} {what}" for what, count in ended.most_common())
    name = f"{one.clinic} {one.number}"
    rings = f"{sum(rang) / max(1, len(rang)):.1f} (most {max(rang, default=0)}, cards {cards})"
    soon = f"{median(waits):.1f} h" if waits else "–"
    return f"{name:<12}{rings:<28}{len(hers):>6} {soon:>9}  {how}"


def _missing(
    file: sqlite3.Connection, audit: DeskAudit, span: tuple[datetime, datetime]
) -> list[str]:
    """Working mornings at eight on which she was neither away nor had stopped the bot, but for the
    first. Over several mornings without a bot she is owed one late card.
    """
    ids = {row[0]: row[1] for row in file.execute("SELECT chat_id, id FROM persons")}
    sent = {row[0] for row in file.execute(MORNINGS)}
    found, away = [], _joined(audit.outages)
    for one in audit.desks.values():
        first, last = one.local(span[0]).date(), one.local(span[1]).date()
        late: set[Span] = set()
        for day in (first + timedelta(days=days) for days in range((last - first).days)):
            if not _wanted(one, audit, day) or late & (outages := _outages_at(one, away, day)):
                continue
            late |= outages
            key = f"morning:{ids[one.chat_id]}:{day}"
            if key not in sent and day > first:
                found.append(f"{one.clinic} {one.number}: {day:%a %d %b}")
    return found


def _eight(one: Desk, day: date) -> datetime:
    return datetime.combine(day, time(8), tzinfo=ZoneInfo(one.zone))


def _joined(outages: Sequence[Span]) -> list[Span]:
    """One that begins where another ends is the same one: the bot had no time to catch up."""
    joined: list[Span] = []
    for one in sorted(outages):
        before = joined.pop() if joined and one[0] <= joined[-1][1] else one
        joined.append((before[0], max(before[1], one[1])))
    return joined


def _outages_at(one: Desk, outages: Sequence[Span], day: date) -> set[Span]:
    eight = _eight(one, day)
    return {(begins, ends) for begins, ends in outages if begins <= eight <= ends}


def _wanted(one: Desk, audit: DeskAudit, day: date) -> bool:
    eight = _eight(one, day)
    gone = any(begins <= eight <= ends for begins, ends in audit.gone[one.chat_id])
    return day.weekday() in HOURS[one.hours][0] and not gone


def desk_lines(told: DeskAccount) -> list[str]:
    """The account as it is printed."""
    each = [f"{name} {100 * told.flags[name] / max(1, told.checkins):.2f}" for name in URGENCIES]
    cards = [f"{told.cards[name]} {name}" for name in URGENCIES if told.cards[name]]
    slots = [f"{count} {what}" for what, count in told.slots.most_common()]
    weeks = told.people * told.weeks / 100
    causes = [f"{cause} {count / weeks:.1f}" for cause, count in told.causes.most_common()]
    worst = f"{max(told.immediate):.0f} s at most" if told.immediate else "none"
    reasoned = told.shown - len(told.wrong["cards without a reason"])
    share = f"{told.immediate_share:.2f} % of check-ins (at most {MOST_OF_CHECKINS})"
    weekly = f"{told.immediate_a_week:.2f} a week for 20 runners (at most {MOST_A_WEEK:g})"
    often = f"{told.cards_per_100_weeks:.0f} per 100 client-weeks (about {ABOUT_CARDS})"
    return [
        f"findings per 100 check-ins: {', '.join(each)}",
        f"cards {sum(told.cards.values())}: {', '.join(cards) or 'none'}; {often}",
        f"of them for {', '.join(causes) or 'nothing'}",
        f"immediate: {share}, {weekly}",
        f"from answer to card, immediate: {worst}; for soon: {', '.join(slots) or 'none'}",
        f"cards as they came: {told.shown}, with reasons {reasoned}",
        "",
        f"{'':<12}{'rings a working day':<28}{'cards':>6} {'till seen':>9}  became",
        *told.desks,
    ]
