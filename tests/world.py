"""The world in which stories are told: a real bot, a real database, a stand-in for Telegram.

Only the wire's other end and the clock are false. Rosa and Tim run, Ines is their
physiotherapist, Otto is another clinic's and must see nothing.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import SteppedClock
from bot.model.people import Role
from bot.rules.book import load_book
from bot.sandbox.phones import Phone
from bot.sandbox.telegram import StandIn
from bot.sandbox.values import Shown
from bot.settings import Settings
from bot.store import appointments, invites
from tests.moments import Beginning

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
START_DAY = datetime(2026, 11, 23, tzinfo=UTC)
ROSA, TIM, INES, OTTO, EVE = 1001, 1002, 2001, 2002, 3001
BOOK = load_book()


class FakeClock(SteppedClock):
    """`now()` is moved by stories; uptime and the machine's time only by `age`."""

    def __init__(self, start: datetime = MONDAY) -> None:
        super().__init__(start)
        self._up = 1000.0

    def uptime(self) -> float:
        return self._up

    def machine(self) -> datetime:
        return MONDAY + timedelta(seconds=self._up)

    async def sleep(self, seconds: float) -> None:
        """Nobody waits: uptime passes at once."""
        self._up += max(seconds, 0.0)
        await asyncio.sleep(0)

    def age(self, seconds: float) -> None:
        """The machine and its uptime move on, as in an outage or a long lease."""
        self._up += seconds


class Someone:
    """A person with a phone. Every act is heard and answered before it returns."""

    def __init__(self, world: World, phone: Phone) -> None:
        self._world = world
        self.phone = phone

    async def opens(self, link: str) -> None:
        await self.phone.opens(link)
        await self._world.settle()

    async def writes(self, text: str, *, reply_to: int | None = None) -> None:
        await self.phone.writes(text, reply_to=reply_to)
        await self._world.settle()

    async def taps(self, *labels: str) -> None:
        """Tap each label in turn on the newest message that has it."""
        for label in labels:
            await self.phone.presses(label)
            await self._world.settle()

    async def taps_data(self, data: str) -> None:
        await self.phone.presses_data(data)
        await self._world.settle()

    @property
    def last_heard(self) -> str:
        """The newest thing said or redrawn here."""
        return self.phone.heard[-1].shown.text if self.phone.heard else ""

    @property
    def screen(self) -> str:
        """The newest visible message."""
        return self.phone.screen.text

    @property
    def labels(self) -> list[str]:
        return list(self.phone.screen.labels)

    def sees(self, part: str) -> Shown:
        """The newest visible message with these words."""
        for shown in reversed(self.phone.screens):
            if part in shown.text:
                return shown
        everything = " | ".join(s.text.replace("\n", " / ") for s in self.phone.screens[-4:])
        raise AssertionError(f"{part!r} is not on the phone: {everything}")

    def count(self, part: str) -> int:
        """How many visible messages hold these words."""
        return sum(1 for shown in self.phone.screens if part in shown.text)

    @property
    def toast(self) -> str:
        return self.phone.toasts[-1].text or "" if self.phone.toasts else ""


def never() -> bool:
    return False


class World:
    """The bot, its database, the stand-in and everybody's phones."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.database = folder / "kneecheck.db"
        shutil.copy(template, self.database)
        self.clock = FakeClock()
        self.telegram = StandIn(self.clock)
        self.app: App = None  # type: ignore[assignment]
        self._settings: Settings
        self.restarts: Callable[[], bool] = never
        """Whether the process restarts after this step."""
        self._people: dict[int, Someone] = {}
        self._beginning = Beginning(self)

    async def comes_back(self) -> None:
        """The process starts where another world has been; phones show what they showed there."""
        await self.start()
        for chat_id, someone in self._people.items():
            someone.phone = self.telegram.person(chat_id, "")

    async def begin(self) -> None:
        await self.telegram.start()
        self._settings = Settings(
            _env_file=None,
            telegram_api_url=self.telegram.url,
            database_url=str(self.database),
        )
        await self.start()
        if type(self.clock) is FakeClock:
            self._beginning.begins()

    async def start(self) -> None:
        """The process starts."""
        settings = self._settings.model_copy(update={"telegram_bot_token": self.telegram.token})
        self.app = await build(settings, self.clock, book=BOOK)
        await self.app.start()

    async def end(self) -> None:
        """Also of a world that could not begin: a thread left behind would keep pytest waiting."""
        if self.app is not None:
            await self.app.close()
        await self.telegram.stop()

    async def restart(self) -> None:
        """The process ends and starts again; the database and Telegram go on."""
        await self.app.close()
        await self.start()
        await self.app.settle()

    def someone(self, chat_id: int, name: str) -> Someone:
        if chat_id not in self._people:
            self._people[chat_id] = Someone(self, self.telegram.person(chat_id, name))
        return self._people[chat_id]

    async def settle(self) -> None:
        """Everything that was said is heard, everything promised is said."""
        await self.app.settle()
        if self.restarts():
            await self.app.close()
            await self.start()

    async def beat(self) -> None:
        await self.app.beat.beat()
        await self.settle()

    async def until(self, instant: datetime) -> None:
        """Move the clock, from one due thing to the next; never in one jump."""
        while True:
            async with self.app.database.read() as tx:
                due = await appointments.next_due(tx)
            if due is None or due > instant:
                break
            self.clock.move_to(max(due, self.clock.now()))
            await self.beat()
        self.clock.move_to(instant)
        await self.beat()

    async def passes(self, **span: float) -> None:
        """So much time goes by."""
        await self.until(self.clock.now() + timedelta(**span))

    async def physio_link(self, name: str) -> str:
        async with self.app.database.write() as tx:
            _, code = await invites.add(
                tx,
                role=Role.PHYSIO,
                at=self.clock.now(),
                expires_at=self.clock.now() + timedelta(days=7),
                name=name,
            )
        return code

    async def joined_physio(self, chat_id: int = INES, name: str = "Ines") -> Someone:
        """A physiotherapist who has joined, reading alerts Mon–Fri 9–17."""

        async def joins() -> None:
            physio = self.someone(chat_id, name)
            await physio.opens(await self.physio_link(name))
            await physio.taps(f"Yes, {name}", "Just me", "🇬🇧 UK", "Yes", "Mon–Fri 9–17", "Got it")

        await self._beginning.goes_on(("physiotherapist", chat_id, name), joins)
        return self.someone(chat_id, name)

    async def invite(self, physio: Someone) -> str:
        """The link of a new invite, as the physiotherapist would forward it."""
        await physio.writes("/invite")
        if "New link" in physio.labels:  # others are open: they are listed first
            await physio.taps("New link")
        return physio.sees("https://t.me/").text.rsplit("=", 1)[-1].strip()

    async def joined_runner(
        self, physio: Someone, chat_id: int = ROSA, name: str = "Rosa", *, usual: str = "5",
        pains: tuple[str, str, str] = ("2", "1", "1"), weekly: str = "15",
    ) -> Someone:  # fmt: skip
        """A runner who has joined: Mon, Wed, Fri at 18:00, 5 km, aged 18 to 39, no risks."""

        async def joins() -> None:
            runner = self.someone(chat_id, name)
            await runner.opens(await self.invite(physio))
            await runner.taps("I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", "Right")
            await runner.taps("6 to 12 weeks", usual, weekly, *pains, "None of these")
            await runner.taps("Band", "Done", "Mon", "Wed", "Fri", "Done", "18:00", usual)
            await physio.taps("Yes")

        told = ("runner", physio.phone.id, chat_id, name, usual, pains, weekly)
        await self._beginning.goes_on(told, joins)
        return self.someone(chat_id, name)


@asynccontextmanager
async def a_world(folder: Path, template: Path) -> AsyncIterator[World]:
    world = World(folder, template)
    try:
        await world.begin()
        yield world
    finally:
        await world.end()
