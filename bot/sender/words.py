"""An outbox row in words: its text and buttons in the listener's language.

An alert whose text is broken is still said, in general words.
"""

from __future__ import annotations

import hashlib
import html
import json
import logging
from functools import lru_cache
from typing import NamedTuple

from bot import logs
from bot.model.telling import Button, Message, OutboxRow, Priority
from bot.sender.rows import fitted
from bot.texts.catalogue import catalogue

LOG = logging.getLogger(__name__)
TICKED, UNTICKED = "label-ticked", "label-open"


Drawn = dict[str, str]
"""A button as Telegram has it."""


class Rendered(NamedTuple):
    """A message in words, ready to be sent. The keyboard is Telegram's JSON: an object of the
    library for each button would be made only to be turned into it.
    """

    text: str
    markup: str | None
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


def _rendered(text: str, buttons: list[list[Drawn]]) -> Rendered:
    markup = json.dumps({"inline_keyboard": buttons}) if buttons else None
    drawn = f"{text}\n{markup}"
    return Rendered(text, markup, hashlib.sha256(drawn.encode()).hexdigest()[:16])


def _measured(button: Button, row: OutboxRow) -> tuple[Drawn, str]:
    """A button, and the longest label it may have: what can be ticked keeps room for the tick."""
    label = button.label if button.literal else _label(button.label, button, row)
    action = {"url": button.url} if button.url else {"callback_data": button.press}
    longest = _label(TICKED, button, row) if button.label == UNTICKED else label
    return {"text": label, **action}, longest


def _label(key: str, button: Button, row: OutboxRow) -> str:
    params = json.dumps(button.params) if button.params else "{}"
    return _in_words(key, params, row.language, row.zone)


@lru_cache(maxsize=1024)
def _in_words(key: str, params: str, language: str, zone: str) -> str:
    """Most buttons are the same for everybody."""
    return html.unescape(catalogue(language).render(key, json.loads(params), zone=zone))
