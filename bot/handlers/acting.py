"""What physiotherapists set: a runner's plan and numbers, and the rule book's signature."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.handlers.entry import PHYSIOS, Doorway, Knock
from bot.services.alerting import card_plan
from bot.services.plans import signing, threshold_pages


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Doors for physiotherapists only."""
    on = application.add_handler
    on(CommandHandler("rules", door.opens(rules, PHYSIOS), filters.ChatType.PRIVATE))
    on(CallbackQueryHandler(door.opens(press_plan, PHYSIOS), pattern=r"^v1:pl:"))
    on(CallbackQueryHandler(door.opens(press_number, PHYSIOS), pattern=r"^v1:th:"))
    on(CallbackQueryHandler(door.opens(press_book, PHYSIOS), pattern=r"^v1:book:"))


async def rules(knock: Knock) -> None:
    await signing.show(knock.work, knock.known)


async def press_plan(knock: Knock) -> str | None:
    assert knock.press is not None
    return await card_plan.press(knock.work, knock.known, knock.press, knock.message_id)


async def press_number(knock: Knock) -> str | None:
    assert knock.press is not None
    return await threshold_pages.press(knock.work, knock.known, knock.press, knock.message_id)


async def press_book(knock: Knock) -> str | None:
    assert knock.press is not None
    return await signing.press(knock.work, knock.known, knock.press, knock.message_id)
