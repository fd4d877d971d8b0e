"""Clients' data as files, for their physiotherapist."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.handlers.entry import PHYSIOS, Doorway, Knock
from bot.services.caseload import case_export


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """The whole caseload by command, one client from her card."""
    on = application.add_handler
    on(CommandHandler("export", door.opens(export, PHYSIOS), filters.ChatType.PRIVATE))
    on(CallbackQueryHandler(door.opens(files, PHYSIOS), pattern=r"^v1:cx:"))


async def export(knock: Knock) -> None:
    await case_export.show(knock.work, knock.known)


async def files(knock: Knock) -> str:
    assert knock.press is not None
    return await case_export.press(knock.work, knock.known, knock.press)
