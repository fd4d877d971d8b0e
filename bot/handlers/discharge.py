"""The end of an episode by its physiotherapist, and the runner's way back."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler

from bot.handlers.entry import PHYSIOS, RUNNERS, Doorway, Knock
from bot.services.caseload import discharging, returning


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Buttons only: the first is on a client's card, the second under the last words."""
    on = application.add_handler
    on(CallbackQueryHandler(door.opens(discharge, PHYSIOS), pattern=r"^v1:dc:"))
    on(CallbackQueryHandler(door.opens(knee_is_back, RUNNERS), pattern=r"^v1:knee:"))


async def discharge(knock: Knock) -> str | None:
    assert knock.press is not None
    return await discharging.press(knock.work, knock.known, knock.press, knock.message_id)


async def knee_is_back(knock: Knock) -> str | None:
    assert knock.press is not None
    return await returning.press(knock.work, knock.known, knock.press)
