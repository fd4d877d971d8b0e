"""Group chats the bot may be pulled into, with Telegram's privacy mode on.

The bot hears commands meant for it or for nobody in particular, and replies to its own messages.
"""

from __future__ import annotations

import asyncio
from typing import Any

from bot.sandbox.markup import Entity
from bot.sandbox.phones import Phone, commands_in, membership, new_tap, tap_json
from bot.sandbox.state import Chat, Message, State
from bot.sandbox.values import Shown
from bot.sandbox.view import CannotDo, View


class Group(View):
    """One group; people act in it by being named."""

    def __init__(self, state: State, chat: Chat) -> None:
        super().__init__(state, chat)

    @property
    def has_bot(self) -> bool:
        """Whether the bot is (still) a member."""
        return self._chat.open

    async def adds_bot(self, by: Phone) -> None:
        """Somebody adds the bot: a membership change and a notice in the chat."""
        self._chat.open, self._chat.blocked = True, False
        change = membership(self._state, self._chat, by.user, "left", "member")
        self._state.updates.push("my_chat_member", change)
        media = {"new_chat_members": [self._state.bot]}
        notice = self._state.add_message(self._chat, by.user, kind="notice", media=media)
        await self._push("message", notice.to_json())

    async def removes_bot(self, by: Phone) -> None:
        """Somebody throws the bot out."""
        self._chat.open, self._chat.blocked = False, True
        change = membership(self._state, self._chat, by.user, "member", "kicked")
        await self._push("my_chat_member", change)

    async def writes(self, by: Phone, text: str, *, reply_to: Shown | int | None = None) -> int:
        """Somebody writes; the bot hears it only as far as privacy mode lets it."""
        wanted = reply_to.message_id if isinstance(reply_to, Shown) else reply_to
        answered = None if wanted is None else self._chat.messages.get(wanted)
        entities = commands_in(text)
        message = self._state.add_message(
            self._chat, by.user, text=text, source=text, entities=entities, reply_to=answered
        )
        if self._chat.open and self._is_for_bot(text, entities, answered):
            await self._push("message", message.to_json())
        return message.message_id

    async def presses(self, by: Phone, label: str) -> str:
        """Somebody presses a button under a message in the group; the query's id."""
        for message in reversed(self._chat.visible):
            for row in message.show().buttons:
                for button in row:
                    if button.label == label and button.data is not None:
                        return await self._taps(by, message, button.data)
        raise CannotDo(f"group {self.id} has no button [{label}]; it shows {self.describe()}")

    async def migrates(self, new_id: int) -> Group:
        """The group becomes a supergroup with another id; the old one refuses with it."""
        names = self._chat.names
        chat = Chat(new_id, "supergroup", names, open=self._chat.open)
        self._state.chats[new_id] = chat
        self._chat.migrated_to = new_id
        admin = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
        media = {"migrate_to_chat_id": new_id}
        notice = self._state.add_message(self._chat, admin, kind="notice", media=media)
        await self._push("message", notice.to_json())
        return Group(self._state, chat)

    async def _taps(self, by: Phone, message: Message, data: str) -> str:
        tap = new_tap(self._state, self._chat, by.id, data)
        await self._push("callback_query", tap_json(tap, by.user, message, message.message_id))
        return tap.query_id

    async def _push(self, kind: str, content: dict[str, Any]) -> None:
        self._state.updates.push(kind, content)
        await asyncio.sleep(0)

    def _is_for_bot(self, text: str, entities: list[Entity], answered: Message | None) -> bool:
        if answered is not None and answered.from_bot:
            return True
        name = str(self._state.bot["username"]).lower()
        if f"@{name}" in text.lower():
            return True
        first = text.split(maxsplit=1)[0] if text.strip() else ""
        return bool(entities) and first.startswith("/") and "@" not in first
