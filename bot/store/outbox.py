"""Messages promised but perhaps not yet said, and the screens they are drawn on.

A screen is the one live message of a prompt or card. A redraw replaces the screen's waiting row,
so thirty taps are one edit. Back-off and leases are kept by the machine's UTC, never by the
clock people live by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import from_micros, to_micros
from bot.model.telling import Attachment, Message, Op, OutboxRow, Priority
from bot.store import attachments
from bot.store.database import Row, Tx, statements

SQL = statements("outbox")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a screen shows, in which chat."""

    chat_id: int
    type: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a message is to be said."""

    priority: Priority = Priority.REPLY
    fresh: bool = False
    """Send anew, so that it notifies; the message the screen had is deleted."""
    silent: bool = False
    protect: bool = True
    """Telegram must not let it be forwarded or saved."""


PLAIN = Manner()


async def draw(
    tx: Tx,
    subject: Subject,
    message: Message,
    *,
    at: datetime,
    manner: Manner = PLAIN,
    attachment: Attachment | None = None,
) -> None:
    """Show the message on the subject's screen, in place where it can be; what comes with a file
    is always sent anew, and the message the screen had is deleted.
    """
    screen = await tx.one(
        SQL["add_screen"],
        chat_id=subject.chat_id,
        subject_type=subject.type,
        subject_id=subject.id,
    )
    assert screen is not None
    params, keyboard = message.dump()
    await tx.run(
        SQL["draw"],
        op=Op.FRESH if manner.fresh or attachment else Op.DRAW,
        chat_id=subject.chat_id,
        screen_id=screen["id"],
        text_key=message.key,
        params=params,
        keyboard=keyboard,
        priority=int(manner.priority),
        silent=manner.silent,
        protect=manner.protect,
        attachment_id=await attachments.add(tx, attachment, at=at),
        at=at,
    )
    tx.spoke = True


async def say(
    tx: Tx,
    chat_id: int,
    message: Message,
    *,
    at: datetime,
    dedup_key: str | None = None,
    manner: Manner = PLAIN,
    attachment: Attachment | None = None,
) -> bool:
    """Say it once; False if the same `dedup_key` was promised before."""
    params, keyboard = message.dump()
    return await _put(
        tx, Op.SEND, chat_id, at=at, key=message.key, params=params, keyboard=keyboard,
        dedup_key=dedup_key, manner=manner, attachment=attachment,
    )  # fmt: skip


async def was_said_at(tx: Tx, begins: str, *, at: datetime) -> bool:
    """Whether something whose `dedup_key` begins so was promised at this very instant."""
    return await tx.one(SQL["was_said_at"], begins=begins + "*", at=at) is not None


async def delete(tx: Tx, chat_id: int, message_id: int | None, *, at: datetime) -> None:
    """Take a message of ours back."""
    await _put(tx, Op.DELETE, chat_id, at=at, message_id=message_id)


async def leave(tx: Tx, chat_id: int, *, at: datetime) -> None:
    """Leave a group: health data is for private chats only."""
    await _put(tx, Op.LEAVE, chat_id, at=at)


async def _put(
    tx: Tx,
    op: Op,
    chat_id: int,
    *,
    at: datetime,
    message_id: int | None = None,
    key: str = "",
    params: str = "{}",
    keyboard: str = "[]",
    dedup_key: str | None = None,
    manner: Manner = PLAIN,
    attachment: Attachment | None = None,
) -> bool:
    new = await tx.run(
        SQL["say"],
        op=op,
        chat_id=chat_id,
        message_id=message_id,
        text_key=key,
        params=params,
        keyboard=keyboard,
        dedup_key=dedup_key,
        priority=int(manner.priority),
        silent=manner.silent,
        protect=manner.protect,
        attachment_id=await attachments.add(tx, attachment, at=at),
        at=at,
    )
    tx.spoke = True
    return bool(new)


async def adopt(tx: Tx, subject: Subject, message_id: int, *, at: datetime) -> None:
    """A press came from this message: it is the screen now; any other copy goes."""
    screen = await tx.one(
        SQL["find_screen"],
        chat_id=subject.chat_id,
        subject_type=subject.type,
        subject_id=subject.id,
    )
    if screen is None or screen["message_id"] == message_id:
        return
    await tx.run(SQL["adopt"], id=screen["id"], message_id=message_id)
    if screen["message_id"] is not None:
        await delete(tx, subject.chat_id, screen["message_id"], at=at)


async def retire(tx: Tx, subject: Subject, *, at: datetime) -> None:
    """The screen is wanted no more: whatever waits to be drawn is dropped, its message deleted."""
    screen = await tx.one(
        SQL["find_screen"],
        chat_id=subject.chat_id,
        subject_type=subject.type,
        subject_id=subject.id,
    )
    if screen is None:
        return
    await tx.run(SQL["drop_drawings"], screen_id=screen["id"])
    await tx.run(SQL["retire"], id=screen["id"], at=at)
    if screen["message_id"] is not None:
        await delete(tx, subject.chat_id, screen["message_id"], at=at)


async def claim(tx: Tx, *, machine: datetime, lease: timedelta, at_most: int) -> list[OutboxRow]:
    """The next row of each chat that has none in flight, alerts before replies before prompts.

    Nothing may be put off for longer than a lease lasts.
    """
    until = machine + lease
    rows = await tx.rows(SQL["claim"], at=machine, lease_until=until, at_most=at_most)
    return sorted((_row(row) for row in rows), key=lambda row: (row.priority, row.id))


def _row(row: Row) -> OutboxRow:
    return OutboxRow(
        id=row["id"],
        op=Op(row["op"]),
        chat_id=row["chat_id"],
        screen_id=row["screen_id"],
        message_id=row["message_id"],
        drawn_hash=row["drawn_hash"],
        key=row["text_key"],
        params=row["params"],
        keyboard=row["keyboard"],
        priority=row["priority"],
        silent=bool(row["silent"]),
        protect=bool(row["protect"]),
        attempts=row["attempts"],
        language=row["language"] or "en",
        zone=row["zone"] or "UTC",
        attachment_id=row["attachment_id"],
        promised_at=from_micros(row["created_at"]),
        quiet=_quiet(row),
    )


def _quiet(row: Row) -> tuple[time, time] | None:
    if row["quiet_from"] is None:
        return None
    return time.fromisoformat(row["quiet_from"]), time.fromisoformat(row["quiet_until"])


async def mark_sent(
    tx: Tx, row: OutboxRow, *, message_id: int | None, drawn_hash: str, at: datetime
) -> None:
    """It was said; its screen knows the message that shows it. No second live copy stays."""
    await tx.run(SQL["sent"], id=row.id, at=at)
    if row.attachment_id is not None:
        await attachments.handed_over(tx, row.attachment_id)
    if row.screen_id is None or message_id is None:
        return
    drawn = await tx.one(
        SQL["drawn"], id=row.screen_id, message_id=message_id, drawn_hash=drawn_hash, at=at
    )
    if row.message_id not in (None, message_id):
        await delete(tx, row.chat_id, row.message_id, at=at)
    if drawn is not None and drawn["retired_at"] is not None:
        await delete(tx, row.chat_id, message_id, at=at)


async def put_back(
    tx: Tx, row: OutboxRow, *, not_before: datetime, why: str, counts: bool = True
) -> None:
    """Try again later, unless a newer drawing of the same screen already waits."""
    superseded = await tx.one(SQL["drop_if_superseded"], id=row.id)
    if superseded is not None:
        await _inherit(tx, superseded)
        return
    uncounted = 0 if counts else 1
    await tx.run(SQL["put_back"], id=row.id, not_before=not_before, why=why, uncounted=uncounted)


async def _inherit(tx: Tx, superseded: Row) -> None:
    """The newer drawing is said as urgently, as audibly and as freshly as the one it replaces."""
    await tx.run(SQL["inherit"], **dict(superseded))


async def release(tx: Tx) -> int:
    """At the start of the one process: nobody else can hold a lease, so none is held."""
    for superseded in await tx.rows(SQL["drop_superseded"]):
        await _inherit(tx, superseded)
    return await tx.run(SQL["release"])


async def mark_failed(tx: Tx, row: OutboxRow, *, why: str) -> None:
    """It can never be said."""
    await tx.run(SQL["failed"], id=row.id, why=why)


async def close_chat(tx: Tx, row: OutboxRow, *, why: str, at: datetime) -> None:
    """Telegram says this chat is closed to us: fail what waits and note since when."""
    await tx.run(SQL["fail_chat"], chat_id=row.chat_id, why=why)
    if await tx.run(SQL["unreachable"], chat_id=row.chat_id, at=at):
        tx.plans(at)


async def next_claim(tx: Tx, *, machine: datetime) -> datetime | None:
    """When something may be claimed; not after `machine`: now. None: nothing waits."""
    row = await tx.one(SQL["next_claim"], at=machine)
    return from_micros(row["at"]) if row and row["at"] is not None else None


async def count_unsent(tx: Tx) -> int:
    """How many messages wait or are in flight."""
    row = await tx.one(SQL["count_unsent"])
    return int(row["n"]) if row else 0


async def forget(tx: Tx, *, words_before: datetime, rows_before: datetime) -> None:
    """Empty what was said long ago, and later drop the rows."""
    await tx.run(SQL["forget_params"], before=to_micros(words_before))
    await tx.run(SQL["forget_rows"], before=to_micros(rows_before))
    await attachments.forget_unneeded(tx)
