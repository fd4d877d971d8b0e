"""The ear of the cohort takes each message for what it was: else an account is wrong, or clean for
the wrong reason.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.soak.audit import Audit
from bot.clock import to_micros
from bot.model.telling import Priority
from bot.sandbox.values import Call

HER = 1000
NOW = datetime(2027, 4, 7, 12, tzinfo=UTC)
PERSON = """
INSERT INTO persons (id, chat_id, role, name, language, zone, quiet_from, quiet_until, created_at)
VALUES ('her', 1000, 'runner', 'R', 'en', 'UTC', '21:00', '08:00', 0)
"""
PAUSED = """
INSERT INTO episodes (id, runner_id, pseudonym, state, started_at, paused_until)
VALUES ('hers', 'her', 'Heron', 'active', 0, '2027-04-10')
"""
CARD = """
INSERT INTO cards (id, episode_id, class, state, urgency, opened_at)
VALUES ('card', 'hers', 'red', 'seen', ?, 0)
"""
LETTER = """
INSERT INTO letters (id, episode_id, card_id, from_id, words, at, sent_at)
VALUES ('letter', 'hers', 'card', 'her', '', 0, ?)
"""
LATER = """
INSERT INTO appointments (kind, subject_type, subject_id, slot, status, person_id, due_at,
    opened_at)
VALUES ('reminder', 'checkin', 'run', 'later-noon', 'done', 'her', ?, ?)
"""
SENT = """
INSERT INTO outbox (op, chat_id, text_key, params, priority, silent, protect, status, created_at,
    sent_at)
VALUES ('send', 1000, ?, '{}', ?, ?, 1, 'sent', ?, ?)
"""


@pytest.fixture
def paused(tmp_path: Path, template: Path) -> Path:
    """A file in which she has paused."""
    path = tmp_path / "cohort.db"
    shutil.copy(template, path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(PERSON)
        file.execute(PAUSED)
    return path


def said(
    path: Path, key: str, priority: Priority, *, at: datetime = NOW, silent: bool = True
) -> list[Call]:
    """A message that has just been said, as the ear gets it."""
    when = to_micros(at)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(SENT, (key, priority, silent, when, when))
    call = Call(
        method="sendMessage", params={"disable_notification": silent}, chat_id=HER, at=at,
        uptime=0.0, ended=0.0, status=200, description="", result=None, fault=None, done=True,
    )  # fmt: skip
    return [call]


def test_what_a_physiotherapist_says_in_the_instant_after_an_outage_is_not_taken_for_the_question(
    paused: Path,
) -> None:
    ear = Audit(frozenset({HER}), paused)
    ear.hear(said(paused, "exercises", Priority.REPLY), NOW, set(), back=True)
    ear.hear(said(paused, "plan-told", Priority.REPLY), NOW, set())
    assert ear.again == 1
    assert ear.while_paused == []


def test_an_examination_told_in_a_pause_is_what_a_person_says(paused: Path) -> None:
    ear = Audit(frozenset({HER}), paused)
    ear.hear(said(paused, "cleared-partly", Priority.REPLY), NOW, set())
    assert ear.while_paused == []


@pytest.mark.parametrize(("urgency", "rings"), [("same_day", 0), ("soon", 1)])
def test_only_about_an_urgent_card_may_a_physiotherapist_ring_at_night(
    paused: Path, urgency: str, rings: int
) -> None:
    ear, night = Audit(frozenset({HER}), paused), NOW.replace(hour=23)
    with closing(sqlite3.connect(paused)) as file, file:
        file.execute(CARD, (urgency,))
        file.execute(LETTER, (to_micros(night),))
    ear.hear(said(paused, "from-physio", Priority.REPLY, at=night, silent=False), night, set())
    assert len(ear.in_quiet) == rings


def test_what_she_put_off_herself_may_come_in_her_pause(paused: Path) -> None:
    ear = Audit(frozenset({HER}), paused)
    with closing(sqlite3.connect(paused)) as file, file:
        file.execute(LATER, (to_micros(NOW), to_micros(NOW)))
    ear.hear(said(paused, "ask-post-run-pain", Priority.PROMPT, silent=False), NOW, set())
    assert ear.while_paused == []


def test_exercises_in_a_pause_are_found(paused: Path) -> None:
    ear = Audit(frozenset({HER}), paused)
    ear.hear(said(paused, "exercises", Priority.PROMPT), NOW, set())
    assert [line.rsplit(maxsplit=1)[-1] for line in ear.while_paused] == ["exercises"]
