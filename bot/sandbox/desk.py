"""Methods about the bot itself: who it is, its commands, its webhook, the chats it is in."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.given import Given, find_chat, may_write
from bot.sandbox.refusal import bad_request
from bot.sandbox.state import State

COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
COMMANDS = 100
MENU_BUTTONS = ("commands", "web_app", "default")
DESCRIPTION = 256
HOOK_PORTS = (443, 80, 88, 8443)
LOCAL = ("127.0.0.1", "localhost", "::1")


def get_me(state: State, given: Given) -> dict[str, Any]:
    """Who the bot is."""
    return state.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def get_chat(state: State, given: Given) -> dict[str, Any]:
    """What is known of a chat the bot may see."""
    chat = find_chat(state, given)
    if chat.kind != "private":
        may_write(chat)
    return chat.to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


def leave_chat(state: State, given: Given) -> bool:
    """Go out of a group."""
    chat = find_chat(state, given)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    may_write(chat)
    chat.open = False
    state.changed.fire()
    return True


def set_my_commands(state: State, given: Given) -> bool:
    """The menu of commands, by scope and language."""
    commands = given.get("commands")
    if len(commands) > COMMANDS:
        raise bad_request("too many commands specified")
    for command in commands:
        if not COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[_scope(state, given)] = commands
    return True


def get_my_commands(state: State, given: Given) -> list[dict[str, str]]:
    """The menu of exactly this scope and language."""
    return state.commands.get(_scope(state, given), [])


def delete_my_commands(state: State, given: Given) -> bool:
    """Forget the menu of this scope and language."""
    state.commands.pop(_scope(state, given), None)
    return True


def set_chat_menu_button(state: State, given: Given) -> bool:
    """What the button beside the text field opens, in one private chat or in all."""
    kind = (given.get("menu_button") or {}).get("type")
    if kind not in MENU_BUTTONS:
        raise bad_request("can't parse menu button: unsupported type")
    if "chat_id" in given.values and state.chats.get(given.get("chat_id")) is None:
        raise bad_request("chat not found")
    return True


def _scope(state: State, given: Given) -> tuple[str, str]:
    """Scope (as JSON) and language; a chat's scope needs a chat the bot knows."""
    scope = given.get("scope") or {"type": "default"}
    if "chat_id" in scope and state.chats.get(scope["chat_id"]) is None:
        raise bad_request("chat not found")
    language = given.get("language_code", "")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("language_code is invalid: give two letters of ISO 639-1")
    return json.dumps(scope, sort_keys=True), language


def set_webhook(state: State, given: Given) -> bool:
    """Have updates brought to a URL: https, or http on this machine."""
    url, secret = given.get("url"), given.get("secret_token", "")
    if not url:
        return delete_webhook(state, given)
    parts = urlsplit(url)
    if parts.hostname not in LOCAL:
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in HOOK_PORTS:
            raise bad_request(
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters or is too long")
    if given.flag("drop_pending_updates"):
        state.updates.clear()
    state.updates.allow(given.get("allowed_updates"))
    state.webhook = {"url": url, "secret": secret}
    state.updates.hook(True)
    state.changed.fire()
    return True


def delete_webhook(state: State, given: Given) -> bool:
    """Back to getUpdates."""
    if given.flag("drop_pending_updates"):
        state.updates.clear()
    state.webhook = dict.fromkeys(("url", "secret"), "")
    state.updates.hook(False)
    state.changed.fire()
    return True


def get_webhook_info(state: State, given: Given) -> dict[str, Any]:
    """Where updates go and how many wait."""
    info = {
        "url": state.webhook["url"],
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.pending),
        "allowed_updates": list(state.updates.allowed),
    }
    problem = state.webhook.get("last_error_message")
    return info | ({"last_error_message": problem} if problem else {})
