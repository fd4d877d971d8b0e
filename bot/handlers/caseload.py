"""What a physiotherapist sees: the list, one runner, the open cards, the week."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.handlers.entry import PHYSIOS, Doorway, Knock
from bot.model.telling import Message
from bot.services.alerting import card_acts
from bot.services.caseload import client_card, client_list, digest
from bot.store import outbox

PRIVATE = filters.ChatType.PRIVATE


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Doors for physiotherapists only."""
    on = application.add_handler
    on(CommandHandler("clients", door.opens(clients, PHYSIOS), PRIVATE))
    on(CommandHandler("alerts", door.opens(open_cards, PHYSIOS), PRIVATE))
    on(CallbackQueryHandler(door.opens(card, PHYSIOS), pattern=r"^v1:c:"))
    on(CallbackQueryHandler(door.opens(listed, PHYSIOS), pattern=r"^v1:l:"))
    on(CallbackQueryHandler(door.opens(client, PHYSIOS), pattern=r"^v1:client:"))
    on(CommandHandler("digest", door.opens(week, PHYSIOS), PRIVATE))
    on(CallbackQueryHandler(door.opens(week_page, PHYSIOS), pattern=r"^v1:digest:"))


async def clients(knock: Knock) -> None:
    await client_list.show(knock.work, knock.known)


async def listed(knock: Knock) -> str | None:
    assert knock.press is not None
    return await client_list.press(knock.work, knock.known, knock.press, knock.message_id)


async def client(knock: Knock) -> str | None:
    assert knock.press is not None
    return await client_card.press(knock.work, knock.known, knock.press, knock.message_id)


async def week(knock: Knock) -> None:
    await digest.show(knock.work, knock.known)


async def week_page(knock: Knock) -> str | None:
    assert knock.press is not None
    return await digest.press(knock.work, knock.known, knock.press, knock.message_id)


async def open_cards(knock: Knock) -> None:
    if not await card_acts.show_open(knock.work, knock.known):
        await outbox.say(knock.work.tx, knock.chat_id, Message("no-open-cards"), at=knock.work.now)


async def card(knock: Knock) -> str | None:
    assert knock.press is not None
    return await card_acts.act(knock.work, knock.known, knock.press, knock.message_id)
