"""What Telegram accepts as reply markup, beyond its shape."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.refusal import bad_request

BUTTONS_A_ROW = 8
BUTTONS_IN_ALL = 100
CALLBACK_DATA_BYTES = 64
STYLES = ("danger", "success", "primary")
DECORATION = {"text", "style", "icon_custom_emoji_id"}
LINK = re.compile(r"(https?://|tg://|mailto:|tel:)?[^\s]+", re.IGNORECASE)


def checked(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """The markup as Telegram keeps it: empty rows gone, None when no button is left."""
    if markup is None:
        return None
    key = "inline_keyboard" if "inline_keyboard" in markup else "keyboard"
    if key not in markup:
        return markup
    rows = [row for row in markup[key] if row]
    if any(len(row) > BUTTONS_A_ROW for row in rows):
        raise bad_request(f"reply markup is too long: a row has over {BUTTONS_A_ROW} buttons")
    if sum(map(len, rows)) > BUTTONS_IN_ALL:
        raise bad_request(f"reply markup is too long: over {BUTTONS_IN_ALL} buttons")
    for row in rows:
        for button in row:
            _check_button(button, inline=key == "inline_keyboard")
    return markup | {key: rows} if rows else None


def _check_button(button: dict[str, Any], *, inline: bool) -> None:
    if not button["text"].strip():
        raise bad_request("can't parse keyboard button: Keyboard button text must be non-empty")
    if "style" in button and button["style"] not in STYLES:
        raise bad_request(f"can't parse keyboard button: Invalid style {button['style']!r}")
    if not inline:
        return
    actions = sorted(button.keys() - DECORATION)
    if not actions:
        raise bad_request("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"a button does one thing, {button['text']!r} has {actions}: choose one")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not LINK.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid")
