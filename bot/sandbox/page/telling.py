"""A story played in the page at reading speed: what is said, what is about to be done, pause."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from io import StringIO

from bot.sandbox.phones import Phone
from bot.sandbox.stage import Stage
from bot.sandbox.stories.player import NotAsTold, Player
from bot.sandbox.stories.script import Line, Scene, Story

A_WORD_TOLD, A_WORD_HEARD = 0.24, 0.05
"""Seconds a word takes: of what the story says, and of what a phone shows."""
LONGEST_LOOK = 3.0
QUICK = 0.15
"""Of the usual time, in a scene the story is not about."""
BEFORE = {"taps": 0.7, "writes": 1.3, "opens": 1.3, "sees": 1.6, "saw": 1.6, "misses": 0.6}


class Telling:
    """One playing of one story; `pace` 1 is reading speed, 0 is at once."""

    def __init__(self, story: Story, on: Stage, stir: Callable[[], None], pace: float) -> None:
        self.story = story
        self.player = Player(story, on, StringIO(), watcher=self)
        self.number = 0
        self.says = ""
        self.doing: dict[str, str] | None = None
        self.ended: str | None = None
        self._stir = stir
        self._usual = self._pace = pace
        self._go = asyncio.Event()
        self._go.set()
        self._read = dict.fromkeys(self.phones, 0)
        self._task: asyncio.Task[None] | None = None

    @property
    def phones(self) -> Mapping[str, Phone]:
        return self.player.phones

    @property
    def paused(self) -> bool:
        return not self._go.is_set()

    @property
    def playing(self) -> bool:
        return self.ended is None

    def begin(self) -> None:
        """Play until the end, a stop, or the first thing that is not as told."""
        self._task = asyncio.create_task(self._play(), name=f"story {self.story.name}")

    def pause(self) -> None:
        self._go.clear()
        self._stir()

    def go_on(self) -> None:
        self._go.set()
        self._stir()

    async def stop(self) -> None:
        """End it here; the phones stay as they are."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})
        if self.ended is None:
            self._end("stopped")

    async def scene(self, number: int, scene: Scene) -> None:
        """Show what the story says here, long enough to read it."""
        self.number, self.says, self.doing = number, scene.says or self.says, None
        await self._wait(self._reading() + len(scene.says.split()) * A_WORD_TOLD)
        self._pace = self._usual * (QUICK if scene.quick else 1)

    async def about_to(self, line: Line, phone: Phone, what: str) -> None:
        """Let what was heard be read, then show who will do what."""
        await self._wait(self._reading())
        self.doing = {"phone": line.who, "verb": line.verb, "what": what}
        await self._wait(BEFORE[line.verb])

    def _reading(self) -> float:
        """Seconds to read what the phones were told since the last look, of each the newest."""
        words = 0
        for who, phone in self.phones.items():
            if len(phone.heard) > self._read[who]:
                words += len(phone.heard[-1].text.split())
                self._read[who] = len(phone.heard)
        return min(words * A_WORD_HEARD, LONGEST_LOOK)

    async def _wait(self, seconds: float) -> None:
        self._stir()
        await self._go.wait()
        await asyncio.sleep(seconds * self._pace)
        await self._go.wait()

    async def _play(self) -> None:
        try:
            await self.player.play()
        except (NotAsTold, TimeoutError) as why:
            self._end(f"Not as told. {why}")
        else:
            self._end("told")

    def _end(self, how: str) -> None:
        self.ended, self.doing = how, None
        self._go.set()
        self._stir()
