"""The chart: asked for, in words, and again as a picture."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.handlers.entry import EVERYBODY, RUNNERS, Doorway, Knock
from bot.services import progressing
from bot.store import episodes


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """`/progress` for runners; the buttons below a chart for whoever was shown it."""
    on = application.add_handler
    on(CommandHandler("progress", door.opens(progress, RUNNERS), filters.ChatType.PRIVATE))
    on(CallbackQueryHandler(door.opens(look, EVERYBODY), pattern=r"^v1:chart:"))


async def progress(knock: Knock) -> None:
    episode = await episodes.of_runner(knock.work.tx, knock.known)
    await progressing.progress(knock.work, knock.known, episode)


async def look(knock: Knock) -> str | None:
    assert knock.press is not None
    return await progressing.press(knock.work, knock.known, knock.press)
