"""The account of a busy hour under kills: what went in, what came out, what was doubled or lost.

In: the list of what people did, against the file. Out: every row of the outbox put into words as
the mouth does, against the calls the stand-in heard. Everything that must be nothing is a line of
`wrong`, with examples.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.chaos_answers import INVENTED, LOST, Answers, taken_back
from benchmarks.chaos_people import Told
from bot.clock import from_micros
from bot.model.telling import Op, OutboxRow
from bot.sandbox.telegram import StandIn
from bot.sandbox.values import Call
from bot.sender.words import render

SAYS = ("sendMessage", "sendPhoto", "sendDocument")
SHOWS = (*SAYS, "editMessageText")
AT_A_KILL = 0.5
"""Seconds within which what was said before a kill may not have been marked: the mark comes with
the sender's next round, some milliseconds later, on a busy machine some more."""
LASTING: Mapping[str, str] = {
    "answers": "SELECT checkin_id || ' ' || question FROM answers",
    "flags": "SELECT id FROM flags",
    "cards": "SELECT id FROM cards",
    "deliveries": "SELECT id FROM deliveries",
    "locks": "SELECT flag_id FROM locks",
    "prompts opened": "SELECT id FROM appointments WHERE opened_at IS NOT NULL",
}
"""What is there once is there for good."""
MUST_BE_NOTHING: Mapping[str, str] = {
    "updates not done": "SELECT update_id || ' ' || state FROM inbox WHERE state <> 'done'",
    "messages failed or unsaid":
        "SELECT id || ' ' || status || ' ' || text_key FROM outbox WHERE status <> 'sent'",
    "prompts opened twice":
        "SELECT outing_id || ' ' || kind FROM checkins WHERE outing_id IS NOT NULL"
        " GROUP BY outing_id, kind HAVING count(*) > 1",
    "prompts opened without a question":
        "SELECT a.id FROM appointments a WHERE a.kind = 'post_run' AND a.opened_at IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM checkins c WHERE c.outing_id = a.subject_id)",
    "prompts overdue":
        "SELECT id || ' ' || kind FROM appointments WHERE status = 'pending' AND due_at < {now}",
    "check-ins assessed twice":
        "SELECT checkin_id FROM assessments WHERE checkin_id IS NOT NULL AND superseded_at IS NULL"
        " GROUP BY checkin_id, event HAVING count(*) > 1",
    "runs told and not assessed":
        "SELECT id FROM checkins WHERE kind IN ('post_run', 'symptom') AND state = 'completed'"
        " AND id NOT IN (SELECT checkin_id FROM assessments WHERE checkin_id IS NOT NULL)",
    "urgent cards without delivery":
        "SELECT id FROM cards WHERE urgency IN ('same_day', 'emergency')"
        " AND id NOT IN (SELECT card_id FROM deliveries)",
    "deliveries nobody heard":
        "SELECT d.id FROM deliveries d JOIN persons p ON p.id = d.physio_id WHERE NOT EXISTS ("
        " SELECT 1 FROM screens s WHERE s.chat_id = p.chat_id AND s.subject_type = 'card'"
        " AND s.subject_id = d.card_id AND s.message_id IS NOT NULL)",
    "red flags without a lock":
        "SELECT f.id || ' row ' || f.red_flag_row || ' ' || f.tier FROM flags f"
        " WHERE f.red_flag_row <> '' AND f.tier <> 'E3'"
        " AND f.id NOT IN (SELECT flag_id FROM locks)",
    "locks lost": "SELECT flag_id FROM locks WHERE cleared_at IS NOT NULL"
        " AND cleared_by IS NULL AND how <> 'gone'",
    "acts counted twice":
        "SELECT act || ' ' || subject_id FROM acts WHERE act IN ('seen', 'close')"
        " GROUP BY act, subject_id, actor_id, at HAVING count(*) > 1",
}  # fmt: skip
ROWS = """
SELECT o.*, p.language AS spoken, p.zone AS her_zone FROM outbox o
LEFT JOIN persons p ON p.chat_id = o.chat_id WHERE o.op IN ('draw', 'fresh', 'send')
"""


@dataclass(slots=True)
class Account:
    """Counts to be looked at, and what must not have been."""

    counts: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def blame(self, what: str, examples: Sequence[object]) -> None:
        """Note what must be nothing."""
        self.wrong[what] = [str(one) for one in examples]

    @property
    def is_clean(self) -> bool:
        return not any(self.wrong.values())

    def page(self) -> str:
        """Two tables."""
        lines = [f"{count:>7}  {what}" for what, count in self.counts.items()]
        lines += ["", "must be nothing:"]
        for what, examples in self.wrong.items():
            some = f"   {'; '.join(examples[:4])}" if examples else ""
            lines.append(f"{len(examples):>7}  {what}{some}")
        return "\n".join(lines)


class Ledger:
    """What has been in the file once, looked at whenever the bot is dead."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.seen: defaultdict[str, set[str]] = defaultdict(set)

    def look(self) -> None:
        for what, sql in LASTING.items():
            self.seen[what] |= set(column(self._path, sql))

    def gone(self) -> list[str]:
        """What was there and is there no more."""
        return [
            f"{what}: {one}"
            for what, sql in LASTING.items()
            for one in sorted(self.seen[what] - set(column(self._path, sql)))
        ]


def column(path: Path, sql: str) -> list[str]:
    """The first column of all rows."""
    with closing(sqlite3.connect(path, timeout=10)) as file:
        return [str(row[0]) for row in file.execute(sql)]


def account(
    path: Path, telegram: StandIn, told: Told, kills: Sequence[float], ledger: Ledger, now: int
) -> Account:
    """After the last life has come to rest. `now`: people's clock, in microseconds."""
    found = Account()
    _heard(found, path, telegram, told)
    _answers(found, Answers(path, telegram, told), told)
    _said(found, path, telegram.calls, kills)
    for what, sql in MUST_BE_NOTHING.items():
        found.blame(what, column(path, sql.format(now=now)))
    gone = [one for one in ledger.gone() if one not in taken_back(told)]
    found.blame("in the file once and gone", gone)
    _told(found, path)
    return found


def _heard(found: Account, path: Path, telegram: StandIn, told: Told) -> None:
    kept = column(path, "SELECT update_id FROM inbox")
    found.counts["taps and texts of people"] = told.number
    found.counts["updates in the inbox, each once"] = len(kept)
    found.blame("updates Telegram gave up", telegram.lost)
    found.blame("updates never fetched", telegram.pending)
    strays = told.number - len(kept)
    found.blame("updates lost or invented", [strays] if strays else [])


def _answers(found: Account, answers: Answers, told: Told) -> None:
    kinds = answers.became()
    found.counts["questions tapped"] = sum(map(len, kinds.values()))
    for kind in sorted(kinds.keys() - {LOST, INVENTED}):
        found.counts[f"  {kind}"] = len(kinds[kind])
    found.counts["distances typed"] = len(told.typed)
    found.blame("taps without an answer", kinds.get(LOST, []))
    found.blame("answers nobody gave", kinds.get(INVENTED, []))
    found.blame("typed answers taken twice", answers.taken_twice())


def _said(found: Account, path: Path, calls: Sequence[Call], kills: Sequence[float]) -> None:
    """Rows in words against calls: at least once each; more only where a kill explains it."""
    done = [call for call in calls if call.done and call.method in SHOWS]
    heard: defaultdict[tuple[int, str], list[Call]] = defaultdict(list)
    for call in done:
        heard[call.chat_id or 0, _text(call)].append(call)
    promised, sure = _promised(path)
    found.counts["messages and edits promised"] = sum(promised.values())
    found.counts["messages and edits done by Telegram"] = len(done)
    missing = [
        f"{chat} {text[:60]!r}"
        for (chat, text), times in sure.items()
        if len(heard[chat, text]) < times
    ]
    found.blame("messages promised and never said", missing)
    explained, unexplained = 0, []
    for key, group in heard.items():
        extra = len(group) - promised[key]
        at_kills = sum(_unmarked(call, kills) for call in group)
        explained += max(0, min(extra, at_kills))
        if extra > at_kills:
            unexplained.append(f"{key[0]} {key[1][:60]!r} {extra} over")
    found.counts["said again, a kill between saying and marking"] = explained
    found.blame("said again for no reason", unexplained)


def _unmarked(call: Call, kills: Sequence[float]) -> bool:
    """Whether a kill came while it was on the line, or so soon after that no mark was made."""
    return any(call.uptime <= kill and kill - call.ended < AT_A_KILL for kill in kills)


def _text(call: Call) -> str:
    return str(call.params.get("text", call.params.get("caption", "")))


def _promised(path: Path) -> tuple[Counter[tuple[int, str]], Counter[tuple[int, str]]]:
    """By chat and words: what may be said, and what must be (a redraw of the same once)."""
    promised: Counter[tuple[int, str]] = Counter()
    sure: Counter[tuple[int, str]] = Counter()
    with closing(sqlite3.connect(path)) as file:
        file.row_factory = sqlite3.Row
        for row in file.execute(ROWS):
            key = row["chat_id"], render(_row(row)).text
            promised[key] += 1
            sure[key] += row["op"] != Op.DRAW
    for key in promised:
        sure[key] = max(1, sure[key])
    return promised, sure


def _row(row: Any) -> OutboxRow:
    return OutboxRow(
        id=row["id"], op=Op(row["op"]), chat_id=row["chat_id"], screen_id=row["screen_id"],
        message_id=None, drawn_hash=None, key=row["text_key"], params=row["params"],
        keyboard=row["keyboard"], priority=row["priority"], silent=bool(row["silent"]),
        protect=bool(row["protect"]), attempts=row["attempts"], language=row["spoken"] or "en",
        zone=row["her_zone"] or "UTC", promised_at=from_micros(row["created_at"]),
    )  # fmt: skip


def _told(found: Account, path: Path) -> None:
    """What the hour held, so that nothing above is true because nothing happened."""
    for what, sql in {
        "prompts opened": LASTING["prompts opened"],
        "check-ins completed": "SELECT id FROM checkins WHERE state = 'completed'",
        "cards": LASTING["cards"],
        "deliveries": LASTING["deliveries"],
        "locks": LASTING["locks"],
        "cards seen or closed": "SELECT id FROM cards WHERE state <> 'open'",
    }.items():
        found.counts[what] = len(column(path, sql))
