"""What is no longer needed goes, once a day: words said, raw updates, old states."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store import assessments, checkins, inbox, letters, outbox, people
from bot.store.database import Tx

MARK = "retention_on"
WORDS = timedelta(days=7)
IDS = timedelta(days=400)
DRAFTS = timedelta(days=1)
STATES = timedelta(days=8)
"""Longer than an answer can be changed or come late."""


async def is_wanted(tx: Tx, *, now: datetime) -> bool:
    """Whether it was not done today."""
    return await people.mark(tx, MARK) != now.date().isoformat()


async def forget_old(tx: Tx, *, now: datetime) -> None:
    """Empty and drop what has served its purpose; ids stay to know a repeat."""
    await outbox.forget(tx, words_before=now - WORDS, rows_before=now - IDS)
    await inbox.forget(tx, raw_before=now - WORDS, ids_before=now - IDS)
    await checkins.forget_unsent_words(tx)
    await letters.forget_drafts(tx, before=now - DRAFTS)
    await assessments.forget_states(tx, before=now - STATES)
    await people.set_mark(tx, MARK, now.date().isoformat())
