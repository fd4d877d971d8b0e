"""What getUpdates answered, one raw update by one, before any library has looked at it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from bot import logs
from bot.store.inbox import Raw

LOG = logging.getLogger(__name__)

UNREADABLE = "null"
"""Kept instead of what cannot be written down, so that it is set aside like any other."""


class Kind(Enum):
    """What a person did, as far as it can be told without reading it."""

    TAP = "tap"
    WORDS = "words"
    OTHER = "other"


class Heard(NamedTuple):
    """An update to be kept, and what decides whether it is one of a flood."""

    raw: Raw
    kind: Kind
    words: str


def heard_in(answer: Any) -> list[Heard]:
    """Every update of the answer that has an id, in their order; the rest is noted and left out."""
    heard = []
    for update in answer if isinstance(answer, list) else []:
        if isinstance(update, dict) and _is_id(update.get("update_id")):
            heard.append(_heard(update))
        else:
            logs.event(LOG, "update_without_id", level=logging.ERROR)
    return sorted(heard, key=lambda one: one.raw.update_id)


def _heard(update: dict[str, Any]) -> Heard:
    words = _words_of(update)
    kind = Kind.TAP if "callback_query" in update else Kind.WORDS if words else Kind.OTHER
    try:
        kept = json.dumps(update)
    except (RecursionError, ValueError):
        kept = UNREADABLE
    return Heard(Raw(update["update_id"], _chat_of(update), kept), kind, words)


def _words_of(update: Mapping[str, Any]) -> str:
    """What was written, also under a picture, also when it was changed."""
    message = update.get("message") or update.get("edited_message")
    words = (message.get("text") or message.get("caption")) if isinstance(message, dict) else ""
    return words if isinstance(words, str) else ""


def _chat_of(update: Mapping[str, Any]) -> int | None:
    """The chat whose order the update belongs to; None for the rest."""
    query = update.get("callback_query")
    if isinstance(query, dict):
        return _id(query.get("from"))
    for kind in ("message", "edited_message", "my_chat_member"):
        if isinstance(update.get(kind), dict):
            return _id(update[kind].get("chat"))
    return None


def _id(holder: Any) -> int | None:
    found = holder.get("id") if isinstance(holder, dict) else None
    return found if type(found) is int and abs(found) < 2**52 else None


def _is_id(value: Any) -> bool:
    """A number that can be an update's: positive (a smaller offset means another thing)."""
    return type(value) is int and 0 < value < 2**52
