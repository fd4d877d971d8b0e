"""People do on the page's stage what a sheet says, line by line."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, timedelta
from random import Random

from bot.clock import SteppedClock
from bot.model.people import Role
from bot.pictures import exercise_picture
from bot.sandbox.page import cast
from bot.sandbox.page.cast import Seat
from bot.sandbox.page.session import Session
from bot.sandbox.phones import Phone
from bot.sandbox.values import Shown
from bot.sandbox.view import CannotDo
from bot.store import clinics, invites
from tests.browser.screens import MONDAY, Screen, Sheet

FIRST_CHAT = 5001
PHYSIOS = ("ines", "maya", "otto")
CLINIC = "Knees & Co"
PHYSIO_JOINS = ("🇬🇧 UK", "Yes", "Mon–Fri 9–17", "Got it")
COLLEAGUE_JOINS = ("🇬🇧 UK", "Yes", "As the clinic", "Nobody", "Got it")
RUNNER_JOINS = (
    "I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", "Right", "6 to 12 weeks", "5", "15",
    "2", "1", "1", "None of these", "Band", "Done", "Mon · Wed · Fri", "18:00", "5",
)  # fmt: skip


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
            case "tells":
                await self._tells(phone, what)
            case "joins":
                await self._joins(who, what)
            case "blocks":
                await phone.blocks()
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

    async def _joins(self, who: str, what: str) -> None:
        """By the steps anybody takes: a physiotherapist into her clinic, a runner to Ines."""
        phone = self.phone(who)
        if self.seats[who].role is Role.PHYSIO:
            await phone.opens(await self._link(f"operator {what}".strip()))
            await self.stage.calm()
            await self._taps(phone, f"Yes, {self.seats[who].name}")
            if not what:
                await phone.writes(CLINIC)
                await self.stage.calm()
            await self._taps(phone, " | ".join(COLLEAGUE_JOINS if what else PHYSIO_JOINS))
            return
        await phone.opens(await cast.new_link(self.stage, self.seats["ines"]))
        await self.stage.calm()
        await self._taps(phone, " | ".join(RUNNER_JOINS))
        await self._taps(self.phone("ines"), "Yes")

    async def _tells(self, phone: Phone, what: str) -> None:
        """The open question about a run or the day after: the pain, then whatever is asked."""
        pain, *ticked = what.split(" | ")
        wanted = [f"✅ {pain}", pain] if "✅ 0" in self._asked(phone, pain).labels else [pain]
        about = self._asked(phone, pain).message_id
        answers = (*wanted, "None", "No", *ticked, "Within the day", "None of these", "Done")
        done: set[str] = set()
        for _ in range(len(answers) + 2):
            there = next(shown for shown in phone.screens if shown.message_id == about)
            planned = [label for label in there.labels if label.endswith("km as planned")]
            left = [one for one in (*planned, *answers) if one not in done]
            label = next((one for one in left if one in there.labels), "")
            if not label or "✏️ Change" in there.labels:
                return
            done |= {label} if label not in wanted else set(wanted)
            await phone.presses(label, on=there)
            await self.stage.calm()

    @staticmethod
    def _asked(phone: Phone, pain: str) -> Shown:
        for shown in reversed(phone.screens):
            if "worst knee pain" in shown.text.casefold() and pain in shown.labels:
                return shown
        raise CannotDo(f"nothing asks for a pain; {phone.describe()}")

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
        operator, _, clinic = what.partition(" ")
        if operator == "operator":
            return await self._operators(clinic)
        if what in self.seats:
            shown = self.phone(what).screens
            return next(s.text.split()[-1] for s in reversed(shown) if "?start=" in s.text)
        return what

    async def _operators(self, clinic: str) -> str:
        """What `invite-physio` makes, into a clinic that is there or for a new one."""
        now = self.stage.clock.now()
        async with self.stage.app.database.write() as tx:
            found = await clinics.named(tx, clinic) if clinic else []
            _, code = await invites.add(
                tx, role=Role.PHYSIO, at=now, expires_at=now + timedelta(days=7),
                name="Maya" if clinic else "Ines", clinic_id=found[0].id if found else None,
            )  # fmt: skip
        return self.stage.telegram.link(code)


@contextmanager
def _the_same_chance(seed: str) -> Iterator[None]:
    """Links and ids of a sheet are the same each time, and so is what is ordered by them."""
    random = secrets.choice
    vars(secrets)["choice"] = Random(seed).choice
    try:
        yield
    finally:
        vars(secrets)["choice"] = random


@asynccontextmanager
async def a_set(sheet: Sheet) -> AsyncIterator[Set]:
    """Curtain up for one sheet."""
    it = Set(sheet)
    with _the_same_chance(sheet.name):
        try:
            await it.again()
            yield it
        finally:
            await it.close()
