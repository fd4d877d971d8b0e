"""The account of a cohort run: what was due, what became of it, and what must not have been."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.soak.desk_account import DeskAccount, desk_lines, of_desks
from benchmarks.soak.life import Life
from bot.clock import to_micros

ASKING = ("post_run", "follow_up", "follow_up_48", "recovery", "rest_day", "gate")
WAYS = ("answered", "unanswered", "open", "expired", "cancelled", "pending")
BECAME = {
    ("done", True): "answered", ("done", False): "cancelled",
    ("not_answered", True): "unanswered", ("open", True): "open",
    ("not_asked", True): "expired", ("not_asked", False): "expired",
    ("cancelled", True): "cancelled", ("cancelled", False): "cancelled",
    ("pending", False): "pending",
}  # fmt: skip
"""(status, whether its time came) → what became of it. Done before its time: told unasked."""
ROWS = "SELECT kind, status, opened_at IS NOT NULL AS came, count(*) AS n FROM appointments"
LATE = timedelta(minutes=5)
STOPPED = "'error': 'Forbidden'"
"""What the log says when a chat is found to be closed; only physiotherapists close theirs here."""

TWICE = """
SELECT count(*) AS n FROM (
    SELECT a.id FROM appointments a JOIN checkins c ON c.kind = a.kind
    AND c.opened_at = a.opened_at AND a.subject_id IN (c.outing_id, c.episode_id)
    WHERE a.kind IN ({kinds}) GROUP BY a.id HAVING count(*) > 1
    UNION ALL
    SELECT c.outing_id FROM checkins c WHERE c.outing_id IS NOT NULL
    GROUP BY c.outing_id, c.kind HAVING count(*) > 1
    UNION ALL
    SELECT s.id FROM screens s JOIN outbox o ON o.screen_id = s.id
    WHERE s.subject_type = 'checkin' AND o.op = 'fresh' AND o.priority = 2 AND o.status = 'sent'
    AND o.text_key <> 'soft-ask'
    GROUP BY s.id HAVING count(*) > 1 + (
        SELECT count(*) FROM appointments r WHERE r.kind = 'reminder'
        AND r.subject_id = s.subject_id AND r.status = 'done'
    )
)
"""
"""Opened twice; two questionnaires about one run; said more often than asked and reminded."""
LOST = """
SELECT count(*) AS n FROM appointments a WHERE a.kind IN ({kinds})
AND a.status IN ('open', 'not_answered') AND NOT EXISTS (
    SELECT 1 FROM checkins c WHERE c.kind = a.kind AND a.subject_id IN (c.outing_id, c.episode_id)
    AND c.opened_at <= a.opened_at
)
"""
NO_NEXT = """
SELECT count(*) AS n FROM episodes e WHERE e.state = 'active' AND e.run_days <> '' AND NOT EXISTS (
    SELECT 1 FROM outings o JOIN appointments a ON a.subject_id = o.id AND a.kind = 'post_run'
    WHERE o.episode_id = e.id AND o.status = 'planned' AND a.status IN ('pending', 'open')
)
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Figures to be printed, and the list of those that must be nothing."""

    people: int
    weeks: float
    kinds: dict[str, Counter[str]]
    checkins: Counter[str]
    said: int
    unasked: int
    again: int
    did: Counter[str]
    desks: DeskAccount
    wrong: dict[str, list[str]]
    """What must not be, with its first examples."""

    @property
    def is_clean(self) -> bool:
        return not any(self.wrong.values())


def account(life: Life, errors: list[str]) -> Account:
    """Read the file and what the ear has heard."""
    with closing(sqlite3.connect(life.house.database)) as file:
        file.row_factory = sqlite3.Row
        kinds = _kinds(file)
        checkins: Counter[str] = Counter()
        for row in file.execute("SELECT state, count(*) AS n FROM checkins GROUP BY state"):
            checkins[row["state"]] += row["n"]
        desks = of_desks(file, life.desk_audit, people=len(life.cast), span=(life.start, life.end))
        wrong = {**_wrong(file, life, errors), **desks.wrong}
    return Account(
        people=len(life.cast),
        weeks=(life.end - life.start) / timedelta(days=7),
        kinds=kinds,
        checkins=checkins,
        said=life.audit.said,
        unasked=life.audit.unasked,
        again=life.audit.again,
        did=life.did,
        desks=desks,
        wrong=wrong,
    )


def _kinds(file: sqlite3.Connection) -> dict[str, Counter[str]]:
    kinds: dict[str, Counter[str]] = {kind: Counter() for kind in ASKING}
    for row in file.execute(f"{ROWS} GROUP BY kind, status, came"):
        if row["kind"] in kinds:
            became = BECAME.get((row["status"], bool(row["came"])), "unaccounted for")
            kinds[row["kind"]][became] += row["n"]
            kinds[row["kind"]]["due"] += row["n"]
    return kinds


def _wrong(file: sqlite3.Connection, life: Life, errors: list[str]) -> dict[str, list[str]]:
    quoted = ", ".join(f"'{kind}'" for kind in ASKING)
    overdue = to_micros(life.house.clock.now() - LATE)
    stopped = ", ".join(str(one.chat_id) for one in life.desks.values() if one.blocks)

    def examples(query: str) -> list[str]:
        return [" ".join(map(str, row)) for row in file.execute(query).fetchall()]

    def count(query: str) -> list[str]:
        number = file.execute(query.format(kinds=quoted)).fetchone()["n"]
        return [str(number)] * number

    kinds = _kinds(file)
    return {
        "unaccounted for": ["?"] * sum(c["unaccounted for"] for c in kinds.values()),
        "doubled": count(TWICE),
        "lost": count(LOST),
        "overdue and still pending": examples(
            f"SELECT kind, slot, due_at FROM appointments WHERE status = 'pending'"
            f" AND due_at <= {overdue}"
        ),
        "open after their window": examples(
            f"SELECT kind, subject_id, expires_at FROM appointments WHERE status = 'open'"
            f" AND expires_at <= {overdue}"
        ),
        "runners without a next question": count(NO_NEXT),
        "rang in quiet hours": life.audit.in_quiet,
        "sent while paused": life.audit.while_paused,
        "more than two rings a day": life.audit.too_often,
        "messages failed or unsent": examples(
            "SELECT id, op, text_key, status, last_error FROM outbox WHERE status <> 'sent'"
            f" AND NOT (last_error = 'Forbidden' AND chat_id IN ({stopped}))"
        ),
        "updates set aside as poison": examples(
            "SELECT update_id, state FROM inbox WHERE state NOT IN ('done', 'ignored')"
        ),
        "errors in the log": [line for line in errors if not stopped or STOPPED not in line],
    }


def page(told: Account, *, seed: int, seconds: float) -> str:
    """The account as it is printed."""
    head = f"{told.people} runners, {told.weeks:g} weeks, seed {seed}: {seconds:.0f} s"
    names = ("due", *WAYS)
    lines = [head, "", _row("", names)]
    total: Counter[str] = Counter()
    for kind, counts in told.kinds.items():
        lines.append(_row(kind, [counts[name] for name in names]))
        total += counts
    lines += [
        _row("together", [total[name] for name in names]),
        "",
        *_sums(told, total),
        "",
        *desk_lines(told.desks),
        "",
    ]
    for what, examples in told.wrong.items():
        lines.append(f"{len(examples):>7}  {what}")
        lines += [f"           {example}" for example in examples[:5]]
    return "\n".join(lines)


def _row(name: str, cells: object) -> str:
    assert isinstance(cells, list | tuple)
    return f"{name:<14}" + "".join(f"{cell!s:>11}" for cell in cells)


def _sums(told: Account, total: Counter[str]) -> list[str]:
    sent = sum(total[way] for way in WAYS[:3])
    checkins = sum(told.checkins.values())
    each = told.said / checkins if checkins else 0.0
    states = ", ".join(f"{n} {state}" for state, n in sorted(told.checkins.items()))
    acts = ", ".join(f"{n} {what}" for what, n in sorted(told.did.items()) if n)
    came = total["due"] - total["pending"]
    return [
        f"due {came} = sent {sent} + expired {total['expired']} + cancelled {total['cancelled']}",
        f"check-ins {checkins}: {states}",
        f"messages {told.said}, {each:.2f} a check-in",
        f"of them unasked {told.unasked}, asked again after an outage {told.again}",
        acts,
    ]
