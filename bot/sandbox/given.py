"""What one call brought along, and the questions every method asks first: which chat, may we."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusal import Refused, bad_request, forbidden
from bot.sandbox.state import Chat, Message, State


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart body."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Given:
    """A call's checked parameters and its files."""

    method: str
    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def flag(self, name: str) -> bool:
        return bool(self.values.get(name, False))


def find_chat(state: State, given: Given) -> Chat:
    """The chat named by `chat_id`, or Telegram's refusal."""
    chat_id = given.get("chat_id")
    if chat_id is None:
        if given.get("inline_message_id"):
            raise bad_request("the stand-in has no inline messages; give chat_id and message_id")
        raise bad_request("chat_id is empty")
    chat = state.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None:
        raise bad_request("chat not found")
    return chat


def may_write(chat: Chat) -> None:
    """A person must have written first and not have blocked the bot; a group must have it in."""
    if chat.migrated_to is not None:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            {"migrate_to_chat_id": chat.migrated_to},
        )
    if chat.blocked:
        raise forbidden(
            "bot was blocked by the user"
            if chat.kind == "private"
            else f"bot was kicked from the {chat.kind} chat"
        )
    if not chat.open:
        raise forbidden(
            "bot can't initiate conversation with a user"
            if chat.kind == "private"
            else f"bot is not a member of the {chat.kind} chat"
        )


def own_message(state: State, given: Given) -> Message:
    """The bot's own message to edit."""
    chat = find_chat(state, given)
    may_write(chat)
    if given.get("message_id") is None:
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(given.get("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def replied_to(chat: Chat, given: Given) -> Message | None:
    """The message answered to, if it is still there or need not be."""
    wanted = given.get("reply_parameters") or {}
    message_id = wanted.get("message_id", given.get("reply_to_message_id"))
    if message_id is None:
        return None
    message = chat.messages.get(message_id)
    if message is not None and not message.deleted:
        return message
    if wanted.get("allow_sending_without_reply") or given.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
