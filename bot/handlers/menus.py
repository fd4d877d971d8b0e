"""Menus: each chat shows the commands of its role, in its language. Best effort, never in the way.

Told to Telegram directly, not through the outbox: a menu is no message, and the next beat finds
whatever was not taken.
"""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand, BotCommandScopeChat, MenuButtonCommands
from telegram.error import TelegramError

from bot import logs
from bot.clock import Clock
from bot.services.own import menus
from bot.store import pages, people
from bot.store.database import Database
from bot.store.pages import Menu
from bot.texts.catalogue import LANGUAGES

LOG = logging.getLogger(__name__)

AT_ONCE = 20
REST = 300.0
"""Seconds after a failure in which nothing is tried."""
MARK = "menu"
STRANGER = "stranger"


class Menus:
    """Sets what is not set; knows from the database what is."""

    def __init__(self, bot: Bot, database: Database, clock: Clock) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._rests_until = 0.0

    async def refresh(self) -> None:
        """The menu of strangers once a version, then at most 20 chats."""
        if self._clock.uptime() < self._rests_until:
            return
        try:
            await self._everybody()
            async with self._database.read() as tx:
                outdated = await pages.outdated_menus(tx, version=menus.version(), at_most=AT_ONCE)
            for menu in outdated:
                await self._one(menu)
        except TelegramError as error:
            self._rests_until = self._clock.uptime() + REST
            logs.trouble(LOG, "menus_not_set", error)

    async def _everybody(self) -> None:
        async with self._database.read() as tx:
            if await people.mark(tx, MARK) == menus.version():
                return
        await self._bot.set_my_commands(_commands(STRANGER, LANGUAGES[0]))
        await self._bot.set_chat_menu_button(menu_button=MenuButtonCommands())
        async with self._database.write() as tx:
            await people.set_mark(tx, MARK, menus.version())

    async def _one(self, menu: Menu) -> None:
        scope = BotCommandScopeChat(menu.chat_id)
        try:
            if menu.who == STRANGER:
                await self._bot.delete_my_commands(scope=scope)
            else:
                await self._bot.set_my_commands(_commands(menu.who, menu.language), scope=scope)
        except TelegramError as error:
            if not _is_about_this_chat(error):
                raise
            logs.trouble(LOG, "menu_not_set", error, person=menu.person_id)
        async with self._database.write() as tx:
            await pages.set_menu(tx, menu, version=menus.version())


def _commands(who: str, language: str) -> list[BotCommand]:
    return [BotCommand(name, does) for name, does in menus.described(who, language)]


def _is_about_this_chat(error: TelegramError) -> bool:
    """Telegram will not take it for this chat, today or tomorrow; others may go on."""
    return type(error).__name__ in ("BadRequest", "Forbidden")
