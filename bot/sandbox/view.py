"""What a chat shows and has been told, and waiting for it to do so.

It looks; it never changes anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bot.sandbox.state import Chat, State
from bot.sandbox.values import Heard, Shown

PATIENCE = 5.0
GLANCE = 0.05
"""Seconds between looks when nothing stirs: a moved clock wakes nobody."""
Found = TypeVar("Found")


class CannotDo(LookupError):
    """A person cannot do this with what is on the screen; the sentence says what is there."""


class View:
    """What a chat shows and has been told."""

    def __init__(self, state: State, chat: Chat) -> None:
        self._state = state
        self._chat = chat

    @property
    def id(self) -> int:
        return self._chat.id

    @property
    def messages(self) -> tuple[Shown, ...]:
        """Everything visible now, both sides, oldest first."""
        return tuple(message.show() for message in self._chat.visible)

    @property
    def screens(self) -> tuple[Shown, ...]:
        """The bot's visible messages, oldest first."""
        return tuple(message.show() for message in self._chat.visible if message.from_bot)

    @property
    def screen(self) -> Shown:
        """The bot's newest visible message."""
        if not self.screens:
            raise CannotDo(f"chat {self.id} shows nothing from the bot yet; wait with hears(…)")
        return self.screens[-1]

    @property
    def heard(self) -> tuple[Heard, ...]:
        """Everything the bot sent or edited here, in order, as it was then."""
        return tuple(self._chat.heard)

    @property
    def actions(self) -> tuple[str, ...]:
        """What the bot seemed to do (typing …), in order."""
        return tuple(self._chat.actions)

    def describe(self) -> str:
        """The bot's visible messages with their buttons, for an error sentence."""
        return "; ".join(shown.describe() for shown in self.screens) or "nothing from the bot"

    async def hears(self, part: str, *, after: int = 0, timeout: float = PATIENCE) -> Shown:
        """Wait until something said since `heard[after]` contains `part`."""

        def said() -> Shown | None:
            said_now = (heard.shown for heard in self._chat.heard[after:])
            return next((shown for shown in said_now if part in shown.text), None)

        def missing() -> str:
            return f"chat {self.id} was not told {part!r}; it shows {self.describe()}"

        return await until(self._state, said, missing, timeout)

    async def sees(self, part: str, *, timeout: float = PATIENCE) -> Shown:
        """Wait until a visible message of the bot's contains `part`; the newest such one."""

        def seen() -> Shown | None:
            return next((shown for shown in reversed(self.screens) if part in shown.text), None)

        def missing() -> str:
            return f"chat {self.id} does not show {part!r}; it shows {self.describe()}"

        return await until(self._state, seen, missing, timeout)


async def until(
    state: State, found: Callable[[], Found | None], missing: Callable[[], str], timeout: float
) -> Found:
    """The first result that is not None; else TimeoutError with what is missing."""
    loop = asyncio.get_running_loop()
    end = loop.time() + timeout
    while (result := found()) is None:
        if loop.time() >= end:
            raise TimeoutError(f"{missing()} (waited {timeout:g} s)")
        await state.changed.wait(min(end - loop.time(), GLANCE))
    return result
