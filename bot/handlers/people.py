"""Joining, help, privacy, and chats that open or close."""

from __future__ import annotations

from typing import Any

from telegram import ChatMember, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.handlers.entry import ANYONE, EVERYBODY, Doorway, Knock
from bot.model.asking import CheckInKind
from bot.model.people import Role
from bot.model.telling import Message
from bot.services import checkins, going_back, halfway, opening, screens, strangers
from bot.services.own import pages
from bot.store import episodes, outbox, people

PRIVATE = filters.ChatType.PRIVATE
GONE = (ChatMember.BANNED, ChatMember.LEFT)


def register(application: Application, door: Doorway) -> None:  # type: ignore[type-arg]
    """Doors that are open to strangers, and the two that close."""
    on = application.add_handler
    on(CommandHandler("start", door.opens(start, ANYONE), PRIVATE))
    on(CommandHandler("help", door.opens(help_page, ANYONE), PRIVATE))
    on(CommandHandler("privacy", door.opens(privacy, ANYONE), PRIVATE))
    on(CallbackQueryHandler(door.opens(stranger, ANYONE), pattern=r"^v1:diary:"))
    on(CallbackQueryHandler(door.opens(one_step_back, EVERYBODY), pattern=r"^v1:back:"))
    on(MessageHandler(filters.ChatType.GROUPS, door.opens(group, ANYONE)))
    on(ChatMemberHandler(_membership(door), ChatMemberHandler.MY_CHAT_MEMBER))


async def start(knock: Knock) -> None:
    """With an invite: join, or go on joining. Without one: where things stand."""
    code = knock.text.partition(" ")[2].strip()[:64]
    if not code and await _has_nobody(knock):
        await strangers.offer(knock.work, knock.chat_id)
        return
    if not code or await opening.goes_on(knock.work, knock.person, code):
        await pages.welcome_back(knock.work, knock.known)
        return
    person, episode, invite = await opening.open_invite(
        knock.work, knock.person, code, knock.chat_id, knock.first_name, knock.language
    )
    kind = CheckInKind.JOIN if person.role is Role.RUNNER else CheckInKind.JOIN_PHYSIO
    checkin = await checkins.start(
        knock.work,
        person,
        kind,
        episode=episode,
        subject_id=invite.id,
        manner=screens.ASK_AGAIN,
    )
    if episode is not None:
        await halfway.plan(knock.work, person, checkin)


async def _has_nobody(knock: Knock) -> bool:
    """A stranger, or a runner whose episode has ended."""
    if knock.person is None:
        return True
    if knock.person.role is not Role.RUNNER:
        return False
    return await episodes.of_runner(knock.work.tx, knock.person) is None


async def stranger(knock: Knock) -> str | None:
    assert knock.press is not None
    return await strangers.press(
        knock.work,
        knock.person,
        knock.press.argument(0),
        chat_id=knock.chat_id,
        first_name=knock.first_name,
        language=knock.language,
    )


async def one_step_back(knock: Knock) -> str | None:
    assert knock.press is not None
    return await going_back.press(knock.work, knock.known, knock.press, knock.message_id)


async def help_page(knock: Knock) -> None:
    await pages.help_page(knock.work, knock.person, knock.chat_id)


async def privacy(knock: Knock) -> None:
    await outbox.say(knock.work.tx, knock.chat_id, Message("privacy"), at=knock.work.now)


async def group(knock: Knock) -> None:
    """Health data is for private chats: say nothing here (the chat is left by its own door)."""


async def left(knock: Knock) -> None:
    """She closed her chat to us."""
    if knock.person is not None:
        await people.set_unreachable(knock.work.tx, knock.person, at=knock.work.now)


async def came_back(knock: Knock) -> None:
    """She opened her chat again; the doorway has noted that she is heard from. What was asked into
    the closed chat is still open.
    """
    person = knock.person
    if person is not None and person.unreachable_since is not None:
        await checkins.ask_all_again(knock.work, person, unsaid=True)


def _membership(door: Doorway) -> Any:
    """Whether this is a chat that closed, one that opened, or a group to leave."""
    closed, opened = door.opens(left, ANYONE), door.opens(came_back, ANYONE)

    async def callback(update: Update, context: Any) -> None:
        change = update.my_chat_member
        if change is None:
            return
        if change.chat.type != "private":
            await door.opens(_leave(change.chat.id), ANYONE)(update, context)
        elif change.new_chat_member.status in GONE:
            await closed(update, context)
        else:
            await opened(update, context)

    callback.doorway = True  # type: ignore[attr-defined]
    return callback


def _leave(chat_id: int) -> Any:
    async def leave(knock: Knock) -> None:
        await outbox.leave(knock.work.tx, chat_id, at=knock.work.now)

    return leave
