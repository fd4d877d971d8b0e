"""People do on the page's stage what a sheet says, line by line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC

from bot.clock import SteppedClock
from bot.model.people import Role
from bot.pictures import exercise_picture
from bot.sandbox.page import cast
from bot.sandbox.page.cast import Seat
from bot.sandbox.page.session import Session
from bot.sandbox.phones import Phone
from bot.sandbox.values import Shown
from bot.sandbox.view import CannotDo
from tests.browser.screens import MONDAY, Screen, Sheet

FIRST_CHAT = 5001
PHYSIOS = ("ines", "otto")


class Set(Session):
    """A session on which a sheet is played instead of a story."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__(SteppedClock(MONDAY.astimezone(UTC)), pace=0)
        self._sheet = sheet
        self._kept: dict[str, tuple[Shown, str]] = {}

    async def again(self) -> None:
        """The people of the sheet; Ines and Rosa have joined if it says so."""
        on = await self._curtain(MONDAY)
        seats = await cast.ines_and_rosa(on) if self._sheet.joined else {}
        for number, (key, name) in enumerate(self._sheet.people.items()):
            if key not in seats:
                role = Role.PHYSIO if key in PHYSIOS else Role.RUNNER
                phone = on.telegram.person(FIRST_CHAT + 10 + number, name)
                seats[key] = Seat(key, name, role, phone)
        self.seats = seats
        self.stir()

    def phone(self, who: str) -> Phone:
        return self.seats[who].phone

    async def come_to(self, screen: Screen) -> Shown:
        """Do what leads there; the message to show."""
        if screen.at is not None:
            await self.stage.move_to(screen.at.astimezone(UTC))
        for line in screen.lines:
            try:
                await self._do(line)
            except (CannotDo, TimeoutError) as why:
                raise AssertionError(f"{screen.name}: {line!r}: {str(why)[-900:]}") from why
            await self.stage.calm()
        await self._pictures_too()
        self.stir()
        for shown in reversed(self.phone(screen.who).screens):
            if screen.sees in shown.text:
                return shown
        there = self.phone(screen.who).describe()[-900:]
        raise AssertionError(f"{screen.name}: {screen.sees!r} is not on the phone: {there}")

    async def _pictures_too(self) -> None:
        """What is drawn in the background comes with the next beat, on this moment."""
        await self.stage.app.beat.beat()
        await self.stage.calm()

    async def _do(self, line: str) -> None:
        who, _, rest = line.partition(" ")
        verb, _, what = rest.partition(" ")
        phone = self.phone(who)
        match verb:
            case "opens":
                await phone.opens(await self._link(what))
            case "writes":
                await phone.writes(what)
            case "taps":
                await self._taps(phone, what)
            case "sends":
                await self._sends(phone, what)
            case "keeps":
                self._kept[what] = self._button(phone, what)
            case "presses":
                shown, data = self._kept[what]
                await phone.presses_data(data, on=shown)
            case _:
                raise AssertionError(f"nobody can {verb!r} in a sheet: {line!r}")

    async def _taps(self, phone: Phone, what: str) -> None:
        """Labels in turn; after @ the words of the message they are on."""
        labels, _, part = what.partition(" @ ")
        for label in labels.split(" | "):
            there = [shown for shown in phone.screens if part in shown.text] if part else []
            await phone.presses(label.strip(), on=there[-1] if there else None)
            await self.stage.calm()

    async def _sends(self, phone: Phone, what: str) -> None:
        match what:
            case "sticker":
                await phone.sends_sticker()
            case "voice":
                await phone.sends_voice()
            case "photo":
                await phone.sends_photo(exercise_picture("H1"))
            case _:
                await phone.sends_document(b"<gpx/>", what)

    def _button(self, phone: Phone, label: str) -> tuple[Shown, str]:
        for shown in reversed(phone.screens):
            for row in shown.buttons:
                for button in row:
                    if button.label == label and button.data:
                        return shown, button.data
        raise CannotDo(f"there is no button [{label}] to keep; {phone.describe()}")

    async def _link(self, what: str) -> str:
        """The operator's, the newest on a phone, or what stands there."""
        if what == "operator":
            return await self.stage.physio_link("Ines")
        if what in self.seats:
            shown = self.phone(what).screens
            return next(s.text.split()[-1] for s in reversed(shown) if "?start=" in s.text)
        return what


@asynccontextmanager
async def a_set(sheet: Sheet) -> AsyncIterator[Set]:
    """Curtain up for one sheet."""
    it = Set(sheet)
    try:
        await it.again()
        yield it
    finally:
        await it.close()
