"""What a physiotherapist sets up: invites, who stands in, her settings, handing over, leaving."""

from __future__ import annotations

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, filters

from bot.handlers.entry import EVERYBODY, PHYSIOS, Doorway, Knock
from bot.model.people import Role
from bot.services.own import leaving, settings_page
from bot.services.physios import (
    deputies,
    handing_over,
    inviting,
    physio_leaving,
    physio_settings,
    taking_back,
    test_alerts,
)
from bot.store import people

PRIVATE = filters.ChatType.PRIVATE
BOT_NAME = "bot_name"
"""The mark under which the bot's public name is kept."""


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Doors for physiotherapists, and the two commands that both roles have."""
    on = application.add_handler
    on(CommandHandler("settings", door.opens(settings, EVERYBODY), PRIVATE))
    on(CommandHandler("stop", door.opens(stop, EVERYBODY), PRIVATE))
    on(CommandHandler("invite", door.opens(invite, PHYSIOS), PRIVATE))
    on(CallbackQueryHandler(door.opens(press_invite, PHYSIOS), pattern=r"^v1:inv:"))
    on(CallbackQueryHandler(door.opens(right_person, PHYSIOS), pattern=r"^v1:j:"))
    on(CallbackQueryHandler(door.opens(press_settings, PHYSIOS), pattern=r"^v1:phy:"))
    on(CallbackQueryHandler(door.opens(stand_in, PHYSIOS), pattern=r"^v1:dep:"))
    on(CallbackQueryHandler(door.opens(test_alert, PHYSIOS), pattern=r"^v1:test:"))
    on(CallbackQueryHandler(door.opens(hand_over, PHYSIOS), pattern=r"^v1:ho:"))
    on(CallbackQueryHandler(door.opens(take_over, PHYSIOS), pattern=r"^v1:ht:"))


async def settings(knock: Knock) -> None:
    if knock.known.role is Role.PHYSIO:
        await physio_settings.show(knock.work, knock.known)
    else:
        await settings_page.show(knock.work, knock.known)


async def stop(knock: Knock) -> None:
    if knock.known.role is Role.PHYSIO:
        await physio_leaving.show(knock.work, knock.known)
    else:
        await leaving.show(knock.work, knock.known)


async def invite(knock: Knock) -> None:
    await inviting.start(knock.work, knock.known, await _bot_name(knock))


async def _bot_name(knock: Knock) -> str:
    return await people.mark(knock.work.tx, BOT_NAME) or ""


async def press_invite(knock: Knock) -> str | None:
    assert knock.press is not None
    name = await _bot_name(knock)
    return await inviting.press(knock.work, knock.known, knock.press, knock.message_id, name)


async def right_person(knock: Knock) -> str | None:
    assert knock.press is not None
    return await taking_back.confirm_person(knock.work, knock.known, knock.press)


async def press_settings(knock: Knock) -> str | None:
    assert knock.press is not None
    return await physio_settings.press(knock.work, knock.known, knock.press, knock.message_id)


async def stand_in(knock: Knock) -> str | None:
    assert knock.press is not None
    return await deputies.press(knock.work, knock.known, knock.press)


async def test_alert(knock: Knock) -> str | None:
    assert knock.press is not None
    return await test_alerts.press(knock.work, knock.known, knock.press, knock.message_id)


async def hand_over(knock: Knock) -> str | None:
    assert knock.press is not None
    return await handing_over.press(knock.work, knock.known, knock.press)


async def take_over(knock: Knock) -> str | None:
    assert knock.press is not None
    return await handing_over.answer(knock.work, knock.known, knock.press)
