"""A runner's own data: to take along, and to be forgotten."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.errors import Refusal
from bot.handlers.entry import EVERYBODY, RUNNERS, Doorway, Knock
from bot.model.people import Role
from bot.services.own import forgetting, own_data

PRIVATE = filters.ChatType.PRIVATE


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Doors for runners; physiotherapists are told why not."""
    on = application.add_handler
    on(CommandHandler("mydata", door.opens(my_data, EVERYBODY), PRIVATE))
    on(CommandHandler("forget", door.opens(forget, EVERYBODY), PRIVATE))
    on(CallbackQueryHandler(door.opens(files, RUNNERS), pattern=r"^v1:mydata:"))
    on(CallbackQueryHandler(door.opens(leave, RUNNERS), pattern=r"^v1:forget:"))


def _runners_only(knock: Knock) -> None:
    if knock.known.role is Role.PHYSIO:
        raise Refusal("refuse-own-data-physio")


async def my_data(knock: Knock) -> None:
    _runners_only(knock)
    await own_data.show(knock.work, knock.known)


async def files(knock: Knock) -> str | None:
    assert knock.press is not None
    return await own_data.press(knock.work, knock.known, knock.press)


async def forget(knock: Knock) -> None:
    _runners_only(knock)
    await forgetting.show(knock.work, knock.known)


async def leave(knock: Knock) -> str | None:
    assert knock.press is not None
    return await forgetting.press(knock.work, knock.known, knock.press)
