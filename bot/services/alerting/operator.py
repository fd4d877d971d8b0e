"""Who runs the bot hears of trouble that no physiotherapist can be told of: ids, never content."""

from __future__ import annotations

import logging
from datetime import datetime

from bot import logs
from bot.model.people import Person, PersonId
from bot.model.telling import Card, Message, Params, Priority
from bot.services.work import Work
from bot.store import outbox, people
from bot.store.outbox import Manner

LOG = logging.getLogger(__name__)

CHAT = "operator_chat"
"""The mark under which the chat of OPERATOR_CHAT_ID is kept; empty: none."""


async def chain_ended(work: Work, card: Card, physio_id: PersonId, *, once: str) -> None:
    """Nobody has read a card that cannot wait, and nobody is left to be asked."""
    params = {"card": card.id, "physio": str(physio_id)}
    await _tell(work, Message("operator-nobody-read", params), once=f"{card.id}:{once}")


async def unreachable(work: Work, physio: Person) -> None:
    """A physiotherapist's chat is closed to the bot."""
    since = physio.unreachable_since or work.now
    message = Message("operator-unreachable", {"physio": str(physio.id)})
    await _tell(work, message, once=f"{physio.id}:{since.isoformat()}")


async def untested(work: Work, physio: Person, *, asked_at: datetime) -> None:
    """A physiotherapist has not pressed her test alert within a day."""
    message = Message("operator-untested", {"physio": str(physio.id)})
    await _tell(work, message, once=f"{physio.id}:{asked_at.isoformat()}")


async def self_checked(work: Work, params: Params) -> None:
    """The nightly look has found something."""
    await _tell(work, Message("operator-self-check", params), once=work.now.isoformat())


async def _tell(work: Work, message: Message, *, once: str) -> None:
    chat = await people.mark(work.tx, CHAT)
    if not chat:
        logs.event(LOG, "operator_not_told", level=logging.WARNING, why=message.key,
                   **message.params)  # fmt: skip
        return
    manner = Manner(priority=Priority.ALERT, protect=False)
    key = f"operator:{message.key}:{once}"
    await outbox.say(work.tx, int(chat), message, at=work.now, dedup_key=key, manner=manner)
