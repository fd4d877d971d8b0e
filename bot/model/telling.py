"""Telling and answering for it: messages, buttons, flags, cards.

A message names a text and its parameters; words are chosen when it is spoken, in the listener's
language. Parameters are JSON: strings, numbers, booleans, {"at": iso}, {"day": iso},
{"key": ..., "params": ...} and lists of these.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import IntEnum, StrEnum
from typing import Any

from bot.model.care import Tier, Urgency, Value
from bot.model.people import EpisodeId, PersonId

Params = Mapping[str, Any]


def text(key: str, **params: Any) -> dict[str, Any]:
    """A nested text, as a parameter of another."""
    return {"key": key, "params": params}


@dataclass(frozen=True, slots=True)
class Button:
    """A label (a text's key, or the label itself if `literal`) and what pressing it sends."""

    label: str
    press: str = ""
    params: Params = field(default_factory=dict)
    literal: bool = False
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to be said: a text's key, its parameters, and rows of buttons."""

    key: str
    params: Params = field(default_factory=dict)
    keyboard: Keyboard = ()

    def dump(self) -> tuple[str, str]:
        """(parameters, keyboard) as JSON."""
        rows = [[[b.label, b.press, b.params, b.literal, b.url] for b in r] for r in self.keyboard]
        return json.dumps(self.params), json.dumps(rows)

    @classmethod
    def load(cls, key: str, params: str, keyboard: str) -> Message:
        """The inverse of `dump`."""
        rows = tuple(tuple(Button(*b) for b in row) for row in json.loads(keyboard))
        return cls(key, json.loads(params), rows)


class Op(StrEnum):
    """What the sender does with an outbox row."""

    DRAW = "draw"
    """Edit the screen's message; send it if there is none."""
    FRESH = "fresh"
    """Send the screen anew (it notifies) and delete the message it had."""
    SEND = "send"
    DELETE = "delete"
    LEAVE = "leave"


class Attached(StrEnum):
    """How a file comes with a message."""

    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to hand over, with the message as its caption; forgotten once it was sent."""

    kind: Attached
    name: str
    content: bytes


class Priority(IntEnum):
    """Smaller is sooner."""

    ALERT = 0
    REPLY = 1
    PROMPT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """A message promised but perhaps not yet said, with whom it is for."""

    id: int
    op: Op
    chat_id: int
    screen_id: int | None
    message_id: int | None
    drawn_hash: str | None
    key: str
    params: str
    keyboard: str
    priority: int
    silent: bool
    protect: bool
    attempts: int
    language: str
    zone: str
    attachment_id: int | None = None
    promised_at: datetime
    quiet: tuple[time, time] | None = None
    """Begin and end of her quiet hours, wall times in `zone`."""


class CardState(StrEnum):
    OPEN = "open"
    SEEN = "seen"
    CLOSED = "closed"


class CardClass(StrEnum):
    RED = "red"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """The record that a physiotherapist must look at something."""

    id: str
    episode_id: EpisodeId
    card_id: str | None
    rule: str
    row: str
    tier: Tier | None
    urgency: Urgency
    values: Mapping[str, Value]
    opened_at: datetime
    closed_at: datetime | None

    @property
    def key(self) -> str:
        """The Finding.key it came from."""
        return f"{self.rule}:{self.row}" if self.row else self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a physiotherapist sees and owns about one or more flags."""

    id: str
    episode_id: EpisodeId
    card_class: CardClass
    state: CardState
    urgency: Urgency
    opened_at: datetime
    owner_id: PersonId | None
    seen_at: datetime | None
    closed_at: datetime | None
    closed_by: PersonId | None = None
    snoozed_until: datetime | None = None
    outcome: str | None = None
    """How it ended; `by_rule`: without a person."""
    verdict: str | None = None
    """Was it `useful` or `not_useful`, if she said so."""

    @property
    def may_wait(self) -> bool:
        """Nothing red, nothing that must be known the same day."""
        waits = self.card_class is CardClass.OTHER and not self.urgency.immediate
        return waits and self.state is not CardState.CLOSED
