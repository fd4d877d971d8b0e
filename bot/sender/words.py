"""An outbox row in words: its text and buttons in the listener's language.

An alert whose text is broken is still said, in general words.
"""

from __future__ import annotations

import hashlib
import html
import json
import logging
from typing import NamedTuple

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot import logs
from bot.model.telling import Button, Message, OutboxRow, Priority
from bot.sender.rows import fitted
from bot.texts.catalogue import catalogue

LOG = logging.getLogger(__name__)
TICKED, UNTICKED = "label-ticked", "label-open"


class Rendered(NamedTuple):
    """A message in words, ready to be sent."""

    text: str
    markup: InlineKeyboardMarkup | None
    hash: str


def render(row: OutboxRow) -> Rendered:
    """The row in words. An alert whose text is broken is still said, in general words."""
    try:
        message = Message.load(row.key, row.params, row.keyboard)
        text = catalogue(row.language).render(message.key, message.params, zone=row.zone)
        return _rendered(
            text, fitted([[_measured(b, row) for b in keys] for keys in message.keyboard])
        )
    except Exception as error:  # whatever is wrong with a text, it must not silence an alert
        if row.priority != Priority.ALERT:
            raise
        logs.trouble(LOG, "text_broken", error, outbox=row.id, text=row.key)
        return in_general_words(row)


def in_general_words(row: OutboxRow) -> Rendered:
    """What can always be said instead of an alert: that there is one, and what to do."""
    key = "fallback-care" if row.key.startswith("care-") else "fallback-alert"
    return _rendered(catalogue(row.language).render(key, {}, zone=row.zone), [])


def _rendered(text: str, buttons: list[list[InlineKeyboardButton]]) -> Rendered:
    drawn = json.dumps([text, [[(b.text, b.callback_data) for b in keys] for keys in buttons]])
    markup = InlineKeyboardMarkup(buttons) if buttons else None
    return Rendered(text, markup, hashlib.sha256(drawn.encode()).hexdigest()[:16])


def _measured(button: Button, row: OutboxRow) -> tuple[InlineKeyboardButton, str]:
    """A button, and the longest label it may have: what can be ticked keeps room for the tick."""
    drawn = _button(button, row)
    if button.label != UNTICKED:
        return drawn, drawn.text
    ticked = catalogue(row.language).render(TICKED, button.params, zone=row.zone)
    return drawn, html.unescape(ticked)


def _button(button: Button, row: OutboxRow) -> InlineKeyboardButton:
    label = button.label
    if not button.literal:
        rendered = catalogue(row.language).render(label, button.params, zone=row.zone)
        label = html.unescape(rendered)
    if button.url:
        return InlineKeyboardButton(label, url=button.url)
    return InlineKeyboardButton(label, callback_data=button.press)
