"""What physiotherapists do: invite, look at the list, act on cards."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.errors import Refusal
from bot.handlers.entry import PHYSIOS, Doorway, Knock
from bot.model.telling import Message
from bot.services import card_acts, caseload, welcoming
from bot.store import outbox, people

PRIVATE = filters.ChatType.PRIVATE
BOT_NAME = "bot_name"
"""The mark under which the bot's public name is kept."""


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Doors for physiotherapists only."""
    on = application.add_handler
    on(CommandHandler("invite", door.opens(invite, PHYSIOS), PRIVATE))
    on(CommandHandler("clients", door.opens(clients, PHYSIOS), PRIVATE))
    on(CommandHandler("alerts", door.opens(open_cards, PHYSIOS), PRIVATE))
    on(CallbackQueryHandler(door.opens(card, PHYSIOS), pattern=r"^v1:c:"))
    on(CallbackQueryHandler(door.opens(right_person, PHYSIOS), pattern=r"^v1:j:"))
    on(CallbackQueryHandler(door.opens(clients, PHYSIOS), pattern=r"^v1:l:"))


async def invite(knock: Knock) -> None:
    if knock.known.joined_at is None:
        raise Refusal("not-joined-yet")
    name = await people.mark(knock.work.tx, BOT_NAME)
    await caseload.invite(knock.work, knock.known, name or "")


async def clients(knock: Knock) -> None:
    await caseload.clients(knock.work, knock.known)


async def open_cards(knock: Knock) -> None:
    if not await card_acts.show_open(knock.work, knock.known):
        await outbox.say(knock.work.tx, knock.chat_id, Message("no-open-cards"), at=knock.work.now)


async def card(knock: Knock) -> str | None:
    assert knock.press is not None
    return await card_acts.act(knock.work, knock.known, knock.press, knock.message_id)


async def right_person(knock: Knock) -> str | None:
    assert knock.press is not None
    return await welcoming.confirm_person(knock.work, knock.known, knock.press)
