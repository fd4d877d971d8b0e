"""What the stand-in lets a test see: frozen values, taken at the moment they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message. `data` is None for a link or a disabled button."""

    label: str
    data: str | None = None
    url: str | None = None
    style: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as a person sees it.

    `text` is what can be read (text or caption), `source` what the sender wrote, tags and all.
    """

    chat_id: int
    message_id: int
    from_bot: bool
    text: str
    source: str
    entities: tuple[Mapping[str, Any], ...]
    buttons: tuple[tuple[Button, ...], ...]
    kind: str
    """text, photo, document, sticker, voice or notice."""
    file: bytes | None
    file_name: str | None
    reply_to: int | None
    silent: bool
    protected: bool
    at: datetime
    edited_at: datetime | None

    @property
    def keyboard(self) -> tuple[tuple[str, ...], ...]:
        """The labels, row by row."""
        return tuple(tuple(button.label for button in row) for row in self.buttons)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in reading order."""
        return tuple(button.label for row in self.buttons for button in row)

    def describe(self) -> str:
        """One line for an error sentence."""
        rows = " / ".join("".join(f"[{label}]" for label in row) for row in self.keyboard)
        return f"#{self.message_id} {self.text!r} {rows}".rstrip()


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing said to a chat, sent or edited, as it was then."""

    method: str
    at: datetime
    uptime: float
    shown: Shown

    @property
    def text(self) -> str:
        return self.shown.text


@dataclass(frozen=True, slots=True)
class Toast:
    """The words of an answered tap."""

    text: str
    alert: bool
    at: datetime
    query_id: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API, done or refused.

    `status` is the HTTP status, 0 when the connection was cut; `done` says whether it took effect.
    """

    method: str
    params: Mapping[str, Any]
    chat_id: int | None
    at: datetime
    uptime: float
    ended: float
    status: int
    description: str
    result: Any
    fault: str | None
    done: bool
