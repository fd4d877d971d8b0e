"""A physiotherapist's days away."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.handlers.entry import PHYSIOS, Doorway, Knock
from bot.services.alerting import away

PRIVATE = filters.ChatType.PRIVATE


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Doors for physiotherapists only."""
    on = application.add_handler
    on(CommandHandler("away", door.opens(show, PHYSIOS), PRIVATE))
    on(CallbackQueryHandler(door.opens(press, PHYSIOS), pattern=r"^v1:away:"))


async def show(knock: Knock) -> None:
    await away.show(knock.work, knock.known)


async def press(knock: Knock) -> str | None:
    assert knock.press is not None
    return await away.press(knock.work, knock.known, knock.press, knock.message_id)
