"""What people tapped and typed, against the answers in the file: each taken once, or refused."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from benchmarks.chaos_people import Told
from bot.sandbox.telegram import StandIn

TAKE_BACK = frozenset({"mistap", "no_run", "later", "now", "15", "60"})
"""Buttons that answer nothing: they take an answer or the question back, or put it off."""
LOST, INVENTED = "not there", "another value"


class Answers:
    """Looks up what became of each question that was tapped."""

    def __init__(self, path: Path, telegram: StandIn, told: Told) -> None:
        self._told = told
        with closing(sqlite3.connect(path)) as file:
            rows = file.execute("SELECT checkin_id, question, value FROM answers").fetchall()
            states = file.execute("SELECT id, state FROM checkins").fetchall()
            echoes = file.execute("SELECT params FROM outbox WHERE text_key = 'echo'").fetchall()
        self._given = {(checkin, question): value for checkin, question, value in rows}
        self._states: Mapping[str, str] = dict(states)
        self._echoes = Counter(str(row[0]) for row in echoes)
        self._refused = {
            toast.query_id
            for chat in telegram.state.chats.values()
            for toast in chat.toasts
            if toast.text
        }
        self._asked: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._queries: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for _, checkin, question, value, query in told.taps:
            self._asked[checkin, question].add(value)
            self._queries[checkin, question].add(query)
        self._off_again = off_again(told)
        self._typed = {f"{float(number):g}" for _, number in told.numbers}

    def became(self) -> dict[str, list[str]]:
        """What became of them, with every question it became."""
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for asked, values in self._asked.items():
            kinds[self._one(*asked)].append(f"{asked[0]} {asked[1]} {'|'.join(sorted(values))}")
        return kinds

    def taken_twice(self) -> list[str]:
        """Numbers that were typed once and echoed twice."""
        return [
            number
            for _, number in self._told.typed
            if sum(count for params, count in self._echoes.items() if f'"{number}"' in params) > 1
        ]

    def _one(self, checkin: str, question: str) -> str:
        values = self._asked[checkin, question]
        value = self._given.get((checkin, question))
        if value is not None:
            mine = value in values or value.lstrip("q") in values or value in self._typed
            return "answered" if mine else INVENTED
        if any((checkin, one) in self._given for one in values):
            return "ticked, the list not done yet"
        if values & TAKE_BACK:
            return "taken back or put off"
        if all((checkin, one) in self._off_again for one in values):
            return "ticked, and off again"
        if self._queries[checkin, question] & self._refused:
            return "refused in words"
        state = self._states.get(checkin, "open")
        return LOST if state == "open" else f"the check-in was {state} before"


def off_again(told: Told) -> set[tuple[str, str]]:
    """Check-in and what was ticked, and off again: by somebody without patience, or by mistake."""
    times = Counter((checkin, value) for _, checkin, _, value, _ in told.taps)
    mistaken = {(checkin, sign) for _, checkin, sign, value, _ in told.taps if value == "mistap"}
    return {ticked for ticked, count in times.items() if count > 1} | mistaken


def taken_back(told: Told) -> set[str]:
    """Answers that were in the file and that their own runner took back."""
    back = {
        (checkin, question) for _, checkin, question, value, _ in told.taps if value in TAKE_BACK
    }
    return {f"answers: {checkin} {question}" for checkin, question in back | off_again(told)}
