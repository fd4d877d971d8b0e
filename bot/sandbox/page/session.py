"""One demo: a stage, the phones on it, its clock and perhaps a story. It knows no HTTP.

One hand at a time: what people do and what moves the clock waits for its turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta, tzinfo

from bot.clock import Clock
from bot.model.people import Role
from bot.sandbox.page import cast
from bot.sandbox.page.cast import CannotAct, Seat
from bot.sandbox.page.telling import Telling
from bot.sandbox.stage import Stage, stage
from bot.sandbox.stories.script import Story
from bot.sandbox.updates import Signal
from bot.sandbox.view import CannotDo

HORIZON = timedelta(days=14)


class Session:
    """What the page shows and acts on. `pace` is the stories': 1 is reading speed."""

    def __init__(self, clock: Clock, *, pace: float = 1.0) -> None:
        self.seats: Mapping[str, Seat] = cast.NOBODY
        self.telling: Telling | None = None
        self.moving: tuple[datetime, datetime] | None = None
        self.zone: tzinfo = cast.ZONE
        self.round = 0
        """Counts the starts: message ids begin again with each."""
        self._clock = clock
        self._pace = pace
        self._stage: Stage | None = None
        self._stack = AsyncExitStack()
        self._hand = asyncio.Lock()
        self._changed = Signal()

    @property
    def stage(self) -> Stage:
        """The stage; CannotAct while the curtain is down."""
        if self._stage is None:
            raise CannotAct("The demo is starting. Try again in a moment.")
        return self._stage

    @property
    def ready(self) -> bool:
        return self._stage is not None and bool(self.seats)

    def stir(self) -> None:
        """Something has changed: whoever waits looks again."""
        self._changed.fire()

    async def stirred(self, seconds: float) -> None:
        """Wait for a change, or so long."""
        await self._changed.wait(seconds)

    async def again(self) -> None:
        """Ines and Rosa, newly joined, on a new stage."""
        await self._stop_story()
        async with self._hand:
            self.zone = cast.ZONE
            on = await self._curtain(cast.first_moment(self._clock.now()))
            self.seats = await cast.ines_and_rosa(on)
            self.stir()

    async def play(self, story: Story) -> None:
        """A story from its first scene, on a new stage."""
        await self._stop_story()
        async with self._hand:
            start = story.scenes[0].at
            on = await self._curtain(start)
            self.zone = start.tzinfo or UTC
            self.telling = Telling(story, on, self.stir, self._pace)
            physio = next(iter(story.people))
            seats = [
                Seat(key, name, Role.PHYSIO if key == physio else Role.RUNNER, phone)
                for (key, name), phone in zip(
                    story.people.items(), self.telling.phones.values(), strict=True
                )
            ]
            seats.sort(key=lambda seat: seat.role is Role.PHYSIO)
            self.seats = {seat.key: seat for seat in seats}
            self.telling.begin()

    def story(self) -> Telling:
        """The story that plays; CannotAct if none does."""
        if self.telling is None or not self.telling.playing:
            raise CannotAct("No story is playing.")
        return self.telling

    async def close(self) -> None:
        """Curtain down; nothing stays behind."""
        await self._stop_story()
        async with self._hand:
            self._stage, self.seats = None, cast.NOBODY
            await self._stack.aclose()
            self.stir()

    async def add_runner(self, link: str = "") -> None:
        """Another phone, with an invite behind its Start button."""
        async with self._turn() as on:
            seat = await cast.another_runner(on, self.seats, link)
            self.seats = {seat.key: seat} | dict(self.seats)

    async def start(self, key: str, link: str = "") -> None:
        """Press Start, behind a deep link or without one."""
        async with self._turn() as on:
            seat = self._seat(key)
            link, seat.start = link or seat.start or "", None
            await seat.phone.opens(link)
            await on.calm()

    async def tap(self, key: str, message_id: int, label: str) -> None:
        """Press a button of a message."""
        async with self._turn() as on:
            await self._seat(key).phone.presses(label, on=message_id)
            await on.calm()

    async def write(self, key: str, text: str) -> None:
        """Send words or a command."""
        async with self._turn() as on:
            await self._seat(key).phone.writes(text)
            await on.calm()

    async def send_file(self, key: str, name: str, content: bytes) -> None:
        """Send a file."""
        async with self._turn() as on:
            await self._seat(key).phone.sends_document(content, name)
            await on.calm()

    async def move(self, span: timedelta) -> None:
        """Let so much time go by, from due thing to due thing."""
        async with self._turn() as on:
            now = on.clock.now()
            async with self._shown_moving(now, now + span):
                await on.move_to(now + span)

    async def next_event(self) -> None:
        """On until a phone hears something."""
        async with self._turn() as on:
            now = on.clock.now()
            heard = self._heard()
            async with self._shown_moving(now, now + HORIZON):
                while self._heard() == heard:
                    if not await on.step(now + HORIZON):
                        raise CannotAct("Nothing is due in the next two weeks.")

    def _heard(self) -> int:
        return sum(len(seat.phone.heard) for seat in self.seats.values())

    def _seat(self, key: str) -> Seat:
        if key not in self.seats:
            raise CannotAct(f"There is no phone {key!r} on the page.")
        return self.seats[key]

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[Stage]:
        """The hand, for one act; refused while a story has it."""
        if self.telling is not None and self.telling.playing:
            raise CannotAct("A story is playing. Stop it to take over the phones.")
        async with self._hand:
            try:
                yield self.stage
            except CannotDo:
                raise CannotAct("That button is not there any more.") from None
            except TimeoutError as why:
                raise CannotAct(str(why)) from why
            finally:
                self.stir()

    @asynccontextmanager
    async def _shown_moving(self, since: datetime, until: datetime) -> AsyncIterator[None]:
        self.moving = (since, until)
        self.stir()
        try:
            yield
        finally:
            self.moving = None

    async def _stop_story(self) -> None:
        if self.telling is not None:
            await self.telling.stop()
        self.telling = None

    async def _curtain(self, start: datetime) -> Stage:
        """Strike the stage that stands, and set up a new one."""
        self._stage, self.seats, self.moving = None, cast.NOBODY, None
        self.stir()
        await self._stack.aclose()
        on = await self._stack.enter_async_context(stage(start.astimezone(UTC)))
        before, self._changed = self._changed, on.telegram.state.changed
        before.fire()
        self._stage = on
        self.round += 1
        return on
