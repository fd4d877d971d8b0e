"""Who is on the page: Ines and Rosa have joined by the steps anybody takes; more may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.model.people import Role
from bot.sandbox.phones import Phone
from bot.sandbox.stage import Stage
from bot.sandbox.view import CannotDo

ZONE = ZoneInfo("Europe/London")
FIRST_CHAT = 5001
EARLIEST, LATEST = time(8), time(17)
MORE_RUNNERS = ("Tim", "Ada", "Kofi", "Mei", "Jo")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LINK = "?start="


class CannotAct(Exception):
    """This cannot be done on the page now; the sentence says why."""


@dataclass(slots=True)
class Seat:
    """One phone on the page."""

    key: str
    name: str
    role: Role
    phone: Phone
    start: str | None = None
    """The deep link that waits behind the Start button."""


def first_moment(now: datetime) -> datetime:
    """Today in London, on a round five minutes; a night or an evening becomes a morning or five."""
    here = now.astimezone(ZONE).replace(second=0, microsecond=0)
    here -= timedelta(minutes=here.minute % 5)
    if here.time() < EARLIEST:
        return datetime.combine(here.date(), EARLIEST, tzinfo=ZONE)
    if here.time() > LATEST:
        return datetime.combine(here.date(), LATEST, tzinfo=ZONE)
    return here


async def ines_and_rosa(on: Stage) -> dict[str, Seat]:
    """Both have joined; Rosa runs today at six."""
    ines = Seat("ines", "Ines", Role.PHYSIO, on.telegram.person(FIRST_CHAT, "Ines"))
    rosa = Seat("rosa", "Rosa", Role.RUNNER, on.telegram.person(FIRST_CHAT + 1, "Rosa"))
    await ines.phone.opens(await on.physio_link("Ines"))
    await _taps(on, ines, "Yes, Ines", "Just me", "🇬🇧 UK", "Yes", "Mon–Fri 9–17", "Got it")
    await rosa.phone.opens(await new_link(on, ines))
    await _taps(on, rosa, "I agree", "18–39", "🇬🇧 UK", "Yes", "None of these", "Right")
    await _taps(on, rosa, "6 to 12 weeks", "5", "15", "2", "1", "1", "None of these", "Band")
    today = on.clock.now().astimezone(ZONE).weekday()
    days = [DAYS[(today + ahead) % 7] for ahead in (0, 2, 4)]
    await _taps(on, rosa, "Done", *days, "Done", "18:00", "5")
    await _taps(on, ines, "Yes")
    return {seat.key: seat for seat in (rosa, ines)}


async def another_runner(on: Stage, seats: Mapping[str, Seat], link: str = "") -> Seat:
    """A new phone with an invite of the physiotherapist's behind its Start button."""
    taken = {seat.name for seat in seats.values()}
    name = next((name for name in MORE_RUNNERS if name not in taken), None)
    if name is None:
        raise CannotAct("There are enough runners on the page. Start again to have fewer.")
    physio = next(seat for seat in seats.values() if seat.role is Role.PHYSIO)
    link = link or await new_link(on, physio)
    person = on.telegram.person(FIRST_CHAT + 100 + MORE_RUNNERS.index(name), name)
    return Seat(name.lower(), name, Role.RUNNER, person, start=link)


async def new_link(on: Stage, physio: Seat) -> str:
    """The link she gets for /invite."""
    before = physio.phone.screens[-1].message_id if physio.phone.screens else 0
    await on.calm()
    await physio.phone.writes("/invite")
    await on.calm()
    if "New link" in physio.phone.screen.labels:  # others are open: they are listed first
        await physio.phone.presses("New link")
        await on.calm()
    for shown in reversed(physio.phone.screens):
        if shown.message_id > before and LINK in shown.text:
            return shown.text.split()[-1]
    raise CannotAct(f"{physio.name} has not joined yet, so she cannot invite anybody.")


async def _taps(on: Stage, seat: Seat, *labels: str) -> None:
    await on.calm()
    for label in labels:
        try:
            await seat.phone.presses(label)
        except CannotDo as why:
            raise RuntimeError(f"joining has changed, mend cast.py: {why}") from why
        await on.calm()


NOBODY: Mapping[str, Seat] = MappingProxyType({})
