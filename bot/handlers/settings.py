"""What a runner may set for herself: her plan, a pause, where she is, and leaving."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.handlers.entry import RUNNERS, Doorway, Knock
from bot.services.own import leaving, pausing, planning, settings_page

PRIVATE = filters.ChatType.PRIVATE


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Doors for runners only."""
    on = application.add_handler
    on(CommandHandler("plan", door.opens(plan, RUNNERS), PRIVATE))
    on(CommandHandler("pause", door.opens(pause, RUNNERS), PRIVATE))
    on(CallbackQueryHandler(door.opens(press_plan, RUNNERS), pattern=r"^v1:plan:"))
    on(CallbackQueryHandler(door.opens(press_pause, RUNNERS), pattern=r"^v1:pause:"))
    on(CallbackQueryHandler(door.opens(press_settings, RUNNERS), pattern=r"^v1:set:"))
    on(CallbackQueryHandler(door.opens(press_stop, RUNNERS), pattern=r"^v1:stop:"))


async def plan(knock: Knock) -> None:
    await planning.show(knock.work, knock.known)


async def pause(knock: Knock) -> None:
    await pausing.show(knock.work, knock.known)


async def press_plan(knock: Knock) -> str | None:
    assert knock.press is not None
    return await planning.press(knock.work, knock.known, knock.press, knock.message_id)


async def press_pause(knock: Knock) -> str | None:
    assert knock.press is not None
    return await pausing.press(knock.work, knock.known, knock.press, knock.message_id)


async def press_settings(knock: Knock) -> str | None:
    assert knock.press is not None
    return await settings_page.press(knock.work, knock.known, knock.press, knock.message_id)


async def press_stop(knock: Knock) -> str | None:
    assert knock.press is not None
    return await leaving.press(knock.work, knock.known, knock.press, knock.message_id)
