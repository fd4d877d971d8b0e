"""Answers, by button and typed, and the commands that begin a check-in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.errors import Refusal
from bot.handlers.entry import ANYONE, EVERYBODY, RUNNERS, Doorway, Knock, Service
from bot.model.asking import CheckInKind
from bot.model.people import Person, Role
from bot.model.press import Press
from bot.services import changing, checkins, listening, reporting, today
from bot.services.exercises import exercising, feeling, showing
from bot.services.own import pausing, settings_page, typed_words
from bot.services.work import Work
from bot.store import episodes

PRIVATE = filters.ChatType.PRIVATE
Pressing = Callable[[Work, Person, Press], Awaitable[str | None]]
PRESSED: Mapping[str, Pressing] = {
    "h": changing.press,
    "moves": showing.press,
    "felt": feeling.press,
    "did": today.press_did,
}
"""Buttons of runners, by what they are about, that one service answers as they are."""


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """What runners do; typed words come last, after every command."""
    on = application.add_handler
    on(CallbackQueryHandler(door.opens(answer, EVERYBODY), pattern=r"^v1:a:"))
    on(CallbackQueryHandler(door.opens(_pressed(checkins.wrong_one), EVERYBODY), pattern=r"^v1:w:"))
    on(CallbackQueryHandler(door.opens(late, RUNNERS), pattern=r"^v1:t:"))
    on(CallbackQueryHandler(door.opens(open_exercises, RUNNERS), pattern=r"^v1:e:"))
    for subject, service in PRESSED.items():
        door_of = door.opens(_pressed(service), RUNNERS)
        on(CallbackQueryHandler(door_of, pattern=rf"^v1:{subject}:"))
    on(CommandHandler("run", door.opens(run, RUNNERS), PRIVATE))
    on(CommandHandler("today", door.opens(can_i_run, RUNNERS), PRIVATE))
    on(CommandHandler("symptom", door.opens(symptom, RUNNERS), PRIVATE))


def register_last(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Everything that no other door wanted."""
    on = application.add_handler
    new = filters.UpdateType.MESSAGE
    on(
        MessageHandler(
            new & PRIVATE & filters.TEXT & ~filters.COMMAND, door.opens(typed, EVERYBODY)
        )
    )
    on(MessageHandler(new & PRIVATE & filters.COMMAND, door.opens(unknown_command, ANYONE)))
    for kind, opened in NOT_TEXT:
        on(MessageHandler(new & PRIVATE & kind, door.opens(opened, ANYONE)))
    on(MessageHandler(new & PRIVATE & ~filters.StatusUpdate.ALL, door.opens(not_text, ANYONE)))
    on(MessageHandler(filters.UpdateType.EDITED_MESSAGE & PRIVATE, door.opens(edited, EVERYBODY)))
    on(CallbackQueryHandler(door.opens(forged, ANYONE)))


def _pressed(service: Pressing) -> Service:
    """The press goes to the service as it is."""

    async def heard(knock: Knock) -> str | None:
        assert knock.press is not None
        return await service(knock.work, knock.known, knock.press)

    return heard


async def answer(knock: Knock) -> str | None:
    assert knock.press is not None
    return await checkins.press(knock.work, knock.known, knock.press, knock.message_id)


async def late(knock: Knock) -> str | None:
    assert knock.press is not None
    if knock.press.argument(0) == "pause":
        await pausing.show(knock.work, knock.known)
        return None
    return await changing.press_late(knock.work, knock.known, knock.press)


async def open_exercises(knock: Knock) -> str | None:
    assert knock.press is not None
    episode = await episodes.of_runner(knock.work.tx, knock.known)
    return await exercising.press_open(knock.work, knock.known, episode, knock.press)


async def run(knock: Knock) -> None:
    await reporting.report_run(knock.work, knock.known)


async def can_i_run(knock: Knock) -> None:
    episode = await episodes.of_runner(knock.work.tx, knock.known)
    await today.today(knock.work, knock.known, episode)


async def symptom(knock: Knock) -> None:
    await reporting.report(knock.work, knock.known, CheckInKind.SYMPTOM)


async def typed(knock: Knock) -> str | None:
    if await listening.hears_urgent(knock.work, knock.known, knock.text):
        return None
    if await typed_words.heard(knock.work, knock.known, knock.text, knock.reply_to):
        return None
    return await checkins.typed(knock.work, knock.known, knock.text, knock.reply_to)


async def unknown_command(knock: Knock) -> None:
    raise Refusal("refuse-command" if knock.person else "refuse-stranger")


async def not_text(knock: Knock) -> None:
    await _unreadable(knock, "refuse-not-text")


async def voice(knock: Knock) -> None:
    await _unreadable(knock, "refuse-voice")


async def picture(knock: Knock) -> None:
    await _unreadable(knock, "refuse-picture")


async def sticker(knock: Knock) -> None:
    await _unreadable(knock, "refuse-sticker")


async def contact(knock: Knock) -> None:
    await _unreadable(knock, "refuse-contact")


async def location(knock: Knock) -> None:
    """Where she is tells her time zone; for nobody else is it of use."""
    person = knock.person
    if knock.place is None or person is None or person.role is not Role.RUNNER:
        await _unreadable(knock, "refuse-location")
        return
    await settings_page.located(knock.work, person, *knock.place)


async def _unreadable(knock: Knock, why: str) -> None:
    """What works instead; words under a picture are heard like any others."""
    if knock.person is None:
        raise Refusal("refuse-stranger")
    if knock.text and await listening.hears_urgent(knock.work, knock.person, knock.text):
        return
    raise Refusal(why)


NOT_TEXT = (
    (filters.VOICE | filters.AUDIO | filters.VIDEO_NOTE, voice),
    (filters.PHOTO | filters.VIDEO, picture),
    (filters.Sticker.ALL | filters.ANIMATION | filters.Dice.ALL, sticker),
    (filters.CONTACT, contact),
    (filters.LOCATION | filters.VENUE, location),
)


async def edited(knock: Knock) -> None:
    if await listening.hears_urgent(knock.work, knock.known, knock.text):
        return
    raise Refusal("refuse-edited")


async def forged(_knock: Knock) -> None:
    raise Refusal("refuse-press")
