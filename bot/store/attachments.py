"""Files that wait to be handed over with a message; emptied as soon as they were."""

from __future__ import annotations

from datetime import datetime

from bot.model.telling import Attached, Attachment
from bot.store.database import Tx, statements

SQL = statements("attachments")


async def add(tx: Tx, attachment: Attachment | None, *, at: datetime) -> int | None:
    """Keep it until it was sent; its id."""
    if attachment is None:
        return None
    row = await tx.one(
        SQL["add"],
        kind=str(attachment.kind),
        name=attachment.name,
        content=attachment.content,
        at=at,
    )
    assert row is not None
    return int(row["id"])


async def by_id(tx: Tx, attachment_id: int) -> Attachment:
    """A file that waits to be handed over."""
    row = await tx.one(SQL["by_id"], id=attachment_id)
    assert row is not None
    return Attachment(Attached(row["kind"]), row["name"], bytes(row["content"] or b""))


async def handed_over(tx: Tx, attachment_id: int) -> None:
    """Telegram has it: its content is forgotten here."""
    await tx.run(SQL["handed_over"], id=attachment_id)


async def forget_unneeded(tx: Tx) -> None:
    """Drop what no waiting message needs: handed over, replaced by a newer drawing, or failed."""
    await tx.run(SQL["forget_unneeded"])
