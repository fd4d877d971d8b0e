"""Play a story through the real bot, printing both phones' messages as they come."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol, TextIO

from bot.logs import set_up
from bot.sandbox.phones import Phone
from bot.sandbox.stage import Stage, stage
from bot.sandbox.stories.script import Line, Scene, Story, read
from bot.sandbox.values import Heard, Shown
from bot.sandbox.view import CannotDo

WIDTH = 76
FIRST_CHAT = 5001


class NotAsTold(AssertionError):
    """What must be seen was not."""


class Watcher(Protocol):
    """Somebody who watches a story, and may hold it up to read."""

    async def scene(self, number: int, scene: Scene) -> None:
        """The clock stands at this scene."""

    async def about_to(self, line: Line, phone: Phone, what: str) -> None:
        """Somebody will now do this, or it must now be seen."""


class Player:
    """Plays one story on one stage."""

    def __init__(
        self, story: Story, on: Stage, out: TextIO, watcher: Watcher | None = None
    ) -> None:
        self._story = story
        self._stage = on
        self._out = out
        self._watcher = watcher
        self._phones: dict[str, Phone] = {
            who: on.telegram.person(FIRST_CHAT + number, name)
            for number, (who, name) in enumerate(story.people.items())
        }
        self._printed = dict.fromkeys(self._phones, 0)
        self._since = dict.fromkeys(self._phones, 0)

    @property
    def phones(self) -> Mapping[str, Phone]:
        """By who holds them."""
        return self._phones

    async def play(self) -> None:
        """Every scene in order; NotAsTold at the first thing that was not as told."""
        for number, scene in enumerate(self._story.scenes, start=1):
            await self._stage.move_to(scene.at.astimezone(UTC))
            self._print_phones()
            self._print_head(number, scene)
            if self._watcher is not None:
                await self._watcher.scene(number, scene)
            for line in scene.lines:
                await self._act(line, scene)

    async def _act(self, line: Line, scene: Scene) -> None:
        try:
            await self._do(line)
        except CannotDo as why:
            where = f"{scene.at:%a %d %b %H:%M}: {line.who} {line.verb} {line.what}"
            raise NotAsTold(f"{where}: {str(why)[-600:]}") from why
        self._print_phones()

    async def _do(self, line: Line) -> None:
        phone = self._phones[line.who]
        name = self._story.people[line.who]
        if line.verb != "taps":
            await self._show(line, line.what)
        match line.verb:
            case "opens":
                await phone.opens(await self._link(line.what))
            case "writes":
                self._say(f"{name} writes: {line.what}")
                await phone.writes(line.what)
            case "taps":
                labels = [label.strip() for label in line.what.split("|")]
                self._say(f"{name} taps " + " ".join(f"[{label}]" for label in labels))
                for label in labels:
                    await self._show(line, label)
                    await phone.presses(label)
                    await self._stage.calm()
            case "sees":
                self._must_see(phone, line.what)
            case "saw":
                self._must_have_heard(line, phone)
            case "misses":
                self._must_not_see(phone, line.what)
        await self._stage.calm()

    async def _show(self, line: Line, what: str) -> None:
        if self._watcher is not None:
            await self._watcher.about_to(line, self._phones[line.who], what)

    async def _link(self, what: str) -> str:
        """An invite somebody was given: the operator's, or the newest link on a phone."""
        if what == "operator":
            return await self._stage.physio_link(next(iter(self._story.people.values())))
        shown = self._phones[what].screens
        return next(s.text.split()[-1] for s in reversed(shown) if "?start=" in s.text)

    def _must_see(self, phone: Phone, part: str) -> None:
        if not any(part in shown.text for shown in phone.screens):
            raise CannotDo(f"{part!r} is not on the phone, which shows {phone.describe()}")

    def _must_have_heard(self, line: Line, phone: Phone) -> None:
        """Said since the last such look."""
        since = self._since[line.who]
        found = [n for n, heard in enumerate(phone.heard) if n >= since and line.what in heard.text]
        if not found:
            raise CannotDo(f"{line.what!r} was not said; the phone shows {phone.describe()}")
        self._since[line.who] = found[0] + 1

    def _must_not_see(self, phone: Phone, part: str) -> None:
        if any(part in shown.text for shown in phone.screens):
            raise CannotDo(f"{part!r} is on the phone and should not be")

    def _print_head(self, number: int, scene: Scene) -> None:
        """How far the story is, and what this scene is about."""
        self._say("")
        far = f"{number}/{len(self._story.scenes)}"
        for row in textwrap.wrap(f"{far} {scene.says}", WIDTH):
            self._say(f"── {row}")

    def _print_phones(self) -> None:
        """What each phone shows that it did not show before; of edits only the last."""
        latest: dict[tuple[str, int], Heard] = {}
        for who, phone in self._phones.items():
            news = phone.heard[self._printed[who] :]
            self._printed[who] += len(news)
            latest |= {(who, heard.shown.message_id): heard for heard in news}
        for (who, _), heard in sorted(latest.items(), key=lambda item: item[1].at):
            self._print_message(self._story.people[who], heard.shown, heard.at)

    def _print_message(self, name: str, shown: Shown, at: datetime) -> None:
        at = at.astimezone(self._story.scenes[0].at.tzinfo)
        self._say(f"{at:%a %d %b %H:%M}  📱 {name}")
        for row in shown.text.splitlines():
            for piece in textwrap.wrap(row, WIDTH - 6) or [""]:
                self._say(f"      {piece}".rstrip())
        if shown.keyboard:
            rows = ("".join(f"[{label}]" for label in row) for row in shown.keyboard)
            for piece in textwrap.wrap(" ".join(rows), WIDTH - 6):
                self._say(f"      {piece}")

    def _say(self, words: str) -> None:
        print(words, file=self._out, flush=True)


async def play(name: str, out: TextIO) -> int:
    """Play the story of that name; 0 if it went as told, 1 with one sentence if not."""
    return await tell(read(name), out)


async def tell(story: Story, out: TextIO) -> int:
    """Play this story; 0 if it went as told, 1 with one sentence if not."""
    set_up("WARNING", "text")
    print(f"{story.title}\n", file=out)
    async with stage(story.scenes[0].at.astimezone(UTC)) as on:
        try:
            await Player(story, on, out).play()
        except NotAsTold as why:
            print(f"\nNot as told. {why}", file=out)
            return 1
    print("\nThe story went as told.", file=out)
    return 0
