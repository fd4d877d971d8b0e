"""Letters: a physiotherapist's thread with one runner, and the runner's answer."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler

from bot.handlers.entry import PHYSIOS, RUNNERS, Doorway, Knock
from bot.services.caseload import letters, threads


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Buttons only: typed words come by the last door."""
    on = application.add_handler
    on(CallbackQueryHandler(door.opens(thread, PHYSIOS), pattern=r"^v1:lt:"))
    on(CallbackQueryHandler(door.opens(answer, RUNNERS), pattern=r"^v1:answer:"))


async def thread(knock: Knock) -> str | None:
    assert knock.press is not None
    return await letters.press(knock.work, knock.known, knock.press, knock.message_id)


async def answer(knock: Knock) -> None:
    assert knock.press is not None
    await threads.press_answer(knock.work, knock.known, knock.press)
