"""Methods about words: send, edit, delete, answer a tap, seem to type."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.sandbox import keyboards, markup
from bot.sandbox.given import Given, find_chat, may_write, own_message, replied_to
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import Chat, Message, State
from bot.sandbox.values import Toast

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
TOAST_UNITS = 200
DELETABLE = timedelta(hours=48)
ACTIONS = frozenset(
    (
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    )
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the"
    " same as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def send_message(state: State, given: Given) -> dict[str, Any]:
    """Say something new."""
    chat = find_chat(state, given)
    may_write(chat)
    text, entities = words(given, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if markup.units(text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return add(state, chat, given, text=text, source=given.get("text"), entities=entities)


def words(given: Given, name: str, entities: str) -> tuple[str, list[markup.Entity]]:
    """The text or caption with its entities, parsed."""
    return markup.parse(given.get(name, ""), given.get("parse_mode"), given.get(entities))


def caption(given: Given) -> dict[str, Any]:
    """The caption of a picture or document, as content of a message."""
    text, entities = words(given, "caption", "caption_entities")
    if markup.units(text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return {"text": text, "source": given.get("caption", ""), "entities": entities}


def add(state: State, chat: Chat, given: Given, **content: Any) -> dict[str, Any]:
    """Put a message of the bot's into the chat."""
    message = state.add_message(
        chat,
        state.bot,
        markup=keyboards.checked(given.get("reply_markup")),
        reply_to=replied_to(chat, given),
        silent=given.flag("disable_notification"),
        protected=given.flag("protect_content"),
        **content,
    )
    state.say(given.method, message)
    return message.to_json()


def edit_message_text(state: State, given: Given) -> dict[str, Any]:
    """Other words in the same place; without reply_markup the buttons go."""
    message = own_message(state, given)
    text, entities = words(given, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    if markup.units(text) > TEXT_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    return _edit(state, given, message, text=text, source=given.get("text"), entities=entities)


def edit_message_caption(state: State, given: Given) -> dict[str, Any]:
    """Another caption under a picture or document."""
    message = own_message(state, given)
    if message.kind == "text":
        raise bad_request("there is no caption in the message to edit")
    return _edit(state, given, message, **caption(given))


def edit_message_reply_markup(state: State, given: Given) -> dict[str, Any]:
    """Other buttons, or none, under the same words."""
    return _edit(state, given, own_message(state, given))


def _edit(state: State, given: Given, message: Message, **content: Any) -> dict[str, Any]:
    buttons = keyboards.checked(given.get("reply_markup"))
    text = content.get("text", message.text)
    entities = content.get("entities", message.entities)
    if (text, entities, buttons) == (message.text, message.entities, message.markup):
        raise bad_request(NOT_MODIFIED)
    message.text, message.entities, message.markup = text, entities, buttons
    message.source = content.get("source", message.source)
    message.edited_at = state.clock.now()
    state.say(given.method, message)
    return message.to_json()


def delete_message(state: State, given: Given) -> bool:
    """Take a message away, within 48 hours."""
    chat = find_chat(state, given)
    message = chat.messages.get(given.get("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to delete not found")
    foreign = chat.kind != "private" and not message.from_bot
    if foreign or state.clock.now() - message.at > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    state.changed.fire()
    return True


def answer_callback_query(state: State, given: Given) -> bool:
    """End a tap's spinner, once and in time, with or without words."""
    tap = state.taps.get(given.get("callback_query_id"))
    now = state.clock.now()
    if tap is None or tap.answered or now - tap.at > state.answer_life:
        raise bad_request(TOO_OLD)
    text = given.get("text", "")
    if markup.units(text) > TOAST_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.answered = True
    if text:
        chat = state.chats.get(tap.person_id, tap.chat)
        chat.toasts.append(Toast(text, given.flag("show_alert"), now, tap.query_id))
    state.changed.fire()
    return True


def send_chat_action(state: State, given: Given) -> bool:
    """Seem to type or to upload."""
    chat = find_chat(state, given)
    may_write(chat)
    if given.get("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.actions.append(given.get("action"))
    return True
