"""People with phones: they write, press, block, and see what their chat with the bot shows.

They do only what a person can do; what nobody can do on a phone has a name that says so
(`presses_data` forges).
"""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.sandbox.markup import Entity, units
from bot.sandbox.state import Chat, Message, State, Tap
from bot.sandbox.values import Button, Shown, Toast
from bot.sandbox.view import CannotDo, View

COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?![\w/])")
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
PHOTO_SIDE = 90


def commands_in(text: str) -> list[Entity]:
    """The bot_command entities Telegram puts on what a person writes."""
    return [
        {
            "type": "bot_command",
            "offset": units(text[: match.start()]),
            "length": units(match.group()),
        }
        for match in COMMAND.finditer(text)
    ]


class Phone(View):
    """One person's private chat with the bot. Ids are message ids of this chat."""

    def __init__(self, state: State, chat: Chat, user: dict[str, Any]) -> None:
        super().__init__(state, chat)
        self.user = user

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """The words of answered taps, in order."""
        return tuple(self._chat.toasts)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The data of taps still waiting for answerCallbackQuery."""
        taps = self._state.taps.values()
        return tuple(tap.data for tap in taps if tap.person_id == self.id and not tap.answered)

    @property
    def blocked(self) -> bool:
        return self._chat.blocked

    async def writes(self, text: str, *, reply_to: Shown | int | None = None) -> int:
        """Send a text, perhaps as a reply; the id of the new message."""
        return await self._says(
            text=text, source=text, entities=commands_in(text), reply_to=self._message(reply_to)
        )

    async def opens(self, link: str = "") -> int:
        """Tap a deep link, or a payload: unblocks if need be and presses Start."""
        payload = self._payload(link)
        if self._chat.blocked:
            await self.unblocks()
        return await self.writes(f"/start {payload}".strip())

    async def presses(self, label: str, *, on: Shown | int | None = None) -> str:
        """Press the button with exactly this label on the newest message that has it; query id."""
        message, button = self._find(label, on)
        if button.data is None and message.markup and "keyboard" in message.markup:
            await self.writes(label)
            return ""
        if button.data is None or button.disabled:
            what = f"opens {button.url}" if button.url else "does nothing"
            raise CannotDo(f"the button [{label}] {what} and tells the bot nothing; press another")
        return await self._taps(message, button.data)

    async def presses_data(self, data: str, *, on: Shown | int | None = None) -> str:
        """Forge a tap, as a tampered client can: any data, on any message, even one long gone."""
        message = self._message(on)
        if on is None and self.screens:
            message = self._chat.messages[self.screens[-1].message_id]
        return await self._taps(message, data, gone=on if isinstance(on, int) else 1)

    async def sends_photo(self, content: bytes, *, caption: str = "") -> int:
        """A picture, as Telegram recodes it."""
        file = self._state.store("photos", "photo.jpg", "image/jpeg", content)
        size = file.to_json() | {"width": PHOTO_SIDE, "height": PHOTO_SIDE}
        return await self._says(
            kind="photo", media={"photo": [size]}, file=file, text=caption, source=caption
        )

    async def sends_document(
        self,
        content: bytes,
        name: str,
        *,
        media_type: str = "application/octet-stream",
        caption: str = "",
    ) -> int:
        """A file with a name, such as a run."""
        file = self._state.store("documents", name, media_type, content)
        document = file.to_json() | {"file_name": name, "mime_type": media_type}
        return await self._says(
            kind="document", media={"document": document}, file=file, text=caption, source=caption
        )

    async def sends_sticker(self, content: bytes = b"sticker", *, emoji: str = "👍") -> int:
        """A sticker."""
        file = self._state.store("stickers", "sticker.webp", "image/webp", content)
        shape = {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        return await self._says(
            kind="sticker", media={"sticker": file.to_json() | shape}, file=file
        )

    async def sends_voice(self, content: bytes = b"voice", *, seconds: int = 3) -> int:
        """A voice message."""
        file = self._state.store("voice", "voice.ogg", "audio/ogg", content)
        voice = file.to_json() | {"duration": seconds, "mime_type": "audio/ogg"}
        return await self._says(kind="voice", media={"voice": voice}, file=file)

    async def edits_message(self, message_id: int, text: str) -> None:
        """Change one's own words; the bot hears of it only if it asked for edited_message."""
        message = self._own(message_id)
        message.text = message.source = text
        message.entities = commands_in(text)
        message.edited_at = self._state.clock.now()
        await self._push("edited_message", message.to_json())

    async def deletes_message(self, message: Shown | int) -> None:
        """Take any message away from both sides; no bot is told."""
        found = self._message(message)
        if found is None:
            raise CannotDo(f"chat {self.id} has no message {message}; it shows {self.describe()}")
        found.deleted = True
        self._state.changed.fire()

    async def blocks(self) -> None:
        """Stop the bot."""
        await self._membership(blocked=True)

    async def unblocks(self) -> None:
        """Let the bot write again."""
        await self._membership(blocked=False)

    async def _membership(self, *, blocked: bool) -> None:
        if self._chat.blocked == blocked:
            return
        self._chat.blocked = blocked
        new, old = ("kicked", "member") if blocked else ("member", "kicked")
        change = membership(self._state, self._chat, self.user, old, new)
        await self._push("my_chat_member", change)

    async def _says(self, **content: Any) -> int:
        if self._chat.blocked:
            raise CannotDo(f"{self.id} has blocked the bot and cannot write; unblock it first")
        self._chat.open = True
        message = self._state.add_message(self._chat, self.user, **content)
        await self._push("message", message.to_json())
        return message.message_id

    async def _taps(self, message: Message | None, data: str, *, gone: int = 1) -> str:
        tap = new_tap(self._state, self._chat, self.id, data)
        await self._push("callback_query", tap_json(tap, self.user, message, gone))
        return tap.query_id

    async def _push(self, kind: str, content: dict[str, Any]) -> None:
        self._state.updates.push(kind, content)
        await asyncio.sleep(0)

    def _message(self, which: Shown | int | None) -> Message | None:
        message_id = which.message_id if isinstance(which, Shown) else which
        return None if message_id is None else self._chat.messages.get(message_id)

    def _own(self, message_id: int) -> Message:
        message = self._chat.messages.get(message_id)
        if message is None or message.deleted or message.from_bot:
            raise CannotDo(f"{message_id} is no message {self.id} has written; nothing to edit")
        return message

    def _find(self, label: str, on: Shown | int | None) -> tuple[Message, Button]:
        asked = self._message(on)
        among = self._chat.visible if on is None else [asked] if asked else []
        for message in reversed(among):
            for row in message.show().buttons:
                for button in row:
                    if button.label == label and not message.deleted:
                        return message, button
        raise CannotDo(f"{self.id} sees no button [{label}]; the chat shows {self.describe()}")

    def _payload(self, link: str) -> str:
        payload = link
        if "://" in link or link.startswith("t.me/"):
            parts = urlsplit(link if "://" in link else f"https://{link}")
            name = parts.path.strip("/")
            if name.lower() != str(self._state.bot["username"]).lower():
                raise CannotDo(f"{link} leads to @{name}, not to @{self._state.bot['username']}")
            payload = parse_qs(parts.query).get("start", [""])[0]
        if not PAYLOAD.fullmatch(payload):
            raise CannotDo(f"{payload!r} is no start payload: ≤ 64 letters, digits, _ and - only")
        return payload


def new_tap(state: State, chat: Chat, person_id: int, data: str) -> Tap:
    """A press the bot can answer."""
    tap = Tap(str(secrets.randbits(62)), chat, person_id, data, state.clock.now())
    state.taps[tap.query_id] = tap
    return tap


def tap_json(tap: Tap, user: dict[str, Any], message: Message | None, gone: int) -> dict[str, Any]:
    """The Bot API's CallbackQuery; a message that is gone comes as an inaccessible one."""
    chat = tap.chat.to_json()
    inaccessible = {"chat": chat, "message_id": gone, "date": 0}
    here = message is not None and not message.deleted
    return {
        "id": tap.query_id,
        "from": user,
        "message": message.to_json() if message and here else inaccessible,
        "chat_instance": str(abs(tap.chat.id) * 7919),
        "data": tap.data,
    }


def membership(state: State, chat: Chat, by: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """The Bot API's ChatMemberUpdated about the bot."""

    def member(status: str) -> dict[str, Any]:
        extra = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": state.bot} | extra

    return {
        "chat": chat.to_json(),
        "from": by,
        "date": int(state.clock.now().timestamp()),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
