"""What the stand-in remembers: people, chats, messages, taps and files.

It holds and renders; it decides nothing about calls (methods*.py do) and nothing about HTTP.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.sandbox.markup import Entity
from bot.sandbox.updates import Signal, UpdateQueue
from bot.sandbox.values import Button, Heard, Shown, Toast

BOT_NAME = "kneecheck_bot"
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's sizes in bytes; smaller ones keep a test small."""

    upload: int = 50 * MEGABYTE
    photo: int = 10 * MEGABYTE
    download: int = 20 * MEGABYTE


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes at Telegram, under an id."""

    file_id: str
    unique_id: str
    path: str
    name: str
    media_type: str
    content: bytes

    def to_json(self) -> dict[str, Any]:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.content),
        }


@dataclass(slots=True)
class Message:
    """One message, as it is now."""

    chat: Chat
    message_id: int
    sender: dict[str, Any]
    at: datetime
    text: str = ""
    source: str = ""
    entities: list[Entity] = field(default_factory=list)
    markup: dict[str, Any] | None = None
    kind: str = "text"
    media: dict[str, Any] = field(default_factory=dict)
    file: StoredFile | None = None
    reply_to: Message | None = None
    silent: bool = False
    protected: bool = False
    edited_at: datetime | None = None
    deleted: bool = False

    @property
    def from_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    def to_json(self, *, with_reply: bool = True) -> dict[str, Any]:
        """The Bot API's Message."""
        body: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.to_json(),
            "date": int(self.at.timestamp()),
        }
        if self.edited_at is not None:
            body["edit_date"] = int(self.edited_at.timestamp())
        if with_reply and self.reply_to is not None and not self.reply_to.deleted:
            body["reply_to_message"] = self.reply_to.to_json(with_reply=False)
        if self.protected:
            body["has_protected_content"] = True
        body |= self.media
        name = "text" if self.kind == "text" else "caption"
        if self.text:
            body[name] = self.text
            if self.entities:
                body["entities" if name == "text" else "caption_entities"] = self.entities
        if self.markup and "inline_keyboard" in self.markup:
            body["reply_markup"] = self.markup
        return body

    def show(self) -> Shown:
        """What a person sees."""
        return Shown(
            chat_id=self.chat.id,
            message_id=self.message_id,
            from_bot=self.from_bot,
            text=self.text,
            source=self.source,
            entities=tuple(self.entities),
            buttons=_buttons(self.markup),
            kind=self.kind,
            file=self.file.content if self.file else None,
            file_name=self.file.name if self.file else None,
            reply_to=self.reply_to.message_id if self.reply_to else None,
            silent=self.silent,
            protected=self.protected,
            at=self.at,
            edited_at=self.edited_at,
        )


def _buttons(markup: dict[str, Any] | None) -> tuple[tuple[Button, ...], ...]:
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return tuple(tuple(_button(button) for button in row) for row in rows)


def _button(button: dict[str, Any]) -> Button:
    return Button(
        button["text"],
        button.get("callback_data"),
        button.get("url"),
        button.get("style"),
        "disabled" in button,
    )


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's) or a group."""

    id: int
    kind: str
    names: dict[str, Any]
    open: bool = False
    """The person has written first, or the bot is a member."""
    blocked: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    last_id: int = 0
    heard: list[Heard] = field(default_factory=list)
    toasts: list[Toast] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind} | self.names

    @property
    def visible(self) -> list[Message]:
        return [message for message in self.messages.values() if not message.deleted]


@dataclass(slots=True)
class Tap:
    """A button press, answered or not."""

    query_id: str
    chat: Chat
    person_id: int
    data: str
    at: datetime
    answered: bool = False


class State:
    """Everything, in memory, for one bot."""

    def __init__(self, clock: Clock, token: str, limits: Limits, answer_life: timedelta) -> None:
        self.clock = clock
        self.token = token
        self.limits = limits
        self.answer_life = answer_life
        self.changed = Signal()
        self.updates = UpdateQueue(clock.now, self.changed)
        self.bot: dict[str, Any] = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Kneecheck",
            "username": BOT_NAME,
        }
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, dict[str, Any]] = {}
        self.taps: dict[str, Tap] = {}
        self.files: dict[str, StoredFile] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.webhook: dict[str, Any] = dict.fromkeys(("url", "secret"), "")
        self._kinds: defaultdict[str, int] = defaultdict(int)

    def add_message(self, chat: Chat, sender: dict[str, Any], **content: Any) -> Message:
        """A new message with the chat's next id."""
        chat.last_id += 1
        message = Message(chat, chat.last_id, sender, self.clock.now(), **content)
        chat.messages[message.message_id] = message
        self.changed.fire()
        return message

    def say(self, method: str, message: Message) -> None:
        """Note what the chat has just been told."""
        heard = Heard(method, self.clock.now(), self.clock.uptime(), message.show())
        message.chat.heard.append(heard)
        self.changed.fire()

    def store(self, kind: str, name: str, media_type: str, content: bytes) -> StoredFile:
        """Keep bytes under a new id; `kind` is the folder they are served from."""
        number = self._kinds[kind]
        self._kinds[kind] += 1
        ending = name.rsplit(".", 1)[-1] if "." in name else "bin"
        unique = secrets.token_urlsafe(9)
        file = StoredFile(
            f"Ag{secrets.token_urlsafe(24)}",
            unique,
            f"{kind}/file_{number}.{ending}",
            name,
            media_type,
            content,
        )
        self.files[file.file_id] = file
        return file
