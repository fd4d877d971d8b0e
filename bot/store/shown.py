"""What a chat shows now: which message is whose screen, and what it said last."""

from __future__ import annotations

from bot.model.telling import Message
from bot.store.database import Tx, statements
from bot.store.outbox import Subject

SQL = statements("shown")


async def subject_of_message(tx: Tx, chat_id: int, message_id: int) -> Subject | None:
    """Which screen a message of ours is, or was."""
    row = await tx.one(SQL["screen_of_message"], chat_id=chat_id, message_id=message_id)
    return Subject(chat_id, row["subject_type"], row["subject_id"]) if row else None


async def last_shown(tx: Tx, subject: Subject, *, with_button: str) -> Message | None:
    """What the screen said last with this button under it; None when that was forgotten."""
    row = await tx.one(
        SQL["last_shown"],
        chat_id=subject.chat_id,
        subject_type=subject.type,
        subject_id=subject.id,
        button=f'%"{with_button}"%',
    )
    return Message.load(row["text_key"], row["params"], row["keyboard"]) if row else None


async def said_lately(tx: Tx, subject: Subject) -> str | None:
    """The key of what the screen showed last; None if that was long ago."""
    row = await tx.one(
        SQL["said_lately"],
        chat_id=subject.chat_id,
        subject_type=subject.type,
        subject_id=subject.id,
    )
    return row["text_key"] if row else None


async def message_of(tx: Tx, subject: Subject) -> int | None:
    """The message id of the subject's live screen, if it was sent."""
    screen = await tx.one(
        SQL["find_screen"],
        chat_id=subject.chat_id,
        subject_type=subject.type,
        subject_id=subject.id,
    )
    return screen["message_id"] if screen else None


async def chats_showing(tx: Tx, subject_type: str, subject_id: str) -> list[int]:
    """Every chat in which the subject has a live screen."""
    rows = await tx.rows(SQL["live_screens"], subject_type=subject_type, subject_id=subject_id)
    return [row["chat_id"] for row in rows]
